package paging

import (
	"context"
	"iter"
	"strconv"
)

// fewBeyond is how many records more than its total a list may have before the audit reports it:
// some records are created while the list is read.
const fewBeyond = 100

// audit compares a list with its metadata while it is read, and calls o.Report where they
// contradict each other.
func audit(ctx context.Context, list iter.Seq2[*Sheet, error], o *Options) iter.Seq2[*Sheet, error] {
	return func(yield func(*Sheet, error) bool) {
		records, total := 0, 0
		silent, beyond := false, false
		for s, err := range list {
			if err != nil {
				yield(s, err)
				return
			}
			// The page belongs to the loop from here on.
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
				if err := o.Report(ctx, miscounted(total, records)); err != nil {
					yield(nil, err)
					return
				}
			}
		}
		var err error
		switch {
		case silent && o.readsBackwards():
			err = o.Report(ctx, Mismatch{Pointer: "/meta/has_previous_page", Want: "bool", Got: "nothing"})
		case silent:
			err = o.Report(ctx, Mismatch{Pointer: "/meta/has_next_page", Want: "bool", Got: "nothing"})
		case o.fromStart() && !o.readsBackwards() && records < total:
			err = o.Report(ctx, miscounted(total, records))
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// miscounted returns the mismatch of a list whose number of records is not its total.
func miscounted(total, records int) Mismatch {
	return Mismatch{Pointer: "/meta/total", Want: strconv.Itoa(total) + " records", Got: strconv.Itoa(records) + " records"}
}
