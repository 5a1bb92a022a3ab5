package conformance_test

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/oapi-codegen/runtime"
)

// notBound lists the query parameters that oapi-codegen's runtime cannot read, with the reasons.
var notBound = map[string]string{
	"GET expenses/expensables ?by_resources[]": "Rails-style list of objects, by_resources[][id]=1: OpenAPI has no style for it",
}

// The SDK has its own code to write queries and paths. This test reads them with the runtime of
// oapi-codegen, as a server generated from the same spec would. An importer's program does not link
// that runtime.
func TestAnIndependentServerReadsWhatTheSDKSends(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	bound, paths := 0, 0
	left := map[string]bool{}
	check(t, description(t), func(op *operation, p *problems) {
		m, ok := c.found(op, op.name, p)
		if !ok {
			return
		}
		a := prepare(op, m, &style{leaf: filled}, p)
		c.send(t, op, m, a, p)
		got, _ := c.server.seen()
		for _, q := range op.query {
			if notBound[op.String()+" ?"+q.Name] != "" {
				left[op.String()+" ?"+q.Name] = true
				continue
			}
			bound++
			values, err := boundQuery(q, got.query)
			if err != nil {
				p.addf("?%s: %v", q.Name, err)
			} else if want := wantedQuery(q, a.query); !slices.Equal(values, want) {
				p.addf("?%s: the runtime reads %q, the caller gave %q", q.Name, values, want)
			}
		}
		if before, after, ok := strings.Cut(op.url, "{id}"); ok {
			paths++
			var id string
			segment := strings.TrimSuffix(strings.TrimPrefix(got.path, before), after)
			err := runtime.BindStyledParameterWithOptions("simple", "id", segment, &id,
				runtime.BindStyledParameterOptions{ParamLocation: runtime.ParamLocationPath, Required: true, Type: "string"})
			if err != nil || id != a.id.String() {
				p.addf("the path %s: the runtime reads %q, %v", got.path, id, err)
			}
		}
	})
	for name := range notBound {
		if !left[name] {
			t.Errorf("%s is listed as not bound, but is not a parameter", name)
		}
	}
	t.Logf("%d query parameters and %d paths bound, %d listed as not bound", bound, paths, len(left))
	parameters, identified := -len(left), 0
	for _, op := range description(t) {
		parameters += len(op.query)
		if strings.Contains(op.path, "{id}") {
			identified++
		}
	}
	if bound != parameters || paths != identified || bound < 600 || paths < 200 {
		t.Errorf("%d of %d parameters and %d of %d paths were bound", bound, parameters, paths, identified)
	}
}

// boundQuery reads a parameter the way a generated server does, and returns its values as text.
func boundQuery(q parameter, query string) ([]string, error) {
	s := q.Schema
	if strings.HasSuffix(q.Name, "[]") && s.Type != "array" {
		s = &schema{Type: "array", Items: s} // as in prepareQuery
	}
	bind := func(style string, target any) error {
		return runtime.BindRawQueryParameter(style, true, true, q.Name, query, target)
	}
	switch s.Type {
	case "object":
		object := map[string]string{}
		err := bind("deepObject", &object)
		var values []string
		for name, value := range object {
			values = append(values, name+"="+value)
		}
		slices.Sort(values)
		return values, err
	case "array":
		list := reflect.New(reflect.SliceOf(goType(s.Items)))
		err := bind("form", list.Interface())
		var values []string
		for i := range list.Elem().Len() {
			values = append(values, fmt.Sprint(list.Elem().Index(i)))
		}
		return values, err
	}
	value := reflect.New(goType(s))
	err := bind("form", value.Interface())
	return []string{fmt.Sprint(value.Elem())}, err
}

// goType returns the Go type of a scalar in a generated server.
func goType(s *schema) reflect.Type {
	switch s.Type {
	case "boolean":
		return reflect.TypeFor[bool]()
	case "integer":
		return reflect.TypeFor[int]()
	case "number":
		return reflect.TypeFor[float64]()
	}
	return reflect.TypeFor[string]()
}

// wantedQuery returns the values of a parameter that the caller set, in the form of boundQuery.
func wantedQuery(q parameter, given url.Values) []string {
	if q.Schema.Type != "object" {
		return given[q.Name]
	}
	var values []string
	for name, list := range given {
		if member, ok := strings.CutPrefix(name, q.Name+"["); ok {
			values = append(values, strings.TrimSuffix(member, "]")+"="+list[0])
		}
	}
	slices.Sort(values)
	return values
}
