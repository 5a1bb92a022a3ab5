package openapi

import (
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

func (w *writer) object(s *Schema, role Role) *ordered.Object {
	o := ordered.NewObject("type", "object")
	setText(o, "description", s.Description)
	required := []any{}
	properties := &ordered.Object{}
	for _, p := range s.Properties {
		if p.Required {
			required = append(required, p.Name)
		}
		property := w.value(p.Schema, role).Object
		if p.Range.Limited() {
			if _, ok := property.Get("$ref"); ok { // many tools read nothing beside a reference
				property = ordered.NewObject("allOf", []any{property})
			}
			setRange(property, p.Range, p.Schema.Instead)
		}
		properties.Set(p.Name, property)
	}
	if len(required) > 0 {
		o.Set("required", required)
	}
	o.Set("properties", properties)
	return o
}

// schemaObject is a schema being written.
type schemaObject struct{ *ordered.Object }

func (s *schemaObject) delete(keys ...string) {
	kept := &ordered.Object{}
	for _, k := range s.Keys() {
		if !slices.Contains(keys, k) {
			v, _ := s.Get(k)
			kept.Set(k, v)
		}
	}
	s.Object = kept
}

// value writes the schema of a property, an item or a parameter. In responses and updates any value
// may be null.
func (w *writer) value(s *Schema, role Role) schemaObject {
	nullable := role == RoleModel || role == RoleUpdate
	if s.Kind == KindObject || s.Enum != nil {
		reference := ref("schemas", w.domainOf(s)+"."+s.GoName)
		text := s.Meaning.Prose()
		switch {
		case nullable:
			reference = ordered.NewObject("anyOf", []any{reference, ordered.NewObject("type", "null")})
		case s.Deprecated, text != "":
			reference = ordered.NewObject("allOf", []any{reference}) // many tools read nothing beside a reference
		}
		if s.Deprecated {
			reference.Set("deprecated", true)
		}
		setText(reference, "description", text)
		return schemaObject{reference}
	}
	o := &ordered.Object{}
	switch s.Kind {
	case KindAny:
	case KindFile:
		o.Set("type", "string")
		o.Set("format", "binary")
	default:
		var kind any = string(s.Kind)
		if nullable {
			kind = []any{string(s.Kind), "null"}
		}
		o.Set("type", kind)
	}
	if s.Items != nil {
		itemRole := role
		if role == RoleUpdate || role == RoleModel {
			itemRole = RoleParams
		}
		o.Set("items", w.value(s.Items, itemRole).Object)
	}
	if s.Format == "time" {
		o.Set("format", "time-local") // in JSON Schema, time has an offset
	} else if s.Format != "" {
		o.Set("format", s.Format)
	}
	setText(o, "description", described(s.Meaning, s.Description))
	setMeaning(o, s.Meaning)
	if s.Deprecated {
		o.Set("deprecated", true)
	}
	if fits(s) {
		o.Set("examples", []any{s.Example})
	}
	if s.Unit != "" {
		o.Set("x-factorial-unit", s.Unit)
	}
	if s.Helper != nil && role == RoleModel {
		o.Set("x-factorial-helper", s.Helper.object())
	}
	return schemaObject{o}
}

// domainOf returns the domain that declares the type of s, which is the domain of s itself.
func (w *writer) domainOf(s *Schema) string {
	if t := w.types[s]; t != nil {
		return t.Domain
	}
	rest := s.Address[strings.Index(s.Address, " ")+1:]
	if c := w.doc.Component(strings.FieldsFunc(rest, func(r rune) bool { return r == '.' || r == '[' })[0]); c != nil {
		return c.Domain
	}
	return rest[:strings.Index(rest, "/")]
}

// fits reports whether the published example has the published type. Many examples do not.
func fits(s *Schema) bool {
	switch example := s.Example.(type) {
	case string:
		return s.Kind == KindString && s.Enum == nil && hasFormat(s, example)
	case bool:
		return s.Kind == KindBoolean
	case []any:
		if s.Kind != KindArray || s.Items.Kind == KindObject {
			return false
		}
		for _, v := range example {
			item := *s.Items
			item.Example = v
			text, _ := v.(string)
			if !fits(&item) && !slices.Contains(item.Enum, text) {
				return false
			}
		}
		return true
	case interface{ Int64() (int64, error) }:
		_, err := example.Int64()
		return s.Kind == KindInteger && err == nil || s.Kind == KindNumber
	}
	return false
}

func ref(section, component string) *ordered.Object {
	return ordered.NewObject("$ref", "#/components/"+section+"/"+component)
}

func setText(o *ordered.Object, key, text string) {
	if text != "" {
		o.Set(key, text)
	}
}
