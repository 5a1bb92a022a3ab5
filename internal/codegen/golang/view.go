package golang

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// view turns the definitions of a domain into the data of the templates.
type view struct {
	domain string
	doc    *openapi3.T
}

// The roles of a type, as package openapi writes them.
const (
	roleModel  = "model"
	roleParams = "params"
	roleUpdate = "update"
	roleEnum   = "enum"
)

// typeView is a type as the template prints it.
type typeView struct {
	File   string
	Role   string
	Name   string
	Doc    string
	Fields []fieldView
	Values []valueView // of an enum
	Form   bool        // a request sends it as multipart/form-data

	component string // its name in the document
	schema    *openapi3.Schema
}

type valueView struct {
	Name, Value string
	Doc, Note   string // as of a field
}

// types lists the named types of the domain in the order of their files: request bodies, models,
// enums. Their comments are still missing: see describe.
func (v *view) types(definitions []codegen.TypeDefinition) ([]*typeView, error) {
	var list []*typeView
	for _, d := range definitions {
		schema := v.doc.Components.Schemas[d.JsonName]
		if schema == nil || d.Schema.OAPISchema == nil {
			return nil, fmt.Errorf("the type %s is not a component", d.TypeName)
		}
		if d.TypeName != d.JsonName {
			return nil, fmt.Errorf("oapi-codegen calls %s %s", d.JsonName, d.TypeName)
		}
		t := &typeView{
			File:      fileName(extension(schema.Value.Extensions, "x-factorial-file")),
			Role:      extension(schema.Value.Extensions, "x-factorial-role"),
			Name:      d.TypeName,
			Form:      v.isForm(d.JsonName),
			component: d.JsonName,
			schema:    schema.Value,
		}
		if t.Role == roleEnum {
			t.Values = v.values(t.Name, schema.Value)
		} else {
			t.Fields = v.fields(d, schema.Value, t.Role)
		}
		list = append(list, t)
	}
	slices.SortStableFunc(list, func(a, b *typeView) int { return rank(a.Role) - rank(b.Role) })
	return list, nil
}

func (v *view) fields(d codegen.TypeDefinition, schema *openapi3.Schema, role string) []fieldView {
	var fields []fieldView
	for _, p := range d.Schema.Properties {
		if p.JsonFieldName == "id" && v.idIsArgument(d.JsonName) {
			continue
		}
		p.Deprecated = p.Deprecated || isListed(schema.Extensions["x-deprecated"], p.JsonFieldName)
		l := v.lifetimeOfProperty(schema, p.JsonFieldName)
		f := newField(p, role)
		text := p.Schema.OAPISchema.Description
		if beside, ok := schema.Extensions["x-descriptions"].(map[string]any)[p.JsonFieldName].(string); ok {
			text = beside
		}
		f.document(text, v.notes(p, role, text), l.Gone == "" && (p.Deprecated || p.Schema.OAPISchema.Deprecated))
		f.Doc = l.above(f.Doc)
		fields = append(fields, f)
	}
	return fields
}

// rank orders the types of a file: request bodies, models, enums.
func rank(role string) int {
	switch role {
	case roleModel:
		return 1
	case roleEnum:
		return 2
	}
	return 0
}

func values(typeName string, s *openapi3.Schema) []valueView {
	var list []valueView
	meanings, _ := s.Extensions["x-factorial-enum-descriptions"].(map[string]any)
	for _, e := range s.Enum {
		value := fmt.Sprint(e)
		v := valueView{Name: name.Constant(typeName, value), Value: value}
		switch text, _ := meanings[value].(string); {
		case len(text) > longestNote:
			v.Doc = indented(closed(strings.ToUpper(text[:1]) + text[1:]))
		case text != "":
			v.Note = " // " + strings.TrimSuffix(text, ".")
		}
		list = append(list, v)
	}
	return list
}

// describe writes the comments of the types.
func (v *view) describe(types []*typeView, services []*serviceView) error {
	uses, err := usesOf(types, services)
	if err != nil {
		return err
	}
	for _, t := range types {
		if t.Doc, err = v.typeDoc(t, uses[t.Name]); err != nil {
			return err
		}
		l := v.lifetime(t.schema.Extensions)
		t.Doc = strings.Join(slices.DeleteFunc([]string{t.Doc, paragraphs(l.Since, l.Gone)}, func(s string) bool { return s == "" }), "\n//\n")
		if t.schema.Deprecated && l.Gone == "" {
			t.Doc += "\n//\n" + comment(deprecation)
		}
	}
	return nil
}

// operation is an operation of the domain with its place.
type operation struct {
	*openapi3.Operation
	method, path string
}

// operations lists the operations of the domain by path and method.
func (v *view) operations() []operation {
	var list []operation
	for path, item := range v.doc.Paths.Map() {
		for method, op := range item.Operations() {
			list = append(list, operation{op, method, path})
		}
	}
	slices.SortFunc(list, func(a, b operation) int {
		return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.method, b.method))
	})
	return list
}

// bodyOf finds the operation whose request body is a component, and the media type of the body.
func (v *view) bodyOf(component string) (op operation, contentType string) {
	for _, op := range v.operations() {
		if op.RequestBody == nil {
			continue
		}
		for media, content := range op.RequestBody.Value.Content {
			if content.Schema.Ref == "#/components/schemas/"+component {
				return op, media
			}
		}
	}
	return operation{}, ""
}

func (v *view) isForm(component string) bool {
	_, contentType := v.bodyOf(component)
	return contentType == "multipart/form-data"
}

// idIsArgument reports whether the id in a body comes from the argument of the method.
func (v *view) idIsArgument(component string) bool {
	op, contentType := v.bodyOf(component)
	return contentType != "" && sendsID(op.method, op.Operation)
}

// sendsID reports whether the request body repeats the id argument: that of an update does if it
// has an id, and that of an action which requires an id, since its path has none.
func sendsID(method string, op *openapi3.Operation) bool {
	if op.RequestBody == nil {
		return false
	}
	for _, content := range op.RequestBody.Value.Content {
		schema := content.Schema.Value
		switch {
		case schema.Properties["id"] == nil:
			return false
		case method == "PUT", method == "PATCH":
			return true
		}
		return slices.Contains(schema.Required, "id") && extension(op.Extensions, "x-factorial-method") != "Create"
	}
	return false
}

func isListed(list any, name string) bool {
	names, _ := list.([]any)
	return slices.Contains(names, any(name))
}

func extension(extensions map[string]any, key string) string {
	s, _ := extensions[key].(string)
	return s
}

// fileName returns the name of the Go file of a resource. A name that the go command reads a
// meaning into, and one that the generator uses itself, gets another ending.
func fileName(segment string) string {
	last := segment[strings.LastIndex(segment, "_")+1:]
	switch {
	case segment == "client", segment == "events", segment == "operations", segment == "units":
		return segment + "_resource.go"
	case last == "test", last == "windows", last == "linux", last == "js", last == "wasm", last == "arm", last == "unix":
		return segment + "_resource.go"
	}
	return segment + ".go"
}
