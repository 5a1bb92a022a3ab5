package openapi

import (
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

var methods = []string{"get", "post", "put", "patch", "delete"}

// operation reads the operation of a method on a path. shared are the parameters of the path.
func (p *parser) operation(v any, place, method, path string, shared []any, sharedPlace string) {
	if !slices.Contains(methods, method) {
		p.fail(place, "unknown method; the generator supports get, post, put, patch and delete; %s", removeIt)
		return
	}
	o := p.object(v, place, "tags", "security", "summary", "description", "operationId", "deprecated", "parameters", "requestBody",
		"responses", "externalDocs")
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
	case len(segments) == 2 && !strings.Contains(path, "{"):
	case len(segments) == 3 && segments[2] == "{id}" && !strings.Contains(segments[0]+segments[1], "{"):
		op.HasID = true
	case len(segments) == 3 && method == "post" && !strings.Contains(path, "{"):
		op.Action = segments[2]
	default:
		p.fail(place, "unknown path; the generator supports domain/collection, domain/collection/{id} and POST domain/collection/action; %s", removeIt)
		return
	}
	op.Domain, op.Segment = segments[0], segments[1]
	tags := p.texts(o, "tags", place)
	if len(tags) != 1 || len(strings.Split(tags[0], " > ")) != 2 {
		p.fail(place+"/tags", "must be one tag like \"Timeoff > Leave\"; correct it in api/patches.yaml")
	} else {
		op.Tag = tags[0]
	}
	p.parameters(op, p.list(o, "parameters", place), place+"/parameters", shared, sharedPlace)
	if v, ok := o.Get("requestBody"); ok {
		p.body(op, v, place+"/requestBody")
	}
	v, _ = o.Get("responses")
	p.responses(op, v, place+"/responses")
	if !p.failed(place) {
		p.doc.Operations = append(p.doc.Operations, op)
	}
}

func (p *parser) body(op *Operation, v any, place string) {
	v, place = p.deref(v, place)
	o := p.object(v, place, "content", "required", "description")
	v, _ = o.Get("content")
	contentType, schema, ok := p.content(v, place+"/content", "application/json", "multipart/form-data")
	if !ok {
		return
	}
	at := ordered.Join(place, "content", contentType, "schema")
	op.Body = &Body{ContentType: contentType, Schema: p.schema(schema, at, op.Address)}
	if op.Body.Schema.Kind != KindObject {
		p.fail(at, "a body must be an object with properties; correct it in api/patches.yaml")
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
func (p *parser) content(v any, place string, supported ...string) (contentType string, schema any, ok bool) {
	o := p.anyObject(v, place)
	if o.Len() != 1 || !slices.Contains(supported, o.Keys()[0]) {
		p.fail(place, "has %s; the generator supports one of %s; keep one in api/patches.yaml",
			strings.Join(o.Keys(), ", "), strings.Join(supported, ", "))
		return "", nil, false
	}
	contentType = o.Keys()[0]
	v, _ = o.Get(contentType)
	media := p.object(v, ordered.Join(place, contentType), "schema", "example", "examples")
	schema, _ = media.Get("schema")
	return contentType, schema, true
}
