package openapi

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// annotations are the keywords that do not change the Go type of a value: the generator notes and
// ignores them.
var annotations = []string{
	"title", "default", "examples", "readOnly", "writeOnly", "externalDocs", "xml", "$comment", "nullable",
	"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
	"minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType",
	"minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
}

// keywords are the keywords that the generator understands.
var keywords = []string{
	"type", "properties", "required", "items", "enum", "const", "format", "example", "description", "summary",
	"deprecated", "additionalProperties", "$ref", "allOf", "anyOf", "oneOf",
}

// mostSchemas limits the schemas of a document, with all that its references repeat.
const mostSchemas = 200_000

// schema reads a schema and repairs its oddities by rule:
//
//   - "type: unknown", no type, items without a type, and an object without properties mean any
//     value (KindAny);
//   - an enum on an array belongs to the items;
//   - the format binary means an upload (KindFile), but a string in a JSON body;
//   - null as one of the types, choices or values is ignored, since any value may be null;
//   - a reference means the schema that it refers to, and allOf the properties of all its members.
func (p *parser) schema(v any, place, address string) *Schema {
	s := &Schema{Place: place, Address: address, Kind: KindAny}
	if v == nil {
		return s
	}
	if p.read++; p.read > mostSchemas {
		p.fail("#/components", "the references repeat more than %d schemas; %s", mostSchemas, anyValue)
		return s
	}
	parts, through := p.parts(v, place)
	p.inside = append(p.inside, through...)
	defer func() { p.inside = p.inside[:len(p.inside)-len(through)] }()

	var texts []string
	for _, o := range parts {
		p.known(o)
		for _, key := range []string{"summary", "description"} {
			if text := p.prose(o.Object, key, o.place); text != "" && !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
		s.Deprecated = p.flag(o.Object, "deprecated", o.place) || s.Deprecated
		if example, ok := o.Get("example"); ok && s.Example == nil {
			s.Example = example
		}
	}
	s.Description = strings.Join(texts, "\n")
	s.Component = p.repeats(parts)
	s.Kind = p.kindOf(parts)
	enum := p.enums(parts)
	switch s.Kind {
	case KindObject:
		p.properties(s, parts, address)
	case KindArray:
		p.items(s, parts, address)
		s.Items.Enum = append(s.Items.Enum, enum...)
		if len(enum) > 0 && s.Items.Kind != KindString {
			p.fail(place+"/enum", "an enum of type %s is not supported; remove it in api/patches.yaml", s.Items.Kind)
		}
	case KindString:
		s.Enum = enum
		p.format(s, parts)
	default:
		if enum != nil {
			p.fail(place+"/enum", "an enum of type %s is not supported; remove it in api/patches.yaml", s.Kind)
		}
	}
	return s
}

// repeats returns the component that gives a schema all its properties or values, if there is one.
func (p *parser) repeats(parts []part) string {
	name := ""
	for _, o := range parts[min(1, len(parts)):] {
		component, ok := strings.CutPrefix(o.place, "#/components/schemas/")
		if ok && !strings.Contains(component, "/") {
			if p.repeated == nil {
				p.repeated = map[string]bool{}
			}
			p.repeated[component] = true
			name = component
			continue
		}
		_, properties := o.Get("properties")
		_, enum := o.Get("enum")
		if properties || enum {
			return ""
		}
	}
	return name
}

// known refuses a keyword that the generator does not understand, and counts the annotations.
func (p *parser) known(o part) {
	for _, k := range o.Keys() {
		switch {
		case slices.Contains(annotations, k):
			p.note(k)
		case slices.Contains(keywords, k), strings.HasPrefix(k, "x-"):
		default:
			p.fail(ordered.Join(o.place, k), "not supported; %s", anyValue)
		}
	}
}

// note counts a keyword that the generator ignores.
func (p *parser) note(keyword string) {
	if p.doc.Ignored == nil {
		p.doc.Ignored = map[string]int{}
	}
	p.doc.Ignored[keyword]++
}

// kindOf returns the only kind that the parts have besides null. Without a type, properties make an
// object, items an array, and text values a string.
func (p *parser) kindOf(parts []part) Kind {
	kind := KindAny
	for _, o := range parts {
		v, ok := o.Get("type")
		if !ok {
			continue
		}
		k := p.kind(v, o.place)
		switch {
		case k == KindAny:
		case kind != KindAny && kind != k:
			p.fail(o.place+"/type", "is %s, but another part of the schema is %s; %s", k, kind, anyValue)
		default:
			kind = k
		}
	}
	properties, texts := 0, false
	for _, o := range parts {
		if v, ok := o.Get("properties"); ok {
			properties += p.anyObject(v, o.place+"/properties").Len()
		}
		enum, _ := o.Get("enum")
		constant, _ := o.Get("const")
		if values, ok := enum.([]any); ok && slices.ContainsFunc(values, isText) || isText(constant) {
			texts = true
		}
	}
	for _, o := range parts {
		if _, ok := o.Get("type"); kind == KindAny && !ok {
			_, items := o.Get("items")
			switch {
			case properties > 0 && untyped(parts):
				return p.withProperties(KindObject, parts, properties)
			case items && untyped(parts):
				return KindArray
			case texts && untyped(parts):
				return KindString
			}
		}
	}
	return p.withProperties(kind, parts, properties)
}

// withProperties returns KindAny for an object without properties, which may be a map.
func (p *parser) withProperties(kind Kind, parts []part, properties int) Kind {
	if kind != KindObject {
		return kind
	}
	for _, o := range parts {
		v, _ := o.Get("additionalProperties")
		if values, ok := v.(*ordered.Object); ok && values.Len() > 0 && properties > 0 {
			p.fail(o.place+"/additionalProperties", "properties of any name beside given ones are not supported; %s", anyValue)
		}
	}
	if properties == 0 {
		return KindAny
	}
	return KindObject
}

func isText(v any) bool { _, ok := v.(string); return ok }

func untyped(parts []part) bool {
	return !slices.ContainsFunc(parts, func(o part) bool { _, ok := o.Get("type"); return ok })
}

func (p *parser) kind(v any, place string) Kind {
	if union, ok := v.([]any); ok {
		union = slices.DeleteFunc(slices.Clone(union), func(t any) bool { return t == "null" })
		switch len(union) {
		case 0:
			return KindAny
		case 1:
			v = union[0]
		default:
			p.fail(place+"/type", "a choice of types is not supported; %s", anyValue)
			return KindAny
		}
	}
	switch v {
	case "string", "integer", "number", "boolean", "array", "object":
		return Kind(v.(string))
	case nil, "unknown", "null":
		return KindAny
	}
	p.fail(place+"/type", "%v is not supported; correct it in api/patches.yaml", v)
	return KindAny
}

// properties reads the properties of all parts. Two parts may not have the same one.
func (p *parser) properties(s *Schema, parts []part, address string) {
	var required []string
	for _, o := range parts {
		required = append(required, p.texts(o.Object, "required", o.place)...)
	}
	for _, o := range parts {
		v, ok := o.Get("properties")
		if !ok {
			continue
		}
		properties := p.anyObject(v, o.place+"/properties")
		for _, name := range properties.Keys() {
			v, _ := properties.Get(name)
			at := ordered.Join(o.place, "properties", name)
			if s.Property(name) != nil {
				p.fail(at, "another part of the schema has the property %q too; remove one in api/patches.yaml", name)
				continue
			}
			s.Properties = append(s.Properties, &Property{
				Name:     name,
				Schema:   p.schema(v, at, address+"."+name),
				Required: slices.Contains(required, name),
			})
		}
	}
	for _, o := range parts {
		for _, name := range p.texts(o.Object, "required", o.place) {
			if s.Property(name) == nil {
				p.fail(o.place+"/required", "%q is not a property; correct the list in api/patches.yaml", name)
			}
		}
	}
}

// items reads the items of an array, which only one part may describe.
func (p *parser) items(s *Schema, parts []part, address string) {
	for _, o := range parts {
		items, ok := o.Get("items")
		if !ok {
			continue
		}
		if s.Items != nil {
			p.fail(o.place+"/items", "another part of the schema has items too; remove one in api/patches.yaml")
			continue
		}
		s.Items = p.schema(items, o.place+"/items", address+"[]")
	}
	if s.Items == nil {
		s.Items = &Schema{Place: s.Place + "/items", Address: address + "[]", Kind: KindAny}
	}
	s.Deprecated = s.Deprecated || s.Items.Deprecated
}

// understood are the formats of strings that have a Go type.
var understood = []string{"id", "date", "date-time", "time", "decimal"}

// format reads the format of a string. A string of an unknown format is a string, whatever its
// name.
func (p *parser) format(s *Schema, parts []part) {
	for _, o := range parts {
		switch format := p.text(o.Object, "format", o.place); {
		case format == "":
		case format == "binary":
			s.Kind = KindFile
		case slices.Contains(understood, format):
			s.Format, s.FormatBy = format, "spec"
		default:
			s.FormatBy = "spec"
			p.note("format: " + format)
		}
	}
}

// enums reads the values of a schema without null. A constant is an enum of one value.
func (p *parser) enums(parts []part) []string {
	var all []string
	for _, o := range parts {
		values := p.enum(o)
		if constant, ok := o.Get("const"); ok && values == nil {
			if text, ok := constant.(string); ok {
				values = []string{text}
			} else {
				p.note("const")
			}
		}
		switch {
		case values == nil:
		case all != nil && !slices.Equal(all, values):
			p.fail(o.place+"/enum", "another part of the schema has other values; remove one in api/patches.yaml")
		default:
			all = values
		}
	}
	return all
}

func (p *parser) enum(o part) []string {
	var texts []string
	for i, v := range p.list(o.Object, "enum", o.place) {
		at := ordered.Join(o.place, "enum", strconv.Itoa(i))
		text, ok := v.(string)
		switch {
		case v == nil:
			continue
		case !ok:
			p.fail(ordered.Join(o.place, "enum"), "the value %s is not a string; remove the enum in api/patches.yaml", fmt.Sprint(v))
		case slices.Contains(texts, text):
			p.fail(at, "the value %q appears twice; correct it in api/patches.yaml", text)
		}
		texts = append(texts, text)
	}
	return texts
}
