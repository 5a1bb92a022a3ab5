// Package lenient decodes JSON in which some values do not have the expected type. It leaves out
// such a value and reports it; the record and the page that contain the value survive.
package lenient

import (
	"encoding/json"
	"reflect"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// Decode decodes data into v as json.Unmarshal does, except that it leaves out and reports a value
// of the wrong type instead of returning an error:
//
//   - It leaves out the field of a struct or the entry of a map, so the field stays nil or zero:
//     "n/a" in a *int becomes nil, not a pointer to 0.
//   - It replaces an element of a list by its zero value, so that indexes still match the data: a
//     record that is not an object becomes a zero record.
//   - It leaves v zero if the root is wrong, and reports the empty pointer.
//
// A value is wrong if json.Unmarshal would reject it: another JSON kind, a number that the type
// cannot hold, a text that a json.Unmarshaler or encoding.TextUnmarshaler does not accept, invalid
// base64, a map key of the wrong form. Decode accepts a number without a fraction as an integer in
// any notation, as JSON Schema defines it: 1.0 and 1e2 fit an int. Null is not a mismatch, except
// in place of a record in a list, where it would look like an empty record.
//
// Decode keeps and reports three kinds of values: a value of another JSON kind that converts
// without loss, such as "12" for an int; an id with a point or an exponent; and a text with bytes
// or escapes that are not characters, which encoding/json replaces by U+FFFD.
//
// If every value fits, Decode costs one json.Unmarshal and one quick pass over data. Otherwise it
// compares data with the type of v, removes the values that do not fit, sets v to zero and calls
// json.Unmarshal again. So Decode does not reimplement how a json package treats names, embedded
// structs and duplicates, and it finds the same mismatches with every version of Go, although their
// json packages stop at different places.
//
// Mismatches are in the order of data. Decode lists at most 10,000 mismatches, with at most 1 MiB
// of pointers; it leaves out the values of all others, too.
//
// Decode returns an error only if it cannot decode at all: data are not JSON (a *json.SyntaxError,
// also for nesting deeper than 10,000), data would take more memory than [MemoryFor] (a
// [*MemoryError], before Decode touches v), v is not a pointer, encoding/json cannot decode a Go
// type, or a json.Unmarshaler does not even accept null as the element of a list. Decode may call a
// json.Unmarshaler several times for one value.
func Decode(data []byte, v any) ([]paginate.Mismatch, error) {
	return DecodeWithin(data, v, MemoryFor(len(data)))
}

// DecodeWithin is [Decode] with another memory limit, in bytes.
func DecodeWithin(data []byte, v any, limit int64) ([]paginate.Mismatch, error) {
	target := settable(v)
	if !target.IsValid() {
		return nil, json.Unmarshal(data, v)
	}
	s := look(data)
	broken := isBroken(data)
	if err := checkMemory(data, target.Type(), s, broken, limit); err != nil {
		return nil, err
	}
	err := json.Unmarshal(data, v)
	if err == nil && !broken && !s.nulls && !(s.fractions && hasFractionalID(data, target.Type())) {
		return nil, nil
	}
	if err != nil {
		if err := checkSyntax(data); err != nil {
			return nil, err
		}
	}
	w := newWalker(data)
	w.checking, w.broken = true, broken
	w.root(target.Type())
	if !w.edits.some {
		return w.mismatches, err // the data did not cause this error
	}
	target = settable(v)
	target.SetZero()
	return w.mismatches, json.Unmarshal(w.edits.result(), target.Addr().Interface())
}

// settable returns the value that json.Unmarshal decodes into: it follows a pointer in an
// interface. The result is not valid if v is nil or not a pointer.
func settable(v any) reflect.Value {
	pointer := reflect.ValueOf(v)
	if pointer.Kind() != reflect.Pointer || pointer.IsNil() {
		return reflect.Value{}
	}
	target := pointer.Elem()
	for target.Kind() == reflect.Interface && target.Elem().Kind() == reflect.Pointer && !target.Elem().IsNil() {
		target = target.Elem().Elem()
	}
	return target
}
