package conformance_test

import (
	"context"
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

func TestEveryPackageHasTheDescribedOperationsAndNoOthers(t *testing.T) {
	t.Parallel()
	listed := map[string]int{}
	for _, d := range domains {
		for _, op := range d.Operations() {
			listed[op.Name]++
		}
	}
	check(t, description(t), func(op *operation, p *problems) {
		if n := listed[op.goName()]; n != 1 {
			p.addf("listed %d times", n)
		}
		delete(listed, op.goName())
	})
	for name := range listed {
		t.Errorf("%s is not described", name)
	}
}

// safePosts are those that only read, as api/overlay.yaml has it.
var safePosts = []string{"documents/download_urls/bulk_create"}

// A caller drives operations and compares what arrives.
type caller struct {
	server *server
	client *factorialhr.Client
	op     *factorialhr.Operation // what the observer was told of the last call
}

func newCaller(t *testing.T) *caller {
	t.Helper()
	c := &caller{server: newServer(t)}
	c.client = c.server.newClient(t, factorialhr.Observe(&watcher{start: func(op *factorialhr.Operation) { c.op = op }}))
	return c
}

// watcher is an observer of what these tests look at.
type watcher struct {
	start    func(*factorialhr.Operation)
	mismatch func([]factorialhr.Mismatch)
}

func (w *watcher) Start(ctx context.Context, op *factorialhr.Operation) context.Context {
	if w.start != nil {
		w.start(op)
	}
	return ctx
}

func (w *watcher) Mismatch(_ context.Context, _ *factorialhr.Operation, m []factorialhr.Mismatch) {
	if w.mismatch != nil {
		w.mismatch(m)
	}
}

func (*watcher) Attempt(context.Context, *factorialhr.Operation, factorialhr.AttemptInfo) {}
func (*watcher) End(context.Context, *factorialhr.Operation, factorialhr.CallInfo)        {}

// emptyAnswer is the least that a call of op takes for a success.
func emptyAnswer(op *operation) []byte {
	switch {
	case op.list():
		return []byte(`{"data":[],"meta":{}}`)
	case op.answer.Type == "array":
		return []byte(`[]`)
	}
	return []byte(`{}`)
}

// arguments are what an operation is called with, and what has to arrive.
type arguments struct {
	id     factorialhr.ID
	params reflect.Value // invalid for none
	query  url.Values
	body   map[string]any // nil for none
}

// prepare builds the arguments of a call: the parameters in a style, none if that is nil.
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
			s = &schema{Type: "array", Items: s} // a few are described as one value; their examples are lists
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
	// Every list has these, though none is described.
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

// flatten writes a value as the fields of a form or a query, as Rails reads them.
func flatten(fields url.Values, name string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for key, member := range v {
			flatten(fields, name+"["+key+"]", member)
		}
	case []any:
		for _, element := range v {
			flatten(fields, strings.TrimSuffix(name, "[]")+"[]", element)
		}
	case nil:
		fields.Add(name, "")
	default:
		fields.Add(name, fmt.Sprint(v))
	}
}

// send calls op and compares what arrives with the arguments.
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

// compareFields compares names with their values, in the order of each name.
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

// found looks a method up and notes that it is not there.
func (c *caller) found(op *operation, name string, p *problems) (method, bool) {
	m, err := find(c.client, op, name)
	if err != nil {
		p.addf("%v", err)
	}
	return m, err == nil
}

func TestEveryOperationSendsAllThatIsDescribed(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	check(t, description(t), func(op *operation, p *problems) {
		m, ok := c.found(op, op.name, p)
		if !ok {
			return
		}
		a := prepare(op, m, &style{leaf: filled}, p)
		c.send(t, op, m, a, p)
		if c.op.Name != op.goName() || c.op.Method != op.method || c.op.Path != op.path {
			p.addf("observed as %s, %s %s", c.op.Name, c.op.Method, c.op.Path)
		}
		if want := retryClass(op); c.op.Retry != want {
			p.addf("the retry class is %v, not %v", c.op.Retry, want)
		}
	})
}

