package openapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// An ErrorSchema is the documented body of failed responses.
type ErrorSchema struct {
	Name        string // ErrorResponse
	ContentType string // application/json
	Schema      *Schema

	component string // the published name, empty for an inline schema
}

// A Failure is a documented failed response of an operation.
type Failure struct {
	Status string // 422, 4XX, default
	Text   string
	Body   *ErrorSchema // nil if the spec describes none
}

// failure reads a failed response. The client reads the body of any failure in the same way, so
// nothing depends on its schema.
func (p *parser) failure(op *Operation, status string, v any, place string) {
	v, place = p.deref(v, place)
	o := p.object(v, place, "description", "content", "headers")
	f := Failure{Status: strings.ReplaceAll(status, "x", "X"), Text: p.prose(o, "description", place)}
	content, _ := o.Get("content")
	if media, ok := content.(*ordered.Object); ok && media.Len() > 0 {
		contentType, schema, ok := p.content(content, place+"/content", "application/json", "application/problem+json")
		if !ok {
			return
		}
		f.Body = p.errorSchema(schema, contentType, ordered.Join(place, "content", contentType, "schema"))
	}
	op.Failures = append(op.Failures, f)
}

// errorSchema returns the schema of an error body. Bodies of one shape share it.
func (p *parser) errorSchema(v any, contentType, place string) *ErrorSchema {
	o, _ := v.(*ordered.Object)
	reference, _ := o.Get("$ref")
	text, _ := reference.(string)
	component, _ := strings.CutPrefix(text, "#/components/schemas/")
	for _, known := range p.doc.Errors {
		if component != "" && known.component == component && known.ContentType == contentType {
			return known
		}
	}
	e := &ErrorSchema{Name: "ErrorResponse", ContentType: contentType, component: component}
	if component != "" {
		e.Name = name.Exported(component)
	}
	e.Schema = p.schema(v, place, e.Name)
	base := e.Name
	for i := 2; ; i++ {
		at := slices.IndexFunc(p.doc.Errors, func(known *ErrorSchema) bool { return known.Name == e.Name })
		switch {
		case at < 0:
			p.doc.Errors = append(p.doc.Errors, e)
			return e
		case shape(p.doc.Errors[at].Schema) == shape(e.Schema) && p.doc.Errors[at].ContentType == contentType:
			return p.doc.Errors[at]
		}
		e.Name = fmt.Sprint(base, i)
	}
}

// setErrorsApart collects the codes of the errors, and removes the components that only errors
// refer to: they belong to no domain.
func (p *parser) setErrorsApart() {
	var codes []string
	for _, e := range p.doc.Errors {
		e.Schema.members(func(label string, s *Schema) {
			if label == "code" || label == "codes" {
				v, _ := unwrap(s, label)
				codes = append(codes, v.Enum...)
			}
		})
	}
	slices.Sort(codes)
	p.doc.ErrorCodes = slices.Compact(codes)
	constants := map[string]string{}
	for _, code := range p.doc.ErrorCodes {
		constant := name.Constant("Code", code)
		if goName(constant, "#") != nil || constants[strings.ToLower(constant)] != "" {
			p.fail("#/components/schemas", "the error code %q has no Go name of its own; correct it in api/patches.yaml", code)
		}
		constants[strings.ToLower(constant)] = code
	}
	records := map[string]bool{}
	for _, op := range p.doc.Operations {
		records[op.Model] = true
	}
	for _, e := range p.doc.Events {
		records[e.Component] = true
	}
	p.doc.Components = slices.DeleteFunc(p.doc.Components, func(c *Component) bool {
		isError := slices.ContainsFunc(p.doc.Errors, func(e *ErrorSchema) bool { return e.component == c.Name })
		return isError && !records[c.Name]
	})
}
