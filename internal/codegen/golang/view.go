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

// view turns the definitions of a domain into what the templates print.
type view struct {
	domain string
	doc    *openapi3.T
}

// The roles of a type, as spec writes them.
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
	Form   bool        // it is sent as multipart/form-data
}

type valueView struct{ Name, Value string }

// types lists the named types of the domain in the order of their files: what is sent, models, enums.
func (v *view) types(definitions []codegen.TypeDefinition) ([]*typeView, error) {
	var list []*typeView
	for _, d := range definitions {
		schema := v.doc.Components.Schemas[d.JsonName]
		if schema == nil || d.Schema.OAPISchema == nil {
			return nil, fmt.Errorf("the type %s is not a component", d.TypeName)
		}
		role := extension(schema.Value.Extensions, "x-factorial-role")
		t := &typeView{
			File: fileName(extension(schema.Value.Extensions, "x-factorial-file")),
			Role: role,
			Name: d.TypeName,
			Form: v.isForm(d.JsonName),
		}
		if t.Name != d.JsonName {
			return nil, fmt.Errorf("oapi-codegen calls %s %s", d.JsonName, t.Name)
		}
		t.Doc = v.typeDoc(d, schema.Value, role)
		if role == roleEnum {
			t.Values = values(t.Name, schema.Value.Enum)
			list = append(list, t)
			continue
		}
		for _, p := range d.Schema.Properties {
			if p.JsonFieldName == "id" && v.idIsArgument(d.JsonName) {
				continue
			}
			p.Deprecated = p.Deprecated || isListed(schema.Value.Extensions["x-deprecated"], p.JsonFieldName)
			t.Fields = append(t.Fields, newField(p, role))
		}
		list = append(list, t)
	}
	slices.SortStableFunc(list, func(a, b *typeView) int { return rank(a.Role) - rank(b.Role) })
	return list, nil
}

// rank orders the types of a file: what is sent, models, enums.
func rank(role string) int {
	switch role {
	case roleModel:
		return 1
	case roleEnum:
		return 2
	}
	return 0
}

func values(typeName string, enum []any) []valueView {
	var list []valueView
	for _, e := range enum {
		value := fmt.Sprint(e)
		list = append(list, valueView{name.Constant(typeName, value), value})
	}
	return list
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

// bodyOf finds the operation whose body a component is, and the media type.
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

// idIsArgument tells whether the id in a body comes from the method's argument.
func (v *view) idIsArgument(component string) bool {
	op, contentType := v.bodyOf(component)
	return contentType != "" && sendsID(op.method, op.Operation)
}

// sendsID tells whether the id argument goes into the body: an update repeats
// it, and an action that requires it has it nowhere else.
func sendsID(method string, op *openapi3.Operation) bool {
	if op.RequestBody == nil {
		return false
	}
	for _, content := range op.RequestBody.Value.Content {
		schema := content.Schema.Value
		if schema.Properties["id"] == nil {
			return false
		}
		if method == "PUT" {
			return true
		}
		goName := extension(op.Extensions, "x-factorial-method")
		for _, required := range schema.Required {
			if required == "id" && goName != "Create" {
				return true
			}
		}
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

// fileName gives the Go file for a resource. What the build would read a
// meaning into, and what the generator writes itself, gets another ending.
func fileName(segment string) string {
	last := segment[strings.LastIndex(segment, "_")+1:]
	switch {
	case segment == "client", segment == "events", segment == "operations", segment == "types" && last != "types":
		return segment + "_resource.go"
	case last == "test", last == "windows", last == "linux", last == "js", last == "wasm", last == "arm", last == "unix":
		return segment + "_resource.go"
	}
	return segment + ".go"
}
