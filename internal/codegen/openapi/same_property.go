package openapi

import (
	"fmt"
	"slices"
	"strings"
)

// sameProperties gives one type to a property that the API both sends and receives. The spec often
// lists the values of an enum on one side only, and calls a flag a string on the other.
//
// A property of a body and a query parameter are the same property as the one with their name in
// the model of the operation. The overlay names another one (same: timeoff_leave.half_day), or
// none (same: none). Then:
//
//   - a string that is sent takes the values of the model's enum, unless its own example is another
//     value;
//   - a string that is sent is a boolean if the model has one, unless it has an example;
//   - a string of the model takes the values of the enum that is sent, unless its own example is
//     another value, or two enums that are sent differ.
//
// Formats follow the same rule later: see decideFormats.
func sameProperties(d *Document) error {
	m := &matches{places: map[string]*Schema{}}
	for _, s := range d.schemas() {
		m.places[s.Address] = s
	}
	for _, op := range d.Operations {
		c := d.Component(op.Model)
		if c == nil {
			continue
		}
		for _, p := range op.Params {
			m.add(&Property{Name: p.Name, Schema: p.Schema}, c.Schema, op)
		}
		if op.Body != nil {
			m.inside(op.Body.Schema, c.Schema, op)
		}
	}
	if m.err != nil {
		return m.err
	}
	for _, pair := range m.pairs {
		pair.sentTakes()
	}
	for _, pair := range m.pairs {
		m.modelTakes(pair.model)
	}
	for _, pair := range m.pairs {
		if sent, model := pair.sent, pair.model; sent.Enum != nil && model.Enum != nil && subset(sent.Enum, model.Enum) {
			sent.SameAs = model
		}
	}
	return nil
}

// A match is a value that is sent and the same value in the model.
type match struct{ sent, model *Schema }

type matches struct {
	places map[string]*Schema // by address
	pairs  []match
	err    error
}

// inside matches the properties of an object with those of the same object in the model.
func (m *matches) inside(sent, model *Schema, op *Operation) {
	for _, p := range sent.Properties {
		m.add(p, model, op)
	}
}

func (m *matches) add(p *Property, model *Schema, op *Operation) {
	sent, _ := unwrap(p.Schema, p.Name)
	var same *Schema
	switch named := named(p.Schema); named {
	case "none":
		return
	case "":
		if same = counterpart(model, p, op); same == nil {
			return
		}
	default:
		target := m.places[named]
		if target == nil || domainOf(named, op) != op.Domain {
			m.fail("%s: same: %q is not a property of a model in %s", sent.Place, named, op.Domain)
			return
		}
		same, _ = unwrap(target, "")
	}
	if sent.Kind == KindObject && same.Kind == KindObject {
		m.inside(sent, same, op)
		return
	}
	m.pairs = append(m.pairs, match{sent, same})
}

func (m *matches) fail(format string, args ...any) {
	if m.err == nil {
		m.err = fmt.Errorf(format, args...)
	}
}

// named returns the place that the overlay gives for an array or for its items.
func named(s *Schema) string {
	for s.Kind == KindArray && s.Same == "" {
		s = s.Items
	}
	return s.Same
}

// domainOf returns the domain of op if address is a place in a component of that domain.
func domainOf(address string, op *Operation) string {
	if strings.HasPrefix(address, op.Domain+"_") {
		return op.Domain
	}
	return ""
}

// counterpart finds the value in the model that a property of a body or a query refers to. A list
// of objects with the name of the collection (tasks[] of POST tasks/tasks/bulk_create) has records
// as its items.
func counterpart(model *Schema, p *Property, op *Operation) *Schema {
	if same := sameNamed(model, p.Name); same != nil {
		s, _ := unwrap(same.Schema, same.Name)
		return s
	}
	if sent, _ := unwrap(p.Schema, p.Name); p.Name == op.Segment && p.Schema.Kind == KindArray && sent.Kind == KindObject {
		return model
	}
	return nil
}

// sentTakes gives what is sent the enum or the boolean of the model.
func (m match) sentTakes() {
	sent, model := m.sent, m.model
	switch {
	case !isPlain(sent):
	case model.Enum != nil && isValue(sent.Example, model.Enum):
		sent.takeEnum(model)
	case model.Kind == KindBoolean && sent.Example == nil:
		sent.Kind = KindBoolean
	}
}

// modelTakes gives a string of the model the enum of what is sent.
func (m *matches) modelTakes(model *Schema) {
	if !isPlain(model) {
		return
	}
	widest := &Schema{}
	for _, pair := range m.pairs {
		if pair.model == model && pair.sent.Enum != nil && subset(widest.Enum, pair.sent.Enum) {
			widest = pair.sent
		}
	}
	for _, pair := range m.pairs {
		if pair.model == model && !subset(pair.sent.Enum, widest.Enum) {
			return
		}
	}
	if widest.Enum != nil && isValue(model.Example, widest.Enum) {
		model.takeEnum(widest)
	}
}

// takeEnum gives s the values of another schema.
func (s *Schema) takeEnum(other *Schema) {
	s.Enum, s.EnumPlace = slices.Clone(other.Enum), other.enumPlace()
}

// enumPlace returns the place whose enum lists the values, for error messages.
func (s *Schema) enumPlace() string {
	if s.EnumPlace != "" {
		return s.EnumPlace
	}
	return s.Place
}

// isPlain reports whether s is a string of which the overlay and the spec say nothing more.
func isPlain(s *Schema) bool {
	return s.Kind == KindString && s.Enum == nil && s.FormatBy == "" && s.Same != "none"
}

// isValue reports whether an example is a value of an enum, or a list of its values, or missing.
func isValue(example any, enum []string) bool {
	switch example := example.(type) {
	case nil:
		return true
	case string:
		return slices.Contains(enum, example)
	case []any:
		return !slices.ContainsFunc(example, func(v any) bool { return !isValue(v, enum) })
	}
	return false
}
