package conformance_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

// An answerer responds to operations in a style and examines the results of the calls.
type answerer struct {
	*caller
	op     *operation
	method method
	p      *problems
}

// checkAnswers runs a pass over the responses of all operations.
func checkAnswers(t *testing.T, pass func(a *answerer)) {
	t.Helper()
	c := newCaller(t)
	check(t, description(t), func(op *operation, p *problems) {
		if m, ok := c.found(op, op.name, p); ok {
			pass(&answerer{c, op, m, p})
		}
	})
}

// parts builds the records of a response, each in its own style, and wraps them the way the
// operation does: in the data of a page, as a bare array, or only the first record. The metadata of
// a page uses the style of the last record.
func (a *answerer) parts(styles ...style) any {
	t := a.method.result()
	switch {
	case a.op.list():
		t = t.Elem()
		page := map[string]any{
			"data": a.records(jsonFields(t)["data"].Type, a.op.answer.Properties["data"], []string{"data"}, styles),
		}
		b := &builder{style: styles[len(styles)-1], problems: a.p}
		page["meta"] = b.below("meta", jsonFields(t)["meta"].Type, a.op.answer.Properties["meta"])
		if b.style.object != nil {
			b.style.object(b, t, page)
		}
		return page
	case a.op.answer.Type == "array":
		return a.records(t, a.op.answer, nil, styles)
	}
	b := &builder{style: styles[len(styles)-1], problems: a.p}
	return b.object(t.Elem(), a.op.answer, "")
}

func (a *answerer) records(t reflect.Type, s *schema, at []string, styles []style) []any {
	if t.Kind() != reflect.Slice || s.Type != "array" || s.Items == nil {
		a.p.addf("the result is %v, described is %s", t, s.Type)
		return nil
	}
	var list []any
	n := 0
	for i, st := range styles {
		b := &builder{style: st, problems: a.p, at: append(slices.Clone(at), fmt.Sprint(i)), n: n}
		list = append(list, b.object(t.Elem(), s.Items, ""))
		n = b.n
	}
	return list
}

// get makes the server respond with v and returns the result of the call.
func (a *answerer) get(t *testing.T, v any, opts ...factorialhr.RequestOption) (reflect.Value, bool) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		a.p.addf("%v", err)
		return reflect.Value{}, false
	}
	a.server.willAnswer(text)
	result, err := a.method.value(t.Context(), "1", reflect.Value{}, opts...)
	if err != nil {
		a.p.addf("%v", err)
		return reflect.Value{}, false
	}
	if result.IsNil() {
		a.p.addf("the result is nil")
		return reflect.Value{}, false
	}
	return result, true
}

// returns reports where a result, encoded again, differs from want.
func (a *answerer) returns(result reflect.Value, want any) {
	got, err := encoded(result.Interface())
	if err != nil {
		a.p.addf("%v", err)
		return
	}
	wanted, err := encoded(want)
	if err != nil {
		a.p.addf("%v", err)
		return
	}
	compare(a.p, "", withoutNulls(wanted), withoutNulls(got))
}

// same makes the server respond in a style, calls strictly, and checks that every property returns
// unchanged.
func (a *answerer) same(t *testing.T, st style) {
	t.Helper()
	answer := a.parts(st, st)
	if result, ok := a.get(t, answer, factorialhr.Strict()); ok {
		a.returns(result, answer)
	}
}

func TestEveryPropertyOfEveryAnswerComesBack(t *testing.T) {
	t.Parallel()
	for name, st := range map[string]style{
		"with a value":                     {leaf: filled},
		"with false, 0 and an empty list":  {leaf: zeros, whole: emptyLists},
		"with a text that nobody expected": {leaf: odd},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkAnswers(t, func(a *answerer) { a.same(t, st) })
		})
	}
}

// odd is a leaf whose text does not fit its type: not a date, not a decimal, or a value that is not
// in the enum.
func odd(b *builder, t reflect.Type, s *schema) any {
	if s.Type != "string" || t == rawType {
		return filled(b, t, s)
	}
	b.n++
	return fmt.Sprintf("n/a %d „\"\\/<&>\u2028\x7f“ 2026-13-45T25:61", b.n)
}

