// Package friend lets a type of the public API show a part of itself to the packages of this
// module and to no other package.
package friend

// Part holds a T for friends. A type embeds it under an unexported alias: go doc does not show an
// unexported field, and outside of this module no package can name the method that returns the T.
// T is a pointer, so that the packages that import the type compile one Part for all pointers.
type Part[T any] struct{ inner T }

// New returns a part that holds inner.
func New[T any](inner T) Part[T] { return Part[T]{inner} }

func (p Part[T]) part() T { return p.inner }

// Of returns what the part of v holds.
func Of[T any](v interface{ part() T }) T { return v.part() }
