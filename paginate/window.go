package paginate

import (
	"context"
	"sync"
)

// window fetches pages by number, several at once, and gives them out in their order.
type window struct {
	queue   chan chan answer // one for each page that was begun
	ctx     context.Context
	stop    context.CancelFunc
	fetches sync.WaitGroup
	left    int
}

// openWindow begins to fetch the pages from number from to number to, n at once, with limit records each.
func openWindow(ctx context.Context, fetch source, limit, from, to, n int) *window {
	n = min(n, maxAhead)
	w := &window{queue: make(chan chan answer, 2*n), left: max(0, to-from+1)}
	w.ctx, w.stop = context.WithCancel(ctx)
	if w.left == 0 {
		return w
	}
	slots := make(chan struct{}, n)
	w.fetches.Go(func() {
		defer close(w.queue)
		for number := from; number <= to; number++ {
			select {
			case slots <- struct{}{}:
			case <-w.ctx.Done():
				return
			}
			page := make(chan answer, 1)
			w.fetches.Go(func() {
				s, err := fetchPage(w.ctx, fetch, Request{Limit: limit, Page: number}, number)
				page <- answer{s, err}
				<-slots
			})
			select {
			case w.queue <- page:
			case <-w.ctx.Done():
				return
			}
		}
	})
	return w
}

// next waits for the next page, which is number in the reading; ok is false after the last.
func (w *window) next(number int) (a answer, ok bool) {
	if w.left == 0 {
		return answer{}, false
	}
	w.left--
	// The queue ends early only if the context does. A page that came in spite of that is no longer wanted either.
	if page, begun := <-w.queue; begun {
		a = <-page
	}
	if err := ended(w.ctx, number); err != nil && a.err == nil {
		a = answer{err: err}
	}
	return a, true
}

// close ends what is still being fetched and returns when nothing is.
func (w *window) close() {
	w.stop()
	w.fetches.Wait()
}
