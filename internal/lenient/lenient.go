// Package lenient decodes JSON whose values do not always have the type that
// they should have. One odd value costs that value and nothing else: neither
// its record, nor the page, nor a silent zero.
package lenient

import (
	"encoding/json"
	"errors"
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
// wrong form. Null is never a mismatch. A number without a fraction is an
// integer however it is written (JSON Schema has it so): 1.0 and 1e2 fit an
// int.
//
// As long as everything fits, Decode is exactly one json.Unmarshal. Otherwise
// it checks data against the type of v, takes out what does not fit and calls
// json.Unmarshal again, on a v that was set to zero before. So what a json
// package does with names, embedded structs, duplicates and invalid UTF-8 is
// not repeated here, and all versions of Go find the same mismatches, although
// their json packages stop at different places.
//
// Mismatches come in the order of data. At most 10,000 are listed, with at
// most 1 MiB of pointers; what goes beyond is left out of v all the same.
//
// The error is for what no leniency can mend: data that is not JSON (a
// *json.SyntaxError, also for nesting deeper than 10,000), a v that is no
// pointer, a Go type that encoding/json cannot decode, a json.Unmarshaler that
// does not even take null as the element of a list. A json.Unmarshaler may be
// called several times for one value.
func Decode(data []byte, v any) ([]paginate.Mismatch, error) {
	err := json.Unmarshal(data, v)
	if err == nil {
		return nil, nil
	}
	if _, ok := errors.AsType[*json.InvalidUnmarshalError](err); ok {
		return nil, err
	}
	if err := checkSyntax(data); err != nil {
		return nil, err
	}
	target := settable(v)
	w := newWalker(data)
	w.checking = true
	w.root(target.Type())
	if len(w.edits) == 0 {
		return nil, err // it does not lie in the data
	}
	target.SetZero()
	return w.mismatches, json.Unmarshal(w.edited(), target.Addr().Interface())
}

// settable returns what json.Unmarshal decodes into: it follows a pointer that
// an interface holds.
func settable(v any) reflect.Value {
	target := reflect.ValueOf(v).Elem()
	for target.Kind() == reflect.Interface && target.Elem().Kind() == reflect.Pointer && !target.Elem().IsNil() {
		target = target.Elem().Elem()
	}
	return target
}

// checkSyntax returns the *json.SyntaxError of data that is not JSON. All that
// follows relies on it.
func checkSyntax(data []byte) error {
	if json.Valid(data) {
		return nil
	}
	var raw json.RawMessage
	return json.Unmarshal(data, &raw)
}
