package webhook

import (
	"errors"
	"fmt"
)

const (
	// maxFailures is the number of record errors that the mux keeps for one delivery. A body of 1
	// MiB can have 350,000 records, and an error with a stack is large.
	maxFailures = 100
	// maxMismatches is the same limit for mismatches.
	maxMismatches = 1000
)

// failures are the errors of the records of one delivery.
type failures struct {
	errs []error // the first maxFailures
	more int     // number of errors after those
	left error   // why the remaining records were not handled
}

func (f *failures) add(err error) {
	switch {
	case err == nil:
	case len(f.errs) < maxFailures:
		f.errs = append(f.errs, err)
	default:
		f.more++
	}
}

// join returns f as one error, or nil if there are none.
func (f *failures) join() error {
	all := f.errs
	if f.more > 0 {
		all = append(all, fmt.Errorf("webhook: %d more records failed", f.more))
	}
	return join(append(all, f.left))
}

// join is [errors.Join], except that it returns a single error unchanged.
func join(errs []error) error {
	err := errors.Join(errs...)
	if all, ok := err.(interface{ Unwrap() []error }); ok && len(all.Unwrap()) == 1 {
		return all.Unwrap()[0]
	}
	return err
}
