package paging

import "iter"

// As gives the pages or the records of a list their type P, a pointer.
//
// P is always a pointer, so a package compiles As once, whatever the number of its lists. As is not
// inlined, and it calls the iterator instead of ranging over it, to keep that small.
//
//go:noinline
func As[P any](list iter.Seq2[any, error]) iter.Seq2[P, error] {
	return func(yield func(P, error) bool) {
		list(func(v any, err error) bool {
			typed, _ := v.(P)
			return yield(typed, err)
		})
	}
}

// Pages returns the pages of sheets, each a *paginate.Page.
func Pages(sheets iter.Seq2[*Sheet, error]) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for s, err := range sheets {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(s.Page, nil) {
				return
			}
		}
	}
}

// Records returns the records of sheets one by one, each a pointer into its page.
func Records(sheets iter.Seq2[*Sheet, error]) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for s, err := range sheets {
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range s.size() {
				if !yield(s.record(i), nil) {
					return
				}
			}
		}
	}
}
