package openapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

var methods = []string{"get", "post", "put", "delete"}

func (p *parser) operation(v any, place, method, path string) {
	if !slices.Contains(methods, method) {
		p.fail(place, "unknown method; the generator supports get, post, put and delete")
		return
	}
	o := p.object(v, place, "tags", "security", "summary", "description", "operationId", "deprecated", "parameters", "requestBody", "responses")
	op := &Operation{
		Place:       place,
		Address:     strings.ToUpper(method) + " " + path,
		Method:      strings.ToUpper(method),
		Summary:     p.prose(o, "summary", place),
		Description: p.prose(o, "description", place),
		Deprecated:  p.flag(o, "deprecated", place),
	}
	segments := strings.Split(path, "/")
	switch {
	case len(segments) == 2:
	case len(segments) == 3 && segments[2] == "{id}":
		op.HasID = true
	case len(segments) == 3 && method == "post" && !strings.Contains(path, "{"):
		op.Action = segments[2]
	default:
		p.fail(place, "unknown path; the generator supports domain/collection, domain/collection/{id} and POST domain/collection/action")
		return
	}
	op.Domain, op.Segment = segments[0], segments[1]
	tags := p.texts(o, "tags", place)
	if len(tags) != 1 || len(strings.Split(tags[0], " > ")) != 2 {
		p.fail(place+"/tags", "must be one tag like \"Timeoff > Leave\"")
		return
	}
	op.Tag = tags[0]
	p.parameters(op, o, place)
	if v, ok := o.Get("requestBody"); ok {
		p.body(op, v, place+"/requestBody")
	}
	v, _ = o.Get("responses")
	p.responses(op, v, place+"/responses")
	p.doc.Operations = append(p.doc.Operations, op)
}

func (p *parser) parameters(op *Operation, o *ordered.Object, place string) {
	seen := map[string]bool{}
	for i, v := range p.list(o, "parameters", place) {
		at := ordered.Join(place, "parameters", fmt.Sprint(i))
		param := p.object(v, at, "name", "in", "schema", "required", "example", "description", "deprecated")
		name, in := p.text(param, "name", at), p.text(param, "in", at)
		switch {
		case in == "path" && name == "id" && op.HasID:
			continue
		case in != "query":
			p.fail(at, "a parameter in %q called %q; the generator supports the id in the path and query parameters", in, name)
		case seen[name]:
			p.fail(at, "the query parameter %q appears twice", name)
		}
		seen[name] = true
		v, _ := param.Get("schema")
		s := p.schema(v, at+"/schema", op.Address+" ?"+name)
		if o := p.anyObject(v, at+"/schema"); s.Kind == KindAny {
			if kind, _ := o.Get("type"); kind != "object" {
				s.Kind = KindString // a query holds only text
			}
		}
		if example, ok := param.Get("example"); ok && s.Example == nil {
			s.Example = example
		}
		if s.Description == "" {
			s.Description = p.prose(param, "description", at)
		}
		s.Deprecated = p.flag(param, "deprecated", at) || s.Deprecated
		op.Params = append(op.Params, &Param{Name: name, Schema: s, Required: p.flag(param, "required", at)})
	}
}

func (p *parser) body(op *Operation, v any, place string) {
	o := p.object(v, place, "content", "required", "description")
	v, _ = o.Get("content")
	contentType, schema := p.content(v, place+"/content", "application/json", "multipart/form-data")
	at := ordered.Join(place, "content", contentType, "schema")
	op.Body = &Body{ContentType: contentType, Schema: p.schema(schema, at, op.Address)}
	if op.Body.Schema.Kind != KindObject {
		p.fail(at, "a body must be an object with properties")
	}
	if contentType == "application/json" {
		op.Body.Schema.members(func(_ string, s *Schema) { fileToText(s) })
	}
}

// fileToText turns an upload in a record or in a JSON body into a string, because JSON cannot hold
// an upload. The caller decides how to write the file there.
func fileToText(s *Schema) {
	for s.Kind == KindArray {
		s = s.Items
	}
	if s.Kind == KindFile {
		s.Kind = KindString
	}
}

// content returns the only media type and its schema.
func (p *parser) content(v any, place string, supported ...string) (string, any) {
	o := p.anyObject(v, place)
	if o.Len() != 1 || !slices.Contains(supported, o.Keys()[0]) {
		p.fail(place, "has %s; the generator supports one of %s", strings.Join(o.Keys(), ", "), strings.Join(supported, ", "))
		return "", nil
	}
	contentType := o.Keys()[0]
	v, _ = o.Get(contentType)
	media := p.object(v, ordered.Join(place, contentType), "schema", "example", "examples")
	schema, _ := media.Get("schema")
	return contentType, schema
}

func (p *parser) responses(op *Operation, v any, place string) {
	o := p.anyObject(v, place)
	for _, status := range o.Keys() {
		if status != "200" && status != "201" {
			continue // package openapi adds the error responses, the same for every operation
		}
		if op.Status != "" {
			p.fail(place, "has more than one successful response")
			return
		}
		op.Status = status
		at := ordered.Join(place, status)
		v, _ := o.Get(status)
		response := p.object(v, at, "description", "content", "headers")
		v, _ = response.Get("content")
		contentType, schema := p.content(v, at+"/content", "application/json")
		p.response(op, schema, ordered.Join(at, "content", contentType, "schema"))
	}
	if op.Status == "" {
		p.fail(place, "has neither 200 nor 201")
	}
}

// response finds the form of a successful response and the component in it.
func (p *parser) response(op *Operation, v any, place string) {
	o := p.anyObject(v, place)
	if ref := p.reference(o, place); ref != "" {
		op.Response, op.Model = Object, ref
		return
	}
	if p.text(o, "type", place) == "array" {
		items, _ := o.Get("items")
		op.Response, op.Model = Array, p.reference(p.anyObject(items, place+"/items"), place+"/items")
	} else if v, ok := o.Get("properties"); ok {
		properties := p.object(v, place+"/properties", "data", "meta")
		v, _ = properties.Get("data")
		data := p.anyObject(v, place+"/properties/data")
		items, _ := data.Get("items")
		at := place + "/properties/data/items"
		op.Response, op.Model = Page, p.reference(p.anyObject(items, at), at)
	}
	if op.Model == "" {
		p.fail(place, "unknown response; the generator supports a component, an array of one, and {data, meta}")
	}
}

func (p *parser) reference(o *ordered.Object, place string) string {
	ref := p.text(o, "$ref", place)
	if ref == "" {
		return ""
	}
	name, ok := strings.CutPrefix(ref, "#/components/schemas/")
	if !ok || p.doc.Component(name) == nil {
		p.fail(place+"/$ref", "%q refers to no component", ref)
	}
	if strings.HasPrefix(name, "_") {
		p.fail(place+"/$ref", "%q is not a record", ref)
	}
	return name
}
