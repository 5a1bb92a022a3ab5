package factorialhr_test

import (
	"fmt"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

func TestDeref(t *testing.T) {
	if got := factorialhr.Deref(new(7)); got != 7 {
		t.Errorf("got %d", got)
	}
	if got := factorialhr.Deref[float64](nil); got != 0 {
		t.Errorf("got %v", got)
	}
	if got := factorialhr.Deref[thing](nil); got != (thing{}) {
		t.Errorf("got %v", got)
	}
}

// A leave that is not decided yet counts as not approved here.
func ExampleDeref() {
	for _, leave := range []timeoff.Leave{{Approved: new(true)}, {Approved: new(false)}, {Approved: nil}} {
		fmt.Println(factorialhr.Deref(leave.Approved))
	}
	// Output:
	// true
	// false
	// false
}
