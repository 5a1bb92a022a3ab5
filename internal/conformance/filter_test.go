package conformance_test

import (
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

// leavesOut reports whether a filter names records to exclude, so that an empty one changes
// nothing. The spec has two such filters.
func leavesOut(name string) bool { return name == "exclude_ids[]" || name == "without_ids[]" }

func TestEveryListRefusesAFilterThatIsThereAndEmpty(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	filters, inputs := 0, 0
	check(t, lists(t), func(op *operation, p *problems) {
		for _, q := range op.query {
			for _, odd := range oddFilters(t, c, op, q, p) {
				inputs++
				for _, way := range []string{"List", "Pages", "All", "GetAll"} {
					m, ok := c.found(op, way, p)
					if !ok {
						continue
					}
					c.server.willAnswer([]byte(`{"data":[],"meta":{"has_next_page":false}}`))
					params := reflect.New(m.params).Elem()
					params.FieldByName(exported(q.Name)).Set(odd)
					_, err := c.call(t, m, way, params)
					if e, ok := errors.AsType[*factorialhr.Error](err); !ok || !errors.Is(err, factorialhr.ErrInvalidRequest) || e.Operation != op.goName() ||
						!strings.Contains(err.Error(), strings.TrimSuffix(q.Name, "[]")) {
						p.addf("%s: ?%s of %v: %v", way, q.Name, odd, err)
					}
					if _, n := c.server.seen(); n != 0 {
						p.addf("%s: ?%s of %v: %d requests", way, q.Name, odd, n)
					}
				}
			}
			filters++
		}
	})
	t.Logf("%d filters, %d odd values, each in four ways", filters, inputs)
	if inputs < 1000 {
		t.Errorf("only %d odd values", inputs)
	}
}

// call calls one of the four methods of a list.
func (c *caller) call(t *testing.T, m method, way string, params reflect.Value) (int, error) {
	t.Helper()
	if way == "List" {
		_, err := m.value(t.Context(), "", params)
		return 0, err
	}
	return c.read(t.Context(), m, way, params)
}

// oddFilters are values of a filter that are there and select nothing.
func oddFilters(t *testing.T, c *caller, op *operation, q parameter, p *problems) []reflect.Value {
	t.Helper()
	m, ok := c.found(op, op.name, p)
	if !ok {
		return nil
	}
	field := reflect.New(m.params).Elem().FieldByName(exported(q.Name))
	var odd []reflect.Value
	switch field.Kind() {
	case reflect.Slice:
		if !leavesOut(q.Name) {
			odd = append(odd, reflect.MakeSlice(field.Type(), 0, 0))
		}
		zero, good := reflect.Zero(field.Type().Elem()), reflect.New(field.Type().Elem()).Elem()
		if good.Kind() == reflect.Map {
			good.Set(reflect.ValueOf(map[string]string{"id": "1", "type": "a"}))
			odd = append(odd, sliceOf(reflect.ValueOf(map[string]string{})), sliceOf(reflect.ValueOf(map[string]string{"id": ""})))
		} else if err := assign(good, (&builder{problems: p}).leafOf(good.Type())); err != nil {
			p.addf("?%s: %v", q.Name, err)
		}
		odd = append(odd, sliceOf(zero), sliceOf(good, zero), sliceOf(zero, good))
		if good.Kind() == reflect.String {
			space := reflect.New(good.Type()).Elem()
			space.SetString(" \t")
			odd = append(odd, sliceOf(good, space))
		}
	case reflect.Pointer:
		if field.Type().Elem().Kind() == reflect.Struct {
			odd = append(odd, reflect.New(field.Type().Elem()))
		}
	case reflect.Map:
		odd = append(odd, reflect.MakeMap(field.Type()))
	}
	return odd
}

// leafOf makes a value for an element of a filter.
func (b *builder) leafOf(t reflect.Type) any { return filled(b, t, &schema{Type: "string"}) }

func sliceOf(values ...reflect.Value) reflect.Value {
	list := reflect.MakeSlice(reflect.SliceOf(values[0].Type()), 0, len(values))
	return reflect.Append(list, values...)
}

func TestAFilterThatLeavesOutMayBeEmpty(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	n := 0
	check(t, lists(t), func(op *operation, p *problems) {
		for _, q := range op.query {
			if !leavesOut(q.Name) {
				continue
			}
			n++
			m, ok := c.found(op, op.name, p)
			if !ok {
				return
			}
			a := arguments{query: url.Values{}, params: reflect.New(m.params).Elem()}
			field := a.params.FieldByName(exported(q.Name))
			field.Set(reflect.MakeSlice(field.Type(), 0, 0))
			c.send(t, op, m, a, p)
		}
	})
	if n != 2 {
		t.Errorf("%d filters leave out", n)
	}
}
