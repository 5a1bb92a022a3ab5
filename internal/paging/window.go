package paging

import (
	"context"
	"sync"
)

// window fetches pages by number, several at once, and returns them in their order.
type window struct {
	queue   chan chan fetched // one for each page whose fetch began
	ctx     context.Context
	stop    context.CancelFunc
	fetches sync.WaitGroup
	left    int
}

// openWindow starts to fetch the pages from number from to number to, n at once, with limit records
// each.
func openWindow(ctx context.Context, fetch Source, limit, from, to, n int) *window {
	n = min(n, maxAhead)
	w := &window{queue: make(chan chan fetched, 2*n), left: max(0, to-from+1)}
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
			page := make(chan fetched, 1)
			w.fetches.Go(func() {
				s, err := fetchPage(w.ctx, fetch, Request{Limit: limit, Page: number}, number)
				page <- fetched{s, err}
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

// next waits for the next page, which has that number in the traversal. ok is false after the last
// page.
func (w *window) next(number int) (f fetched, ok bool) {
	if w.left == 0 {
		return fetched{}, false
	}
	w.left--
	// The queue ends early only if the context ends. Then next drops the page, too, if it has one.
	if page, begun := <-w.queue; begun {
		f = <-page
	}
	if err := ended(w.ctx, number); err != nil && f.err == nil {
		f = fetched{err: err}
	}
	return f, true
}

// close cancels the fetches that are under way and returns when they have ended.
func (w *window) close() {
	w.stop()
	w.fetches.Wait()
}
