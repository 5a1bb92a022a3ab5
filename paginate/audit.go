package paginate

import (
	"context"
	"iter"
	"strconv"
)

// Report calls f when a list contradicts its metadata in a way that need not be an error, with what the metadata says as
// Want and what came as Got:
//
//   - A list that is read from its beginning ends with fewer records than its last total counts.
//   - A list has more than twice as many records as its total counts, and more than 100 more. f is told once, and the
//     reading goes on.
//   - A list ends with a page that is not full and does not say that it is the last.
//
// On some lists the total counts something else than records. If f returns an error, the reading ends with it, after the
// records that it is about. f runs on the goroutine that ranges, never concurrently.
func Report(f func(ctx context.Context, m Mismatch) error) Option {
	return func(o *options) { o.report = f }
}

// fewBeyond is how many records more than its total a list can have before that is reported: some come while it is read.
const fewBeyond = 100

// audit compares a list with its metadata while it is read.
func audit(ctx context.Context, list iter.Seq2[*sheet, error], o *options) iter.Seq2[*sheet, error] {
	return func(yield func(*sheet, error) bool) {
		records, total := 0, 0
		silent, beyond := false, false
		for s, err := range list {
			if err != nil {
				yield(s, err)
				return
			}
			// The page is the loop's from here on.
			records += s.size()
			if s.meta.Total > 0 {
				total = s.meta.Total
			}
			silent = s.silent
			if !yield(s, nil) {
				return
			}
			if !beyond && total > 0 && records-total > max(total, fewBeyond) {
				beyond = true
				if err := o.report(ctx, miscounted(total, records)); err != nil {
					yield(nil, err)
					return
				}
			}
		}
		var err error
		switch {
		case silent && o.readsBackwards():
			err = o.report(ctx, Mismatch{Pointer: "/meta/has_previous_page", Want: "bool", Got: "nothing"})
		case silent:
			err = o.report(ctx, Mismatch{Pointer: "/meta/has_next_page", Want: "bool", Got: "nothing"})
		case o.fromStart() && !o.readsBackwards() && records < total:
			err = o.report(ctx, miscounted(total, records))
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// miscounted is the mismatch of a list with another number of records than its total.
func miscounted(total, records int) Mismatch {
	return Mismatch{Pointer: "/meta/total", Want: strconv.Itoa(total) + " records", Got: strconv.Itoa(records) + " records"}
}
