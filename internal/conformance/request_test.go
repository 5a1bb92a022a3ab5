package conformance_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/domains"
)

func TestEveryPackageHasTheDescribedOperationsAndNoOthers(t *testing.T) {
	t.Parallel()
	listed := map[string]int{}
	for _, d := range domains.All() {
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
	for name := range op.answer.Properties { // a read needs one property of the record
		return fmt.Appendf(nil, `{%q:null}`, name)
	}
	return []byte(`{}`)
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
			if op.update() && t.Kind() == reflect.String && t != idType {
				return "" // a text that was set to be empty
			}
			return zeros(b, t, s)
		}}
		c.send(t, op, m, prepare(op, m, &st, p), p)
		if !op.form {
			st.whole = emptyLists
			c.send(t, op, m, prepare(op, m, &st, p), p)
		}
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
