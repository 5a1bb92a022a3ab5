package golang

import (
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// helperView is a method of a model that returns a field with its unit.
type helperView struct {
	Type, Name string
	Doc        string
	Results    string // the result list
	Body       string // the statements

}

// unitsFile is the data of units.go: the helpers of all models.
type unitsFile struct {
	Package string
	Helpers []helperView
}

// Uses reports whether a helper has text, such as the name of a package with its point.
func (f unitsFile) Uses(text string) bool {
	for _, h := range f.Helpers {
		if strings.Contains(h.Results+h.Body, text) {
			return true
		}
	}
	return false
}

// durations are the lengths of the units of time.
var durations = map[string]string{
	"hundredths of an hour":  "36*time.Second",
	"hundredths of a minute": "600*time.Millisecond",
	"minutes":                "time.Minute",
	"seconds":                "time.Second",
}

// words are the values that helpers return, by the names of their results.
var words = map[string]string{"d": "time", "amount": "amount", "number": "number"}

// helper makes the helper of a property, or nil if it has none.
func helper(typeName string, d codegen.TypeDefinition, p codegen.Property) *helperView {
	facts, ok := p.Extensions["x-factorial-helper"].(map[string]any)
	if !ok {
		return nil
	}
	result, per := facts["type"].(string), extension(facts, "per")
	f := newField(p, roleModel)
	pointer := strings.HasPrefix(f.Type, "*")
	field, argument := "r."+f.Name, "r."+f.Name
	if !pointer {
		argument = "&" + field
	}
	h := &helperView{Type: typeName, Name: facts["method"].(string)}
	unit := extension(p.Extensions, "x-factorial-unit")
	var value, call, goType string
	hasOK := true
	says := ""
	switch one := durations[result]; {
	case one != "":
		value, goType = "d", "time.Duration"
		call = fmt.Sprintf("unit.Duration(%s, %s)", argument, one)
		if strings.HasSuffix(f.Type, "float64") {
			call = fmt.Sprintf("unit.DurationOf(%s, %s)", argument, one)
		}
		says = "ok is false if a time.Duration cannot hold it."
		if pointer {
			says = "ok is false if the field is nil, or if a time.Duration cannot hold it."
		}
		h.Doc = fmt.Sprintf("%s returns %s, which counts %s.", h.Name, f.Name, unit)
	case result == "cents":
		value, goType = "amount", "factorialhr.Cents"
		call, says = fmt.Sprintf("unit.Cents(%s)", argument), "ok is false if the field is nil."
		if !pointer {
			call, says, hasOK = fmt.Sprintf("factorialhr.Cents(%s)", field), "It is 0 if the API does not send it.", false
		}
		h.Doc = fmt.Sprintf("%s returns %s, an amount of money in %s.", h.Name, f.Name, unit)
	default:
		value, goType = "number", "factorialhr.Decimal"
		call, hasOK = fmt.Sprintf("unit.Hundredths(%s)", argument), false
		if pointer {
			says = "It is the zero Decimal if the field is nil."
		}
		h.Doc = fmt.Sprintf("%s returns %s, which counts %s, as a decimal.", h.Name, f.Name, unit)
	}
	h.results(value, goType, call, hasOK, perField(d, per))
	if per != "" {
		says = fmt.Sprintf("per is %s, which says what the %s counts for; it is empty if the API does not send it. %s", name.Exported(per), words[value], says)
	}
	if basis := extension(facts, "basis"); basis != "" && basis != "documented elsewhere" {
		says += " About the unit: " + basis + "."
	}
	h.Doc = paragraphs(strings.TrimSpace(h.Doc + " " + strings.TrimSpace(says)))
	return h
}

// results writes the result list and the statements: value, per and ok, of which the last two may
// be missing.
func (h *helperView) results(value, goType, call string, hasOK bool, per *fieldView) {
	switch {
	case per == nil && hasOK:
		h.Results, h.Body = fmt.Sprintf("(%s %s, ok bool)", value, goType), "return "+call
	case per == nil:
		h.Results, h.Body = goType, "return "+call
	case hasOK:
		h.Results = fmt.Sprintf("(%s %s, per %s, ok bool)", value, goType, per.Type)
		h.Body = fmt.Sprintf("%s, ok = %s\nreturn %s, r.%s, ok", value, call, value, per.Name)
	default:
		h.Results = fmt.Sprintf("(%s %s, per %s)", value, goType, per.Type)
		h.Body = fmt.Sprintf("return %s, r.%s", call, per.Name)
	}
}

// perField returns the field of a property, or nil if there is none.
func perField(d codegen.TypeDefinition, label string) *fieldView {
	for _, p := range d.Schema.Properties {
		if p.JsonFieldName == label {
			f := newField(p, roleModel)
			return &f
		}
	}
	return nil
}

// helpers lists the helpers of the models of the domain.
func (v *view) helpers(definitions []codegen.TypeDefinition, schemas openapi3.Schemas) []helperView {
	var list []helperView
	for _, d := range definitions {
		if schema := schemas[d.JsonName]; schema == nil || extension(schema.Value.Extensions, "x-factorial-role") != roleModel {
			continue
		}
		for _, p := range d.Schema.Properties {
			if h := helper(d.TypeName, d, p); h != nil {
				list = append(list, *h)
			}
		}
	}
	return list
}
