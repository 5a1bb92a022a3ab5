package paginate

import (
	"context"
	"errors"
	"fmt"
)

// What is wrong with a list that cannot be read to its end. Each comes wrapped in an [*Error]; test with [errors.Is].
var (
	// ErrNoCursor reports a page that says another one follows and gives no cursor for it. The page itself was handed on.
	ErrNoCursor = errors.New("another page follows, but the metadata has no cursor for it")
	// ErrRepeatedCursor reports a page whose cursor leads back to where the reading has been. The page itself was handed on.
	ErrRepeatedCursor = errors.New("the cursor leads back to an earlier page")
	// ErrRepeatedPage reports a page that came before, as when a server ignores the cursor: a page with the same cursors, or
	// the third page with the same records under cursors of its own. Records are the same if they have the same keys
	// ([Key]), in any order. Where one of them has no key, they are the same if they have the same JSON ([SetDocument]), or
	// the same values if that is not known. The page is not handed on again.
	ErrRepeatedPage = errors.New("the server sent an earlier page again")
	// ErrEmptyPages reports a hundred empty pages in a row, each with a cursor for the next one. The pages were handed on.
	ErrEmptyPages = errors.New("a hundred pages in a row were empty, and another follows")
	// ErrMeta reports metadata that does not tell whether another page follows: the value has another type; or it is null or
	// absent ([SetDocument]) although the total counts more records or the page is full. The page itself was handed on.
	ErrMeta = errors.New("the metadata does not tell whether another page follows")
	// ErrChanged reports a list that changed so much while it was read by page numbers ([Parallel]) that records may be
	// missing or doubled. GetAll reads such a list again with the cursor; it happens in Pages and All only.
	ErrChanged = errors.New("the list changed while it was read by page numbers")
)

var errNoPage = errors.New("fetch returned neither a page nor an error")

// Error says at which page the reading of a list ended early. What the [Fetch] itself reports is passed on as it is.
// The text holds no cursor and no record.
type Error struct {
	// Page counts the pages of this reading from 1.
	Page int
	// Err is one of the errors of this package, or the error of the context; [errors.Is] finds its cause as well.
	Err error
}

func (e *Error) Error() string { return fmt.Sprintf("paginate: page %d: %v", e.Page, e.Err) }

// Unwrap returns e.Err.
func (e *Error) Unwrap() error { return e.Err }

// ended is the error of a context that has ended, nil if it has not. The page that was to come has that number.
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

// causedError is the error of a context with the cause that its owner gave, whose words are not repeated.
type causedError struct {
	error
	cause error
}

func (e *causedError) Unwrap() []error { return []error{e.error, e.cause} }
