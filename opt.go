package factorialhr

import "encoding/json"

// An Opt is a property of an update: not sent, set to null, or set to a value.
// The zero Opt is not sent, so an update sends what the caller set and nothing
// else:
//
//	timeoff.LeaveUpdateParams{
//		Description: factorialhr.Set("moved"),
//		HalfDay:     factorialhr.Null[timeoff.LeaveHalfDay](),
//	}
//
// A struct field needs the JSON option `omitzero` for that; all fields of the
// generated parameters have it. An Opt is comparable when its T is.
type Opt[T any] struct {
	value T
	state optState
}

// optState starts with what the zero Opt means.
type optState uint8

const (
	optUnset optState = iota
	optNull
	optSet
)

// Set returns an Opt that sends v. An empty string, a zero and an empty slice
// are sent as such; a value whose own zero encodes as null (an empty [ID], a
// zero [Date], a nil slice) is sent as null.
func Set[T any](v T) Opt[T] { return Opt[T]{value: v, state: optSet} }

// Null returns an Opt that sends null, which clears the property.
func Null[T any]() Opt[T] { return Opt[T]{state: optNull} }

// Get returns the value and true, or the zero value of T and false when
// nothing or null is sent.
func (o Opt[T]) Get() (T, bool) { return o.value, o.state == optSet }

// IsNull reports whether null is sent.
func (o Opt[T]) IsNull() bool { return o.state == optNull }

// IsZero reports whether nothing is sent.
func (o Opt[T]) IsZero() bool { return o.state == optUnset }

// MarshalJSON writes the value as encoding/json writes a T, or null. An Opt
// that is not sent is written as null too, where no `omitzero` left it out.
func (o Opt[T]) MarshalJSON() ([]byte, error) { return marshalOpt(o.state, o.value) }

// UnmarshalJSON reads null or a T. On an error o is left unchanged.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	v := new(T)
	state, err := unmarshalOpt(data, v)
	if err == nil {
		o.value, o.state = *v, state
	}
	return err
}

// marshalOpt and unmarshalOpt are all of the two methods that no type parameter
// needs: an Opt is compiled 275 times.
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