func TestIDsAndDecimalsMayBeNumbers(t *testing.T) {
	t.Parallel()
	checkAnswers(t, func(a *answerer) {
		st := style{leaf: func(b *builder, t reflect.Type, s *schema) any {
			if t == idType || t == decimalType {
				b.n++
				return json.Number(fmt.Sprintf("9007199254740993%03d", b.n)) // beyond 2^53
			}
			return filled(b, t, s)
		}}
		text := st
		text.leaf = func(b *builder, t reflect.Type, s *schema) any {
			v := st.leaf(b, t, s)
			if t == idType {
				v = string(v.(json.Number)) // the SDK encodes an id as a string
			}
			return v
		}
		if result, ok := a.get(t, a.parts(st, st), factorialhr.Strict()); ok {
			a.returns(result, a.parts(text, text))
		}
	})
}

func TestEveryPropertyMayBeAbsent(t *testing.T) {
	t.Parallel()
	checkAnswers(t, func(a *answerer) {
		var answer any = map[string]any{}
		switch {
		case a.op.list():
			answer = map[string]any{"data": []any{answer, answer}}
		case a.op.answer.Type == "array":
			answer = []any{answer, answer}
		case retryClass(a.op) == factorialhr.RetrySafe:
			a.nothing(t, `{}`, `null`, `{"~error":"leak"}`)
			return
		}
		if result, ok := a.get(t, answer, factorialhr.Strict()); ok && !isZero(a.last(result)) {
			a.p.addf("an empty record is %+v", a.last(result))
		}
	})
}

// nothing serves bodies without a property of the record to a read of one record.
func (a *answerer) nothing(t *testing.T, bodies ...string) {
	t.Helper()
	for _, body := range bodies {
		a.server.willAnswer([]byte(body))
		if _, err := a.method.value(t.Context(), "1", reflect.Value{}); !errors.Is(err, factorialhr.ErrUnexpectedResponse) {
			a.p.addf("%s gives the error %v", body, err)
		}
	}
	for name := range a.op.answer.Properties {
		if result, ok := a.get(t, map[string]any{name: nil}, factorialhr.Strict()); ok && !isZero(result.Elem()) {
			a.p.addf("a record with nothing but a null is %+v", result.Elem())
		}
	}
}

func TestWhatLosesNothingIsTakenInEveryProperty(t *testing.T) {
	t.Parallel()
	checkAnswers(t, func(a *answerer) {
		placed := 0
		leaf := func(odd bool) style {
			return style{leaf: func(b *builder, t reflect.Type, s *schema) any {
				b.n++
				number := fmt.Sprint(1000 + b.n)
				var right, other any
				switch {
				case t == idType:
					right, other = number, json.Number(number+".0")
				case t == dateType, t == dateTimeType, t == timeType, t == decimalType, t == rawType:
					return filled(b, t, s)
				case t.Kind() == reflect.String:
					right, other = number, json.Number(number)
				case t.Kind() == reflect.Bool:
					right, other = true, "true"
				case t.Kind() == reflect.Int:
					right, other = json.Number(number), number
				default:
					right, other = json.Number(number+".25"), number+".25"
				}
				if !odd {
					return right
				}
				placed++
				return other
			}}
		}
		answer := a.parts(leaf(true), leaf(true))
		want := placed
		var info factorialhr.ResponseInfo
		result, ok := a.get(t, answer, factorialhr.ResponseInto(&info))
		if !ok {
			return
		}
		a.returns(result, a.parts(leaf(false), leaf(false)))
		kept := 0
		for _, m := range info.Mismatches {
			if m.Kept {
				kept++
			}
		}
		if kept != want || len(info.Mismatches) != want {
			a.p.addf("%d values are odd, %d of %d are reported as kept", want, kept, len(info.Mismatches))
		}
	})
}

func TestAnAnswerWithoutABodyIsAZeroValue(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	check(t, description(t), func(op *operation, p *problems) {
		m, ok := c.found(op, op.name, p)
		if !ok {
			return
		}
		c.server.willAnswer(nil)
		result, err := m.value(t.Context(), "1", reflect.Value{})
		switch {
		case op.list():
			if !errors.Is(err, factorialhr.ErrUnexpectedResponse) {
				p.addf("a list without a body: %v", err)
			}
		case err != nil:
			p.addf("%v", err)
		case result.Kind() == reflect.Pointer && (result.IsNil() || !result.Elem().IsZero()):
			p.addf("%+v", result)
		}
	})
}
