package paginate_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// A bubble of synctest ends only when all its goroutines have ended, so each of these tests fails
// if a goroutine is left behind.

func TestNothingGoesOnAfterTheLoopEnds(t *testing.T) {
	for name, mode := range modes {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newList(950, 10)
				l.latency = time.Second
				pages := 0
				var left time.Time
				for _, err := range paginate.Pages(t.Context(), l.fetch, mode...) {
					if err != nil {
						t.Fatal(err)
					}
					if pages++; pages == 5 {
						left = time.Now()
						break
					}
				}
				if took := time.Since(left); took != 0 {
					t.Errorf("the loop took %v to end", took)
				}
				asked := l.requests()
				time.Sleep(time.Minute)
				if l.requests() != asked || l.inFlight != 0 {
					t.Errorf("%d requests after the loop, %d still in flight", l.requests()-asked, l.inFlight)
				}
			})
		})
	}
}

func TestABreakAtTheFirstPageEndsEverything(t *testing.T) {
	for name, mode := range modes {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newList(950, 10)
				l.latency = time.Second
				for range paginate.All(t.Context(), l.fetch, mode...) {
					synctest.Wait() // whatever is read ahead is under way
					break
				}
				l.mu.Lock()
				defer l.mu.Unlock()
				if l.inFlight != 0 {
					t.Errorf("%d requests in flight", l.inFlight)
				}
			})
		})
	}
}

func TestAPanicInTheLoopEndsEverything(t *testing.T) {
	for name, mode := range modes {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newList(950, 10)
				l.latency = time.Second
				defer func() {
					if r := recover(); r != "loop" {
						t.Errorf("recovered %v", r)
					}
				}()
				for range paginate.All(t.Context(), l.fetch, mode...) {
					panic("loop")
				}
			})
		})
	}
}

func TestTheContextEndsAReading(t *testing.T) {
	for name, mode := range modes {
		t.Run(name+", before it begins", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				cancel()
				l := newList(950, 10)
				pages, err := drain(t, paginate.Pages(ctx, l.fetch, mode...))
				if !errors.Is(err, context.Canceled) || len(pages) != 0 || l.requests() != 0 {
					t.Errorf("got %d pages, %v after %d requests", len(pages), err, l.requests())
				}
			})
		})
		t.Run(name+", between two pages", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				why := errors.New("the reason of the caller")
				l := newList(950, 10)
				l.latency = time.Second
				pages := 0
				var last error
				var ended time.Time
				for _, err := range paginate.Pages(ctx, l.fetch, mode...) {
					last = err
					if err != nil {
						continue
					}
					if pages++; pages == 5 {
						time.Sleep(time.Minute) // whatever is read ahead has come
						cancel(why)
						ended = time.Now()
					}
				}
				if !errors.Is(last, context.Canceled) || !errors.Is(last, why) || pages != 5 {
					t.Errorf("got %d pages, %v", pages, last)
				}
				if text := last.Error(); !strings.HasSuffix(text, ": context canceled") {
					t.Errorf("it repeats the words of the caller: %s", text)
				}
				if took := time.Since(ended); took != 0 {
					t.Errorf("the loop took %v to end", took)
				}
			})
		})
		t.Run(name+", while it waits for a page", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
				defer cancel()
				l := newList(950, 10)
				l.latency = time.Second
				begin := time.Now()
				records, err := paginate.GetAll(ctx, l.fetch, mode...)
				if !errors.Is(err, context.DeadlineExceeded) || records != nil {
					t.Errorf("got %d records, %v", len(records), err)
				}
				if took := time.Since(begin); took != 1500*time.Millisecond {
					t.Errorf("the reading took %v to end", took)
				}
			})
		})
		t.Run(name+", after the last page, which is no error", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				pages := 0
				for _, err := range paginate.Pages(ctx, newList(30, 10).fetch, mode...) {
					if err != nil {
						t.Fatal(err)
					}
					if pages++; pages == 3 {
						synctest.Wait()
						cancel()
					}
				}
				if pages != 3 {
					t.Errorf("got %d pages", pages)
				}
			})
		})
	}
}

func TestPrefetchReadsWhileTheLoopWorks(t *testing.T) {
	for _, test := range []struct {
		n    int
		want time.Duration // one second for a page to come, one for the work on it
	}{{0, 20 * time.Second}, {1, 11 * time.Second}, {4, 11 * time.Second}} {
		synctest.Test(t, func(t *testing.T) {
			l := newList(100, 10)
			l.latency = time.Second
			begin := time.Now()
			for range paginate.Pages(t.Context(), l.fetch, paginate.Prefetch(test.n)) {
				time.Sleep(time.Second)
			}
			if took := time.Since(begin); took != test.want {
				t.Errorf("Prefetch(%d): took %v, want %v", test.n, took, test.want)
			}
		})
	}
}

func TestNoMoreIsReadAheadThanAsked(t *testing.T) {
	for name, test := range map[string]struct {
		opt  paginate.Option
		most int // pages asked for beyond the one at hand
	}{
		"Prefetch(1)": {paginate.Prefetch(1), 1},
		"Prefetch(4)": {paginate.Prefetch(4), 4},
		"Parallel(4)": {paginate.Parallel(4), 2*4 + 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := newList(950, 10)
			pages := 0
			for range paginate.Pages(t.Context(), l.fetch, test.opt) {
				pages++
				synctest.Wait()
				if ahead := l.requests() - pages; ahead > test.most {
					t.Fatalf("%s: %d pages ahead, want at most %d", name, ahead, test.most)
				}
			}
		})
	}
}
