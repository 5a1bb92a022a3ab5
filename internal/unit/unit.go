// Package unit holds the functions that the methods of the generated models consist of: they turn
// numbers whose unit misleads into values of types.
//
// The functions are neither generic nor inlined: a generated package would otherwise compile them
// again for each of its methods.
package unit

import (
	"math"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// Cents returns n hundredths of the unit of a currency. ok is false if n is nil.
//
//go:noinline
func Cents(n *int) (amount factorialhr.Cents, ok bool) {
	if n == nil {
		return 0, false
	}
	return factorialhr.Cents(*n), true
}

// Hundredths returns n hundredths, and the zero Decimal if n is nil.
//
//go:noinline
func Hundredths(n *int) factorialhr.Decimal {
	if n == nil {
		return factorialhr.Decimal{}
	}
	return factorialhr.NewDecimal(int64(*n), 2)
}

// Duration returns n times one. ok is false if n is nil or if a time.Duration cannot hold the
// result.
//
//go:noinline
func Duration(n *int, one time.Duration) (d time.Duration, ok bool) {
	if n == nil {
		return 0, false
	}
	d = time.Duration(*n) * one
	if d/one != time.Duration(*n) {
		return 0, false
	}
	return d, true
}

// DurationOf returns n times one, rounded to a nanosecond. ok is false if n is nil or if a
// time.Duration cannot hold the result.
//
//go:noinline
func DurationOf(n *float64, one time.Duration) (d time.Duration, ok bool) {
	if n == nil {
		return 0, false
	}
	f := math.Round(*n * float64(one))
	if !(math.Abs(f) < 1<<63) { // also for a NaN
		return 0, false
	}
	return time.Duration(f), true
}
