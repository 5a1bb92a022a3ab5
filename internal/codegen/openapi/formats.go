package openapi

import (
	"regexp"
	"slices"
	"strings"
)

// Formats lists the formats of strings. The overlay uses text for a string that has no other
// format.
func Formats() []string { return []string{"id", "date", "date-time", "time", "decimal", "text"} }

// byExample recognises a format by an example.
var byExample = []struct {
	format string
	like   *regexp.Regexp
}{
	{"date-time", regexp.MustCompile(`^\d{4}-\d\d-\d\d[T ]\d\d:\d\d`)},
	{"date", regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)},
	{"time", regexp.MustCompile(`^\d\d:\d\d(:\d\d)?$`)},
	{"decimal", regexp.MustCompile(`^-?\d+\.\d+$`)},
}

// byName recognises a format by a name. It is the last resort, so api/formats.md lists its
// decisions.
var byName = []struct {
	format string
	like   *regexp.Regexp
}{
	{"date-time", regexp.MustCompile(`_at$`)},
	{"date", regexp.MustCompile(`(^|_)(on|date)$|^date_of_|_on_date$|_since$`)},
	{"time", regexp.MustCompile(`^(start|end)_time$|^clock_(in|out)$`)},
	{"decimal", regexp.MustCompile(`(^|_)decimal$`)},
}

var idName = regexp.MustCompile(`(^|_)ids?(\[\])?$`)

// decideFormats decides the format of each string, by the first of these that applies: the overlay,
// the name of an id, the example, the same-named property of the resource's model, the name.
func decideFormats(d *Document) error {
	for _, c := range d.Components {
		c.Schema.members(func(label string, s *Schema) { decideFormat(label, s, nil) })
	}
	for _, op := range d.Operations {
		var model *Schema
		if c := d.Component(op.Model); c != nil {
			model = c.Schema
		}
		for _, p := range op.Params {
			decideFormat(p.Name, p.Schema, model)
			p.Schema.members(func(label string, s *Schema) { decideFormat(label, s, nil) })
		}
		if op.Body == nil {
			continue
		}
		for _, p := range op.Body.Schema.Properties {
			decideFormat(p.Name, p.Schema, model)
			var inside *Schema
			if model != nil {
				inside = counterpart(model, p, op)
			}
			p.Schema.members(func(label string, s *Schema) { decideFormat(label, s, inside) })
		}
	}
	return nil
}

// members calls visit for every property, at any depth.
func (s *Schema) members(visit func(label string, s *Schema)) {
	for _, p := range s.Properties {
		visit(p.Name, p.Schema)
		p.Schema.members(visit)
	}
	if s.Items != nil {
		s.Items.members(visit)
	}
}

func decideFormat(label string, s, model *Schema) {
	example := s.Example
	for s.Kind == KindArray {
		s = s.Items
		if list, ok := example.([]any); ok && len(list) > 0 {
			example = list[0]
		}
	}
	if s.Example != nil {
		example = s.Example
	}
	if s.Kind == KindInteger && (idName.MatchString(label) || s.Format == "id") {
		s.Kind, s.Example = KindString, nil // ids were numbers before 2026-07-01
	}
	if s.Kind != KindString || s.Enum != nil {
		return
	}
	switch {
	case s.FormatBy == "overlay":
		if s.Format == "text" {
			s.Format = ""
		}
		return
	case s.Format != "" && s.FormatBy != "":
		return
	case s.isText(model, label):
		return
	case idName.MatchString(label):
		s.Format, s.FormatBy = "id", "id"
		return
	}
	if text, ok := example.(string); ok {
		s.FormatBy = "example"
		for _, f := range byExample {
			if f.like.MatchString(text) {
				s.Format = f.format
				return
			}
		}
		return
	}
	if model != nil {
		if same := modelFormat(model, label); same != nil {
			s.Format, s.FormatBy = same.Format, "model"
			return
		}
	}
	for _, f := range byName {
		if f.like.MatchString(strings.TrimSuffix(label, "[]")) {
			s.Format, s.FormatBy = f.format, "name"
			return
		}
	}
}

// isText reports whether the overlay made a text of the same-named property of the model. Then a
// list of its values (tax_ids[]) has no ids either.
func (s *Schema) isText(model *Schema, label string) bool {
	if model == nil {
		return false
	}
	same := modelFormat(model, label)
	return same != nil && same.FormatBy == "overlay" && same.Format == ""
}

// modelFormat finds the property of the model that has the same name, also without the endings of a
// comparing filter, if an example or the overlay decided its format.
func modelFormat(model *Schema, label string) *Schema {
	for _, ending := range []string{"", "_gteq", "_lteq"} {
		trimmed := strings.TrimSuffix(label, ending)
		p := sameNamed(model, trimmed)
		if p == nil {
			continue
		}
		s, _ := unwrap(p.Schema, p.Name)
		if s.Kind == KindString && s.Enum == nil && slices.Contains([]string{"example", "overlay"}, s.FormatBy) {
			return s
		}
	}
	return nil
}

var unitNames = []struct {
	like *regexp.Regexp
	unit string
}{
	{regexp.MustCompile(`minutes_in_cents`), "hundredths of a minute"},
	{regexp.MustCompile(`hours_.*in_cents|hours_in_cents`), "hundredths of an hour"},
	{regexp.MustCompile(`days_.*in_cents|days_in_cents`), "hundredths of a day"},
	{regexp.MustCompile(`percentage_(in_)?cents`), "hundredths of a percent"},
	{regexp.MustCompile(`(^|_)cents$`), "cents"},
	{regexp.MustCompile(`_in_seconds$`), "seconds"},
	{regexp.MustCompile(`(^|_)minutes$`), "minutes"},
	{regexp.MustCompile(`(^|_)(byte_size)$`), "bytes"},
	{regexp.MustCompile(`_percentage$|^percentage$`), "percent"},
}

// units sets the unit of a number whose name tells it. The spec writes "cents" for anything times
// 100, money or not.
func units(d *Document) error {
	unit := func(label string, s *Schema) {
		if s.Unit != "" || s.Kind != KindInteger && s.Kind != KindNumber {
			return
		}
		for _, u := range unitNames {
			if u.like.MatchString(label) {
				s.Unit = u.unit
				return
			}
		}
	}
	for _, c := range d.Components {
		c.Schema.members(unit)
	}
	for _, op := range d.Operations {
		for _, p := range op.Params {
			unit(p.Name, p.Schema)
		}
		if op.Body != nil {
			op.Body.Schema.members(unit)
		}
	}
	return nil
}
