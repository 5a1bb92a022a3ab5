package golang

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/query"
)

// serviceView is a service as the template prints it.
type serviceView struct {
	File     string
	Name     string // Leaves
	Type     string // LeaveService
	Singular string // Leave
	Path     string // /timeoff/leaves
	One      string // leave
	Many     string // leaves
	Methods  []*methodView
	List     *methodView // nil if the resource has no list
	Params   []paramView // of the list
	HasLists bool        // among Params
}

// methodView is an operation.
type methodView struct {
	Service  *serviceView
	Name     string // Approve
	Var      string // leavesApprove
	Op       string // timeoff.Leaves.Approve
	Method   string // POST
	Path     string // timeoff/leaves/approve
	Retry    string // RetryUnsafe
	Unpaged  bool
	BodyID   bool
	TakesID  bool
	Params   string // LeaveRejectParams, or empty
	Answer   string // page, object, array
	Model    string // Leave
	Doc      string
	ListType string // LeaveListParams
	Input    string // ID: id, Body: params

	Selectors *selectorsView // nil for most
}

// paramView is a parameter of a list.
type paramView struct {
	fieldView
	Statement string
}

// services groups the operations of the domain by their resource.
func (v *view) services(operations []codegen.OperationDefinition) []*serviceView {
	byPath := map[string]*serviceView{}
	var list []*serviceView
	for _, op := range operations {
		segments := strings.Split(op.Path, "/")[4:]
		path := strings.Join(segments[:2], "/")
		s := byPath[path]
		if s == nil {
			singular := extension(op.Spec.Extensions, "x-factorial-resource")
			s = &serviceView{
				File:     fileName(segments[1]),
				Name:     extension(op.Spec.Extensions, "x-factorial-service"),
				Type:     singular + "Service",
				Singular: singular,
				Path:     "/" + path,
				One:      name.Phrase(singular),
				Many:     name.Phrase(segments[1]),
			}
			byPath[path] = s
			list = append(list, s)
		}
		m := v.method(s, op, strings.Join(segments, "/"))
		s.Methods = append(s.Methods, m)
		if m.Answer == "page" {
			s.List = m
			s.query(op)
		}
	}
	slices.SortFunc(list, func(a, b *serviceView) int { return strings.Compare(a.Name, b.Name) })
	for _, s := range list {
		slices.SortStableFunc(s.Methods, func(a, b *methodView) int {
			return cmp.Or(useOrder(a.Name)-useOrder(b.Name), strings.Compare(a.Name, b.Name))
		})
	}
	return list
}

// useOrder puts the methods into the order of use: reading, writing, actions.
func useOrder(method string) int {
	order := []string{"List", "Get", "Create", "Update", "Delete"}
	if i := slices.Index(order, method); i >= 0 {
		return i
	}
	return len(order)
}

func (v *view) method(s *serviceView, op codegen.OperationDefinition, path string) *methodView {
	label := extension(op.Spec.Extensions, "x-factorial-method")
	m := &methodView{
		Service: s,
		Name:    label,
		Var:     name.Unexported(strings.Split(s.Path, "/")[2]) + label,
		Op:      name.Package(v.domain) + "." + s.Name + "." + label,
		Method:  op.Method,
		Path:    path,
		Retry:   "Retry" + name.Exported(extension(op.Spec.Extensions, "x-factorial-retry")),
		Answer:  extension(op.Spec.Extensions, "x-factorial-answer"),
		Model:   answered(op.Spec),
		BodyID:  sendsID(op.Method, op.Spec),

		ListType: s.Singular + "ListParams",
	}
	m.Unpaged, _ = op.Spec.Extensions["x-factorial-unpaged"].(bool)
	m.TakesID = m.BodyID || strings.HasSuffix(path, "{id}")
	if op.Spec.RequestBody != nil {
		for _, content := range op.Spec.RequestBody.Value.Content {
			m.Params = strings.TrimPrefix(content.Schema.Ref, "#/components/schemas/")
		}
	}
	var input []string
	if m.TakesID {
		input = append(input, "ID: id")
	}
	if m.Params != "" {
		input = append(input, "Body: params")
	}
	m.Input = strings.Join(input, ", ")
	m.Selectors = newSelectors(op.Spec.Extensions["x-factorial-selectors"])
	m.Doc = methodDoc(s, m, op)
	return m
}

// methodDoc says what a method does and how the API calls it.
func methodDoc(s *serviceView, m *methodView, op codegen.OperationDefinition) string {
	var does string
	switch m.Name {
	case "List":
		does = fmt.Sprintf("List reads one page of the %s.", s.Many)
		if m.Unpaged {
			does = fmt.Sprintf("List reads the %s, all at once: the API ignores Limit, cursors and Page here.", s.Many)
		}
	case "Get":
		does = fmt.Sprintf("Get reads one %s.", s.One)
	case "Create":
		does = fmt.Sprintf("Create creates %s %s and returns it.", article(s.One), s.One)
	case "Update":
		does = fmt.Sprintf("Update changes %s %s as far as params say, and returns it.", article(s.One), s.One)
	case "Delete":
		does = fmt.Sprintf("Delete deletes %s %s and returns it as it was.", article(s.One), s.One)
	default:
		target := "the " + s.Many
		if m.TakesID {
			target = "one " + s.One
		}
		does = fmt.Sprintf("%s runs the action %s on %s.", m.Name, strings.TrimPrefix(m.Path, strings.TrimPrefix(s.Path, "/")+"/"), target)
		if m.Retry == "RetrySafe" {
			does += " It only reads."
		}
	}
	text := paragraphs(does, closed(op.Spec.Summary), closed(op.Spec.Description), m.Selectors.doc(), m.Method+" /"+m.Path)
	if op.Spec.Deprecated {
		text += "\n//\n// Deprecated: the vendor marks it so."
	}
	return text
}

func article(word string) string {
	if strings.ContainsRune("aeioAEIO", rune(word[0])) {
		return "an"
	}
	return "a"
}

// query makes the fields of a list's parameters, and what writes them.
func (s *serviceView) query(op codegen.OperationDefinition) {
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
		param.Tag = ""
		param.Doc = comment(p.Spec.Description)
		if p.Spec.Deprecated {
			param.Doc = deprecation(param.Doc)
		}
		if p.Required {
			param.Note = " // described as required"
		}
		if strings.HasPrefix(param.Type, "[]") {
			s.HasLists = true
			if query.LeavesOut(label) {
				param.Note = " // may be empty: nothing is left out"
			}
		}
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
	case slices.Contains([]string{"date", "date-time", "time", "decimal"}, s.Format):
		return "Texts"
	}
	return "String"
}

// objectStatement writes an object as managed_by_filter[manager_employee_id]=1. A text that the object needs is written
// also when it is empty, and an object without a member is noted: the client refuses a filter that is set and says nothing.
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
