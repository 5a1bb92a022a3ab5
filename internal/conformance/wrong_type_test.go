package conformance_test

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

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
	case t == idType, t == decimalType, t.Kind() == reflect.String: // of which a number is taken as well
		takes = []string{"string", "number"}
	case t == dateType, t == dateTimeType, t == timeType:
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
