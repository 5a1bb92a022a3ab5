package factorialhr_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

func TestCentsAreWrittenInTheUnitOfTheCurrency(t *testing.T) {
	for _, tc := range []struct {
		cents factorialhr.Cents
		want  string
	}{
		{0, "0.00"},
		{1, "0.01"},
		{-1, "-0.01"},
		{99, "0.99"},
		{100, "1.00"},
		{-250, "-2.50"},
		{3400000, "34000.00"},
		{math.MaxInt64, "92233720368547758.07"},
		{math.MinInt64, "-92233720368547758.08"},
	} {
		if got := tc.cents.String(); got != tc.want {
			t.Errorf("%d: String %s, want %s", int64(tc.cents), got, tc.want)
		}
		if got := tc.cents.Decimal(); !got.Valid() || got.Raw() != tc.want {
			t.Errorf("%d: Decimal %s, want %s", int64(tc.cents), got.Raw(), tc.want)
		}
		if got := fmt.Sprint(tc.cents); got != tc.want {
			t.Errorf("%d: Sprint %s, want %s", int64(tc.cents), got, tc.want)
		}
	}
}
