package openapi

import (
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// A Part is a query parameter, a body property or an enum value that only some of the versions that
// have an operation know. factorialhr.Part explains the fields.
type Part struct {
	Query, Body, Value string
	Range
}

// versionParts lists the parts of each operation. It needs the schemas of the operation itself:
// later steps give one Go type to several of them.
func versionParts(d *Document) error {
	for _, op := range d.Operations {
		for _, p := range op.Params {
			name := p.Name
			op.addParts(p.Schema, p.Range, func(path string) Part { return Part{Query: name + path} }, "", false)
		}
		if op.Body == nil {
			continue
		}
		for _, p := range op.Body.Schema.Properties {
			op.addParts(p.Schema, p.Range, func(path string) Part { return Part{Body: path} }, p.Name, true)
		}
	}
	return nil
}

// addParts adds the parts of the value at path, and of the values in it.
func (o *Operation) addParts(s *Schema, r Range, part func(path string) Part, path string, body bool) {
	add := func(value string, r Range) {
		p := part(path)
		p.Value, p.Range = value, r
		o.Parts = append(o.Parts, p)
	}
	if r.Limited() {
		add("", r)
	}
	inside, below := s, path
	for inside.Kind == KindArray {
		inside = inside.Items
		if body {
			below += "[]"
		}
	}
	for _, value := range inside.Enum {
		if v, ok := inside.Values[value]; ok {
			add(value, v)
		}
	}
	for _, p := range inside.Properties {
		next := below + "." + p.Name
		if !body {
			next = below + "[" + p.Name + "]"
		}
		o.addParts(p.Schema, p.Range, part, next, body)
	}
}

// object writes a part for api/openapi.yaml.
func (p Part) object() *ordered.Object {
	o := &ordered.Object{}
	setText(o, "query", p.Query)
	setText(o, "body", p.Body)
	setText(o, "value", p.Value)
	setText(o, "since", p.Since)
	setText(o, "until", p.Until)
	return o
}

// setRange writes a range as extensions, with what to use instead of a part that is gone.
func setRange(o *ordered.Object, r Range, instead string) {
	setText(o, "x-factorial-since", r.Since)
	setText(o, "x-factorial-until", r.Until)
	if r.Until != "" {
		o.Set("deprecated", true)
		setText(o, "x-factorial-instead", instead)
	}
}

// setValues writes the ranges of values.
func setValues(o *ordered.Object, enum []string, values map[string]Range, instead string) {
	since, until := &ordered.Object{}, &ordered.Object{}
	for _, value := range enum {
		setText(since, value, values[value].Since)
		setText(until, value, values[value].Until)
	}
	if since.Len() > 0 {
		o.Set("x-factorial-enum-since", since)
	}
	if until.Len() > 0 {
		o.Set("x-factorial-enum-until", until)
		setText(o, "x-factorial-instead", instead)
	}
}

// widen gives the type the ranges of another place that has it.
func (t *Type) widen(s *Schema) {
	first := len(t.Places) <= 1
	values := map[string]Range{}
	for _, value := range s.Enum {
		r := s.Values[value].within(s.Range)
		if old, ok := t.Values[value]; ok {
			r = r.or(old)
		}
		values[value] = r
	}
	for value, old := range t.Values {
		if !slices.Contains(s.Enum, value) {
			values[value] = old
		}
	}
	t.Values = values
	if first {
		t.Range = s.Range
		return
	}
	t.Range = t.Range.or(s.Range)
}

// ofValues returns the ranges of the values that are not those of the type itself.
func (t *Type) ofValues() map[string]Range {
	limited := map[string]Range{}
	for value, r := range t.Values {
		if r.Since == t.Since {
			r.Since = ""
		}
		if r.Until == t.Until {
			r.Until = ""
		}
		if r.Limited() {
			limited[value] = r
		}
	}
	return limited
}

// widenProperties gives the properties of s the ranges of the same properties elsewhere, since one
// Go type has both.
func widenProperties(s, other *Schema) {
	for _, p := range s.Properties {
		if q := other.Property(p.Name); q != nil {
			p.Range = p.Range.or(q.Range)
			widenProperties(p.Schema, q.Schema)
		}
	}
	if s.Items != nil && other.Items != nil {
		widenProperties(s.Items, other.Items)
	}
}