func retryClass(op *operation) factorialhr.RetryClass {
	switch {
	case op.method == "GET" || slices.Contains(safePosts, op.path):
		return factorialhr.RetrySafe
	case op.method == "POST":
		return factorialhr.RetryUnsafe
	}
	return factorialhr.RetryIdempotent
}

func TestEveryOperationSendsFalseAndZero(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	check(t, description(t), func(op *operation, p *problems) {
		m, ok := c.found(op, op.name, p)
		if !ok || op.list() {
			return // the query has a pass of its own
		}
		st := style{leaf: func(b *builder, t reflect.Type, s *schema) any {
			if op.update() && len(b.at) == 1 && t.Kind() == reflect.String && t != idType {
				return "" // a text that was set to be empty
			}
			return zeros(b, t, s)
		}}
		if !op.form {
			st.whole = emptyLists
		}
		c.send(t, op, m, prepare(op, m, &st, p), p)
	})
}

// zeros is a leaf that is false or 0 where its type has that.
func zeros(b *builder, t reflect.Type, s *schema) any {
	switch t.Kind() {
	case reflect.Bool:
		return false
	case reflect.Int, reflect.Float64:
		return 0
	}
	return filled(b, t, s)
}

// emptyLists makes lists empty.
func emptyLists(_ *builder, _ reflect.Type, s *schema) (any, bool) {
	return []any{}, s.Type == "array"
}

func TestEveryListSendsFalseAndZero(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	check(t, lists(t), func(op *operation, p *problems) {
		m, ok := c.found(op, op.name, p)
		if !ok {
			return
		}
		a := prepare(op, m, &style{leaf: func(b *builder, t reflect.Type, s *schema) any {
			if name := b.at[len(b.at)-1]; name == "?limit" || name == "?page" {
				return filled(b, t, s) // no list has a page 0
			}
			return zeros(b, t, s)
		}}, p)
		c.send(t, op, m, a, p)
	})
}

func TestNothingIsSentThatTheCallerDidNotSet(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	check(t, description(t), func(op *operation, p *problems) {
		m, ok := c.found(op, op.name, p)
		if !ok {
			return
		}
		a := prepare(op, m, nil, p)
		if op.body != nil && !op.update() {
			for name, s := range op.body.Properties {
				// Go cannot tell a required number or boolean that was not set from 0 or false.
				switch {
				case !op.body.requires(name):
				case s.Type == "boolean":
					a.body[name] = false
				case s.Type == "integer", s.Type == "number":
					a.body[name] = 0
				}
			}
		}
		c.send(t, op, m, a, p)
		if op.list() {
			a.params = reflect.New(m.params).Elem()
			c.send(t, op, m, a, p)
		}
	})
}

// lists returns the operations that read a list.
func lists(t *testing.T) []*operation {
	t.Helper()
	return slices.DeleteFunc(slices.Clone(description(t)), func(op *operation) bool { return !op.list() })
}

func TestEveryWayToReadAListSendsTheSame(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	check(t, lists(t), func(op *operation, p *problems) {
		for _, name := range []string{"Pages", "All", "GetAll"} {
			m, ok := c.found(op, name, p)
			if !ok {
				continue
			}
			a := prepare(op, m, &style{leaf: filled}, p)
			a.params.FieldByName("Page").SetZero() // a page and a cursor exclude each other
			a.params.FieldByName("BeforeID").SetZero()
			a.query.Del("page")
			a.query.Del("before_id")
			c.server.willAnswer([]byte(`{"data":[{},{}],"meta":{"has_next_page":false}}`))
			if n, err := c.read(t.Context(), m, name, a.params); err != nil || n != map[string]int{"Pages": 1, "All": 2, "GetAll": 2}[name] {
				p.addf("%s: %d, %v", name, n, err)
			}
			c.compare(op, a, p)
			if c.op.Name != op.goName() {
				p.addf("%s is observed as %s", name, c.op.Name)
			}
		}
	})
}

// read reads a list to its end in one of the three ways and returns how many things that gave.
func (c *caller) read(ctx context.Context, m method, name string, params reflect.Value) (int, error) {
	if name != "GetAll" {
		return m.drain(ctx, params)
	}
	all, err := m.value(ctx, "", params)
	return all.Len(), err
}
