package paginate

import "github.com/factorialhr-go/factorialhr/internal/paging"

// The reasons why a list cannot be read to its end. They come wrapped in an [*Error]; test with
// [errors.Is].
var (
	// ErrNoCursor reports a page that says another one follows and gives no cursor for it. The
	// loop gets the page before the error.
	ErrNoCursor = paging.ErrNoCursor
	// ErrRepeatedCursor reports a page whose cursor leads back to an earlier page. The loop gets
	// the page before the error.
	ErrRepeatedCursor = paging.ErrRepeatedCursor
	// ErrRepeatedPage reports that the server sent an earlier page again, for instance because it
	// ignores the cursor: a page with the same cursors, or the third page with the same records
	// under new cursors. Records are the same if they have the same keys ([Key]), in any order. If
	// one of them has no key, they are the same if they have the same JSON ([SetDocument]), or the
	// same values if the JSON is not known. The loop does not get the page again.
	ErrRepeatedPage = paging.ErrRepeatedPage
	// ErrEmptyPages reports a hundred empty pages in a row, each with a cursor for the next one.
	// The loop gets the pages before the error.
	ErrEmptyPages = paging.ErrEmptyPages
	// ErrMeta reports metadata that does not tell whether another page follows: the value has
	// another type; or it is null or absent ([SetDocument]) although the total counts more records
	// or the page is full. The loop gets the page before the error.
	ErrMeta = paging.ErrMeta
	// ErrChanged reports a list that changed while it was read by page numbers ([Parallel]), so
	// that records may be missing or doubled. Only [Pages] and [All] report it: [GetAll] reads
	// such a list again along the cursor.
	ErrChanged = paging.ErrChanged
)

// Error names the page at which a traversal ended early. An error of the [Fetch] itself is returned
// unchanged. The text of an Error holds no cursor and no record.
type Error struct {
	// Page counts the pages of this traversal from 1.
	Page int
	// Err is one of the errors of this package, or the error of the context, which wraps its
	// cause.
	Err error
}

func (e *Error) Error() string { return (*paging.Error)(e).Error() }

// Unwrap returns e.Err.
func (e *Error) Unwrap() error { return e.Err }
