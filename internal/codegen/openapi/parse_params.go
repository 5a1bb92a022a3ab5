package openapi

import (
	"strconv"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// parameters reads the parameters of an operation, then those of its path that the operation does
// not declare itself.
func (p *parser) parameters(op *Operation, own []any, ownPlace string, shared []any, sharedPlace string) {
	seen := map[string]bool{}
	for i, v := range own {
		place := ordered.Join(ownPlace, strconv.Itoa(i))
		if key := p.parameter(op, v, place, nil); seen[key] {
			p.fail(place, "the parameter %q appears twice; remove one in api/patches.yaml", key)
		} else {
			seen[key] = true
		}
	}
	for i, v := range shared {
		p.parameter(op, v, ordered.Join(sharedPlace, strconv.Itoa(i)), seen)
	}
}

// parameter reads one parameter and returns its name, with "path " before the name of one in the
// path. It ignores a parameter that is among the known ones.
func (p *parser) parameter(op *Operation, v any, place string, known map[string]bool) string {
	used := place
	v, place = p.deref(v, place)
	o := p.object(v, place, "name", "in", "schema", "required", "example", "examples", "description", "deprecated",
		"style", "explode", "allowReserved", "allowEmptyValue")
	name, in := p.text(o, "name", place), p.text(o, "in", place)
	key := name
	if in == "path" {
		key = "path " + name
	}
	switch {
	case known[key]:
		return key
	case in == "path" && name == "id" && op.HasID:
		return key
	case in != "query":
		p.fail(place, "a parameter in %q called %q; the generator supports the id in the path and query parameters; %s", in, name, removeIt)
		return key
	}
	schema, _ := o.Get("schema")
	s := p.schema(schema, place+"/schema", op.Address+" ?"+name)
	if s.Kind == KindAny && !p.isObject(schema, place+"/schema") {
		s.Kind = KindString // a query holds only text
	}
	p.style(o, s, place)
	if example, ok := o.Get("example"); ok && s.Example == nil {
		s.Example = example
	}
	if text := p.prose(o, "description", place); text != "" && (s.Description == "" || used != place) {
		s.Description = text
	}
	s.Deprecated = p.flag(o, "deprecated", place) || s.Deprecated
	op.Params = append(op.Params, &Param{Name: name, Schema: s, Required: p.flag(o, "required", place)})
	return key
}

// isObject reports whether a schema is an object without properties.
func (p *parser) isObject(v any, place string) bool {
	if v == nil {
		return false
	}
	parts, _ := p.parts(v, place)
	for _, o := range parts {
		if kind, ok := o.Get("type"); ok && p.kind(kind, o.place) == KindObject {
			return true
		}
	}
	return false
}

// style refuses a notation of the query that package query does not write: lists repeat their
// name, and objects put the name of a member into brackets.
func (p *parser) style(o *ordered.Object, s *Schema, place string) {
	style, want := p.text(o, "style", place), "form"
	if s.Kind == KindObject || s.Kind == KindAny {
		want = "deepObject"
	}
	if style != "" && style != want {
		p.fail(place+"/style", "%q is not supported here, only %q; correct it in api/patches.yaml", style, want)
	}
	if explode, ok := o.Get("explode"); ok && explode != true && s.Kind != KindString && s.Kind != KindInteger && s.Kind != KindNumber && s.Kind != KindBoolean {
		p.fail(place+"/explode", "only true is supported; correct it in api/patches.yaml")
	}
}
