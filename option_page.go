package factorialhr

import (
	"fmt"

	"github.com/factorialhr-go/factorialhr/internal/paging"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// Calls that read no list ignore the options of this file.

// Prefetch reads up to n pages ahead while the loop works on one: see [paginate.Prefetch].
func Prefetch(n int) RequestOption {
	return func(s *settings) { s.paging.Prefetch = n }
}

// Parallel reads a list by page numbers, up to n pages at once. [paginate.Parallel] says what it
// checks and when it follows the cursor instead. Eight is a good start; more than [MaxInFlight], 32
// by default, has no effect.
func Parallel(n int) RequestOption {
	return func(s *settings) { s.paging.Parallel = n }
}

// Backwards reads a list towards its beginning: see [paginate.Backwards].
func Backwards() RequestOption {
	return func(s *settings) { s.paging.Backwards = true }
}

// Progress calls f for every page of a list before the loop gets it: see [paginate.Progress]. If
// the filter of a list is too long for one URL, the list is read in parts, and the count starts
// again with each part.
func Progress(f func(paginate.Position)) RequestOption {
	return func(s *settings) {
		s.paging.Progress = nil
		if f != nil {
			s.paging.Progress = func(p paging.Position) { f(paginate.Position(p)) }
		}
	}
}

// readsAhead tells whether a list is read at other times than the loop asks for its pages.
func (s *settings) readsAhead() bool { return s.paging.Prefetch > 0 || s.paging.Parallel > 1 }

var errReadAhead = fmt.Errorf("%w: ResponseInto cannot be combined with Prefetch or Parallel", ErrInvalidRequest)
