package golang

import (
	"cmp"
	"slices"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
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
	Text     string      // what the records are
	Doc      string

	rank int // by use
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
	Response string // page, object, array
	Model    string // Leave
	Doc      string
	Effect   string // factorialhr.EffectWrites
	Effects  []string
	ListType string // LeaveListParams
	Input    string // ID: id, Body: params

	Selectors *selectorsView // nil for most

	Since, Until string   // the versions that have it; empty: the oldest, the newest
	Parts        string   // what only some of them have, in Go
	Lifetime     lifetime // the same in words
}

// services groups the operations of the domain by their resource.
func (v *view) services(operations []codegen.OperationDefinition) []*serviceView {
	byPath := map[string]*serviceView{}
	var list []*serviceView
	_, about := v.about()
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
				Text:     about[segments[1]].text,
				rank:     about[segments[1]].rank,
			}
			byPath[path] = s
			list = append(list, s)
		}
		m := v.method(s, op, strings.Join(segments, "/"))
		s.Methods = append(s.Methods, m)
		if m.Response == "page" {
			s.List = m
			v.query(s, op)
		}
	}
	slices.SortFunc(list, func(a, b *serviceView) int { return strings.Compare(a.Name, b.Name) })
	for _, s := range list {
		s.Doc = v.serviceDoc(s)
		slices.SortStableFunc(s.Methods, func(a, b *methodView) int {
			return cmp.Or(useOrder(a.Name)-useOrder(b.Name), strings.Compare(a.Name, b.Name))
		})
	}
	return list
}

// useOrder sorts methods as callers use them: first those that read, then those that write, then
// actions.
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
		BodyID:  sendsID(op.Method, op.Spec),

		Response: extension(op.Spec.Extensions, "x-factorial-response"),
		Model:    model(op.Spec),

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
	m.Lifetime = v.lifetime(op.Spec.Extensions)
	m.Since = extension(op.Spec.Extensions, "x-factorial-since")
	m.Until = extension(op.Spec.Extensions, "x-factorial-until")
	m.Parts = partsLiteral(op.Spec.Extensions)
	m.Effect, m.Effects = effects(op.Spec.Extensions["x-factorial-effect"])
	m.Doc = methodDoc(s, m, op)
	return m
}
