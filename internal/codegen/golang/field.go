package golang

import (
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// fieldView is a field as the template prints it.
type fieldView struct {
	Name, Type, Tag string
	Doc             string // comment lines before the field
	Note            string // a comment behind it
	Form            string // the statement that writes it into a form
}

// newField makes a field of a property. Its role decides about pointers and
// about what is left out when it is zero:
//
//   - a model has plain values; numbers and booleans that may be missing are
//     pointers, and so are objects;
//   - what is sent is plain too and left out when it is zero; optional numbers
//     and booleans are pointers, required ones are always sent;
//   - an update has an Opt of everything.
func newField(p codegen.Property, role string) fieldView {
	f := fieldView{Name: name.Exported(p.JsonFieldName), Type: p.Schema.TypeDecl(), Note: note(p, role)}
	schema := p.Schema.OAPISchema
	optional := true // left out when it is zero
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
	f.Doc = comment(schema.Description)
	if p.Deprecated || schema.Deprecated {
		f.Doc = deprecation(f.Doc)
	}
	f.Form = formStatement(f, p.JsonFieldName, schema)
	return f
}

// deprecation adds the paragraph by which tools recognise what is deprecated.
func deprecation(doc string) string {
	if doc != "" {
		doc += "//\n"
	}
	return doc + "// Deprecated: the vendor marks it so.\n"
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

// note says what neither the name nor the type of a field does.
func note(p codegen.Property, role string) string {
	var notes []string
	switch {
	case p.Required && role == roleParams:
		notes = append(notes, "required")
	case p.Required && role == roleUpdate:
		notes = append(notes, "described as required")
	}
	if unit := extension(p.Extensions, "x-factorial-unit"); unit != "" {
		notes = append(notes, unit)
	}
	if len(notes) == 0 {
		return ""
	}
	return " // " + strings.Join(notes, "; ")
}

// comment turns text into comment lines. Its own line ends stay.
func comment(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimSpace(text)) {
		b.WriteString(wrapped(line) + "\n")
	}
	return b.String()
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

// sentence joins words: a, b and c.
func sentence(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// wrapped breaks a comment's paragraph into lines of at most 100 characters. The
// items of a list, as Markdown has them, begin a line each.
func wrapped(text string) string {
	var lines []string
	line, indent := "//", " "
	flush := func() {
		if strings.TrimSpace(line) != "//" {
			lines = append(lines, line)
		}
	}
	for source := range strings.Lines(text) {
		if item, ok := listItem(source); ok {
			flush()
			line, indent, source = "//   -", "     ", item
		}
		for word := range strings.FieldsSeq(source) {
			separator := " "
			if line == "//" {
				separator = indent
			} else if len(line)+1+len(word) > 100 {
				flush()
				line, separator = "//", indent
			}
			line += separator + word
		}
	}
	flush()
	if len(lines) == 0 {
		return "//"
	}
	return strings.Join(lines, "\n")
}

func listItem(line string) (string, bool) {
	line = strings.TrimSpace(line)
	for _, bullet := range []string{"- ", "* "} {
		if item, ok := strings.CutPrefix(line, bullet); ok {
			return item, true
		}
	}
	return line, false
}

// closed ends each paragraph of a text of the vendor's with a full stop where it
// has no end: gofmt takes one without for a heading.
func closed(text string) string {
	var all []string
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		paragraph = strings.TrimSpace(paragraph)
		if paragraph == "" {
			continue
		}
		if !strings.ContainsRune(".!?:", rune(paragraph[len(paragraph)-1])) {
			paragraph += "."
		}
		all = append(all, paragraph)
	}
	return strings.Join(all, "\n\n")
}

// paragraphs makes a doc comment.
func paragraphs(texts ...string) string {
	var all []string
	for _, text := range texts {
		for paragraph := range strings.SplitSeq(text, "\n\n") {
			if strings.TrimSpace(paragraph) != "" {
				all = append(all, wrapped(paragraph))
			}
		}
	}
	return strings.Join(all, "\n//\n")
}
