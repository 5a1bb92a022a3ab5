package factorialhr

import (
	"fmt"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// Prefetch reads up to n pages ahead while the loop works on a page: see [paginate.Prefetch].
func Prefetch(n int) RequestOption { return paging(paginate.Prefetch(n), n > 0) }

// Parallel reads a list by page numbers, up to n pages at once: see [paginate.Parallel] for what it
// checks, and for when it falls back to the cursor. Start with 8; more than [MaxInFlight], which is
// 32 by default, has no effect.
func Parallel(n int) RequestOption { return paging(paginate.Parallel(n), n > 1) }

// Backwards reads a list towards its beginning: see [paginate.Backwards].
func Backwards() RequestOption { return paging(paginate.Backwards(), false) }

// Progress calls f for every page of a list before the loop gets it: see [paginate.Progress]. A
// list whose filter is too long for one URL is read in parts, and the count restarts with each
// part.
func Progress(f func(paginate.Position)) RequestOption { return paging(paginate.Progress(f), false) }

// paging returns a RequestOption for lists. Calls that read no list ignore it.
func paging(o paginate.Option, ahead bool) RequestOption {
	return func(s *settings) {
		s.paging = append(s.paging[:len(s.paging):len(s.paging)], o)
		s.ahead = s.ahead || ahead
	}
}

var errReadAhead = fmt.Errorf("%w: ResponseInto cannot be combined with Prefetch or Parallel", ErrInvalidRequest)
