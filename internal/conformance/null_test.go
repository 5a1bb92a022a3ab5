package conformance_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

func TestEveryPropertyMayBeNull(t *testing.T) {
	t.Parallel()
	null := func(*builder, reflect.Type, *schema) any { return nil }
	whole := func(*builder, reflect.Type, *schema) (any, bool) { return nil, true }
	for name, st := range map[string]style{
		"all of a record":           {leaf: null, whole: whole},
		"what is within an object":  {leaf: null},
		"objects and lists":         {leaf: filled, whole: whole},
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

// alternately returns a leaf that uses leaves in rotation.
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

// first returns the first record of a list, from the result and from the response.
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

// keeps reports properties that had a value and did not return. It ignores properties that were
// null or absent, since a property that the spec requires encodes as 0, false or null again.
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

// only removes the members that pattern does not have and that are false, 0 or empty.
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

// isZero reports whether a record has no value at any depth. The elements of lists count, but lists
// themselves and raw JSON do not.
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
