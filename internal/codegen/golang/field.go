package golang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// fieldView is a field as the template prints it.
type fieldView struct {
	Name, Type, Tag string
	Doc             string // comment lines above the field
	Note            string // a comment behind it, on the same line
	Form            string // the statement that writes it into a form
}

// newField makes a field of a property. The role of the type decides which fields are pointers, and
// which of them JSON omits when they are zero:
//
//   - a model has plain values; objects are pointers, and so are numbers and booleans that a
//     response may omit;
//   - the body of a create or an action has plain values too, which JSON omits when they are zero;
//     optional numbers and booleans are pointers, and required ones are always sent;
//   - every field of an update is an Opt.
func newField(p codegen.Property, role string) fieldView {
	f := fieldView{Name: name.Exported(p.JsonFieldName), Type: p.Schema.TypeDecl()}
	schema := p.Schema.OAPISchema
	optional := true // JSON omits it when it is zero
	switch {
	case isFile(schema):
	case role == roleUpdate:
		f.Type = "factorialhr.Opt[" + f.Type + "]"
	case isScalar(schema) && p.Required:
		optional = false
	case isScalar(schema), isObject(schema) && (role == roleModel || !p.Required):
		f.Type = "*" + f.Type
	}
	if role == roleModel && p.Required {
		optional = false
	}
	f.Tag = fmt.Sprintf("`json:%q`", p.JsonFieldName)
	if optional {
		f.Tag = fmt.Sprintf("`json:%q`", p.JsonFieldName+",omitzero")
	}
	f.Form = formStatement(f, p.JsonFieldName, schema)
	return f
}

// formStatement writes a field of an upload.
func formStatement(f fieldView, label string, schema *openapi3.Schema) string {
	method := "Value"
	switch f.Type {
	case "string":
		method = "String"
	case "[]string":
		method = "Strings"
	case "factorialhr.ID":
		method = "ID"
	case "[]factorialhr.ID":
		method = "IDs"
	case "factorialhr.Date":
		method = "Date"
	case "bool":
		method = "Bool"
	case "int":
		method = "Int"
	case "float64":
		method = "Float"
	case "factorialhr.File":
		method = "File"
	case "[]factorialhr.File":
		method = "Files"
	}
	value := "p." + f.Name
	if len(schema.Enum) > 0 && !strings.Contains(f.Type, "Opt[") {
		method, value = "String", "string("+value+")"
	}
	return fmt.Sprintf("f.%s(%q, %s)", method, label, value)
}

// notes lists the facts about a field that its name and its type do not tell.
func (v *view) notes(p codegen.Property, role, text string) []string {
	var notes []string
	if p.Required && role == roleParams {
		notes = append(notes, "required")
	}
	if unit := extension(p.Extensions, "x-factorial-unit"); unit != "" {
		notes = append(notes, unit)
	}
	refers := v.refers(p.JsonFieldName, p.Extensions, p.Schema.OAPISchema.Items != nil)
	if refers != "" && !(strings.Contains(refers, "access_id") && (strings.Contains(text, "access") || strings.Contains(text, "login"))) {
		notes = append(notes, refers)
	}
	if len(p.Schema.OAPISchema.Examples) > 0 {
		notes = append(notes, example(p.Schema.OAPISchema, p.Schema.OAPISchema.Examples[0]))
	}
	return notes
}

// longestNote limits the comment behind a field; a longer one stands above it.
const longestNote = 42

// document writes the comments of a field: the description above it, the notes behind it.
func (f *fieldView) document(description string, notes []string, isDeprecated bool) {
	notes = slices.DeleteFunc(slices.Clone(notes), func(note string) bool { return note == "" })
	note := strings.Join(notes, "; ")
	if last := len(notes) - 1; len(note) > longestNote && last > 0 && strings.HasPrefix(notes[last], "e.g. ") {
		description, note = above(description, strings.Join(notes[:last], "; ")), notes[last]
	} else if len(note) > longestNote {
		description, note = above(description, note), ""
	}
	if text, ok := behind(description); ok && note == "" {
		description, note = "", text
	}
	f.Doc = indented(description)
	if isDeprecated {
		f.Doc = withDeprecation(f.Doc)
	}
	if note != "" {
		f.Note = " // " + note
	}
}

// above adds a note to a description.
func above(description, note string) string {
	return strings.TrimSpace(description + "\n" + strings.ToUpper(note[:1]) + note[1:] + ".")
}

func isScalar(s *openapi3.Schema) bool {
	return s != nil && s.Type != nil &&
		(s.Type.Includes("boolean") || s.Type.Includes("integer") || s.Type.Includes("number"))
}

func isObject(s *openapi3.Schema) bool {
	return s != nil && s.Type != nil && s.Type.Includes("object")
}

func isFile(s *openapi3.Schema) bool {
	for s != nil && s.Type != nil && s.Type.Includes("array") && s.Items != nil {
		s = s.Items.Value
	}
	return s != nil && s.Format == "binary"
}
