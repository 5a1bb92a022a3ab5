package fault

import (
	"fmt"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/guess"
)

// check returns an error that lists all kinds if there is no such kind.
func (k Kind) check() error {
	if slices.Contains(Kinds(), k) {
		return nil
	}
	var all []string
	for _, kind := range Kinds() {
		all = append(all, string(kind))
	}
	return fmt.Errorf("unknown kind of fault %q; the kinds are %s%s", k, strings.Join(all, ", "), guess.DidYouMean(string(k), all))
}

// inRange returns an error that names the first number that is out of range.
func (f Fault) inRange() error {
	switch {
	case !(f.Rate >= 0 && f.Rate <= 1): // not a number, too
		return fmt.Errorf("the rate %v is not from 0 to 1", f.Rate)
	case f.Times < 0:
		return fmt.Errorf("the times %d are below 0", f.Times)
	case f.Skip < 0:
		return fmt.Errorf("the skip %d is below 0", f.Skip)
	case f.Delay < 0:
		return fmt.Errorf("the delay %v is below 0", f.Delay)
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("the status %d is not from 200 to 599", f.Status)
	}
	return nil
}
