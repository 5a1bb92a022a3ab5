package paging

import (
	"context"
	"iter"
	"sync"
)

// fetched is the result of a fetch.
type fetched struct {
	page *Sheet
	err  error
}

// ahead runs an iterator in its own goroutine, up to n pages ahead of the loop.
func ahead(ctx context.Context, n int, list func(context.Context) iter.Seq2[*Sheet, error]) iter.Seq2[*Sheet, error] {
	return func(yield func(*Sheet, error) bool) {
		reading, stop := context.WithCancel(ctx)
		var reader sync.WaitGroup
		defer reader.Wait()
		defer stop()

		// The reader itself holds one page while it waits for room, so the queue holds one less.
		queue := make(chan fetched, n-1)
		complete := false
		reader.Go(func() {
			defer close(queue)
			for s, err := range list(reading) {
				select {
				case queue <- fetched{s, err}:
				case <-reading.Done():
					return
				}
			}
			complete = true
		})
		pages := 0
		for f := range queue {
			if f.err != nil {
				yield(nil, f.err)
				return
			}
			pages++
			if err := ended(ctx, pages); err != nil {
				yield(nil, err)
				return
			}
			if !yield(f.page, nil) {
				return
			}
		}
		if !complete { // the context ended, which must not look like the end of the list
			yield(nil, ended(ctx, pages+1))
		}
	}
}
