package conformance_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

func TestAPropertyThatIsNotDescribedIsReportedOnceForEachType(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	check(t, description(t), func(op *operation, p *problems) {
		var got []string
		client := server.newClient(t, factorialhr.Observe(&watcher{mismatch: func(all []factorialhr.Mismatch) {
			for _, m := range all {
				if m.Want != "" {
					p.addf("a mismatch: %+v", m)
				}
				got = append(got, m.Pointer)
			}
		}}))
		a := &answerer{&caller{server: server, client: client}, op, method{}, p}
		var ok bool
		if a.method, ok = a.found(op, op.name, p); !ok {
			return
		}
		st, first := newcomers()
		answer := a.parts(st, st)
		for range 2 { // the second call reports nothing new
			if _, ok := a.get(t, answer, factorialhr.Strict()); !ok {
				return
			}
		}
		var want []string
		for _, pointer := range first {
			want = append(want, pointer)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			p.addf("want %q, got %q", want, got)
		}
	})
}

// newcomers is a style that adds a property to every object. The map records where each type
// received one first.
func newcomers() (style, map[reflect.Type]string) {
	first := map[reflect.Type]string{}
	return style{leaf: filled, object: func(b *builder, t reflect.Type, members map[string]any) {
		if t.Kind() != reflect.Struct {
			return
		}
		members["~a/newcomer"] = map[string]any{"id": "1"}
		if _, ok := first[t]; !ok {
			first[t] = b.pointer() + "/~0a~1newcomer"
		}
	}}, first
}
