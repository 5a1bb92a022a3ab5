package webhook

import (
	"errors"
	"fmt"
)

const (
	// maxFailures is how many errors of the records of one delivery are kept. A body of 1 MiB can
	// have 350,000 records, and an error with a stack is large.
	maxFailures = 100
	// maxMismatches is the same for mismatches.
	maxMismatches = 1000
)

// failures are the errors of the records of one delivery. The zero value has none.
type failures struct {
	errs []error // the first ones
	more int     // those after them
	left error   // why some records were not handled at all
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

// join returns all of f as one error, or nil.
func (f *failures) join() error {
	all := f.errs
	if f.more > 0 {
		all = append(all, fmt.Errorf("webhook: %d more records failed", f.more))
	}
	return join(append(all, f.left))
}

// join is [errors.Join], but leaves a single error as it is.
func join(errs []error) error {
	err := errors.Join(errs...)
	if all, ok := err.(interface{ Unwrap() []error }); ok && len(all.Unwrap()) == 1 {
		return all.Unwrap()[0]
	}
	return err
}
