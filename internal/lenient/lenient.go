// Package lenient decodes JSON whose values do not always have the type that
// they should have. One odd value costs that value and nothing else: neither
// its record, nor the page, nor a silent zero.
package lenient

import (
	"encoding/json"
	"reflect"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// Decode decodes data into v as json.Unmarshal does, except that a value of a
// wrong type is left out and reported instead of ending in an error:
//
//   - a struct field or a map entry is left out, so the field stays nil or
//     zero: "n/a" in a *int gives nil, not a pointer to 0;
//   - an element of a list becomes its zero value, so that indexes still match
//     the data: a record that is no object becomes a zero record;
//   - the root leaves v zero, with the empty pointer.
//
// What is wrong is what json.Unmarshal would refuse: another JSON kind, a
// number that the type cannot hold, a text that a json.Unmarshaler or a
// encoding.TextUnmarshaler does not take, invalid base64, a map key of the
// wrong form. A number without a fraction is an integer however it is written
// (JSON Schema has it so): 1.0 and 1e2 fit an int. Null is no mismatch, except
// in the place of a record of a list: it would look like an empty one.
//
// Three things are kept and reported: a value of another JSON kind that loses
// nothing when it is taken, like "12" for an int; an id that is written with a
// point or an exponent; and a text with bytes or escapes that are no
// characters, for which encoding/json puts U+FFFD.
//
// As long as everything fits, Decode is one json.Unmarshal and a quick look at
// data. Otherwise it checks data against the type of v, takes out what does not
// fit and calls json.Unmarshal again, on a v that was set to zero before. So
// what a json package does with names, embedded structs and duplicates is not
// repeated here, and all versions of Go find the same mismatches, although
// their json packages stop at different places.
//
// Mismatches come in the order of data. At most 10,000 are listed, with at
// most 1 MiB of pointers; what goes beyond is left out of v all the same.
//
// The error is for what no leniency can mend: data that is not JSON (a
// *json.SyntaxError, also for nesting deeper than 10,000), data that would take
// more memory than [MemoryFor] (a [*MemoryError], before v is touched), a v that
// is no pointer, a Go type that encoding/json cannot decode, a json.Unmarshaler
// that does not even take null as the element of a list. A json.Unmarshaler may
// be called several times for one value.
func Decode(data []byte, v any) ([]paginate.Mismatch, error) {
	return DecodeWithin(data, v, MemoryFor(len(data)))
}

// DecodeWithin is [Decode] with another limit of memory, in bytes.
func DecodeWithin(data []byte, v any, limit int64) ([]paginate.Mismatch, error) {
	target := settable(v)
	if !target.IsValid() {
		return nil, json.Unmarshal(data, v)
	}
	s := look(data)
	if err := checkMemory(data, target.Type(), s, limit); err != nil {
		return nil, err
	}
	broken := isBroken(data)
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
		return w.mismatches, err // an error that does not lie in the data
	}
	target = settable(v)
	target.SetZero()
	return w.mismatches, json.Unmarshal(w.edits.result(), target.Addr().Interface())
}

// settable returns what json.Unmarshal decodes into: it follows a pointer that
// an interface holds. It is not valid when v is no pointer, or nil.
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
