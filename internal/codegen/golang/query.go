package golang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/query"
)

// paramView is a parameter of a list.
type paramView struct {
	fieldView
	Statement string // writes it into the query
}

// demanded is the note of a parameter that a request needs. The API accepts requests without the
// others, whatever the spec requires.
const demanded = "the API requires it"

// query adds the parameters of a list to the service.
func (v *view) query(s *serviceView, op codegen.OperationDefinition) {
	for _, p := range op.QueryParams {
		label := p.ParamName
		param := paramView{fieldView: fieldView{Name: name.Exported(label), Type: p.Schema.TypeDecl()}}
		schema := p.Schema.OAPISchema
		value := "p." + param.Name
		switch {
		case param.Type == "[]json.RawMessage":
			param.Type = "[]map[string]string"
			param.Statement = fmt.Sprintf("query.Objects(q, %q, %s)", label, value)
		case param.Type == "map[string]string":
			param.Statement = fmt.Sprintf("query.Object(q, %q, %s)", label, value)
		case isObject(schema):
			param.Type = "*" + param.Type
			param.Statement = objectStatement(label, value, p.Schema)
		case isScalar(schema):
			param.Statement = fmt.Sprintf("query.%s(q, %q, %s)", strings.TrimSuffix(name.Exported(param.Type), "64"), label, value)
			param.Type = "*" + param.Type
		default:
			param.Statement = fmt.Sprintf("query.%s(q, %q, %s)", queryWriter(param.Type), label, value)
			if strings.HasPrefix(param.Statement, "query.Texts") && strings.HasPrefix(param.Type, "[]") {
				param.Statement = strings.TrimSuffix(param.Statement, ")") + "...)"
			}
		}
		isList := strings.HasPrefix(param.Type, "[]")
		s.HasLists = s.HasLists || isList
		var notes []string
		if p.Spec.Extensions["x-factorial-demanded"] == true {
			notes = append(notes, demanded)
		}
		if isList && query.LeavesOut(label) {
			notes = append(notes, "may be empty: then it excludes nothing")
		}
		if schema.Enum == nil && p.Spec.Schema != nil && p.Spec.Schema.Value.Format != "" || isList {
			notes = append(notes, v.refers(label, p.Spec.Extensions, isList))
		}
		notes = append(notes, example(schema, p.Spec.Example))
		l := v.lifetime(p.Spec.Extensions)
		param.document(p.Spec.Description, notes, l.Gone == "" && p.Spec.Deprecated)
		param.Doc = l.above(param.Doc)
		s.Params = append(s.Params, param)
	}
}

// queryWriter picks the function of package query for a Go type.
func queryWriter(goType string) string {
	element := strings.TrimPrefix(goType, "[]")
	switch element {
	case "factorialhr.Date", "factorialhr.DateTime", "factorialhr.TimeOfDay", "factorialhr.Decimal":
		return "Texts"
	case "int":
		return "Ints"
	case "float64":
		return "Floats"
	case "bool":
		return "Bools"
	}
	if element != goType {
		return "Strings"
	}
	return "String"
}

// memberWriter picks the function of package query for a member of an object.
func memberWriter(s *openapi3.Schema) string {
	switch {
	case s.Type.Includes("boolean"):
		return "Bool"
	case s.Type.Includes("integer"):
		return "Int"
	case s.Type.Includes("number"):
		return "Float"
	case slices.Contains([]string{"date", "date-time", "time-local", "decimal"}, s.Format):
		return "Texts"
	}
	return "String"
}

// objectStatement writes an object as managed_by_filter[manager_employee_id]=1. It also writes a
// required text that is empty, and notes an object without members: the client refuses a filter
// that is set but empty.
func objectStatement(label, value string, s codegen.Schema) string {
	var b strings.Builder
	fmt.Fprintf(&b, "if %s != nil {\n", value)
	for _, key := range codegen.SortedSchemaKeys(s.OAPISchema.Properties) {
		field := value + "." + name.Exported(key)
		required := slices.Contains(s.OAPISchema.Required, key)
		inner := s.OAPISchema.Properties[key].Value
		writer := memberWriter(inner)
		switch {
		case isScalar(inner) && required:
			field = "&" + field
		case writer == "String" && required:
			writer = "Member"
		}
		fmt.Fprintf(&b, "query.%s(q, %q, %s)\n", writer, label+"["+key+"]", field)
	}
	if len(s.OAPISchema.Required) == 0 {
		fmt.Fprintf(&b, "query.Members(q, %q)\n", label)
	}
	b.WriteString("}")
	return b.String()
}
