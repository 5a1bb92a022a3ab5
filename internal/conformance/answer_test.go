package conformance_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

// An answerer has operations answered in a style and looks at what the call returns.
type answerer struct {
	*caller
	op     *operation
	method method
	p      *problems
}

// checkAnswers runs a pass over the answers of all operations.
func checkAnswers(t *testing.T, pass func(a *answerer)) {
	t.Helper()
	c := newCaller(t)
	check(t, description(t), func(op *operation, p *problems) {
		if m, ok := c.found(op, op.name, p); ok {
			pass(&answerer{c, op, m, p})
		}
	})
}

// parts builds the records of an answer, each in its own style, and wraps them as the operation answers them: in data
// of a page, as a bare array, or as the first one alone. The metadata of a page is in the style of the last record.
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

// get has the operation answered with v and returns what the call makes of it.
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

// returns reports where a result, encoded again, is not what was wanted.
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

// same has the operation answered in a style, strictly, and wants every property back as it was.
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

// odd is a leaf whose text is not what its type is for: no date, no decimal, a value that an enum does not have.
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
				v = string(v.(json.Number)) // an id is a string from here on
			}
			return v
		}
		if result, ok := a.get(t, a.parts(st, st), factorialhr.Strict()); ok {
			a.returns(result, a.parts(text, text))
		}
	})
}

func TestEveryPropertyMayBeNull(t *testing.T) {
	t.Parallel()
	null := func(*builder, reflect.Type, *schema) any { return nil }
	whole := func(*builder, reflect.Type, *schema) (any, bool) { return nil, true }
	for name, st := range map[string]style{
		"all of a record":           {leaf: null, whole: whole},
		"what is within an object":  {leaf: null},
		"objects and lists":         {leaf: filled, whole: whole},
		"what is not of an object":  {leaf: null, whole: emptyLists},
		"a property of every other": {leaf: alternately(null, filled)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkAnswers(t, func(a *answerer) {
				answer := a.parts(style{leaf: filled}, st)
				result, ok := a.get(t, answer, factorialhr.Strict())
				if !ok {
					return
				}
				if name != "all of a record" {
					a.keeps(result, answer)
					return
				}
				if record := a.last(result); !isZero(record) {
					a.p.addf("a record of nulls is %+v", record)
				}
				if a.op.list() && result.Elem().FieldByName("Meta").Interface() != (factorialhr.Meta{}) {
					a.p.addf("metadata of nulls is not zero")
				}
			})
		})
	}
}

// alternately makes leaves in turn.
func alternately(leaves ...func(*builder, reflect.Type, *schema) any) func(*builder, reflect.Type, *schema) any {
	n := 0
	return func(b *builder, t reflect.Type, s *schema) any {
		n++
		return leaves[n%len(leaves)](b, t, s)
	}
}

// last returns the last record of a result.
func (a *answerer) last(result reflect.Value) reflect.Value {
	switch {
	case a.op.list():
		result = result.Elem().FieldByName("Data")
	case result.Kind() == reflect.Pointer:
		return result.Elem()
	}
	return result.Index(result.Len() - 1)
}

// first returns the first record of a list, of a result and of the answer that it was made of.
func (a *answerer) first(result reflect.Value, answer any) (record reflect.Value, described any, ok bool) {
	list := answer
	if a.op.list() {
		list, result = answer.(map[string]any)["data"], result.Elem().FieldByName("Data")
	}
	records, ok := list.([]any)
	if !ok {
		return reflect.Value{}, nil, false
	}
	return result.Index(0), records[0], true
}

// keeps reports properties with a value that did not come back, but says nothing of those that were null or left out:
// what is required in the description encodes as 0, false or null again.
func (a *answerer) keeps(result reflect.Value, answer any) {
	got, err := encoded(result.Interface())
	if err != nil {
		a.p.addf("%v", err)
		return
	}
	want, err := encoded(answer)
	if err != nil {
		a.p.addf("%v", err)
		return
	}
	compare(a.p, "", withoutNulls(want), only(withoutNulls(got), want))
}

// only takes members out that the pattern does not have and that are false, 0 or empty.
func only(v, pattern any) any {
	switch v := v.(type) {
	case map[string]any:
		pattern, _ := pattern.(map[string]any)
		for name, member := range v {
			if _, ok := pattern[name]; !ok && isEmpty(member) {
				delete(v, name)
				continue
			}
			only(member, pattern[name])
		}
	case []any:
		pattern, _ := pattern.([]any)
		for i := range v {
			if i < len(pattern) {
				if pattern[i] == nil && isEmpty(v[i]) {
					v[i] = nil
					continue
				}
				only(v[i], pattern[i])
			}
		}
	}
	return v
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case bool:
		return !v
	case json.Number:
		return v == "0"
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, member := range v {
			if !isEmpty(member) {
				return false
			}
		}
		return true
	}
	return v == nil
}

