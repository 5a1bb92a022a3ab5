package openapi

import (
	"slices"
	"strconv"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// statusTexts describe the successful responses.
var statusTexts = map[string]string{
	"200": "OK", "201": "CREATED", "202": "ACCEPTED", "203": "NON-AUTHORITATIVE INFORMATION", "204": "NO CONTENT",
}

// responses writes the responses of an operation: the successful ones, the failures that the spec
// documents, and those that every operation has.
func (w *writer) responses(op *Operation) *ordered.Object {
	o := &ordered.Object{}
	for _, status := range append([]string{op.Status}, op.Same...) {
		o.Set(status, ordered.NewObject("description", statusTexts[status],
			"content", ordered.NewObject("application/json", ordered.NewObject("schema", w.response(op)))))
	}
	for _, status := range op.Empty {
		o.Set(status, ordered.NewObject("description", statusTexts[status]))
	}
	for _, f := range op.Failures {
		if f.Body == nil {
			text := f.Text
			if text == "" {
				text = "The request failed."
			}
			o.Set(f.Status, ordered.NewObject("description", text))
			continue
		}
		o.Set(f.Status, ref("responses", f.Body.Name))
	}
	for _, status := range []string{"4XX", "5XX"} {
		if _, ok := o.Get(status); !ok {
			o.Set(status, ref("responses", "Error"))
		}
	}
	return o
}

// responds reports whether an operation documents a failed response with the body e.
func (o *Operation) responds(e *ErrorSchema) bool {
	return slices.ContainsFunc(o.Failures, func(f Failure) bool { return f.Body == e })
}

// errors writes the failed responses, and adds the schemas of their bodies.
func (w *writer) errors(schemas *ordered.Object) *ordered.Object {
	responses := ordered.NewObject("Error", ordered.NewObject(
		"description", "The request failed. The body has one of several forms or is empty; a proxy may respond with HTML.",
		"content", ordered.NewObject("application/json", ordered.NewObject("schema", ref("schemas", "Error"))),
	))
	for _, e := range w.doc.Errors {
		if !slices.ContainsFunc(w.doc.Operations, func(op *Operation) bool { return op.responds(e) }) {
			continue // only another version than the default documents it
		}
		schemas.Set(e.Name, w.inline(e.Schema))
		responses.Set(e.Name, ordered.NewObject(
			"description", "The request failed, and the body has the documented form.",
			"content", ordered.NewObject(e.ContentType, ordered.NewObject("schema", ref("schemas", e.Name))),
		))
	}
	return responses
}

// inline writes a schema whose objects and enums have no names.
func (w *writer) inline(s *Schema) *ordered.Object {
	kind := any(string(s.Kind))
	o := &ordered.Object{}
	switch s.Kind {
	case KindAny:
	case KindObject:
		o.Set("type", kind)
		properties, required := &ordered.Object{}, []any{}
		for _, p := range s.Properties {
			properties.Set(p.Name, w.inline(p.Schema))
			if p.Required {
				required = append(required, p.Name)
			}
		}
		if len(required) > 0 {
			o.Set("required", required)
		}
		o.Set("properties", properties)
	case KindFile:
		o.Set("type", "string")
	default:
		o.Set("type", kind)
		if s.Enum == nil {
			o.Set("type", []any{kind, "null"})
		} else {
			o.Set("enum", texts(s.Enum))
		}
	}
	if s.Items != nil {
		o.Set("items", w.inline(s.Items))
	}
	setText(o, "description", s.Description)
	if s.Deprecated {
		o.Set("deprecated", true)
	}
	return o
}

// status returns the status of the successful response as a number.
func (o *Operation) status() int {
	n, _ := strconv.Atoi(o.Status) // Parse accepts only numbers
	return n
}
