// Package orderedtest helps tests that put strange values into an ordered document.
package orderedtest

import (
	"strconv"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// EveryPlace calls visit for each member and each item below v, with the JSON pointer of the place
// and a function that replaces the value there. After visit returns, EveryPlace restores the value.
// pointer is the pointer of v itself.
func EveryPlace(v any, pointer string, visit func(pointer string, set func(any))) {
	each := func(pointer string, old any, set func(any)) {
		visit(pointer, set)
		set(old)
		EveryPlace(old, pointer, visit)
	}
	switch v := v.(type) {
	case *ordered.Object:
		for _, k := range v.Keys() {
			old, _ := v.Get(k)
			each(ordered.Join(pointer, k), old, func(strange any) { v.Set(k, strange) })
		}
	case []any:
		for i := range v {
			each(ordered.Join(pointer, strconv.Itoa(i)), v[i], func(strange any) { v[i] = strange })
		}
	}
}