// isZero reports whether nothing is set in a record, at any depth; elements of lists count, the lists do not. JSON that is
// kept as it came does not count either.
func isZero(v reflect.Value) bool {
	switch {
	case v.Type() == rawType:
		return true
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			if !isZero(v.Index(i)) {
				return false
			}
		}
		return true
	case v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct:
		return v.IsNil() || isZero(v.Elem())
	case v.Kind() == reflect.Struct && v.Type().PkgPath() != idType.PkgPath():
		for i := range v.NumField() {
			if !isZero(v.Field(i)) {
				return false
			}
		}
		return true
	}
	return v.IsZero()
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
		}
		if result, ok := a.get(t, answer, factorialhr.Strict()); ok && !isZero(a.last(result)) {
			a.p.addf("an empty record is %+v", a.last(result))
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

// kinds holds a value of each JSON type.
var kinds = map[string]any{
	"string": leakText, "number": leakNumber + 0.5, "bool": true,
	"object": map[string]any{leakText: leakText}, "array": []any{leakText},
}

// wrongKinds returns the JSON types that a Go type does not take.
func wrongKinds(t reflect.Type) []string {
	var takes []string
	switch {
	case t == rawType:
		return nil
	case t == idType, t == decimalType:
		takes = []string{"string", "number"}
	case t.Kind() == reflect.String, t == dateType, t == dateTimeType, t == timeType:
		takes = []string{"string"}
	case t.Kind() == reflect.Bool:
		takes = []string{"bool"}
	case t.Kind() == reflect.Int: // which no fraction fits
	case t.Kind() == reflect.Float64:
		takes = []string{"number"}
	case t.Kind() == reflect.Slice:
		takes = []string{"array"}
	default:
		takes = []string{"object"}
	}
	return slices.DeleteFunc([]string{"array", "bool", "number", "object", "string"}, func(k string) bool { return slices.Contains(takes, k) })
}

// spoiler puts values of a wrong JSON type into an answer and notes where.
type spoiler struct {
	turn   int               // which of the wrong types
	placed map[string]string // the JSON types by their pointers
}

func (s *spoiler) leaf(b *builder, t reflect.Type, sc *schema) any {
	wrong := wrongKinds(t)
	if len(wrong) == 0 {
		return filled(b, t, sc)
	}
	kind := wrong[(s.turn+len(s.placed))%len(wrong)]
	s.placed[b.pointer()] = kind
	return kinds[kind]
}

func (s *spoiler) whole(b *builder, t reflect.Type, sc *schema) (any, bool) {
	if b.at[len(b.at)-1] == "meta" {
		return nil, false // its properties are spoiled one by one
	}
	return s.leaf(b, t, sc), true
}

func TestNoPropertyOfAWrongTypeLosesAnything(t *testing.T) {
	t.Parallel()
	run := func(turn int, whole bool) func(t *testing.T) {
		return func(t *testing.T) {
			t.Parallel()
			checkAnswers(t, func(a *answerer) { a.spoil(t, turn, whole) })
		}
	}
	for turn := range len(kinds) {
		t.Run(fmt.Sprint("at every depth, turn ", turn+1), run(turn, false))
	}
	for turn := range 2 {
		t.Run(fmt.Sprint("objects and lists as a whole, turn ", turn+1), run(turn, true))
	}
}

// spoil has the operation answered with a good record and one with wrong types.
func (a *answerer) spoil(t *testing.T, turn int, whole bool) {
	s := &spoiler{turn: turn, placed: map[string]string{}}
	st := style{leaf: s.leaf}
	if whole {
		st.whole = s.whole
	}
	answer := a.parts(style{leaf: filled}, st)
	var info factorialhr.ResponseInfo
	result, ok := a.get(t, answer, factorialhr.ResponseInto(&info))
	if !ok {
		return
	}
	a.reported(info.Mismatches, s.placed)
	if a.op.list() {
		if page := result.Elem().FieldByName("Mismatches"); !reflect.DeepEqual(page.Interface(), info.Mismatches) {
			a.p.addf("the page has other mismatches: %v", page)
		}
	}
	if !isZero(a.last(result)) {
		a.p.addf("wrong types left something: %+v", a.last(result))
	}
	if first, want, ok := a.first(result, answer); ok { // the record before is whole
		got, err := encoded(first.Interface())
		if err != nil {
			a.p.addf("%v", err)
		}
		if want, err = encoded(want); err != nil {
			a.p.addf("%v", err)
		}
		compare(a.p, "/0", withoutNulls(want), withoutNulls(got))
	}
	if turn > 0 {
		return
	}
	_, err := a.method.value(t.Context(), "1", reflect.Value{}, factorialhr.Strict())
	if !errors.Is(err, factorialhr.ErrMismatch) {
		a.p.addf("strict: %v", err)
	}
}

// reported compares the mismatches with what was placed.
func (a *answerer) reported(mismatches []factorialhr.Mismatch, placed map[string]string) {
	got := map[string]string{}
	for _, m := range mismatches {
		if _, twice := got[m.Pointer]; twice || m.Want == "" {
			a.p.addf("%+v", m)
		}
		got[m.Pointer] = m.Got
	}
	for _, pointer := range slices.Sorted(maps.Keys(placed)) {
		if got[pointer] != placed[pointer] {
			a.p.addf("%s is %s and reported as %q", pointer, placed[pointer], got[pointer])
		}
		delete(got, pointer)
	}
	for pointer, kind := range got {
		a.p.addf("%s is reported as %s", pointer, kind)
	}
}
