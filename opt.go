package factorialhr

import "encoding/json"

// An Opt is a property of an update: not sent, sent as null, or sent as a value. The zero Opt is
// not sent, so an update sends only the properties that the caller sets:
//
//	timeoff.LeaveUpdateParams{
//		Description: factorialhr.Set("moved"),
//		HalfDay:     factorialhr.Null[timeoff.LeaveHalfDay](),
//	}
//
// This requires the JSON option `omitzero` on the struct field; all fields of the generated
// parameters have it. An Opt is comparable if its T is.
type Opt[T any] struct {
	value T
	state optState
}

// optState is the state of an Opt. The zero state means not sent.
type optState uint8

const (
	optUnset optState = iota
	optNull
	optSet
)

// Set returns an Opt that sends v. It sends an empty string, a zero and an empty slice unchanged.
// It sends null for a value whose own zero value encodes as null: an empty [ID], a zero [Date], a
// nil slice.
func Set[T any](v T) Opt[T] { return Opt[T]{value: v, state: optSet} }

// Null returns an Opt that sends null, which clears the property.
func Null[T any]() Opt[T] { return Opt[T]{state: optNull} }

// Get returns the value and true, or the zero value of T and false if the Opt sends null or
// nothing.
func (o Opt[T]) Get() (T, bool) { return o.value, o.state == optSet }

// IsNull reports whether the Opt sends null.
func (o Opt[T]) IsNull() bool { return o.state == optNull }

// IsZero reports whether the Opt sends nothing.
func (o Opt[T]) IsZero() bool { return o.state == optUnset }

// MarshalJSON writes the value as encoding/json writes a T, or null. It also writes null for an
// unset Opt, if the field has no `omitzero` to omit it.
func (o Opt[T]) MarshalJSON() ([]byte, error) { return marshalOpt(o.state, o.value) }

// UnmarshalJSON reads null or a T. It leaves o unchanged if it fails.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	v := new(T)
	state, err := unmarshalOpt(data, v)
	if err == nil {
		o.value, o.state = *v, state
	}
	return err
}

// marshalOpt and unmarshalOpt hold the code of the two methods that does not depend on the type
// parameter, because the compiler instantiates Opt 275 times.
//
//go:noinline
func marshalOpt(state optState, v any) ([]byte, error) {
	if state != optSet {
		return []byte("null"), nil
	}
	return json.Marshal(v)
}

//go:noinline
func unmarshalOpt(data []byte, v any) (optState, error) {
	if isNull(data) {
		return optNull, nil
	}
	return optSet, json.Unmarshal(data, v)
}
