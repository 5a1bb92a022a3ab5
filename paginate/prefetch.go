package paginate

import (
	"context"
	"iter"
	"sync"
)

// answer is what a fetch returned.
type answer struct {
	page *sheet
	err  error
}

// ahead runs an iterator in a goroutine of its own, up to n pages ahead of the loop.
func ahead(ctx context.Context, n int, list func(context.Context) iter.Seq2[*sheet, error]) iter.Seq2[*sheet, error] {
	return func(yield func(*sheet, error) bool) {
		reading, stop := context.WithCancel(ctx)
		var reader sync.WaitGroup
		defer reader.Wait()
		defer stop()

		// The reader fetches one page while it waits to hand over the one before, so the queue holds one less.
		queue := make(chan answer, n-1)
		complete := false
		reader.Go(func() {
			defer close(queue)
			for s, err := range list(reading) {
				select {
				case queue <- answer{s, err}:
				case <-reading.Done():
					return
				}
			}
			complete = true
		})
		pages := 0
		for a := range queue {
			if a.err != nil {
				yield(nil, a.err)
				return
			}
			pages++
			if err := ended(ctx, pages); err != nil {
				yield(nil, err)
				return
			}
			if !yield(a.page, nil) {
				return
			}
		}
		if !complete { // the reader gave up because the context ended, which must not look like the end of the list
			yield(nil, ended(ctx, pages+1))
		}
	}
}
