package openapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// schema reads a schema and repairs its oddities by rule:
//
//   - "type: unknown", no type, items without a type, and an object without properties mean any
//     value (KindAny);
//   - an enum on an array belongs to the items;
//   - the format binary means an upload (KindFile), but a string in a JSON body;
//   - type: [string, "null"] means string, since any value may be null.
func (p *parser) schema(v any, place, address string) *Schema {
	if v == nil {
		return &Schema{Place: place, Address: address, Kind: KindAny}
	}
	o := p.object(v, place, "type", "properties", "required", "items", "enum", "format", "example",
		"description", "summary", "title", "deprecated", "nullable", "$ref")
	s := &Schema{
		Place: place, Address: address,
		Description: strings.TrimSpace(p.prose(o, "summary", place) + "\n" + p.prose(o, "description", place)),
		Deprecated:  p.flag(o, "deprecated", place),
	}
	if _, ok := o.Get("$ref"); ok {
		p.fail(place, "a component inside a component is not supported")
		return s
	}
	s.Example, _ = o.Get("example")
	s.Kind = p.kind(o, place)
	switch s.Kind {
	case KindObject:
		p.properties(s, o, place, address)
	case KindArray:
		items, _ := o.Get("items")
		s.Items = p.schema(items, place+"/items", address+"[]")
		s.Items.Enum = append(s.Items.Enum, p.enum(o, place)...)
	case KindString:
		s.Enum = p.enum(o, place)
		switch format := p.text(o, "format", place); format {
		case "":
		case "binary":
			s.Kind = KindFile
		default:
			s.Format, s.FormatBy = format, "spec"
		}
	default:
		if enum := p.enum(o, place); enum != nil {
			p.fail(place+"/enum", "an enum of type %s is not supported", s.Kind)
		}
	}
	return s
}

func (p *parser) kind(o *ordered.Object, place string) Kind {
	v, _ := o.Get("type")
	if union, ok := v.([]any); ok {
		union = slices.DeleteFunc(slices.Clone(union), func(t any) bool { return t == "null" })
		if len(union) != 1 {
			p.fail(place+"/type", "a choice of types is not supported")
			return KindAny
		}
		v = union[0]
	}
	switch v {
	case "string", "integer", "number", "boolean", "array":
		return Kind(v.(string))
	case "object":
		if properties, ok := o.Get("properties"); ok && p.anyObject(properties, place+"/properties").Len() > 0 {
			return KindObject
		}
		return KindAny
	case nil, "unknown":
		return KindAny
	}
	p.fail(place+"/type", "%v is not supported", v)
	return KindAny
}

func (p *parser) properties(s *Schema, o *ordered.Object, place, address string) {
	required := p.texts(o, "required", place)
	v, _ := o.Get("properties")
	properties := p.anyObject(v, place+"/properties")
	for _, name := range properties.Keys() {
		v, _ := properties.Get(name)
		s.Properties = append(s.Properties, &Property{
			Name:     name,
			Schema:   p.schema(v, ordered.Join(place, "properties", name), address+"."+name),
			Required: slices.Contains(required, name),
		})
	}
	for _, name := range required {
		if s.Property(name) == nil {
			p.fail(place+"/required", "%q is not a property", name)
		}
	}
}

func (p *parser) enum(o *ordered.Object, place string) []string {
	values := p.texts(o, "enum", place)
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			p.fail(ordered.Join(place, "enum", fmt.Sprint(i)), "the value %q appears twice", v)
		}
	}
	return values
}
