package paging

import (
	"context"
	"errors"
	"fmt"
)

// The reasons why a list cannot be read to its end. Package paginate documents them.
var (
	ErrNoCursor       = errors.New("another page follows, but the metadata has no cursor for it")
	ErrRepeatedCursor = errors.New("the cursor leads back to an earlier page")
	ErrRepeatedPage   = errors.New("the server sent an earlier page again")
	ErrEmptyPages     = errors.New("a hundred pages in a row were empty, and another follows")
	ErrMeta           = errors.New("the metadata does not tell whether another page follows")
	ErrChanged        = errors.New("the list changed while it was read by page numbers")
)

var errNoPage = errors.New("fetch returned neither a page nor an error")

// Error is an error of the engine itself. The engine returns the errors of a [Source] unchanged.
type Error struct {
	Page int
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("paginate: page %d: %v", e.Page, e.Err) }

// Unwrap returns e.Err.
func (e *Error) Unwrap() error { return e.Err }

// ended returns the error of a context that has ended, nil if it has not. It names the page that
// the traversal would read next.
func ended(ctx context.Context, number int) error {
	err := ctx.Err()
	if err == nil {
		return nil
	}
	if cause := context.Cause(ctx); cause != err {
		err = &causedError{err, cause}
	}
	return &Error{Page: number, Err: err}
}

// causedError is the error of a context, with the cause that the owner of the context gave. Its
// text leaves the cause out.
type causedError struct {
	error
	cause error
}

func (e *causedError) Unwrap() []error { return []error{e.error, e.cause} }
