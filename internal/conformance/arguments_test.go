package conformance_test

import (
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

// arguments are the arguments of a call and the request that must arrive.
type arguments struct {
	id     factorialhr.ID
	params reflect.Value // invalid for none
	query  url.Values
	body   map[string]any // nil for none
}

// prepare builds the arguments of a call. The parameters are in a style; without a style there are
// none.
func prepare(op *operation, m method, st *style, p *problems) arguments {
	a := arguments{id: "1/2/2023-10-01", query: url.Values{}}
	if m.id != op.takesID() {
		p.addf("takes an id: %v", m.id)
	}
	if op.body != nil {
		a.body = map[string]any{}
	}
	if op.bodyID() {
		a.body["id"] = a.id.String()
	}
	properties := 0
	if op.body != nil {
		properties = len(op.body.Properties) - len(a.body)
	}
	if takes := op.list() || properties > 0; takes != (m.params != nil) || m.params != nil && op.list() != m.ptr {
		p.addf("takes the parameters %v, as a pointer: %v", m.params, m.ptr)
		return a
	}
	if st == nil || m.params == nil {
		return a
	}
	b := &builder{style: *st, problems: p}
	a.params = reflect.New(m.params).Elem()
	if op.list() {
		prepareQuery(op, b, &a)
	} else {
		prepareBody(op, b, &a)
	}
	return a
}

func prepareQuery(op *operation, b *builder, a *arguments) {
	fields := map[string]bool{}
	for _, f := range reflect.VisibleFields(a.params.Type()) {
		fields[f.Name] = true
	}
	set := func(q parameter) {
		name := exported(q.Name)
		field := a.params.FieldByName(name)
		if !field.IsValid() {
			b.problems.addf("no parameter %s for %s", name, q.Name)
			return
		}
		delete(fields, name)
		s := q.Schema
		if strings.HasSuffix(q.Name, "[]") && s.Type != "array" {
			s = &schema{Type: "array", Items: s} // the spec has a single value for some; their examples are lists
		}
		value := b.below("?"+q.Name, field.Type(), s)
		if err := assign(field, value); err != nil {
			b.problems.addf("?%s: %v", q.Name, err)
		}
		flatten(a.query, q.Name, value)
	}
	for _, q := range op.query {
		set(q)
	}
	// Every list has these parameters, although the spec does not list them.
	for _, name := range []string{"limit", "page"} {
		set(parameter{Name: name, Schema: &schema{Type: "integer"}})
	}
	for _, name := range []string{"after_id", "before_id"} {
		set(parameter{Name: name, Schema: &schema{Type: "string"}})
	}
	for name := range fields {
		b.problems.addf("the parameter %s is not described", name)
	}
}

func prepareBody(op *operation, b *builder, a *arguments) {
	skip := ""
	if op.bodyID() {
		skip = "id"
	}
	fields := jsonFields(a.params.Type())
	for name, value := range b.object(a.params.Type(), op.body, skip) {
		a.body[name] = value
		if err := assign(a.params.FieldByIndex(fields[name].Index), value); err != nil {
			b.problems.addf("%s: %v", name, err)
		}
	}
}

// flatten adds a value to the fields of a form or a query, in the form that Rails reads.
func flatten(fields url.Values, name string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for key, member := range v {
			flatten(fields, name+"["+key+"]", member)
		}
	case []any:
		if len(v) == 0 {
			fields.Add(strings.TrimSuffix(name, "[]")+"[]", "") // a form states an empty list this way
		}
		for _, element := range v {
			flatten(fields, strings.TrimSuffix(name, "[]")+"[]", element)
		}
	case nil:
		fields.Add(name, "")
	default:
		fields.Add(name, fmt.Sprint(v))
	}
}

// send calls op and compares the request that arrives with the arguments.
func (c *caller) send(t *testing.T, op *operation, m method, a arguments, p *problems) {
	c.server.willAnswer(emptyAnswer(op))
	if _, err := m.value(t.Context(), a.id, a.params); err != nil {
		p.addf("%v", err)
		return
	}
	c.compare(op, a, p)
}

// compare compares the request that arrived with the arguments of the call.
func (c *caller) compare(op *operation, a arguments, p *problems) {
	got, n := c.server.seen()
	if n != 1 {
		p.addf("%d requests", n)
	}
	want := strings.ReplaceAll(op.url, "{id}", url.PathEscape(a.id.String()))
	if got.method != op.method || got.path != want {
		p.addf("sent %s %s", got.method, got.path)
	}
	query, err := url.ParseQuery(got.query)
	if err != nil {
		p.addf("the query: %v", err)
	}
	compareFields(p, "?", a.query, query)
	switch {
	case op.body == nil:
		if got.body != "" || got.contentType != "" {
			p.addf("a body of %q with %d bytes", got.contentType, len(got.body))
		}
	case op.form:
		compareForm(p, a.body, got)
	default:
		if got.contentType != "application/json" {
			p.addf("the content type is %q", got.contentType)
		}
		sent, err := plain([]byte(got.body))
		if err != nil {
			p.addf("the body: %v", err)
			return
		}
		want, err := encoded(a.body)
		if err != nil {
			p.addf("the wanted body: %v", err)
		}
		compare(p, "body", want, sent)
	}
}

// compareFields compares names with their values. The values of each name must be in order.
func compareFields(p *problems, kind string, want, got url.Values) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !slices.Equal(want[name], got[name]) {
			p.addf("%s%s: want %q, got %q", kind, name, want[name], got[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if want[name] == nil {
			p.addf("%s%s is there: %q", kind, name, got[name])
		}
	}
}

// compareForm compares the fields and the files of a form.
func compareForm(p *problems, body map[string]any, got request) {
	kind, parameters, err := mime.ParseMediaType(got.contentType)
	if err != nil || kind != "multipart/form-data" {
		p.addf("the content type is %q", got.contentType)
		return
	}
	want := url.Values{}
	for name, value := range body {
		flatten(want, name, value)
	}
	sent := url.Values{}
	reader := multipart.NewReader(strings.NewReader(got.body), parameters["boundary"])
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			p.addf("the form: %v", err)
			return
		}
		text, err := io.ReadAll(part)
		if err != nil {
			p.addf("the form: %v", err)
		}
		if isFile := strings.HasPrefix(string(text), "content "); isFile != (part.FileName() == "name.txt") {
			p.addf("the field %s has the file name %q", part.FormName(), part.FileName())
		}
		sent.Add(part.FormName(), string(text))
	}
	compareFields(p, "form field ", want, sent)
}
