package unit_test

import (
	"math"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/unit"
)

func TestCents(t *testing.T) {
	for _, tc := range []struct {
		name string
		n    *int
		want factorialhr.Cents
		ok   bool
	}{
		{"an absent amount", nil, 0, false},
		{"zero", new(0), 0, true},
		{"an amount", new(3400000), 3400000, true},
		{"a negative amount", new(-1), -1, true},
		{"the largest integer", new(math.MaxInt), math.MaxInt, true},
	} {
		if got, ok := unit.Cents(tc.n); got != tc.want || ok != tc.ok {
			t.Errorf("%s: %d, %t", tc.name, got, ok)
		}
	}
}

func TestHundredths(t *testing.T) {
	for _, tc := range []struct {
		name string
		n    *int
		want string
	}{
		{"an absent number", nil, ""},
		{"zero", new(0), "0.00"},
		{"a number", new(250), "2.50"},
		{"a negative number", new(-5), "-0.05"},
	} {
		if got := unit.Hundredths(tc.n); got.Raw() != tc.want || got.IsZero() != (tc.n == nil) {
			t.Errorf("%s: %s", tc.name, got.Raw())
		}
	}
}

func TestDuration(t *testing.T) {
	const hundredthOfAnHour = 36 * time.Second
	for _, tc := range []struct {
		name string
		n    *int
		one  time.Duration
		want time.Duration
		ok   bool
	}{
		{"an absent number", nil, time.Minute, 0, false},
		{"zero", new(0), time.Minute, 0, true},
		{"minutes", new(450), time.Minute, 7*time.Hour + 30*time.Minute, true},
		{"hundredths of an hour", new(800), hundredthOfAnHour, 8 * time.Hour, true},
		{"a hundredth of a minute", new(1), 600 * time.Millisecond, 600 * time.Millisecond, true},
		{"a negative number", new(-30), time.Minute, -30 * time.Minute, true},
		{"the most that fits", new(153722867), time.Minute, 153722867 * time.Minute, true},
		{"one more than fits", new(153722868), time.Minute, 0, false},
		{"the least that fits", new(-153722867), time.Minute, -153722867 * time.Minute, true},
		{"one less than fits", new(-153722868), time.Minute, 0, false},
		{"the largest integer", new(math.MaxInt), time.Minute, 0, false},
		{"the smallest integer", new(math.MinInt), hundredthOfAnHour, 0, false},
	} {
		if got, ok := unit.Duration(tc.n, tc.one); got != tc.want || ok != tc.ok {
			t.Errorf("%s: %s, %t; want %s, %t", tc.name, got, ok, tc.want, tc.ok)
		}
	}
}

func TestDurationOf(t *testing.T) {
	for _, tc := range []struct {
		name string
		n    *float64
		want time.Duration
		ok   bool
	}{
		{"an absent number", nil, 0, false},
		{"zero", new(0.0), 0, true},
		{"minutes", new(7.5), 7*time.Minute + 30*time.Second, true},
		{"a third of a minute", new(1.0 / 3), 20 * time.Second, true},
		{"a negative number", new(-0.5), -30 * time.Second, true},
		{"too large", new(1.6e8), 0, false},
		{"too small", new(-1.6e8), 0, false},
		{"the largest number", new(math.MaxFloat64), 0, false},
		{"infinity", new(math.Inf(-1)), 0, false},
		{"not a number", new(math.NaN()), 0, false},
	} {
		if got, ok := unit.DurationOf(tc.n, time.Minute); got != tc.want || ok != tc.ok {
			t.Errorf("%s: %s, %t; want %s, %t", tc.name, got, ok, tc.want, tc.ok)
		}
	}
}
