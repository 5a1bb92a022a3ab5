package factorialhr_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// manyAtOnce makes n calls at once and returns how long they took.
func manyAtOnce(t *testing.T, c *factorialhr.Client, op *factorialhr.Operation, n int) time.Duration {
	t.Helper()
	start := time.Now()
	var running sync.WaitGroup
	for range n {
		running.Go(func() {
			if _, err := call(t.Context(), c, op); err != nil {
				t.Error(err)
			}
		})
	}
	running.Wait()
	return time.Since(start)
}

func TestPacing(t *testing.T) {
	tests := map[string]struct {
		op   factorialhr.Operation
		opts []factorialhr.RequestOption
		want time.Duration
	}{
		"20 POSTs go at once, 180 follow at 3 a second": {op: createThing, want: time.Minute},
		"so do POSTs that only read":                    {op: searchThing, want: time.Minute},
		"GETs are not paced":                            {op: getThing},
		"PUTs are not paced":                            {op: updateThing},
		"POSTs without pacing":                          {op: createThing, opts: []factorialhr.RequestOption{factorialhr.WithoutPacing()}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := serve(t, status(200, `{"id":"7"}`), test.opts...)
				if took := manyAtOnce(t, c, &test.op, 200); took.Round(time.Second) != test.want {
					t.Errorf("it took %v, want %v", took, test.want)
				}
			})
		})
	}
}

func TestA429PausesTheWholeClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var refused atomic.Bool
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			switch {
			case refused.CompareAndSwap(false, true):
				w.Header().Set("Retry-After", "20")
				w.WriteHeader(429)
			case time.Since(start) < 20*time.Second:
				t.Errorf("a request came after %v", time.Since(start))
			}
			io.WriteString(w, `{"id":"7"}`)
		})
		if _, err := call(t.Context(), c, &createThing, once); !errors.Is(err, factorialhr.ErrRateLimited) {
			t.Fatal(err)
		}
		if took := manyAtOnce(t, c, &getThing, 100); took != 20*time.Second {
			t.Errorf("they took %v", took)
		}
	})
}

func TestAPauseHoldsThoseThatWaitForAPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var requests atomic.Int32
		start := time.Now()
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			n := requests.Add(1)
			time.Sleep(time.Second)
			switch {
			case n <= 2:
				w.Header().Set("Retry-After", "60")
				w.WriteHeader(429)
			case time.Since(start) < time.Minute:
				t.Errorf("request %d came after %v", n, time.Since(start))
			}
			io.WriteString(w, `{"id":"7"}`)
		}, factorialhr.MaxInFlight(2))
		manyAtOnce(t, c, &getThing, 20)
	})
}

func TestACallThatDoesNotWaitForTheEndOfAPauseKeepsNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := serve(t, inTurn(status(429, "", "Retry-After", "20"), status(200, `{"id":"7"}`)), factorialhr.MaxInFlight(1))
		if _, err := call(t.Context(), c, &getThing, once); !errors.Is(err, factorialhr.ErrRateLimited) {
			t.Fatal(err)
		}
		for _, patience := range []time.Duration{time.Second, time.Hour} { // the one has a deadline, the other is cancelled
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			time.AfterFunc(2*time.Second, cancel)
			if _, err := call(ctx, c, &getThing); err == nil {
				t.Error("it did not wait")
			}
			cancel()
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := call(ctx, c, &getThing); err != nil {
			t.Error(err)
		}
	})
}

func TestAShortPauseDoesNotEndALongOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// Both are in flight before the first is answered.
		after := func(d time.Duration, answer http.HandlerFunc) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) { time.Sleep(d); answer(w, r) }
		}
		c := serve(t, inTurn(
			after(time.Second, status(429, "", "Retry-After", "19")),
			after(2*time.Second, status(429, "", "Retry-After", "2")),
			status(200, `{"id":"7"}`),
		))
		start := time.Now()
		var slow sync.WaitGroup
		for range 2 {
			slow.Go(func() { _, _ = call(t.Context(), c, &getThing, once) })
		}
		slow.Wait()
		if _, err := call(t.Context(), c, &getThing); err != nil || time.Since(start) != 20*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

func TestAnAnswerThatIsTheLastOfItsSpanPausesTheClient(t *testing.T) {
	for name, header := range map[string][]string{
		"standard names": {"RateLimit-Remaining", "0", "RateLimit-Reset", "5"},
		"old names":      {"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "5"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := serve(t, inTurn(status(200, `{"id":"7"}`, header...), status(200, `{"id":"7"}`)))
				start := time.Now()
				for range 2 {
					if _, err := call(t.Context(), c, &getThing); err != nil {
						t.Fatal(err)
					}
				}
				if took := time.Since(start); took != 5*time.Second {
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

func TestRequestsInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int32
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			n := now.Add(1)
			most.Store(max(most.Load(), n))
			time.Sleep(time.Second)
			io.WriteString(w, `{"id":`)
			http.NewResponseController(w).Flush()
			time.Sleep(time.Second) // it is in flight until the last byte
			now.Add(-1)
			io.WriteString(w, `"7"}`)
		}, factorialhr.MaxInFlight(8))
		if took := manyAtOnce(t, c, &getThing, 80); took != 20*time.Second || most.Load() != 8 {
			t.Errorf("%d in flight, %v", most.Load(), took)
		}
	})
}

func TestPostsThatWaitForTheirTurnHoldNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := serve(t, status(200, `{"id":"7"}`), factorialhr.MaxInFlight(2))
		var posts sync.WaitGroup
		posts.Go(func() { manyAtOnce(t, c, &createThing, 50) })
		synctest.Wait()
		if took := manyAtOnce(t, c, &getThing, 10); took != 0 {
			t.Errorf("the GETs took %v", took)
		}
		posts.Wait()
	})
}

// door is a limiter of a program.
type door struct {
	err    error
	waits  []string
	pauses []time.Duration
}

func (d *door) Wait(_ context.Context, method string) error {
	d.waits = append(d.waits, method)
	return d.err
}

func (d *door) Pause(p time.Duration) { d.pauses = append(d.pauses, p) }

func TestALimiterOfTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := new(door)
		c := serve(t, inTurn(status(429, "", "Retry-After", "3"), status(200, `{"id":"7"}`)), factorialhr.RateLimiter(d))
		if _, err := call(t.Context(), c, &getThing); err != nil {
			t.Fatal(err)
		}
		if len(d.waits) != 2 || d.waits[0] != "GET" || len(d.pauses) != 1 || d.pauses[0] != 3*time.Second {
			t.Errorf("it was asked %v and told %v", d.waits, d.pauses)
		}
	})
}

func TestALimiterThatFails(t *testing.T) {
	network := memnet.New()
	d := &door{err: errors.New("the shared limiter is gone")}
	var seen watcher
	c := newClient(t, network.Transport(t), factorialhr.RateLimiter(d), factorialhr.Observe(&seen))
	_, err := call(t.Context(), c, &createThing)
	if len(seen.attempts) > 0 || len(seen.calls) != 1 {
		t.Errorf("an observer saw %d attempts of %d calls", len(seen.attempts), len(seen.calls))
	}
	e, ok := errors.AsType[*factorialhr.Error](err)
	if !ok || !errors.Is(err, d.err) || e.Outcome != factorialhr.OutcomeNotSent || len(d.waits) != 1 || len(network.Dialled()) > 0 {
		t.Errorf("got %v after %d turns", err, len(d.waits))
	}
}

func TestALimiterThatFailsOfSomethingThatPasses(t *testing.T) {
	network := memnet.New()
	_, refused := call(t.Context(), newClient(t, network.Transport(t)), &getThing, once) // the limiter is a service
	d := &door{err: refused}
	_, err := call(t.Context(), newClient(t, network.Transport(t), factorialhr.RateLimiter(d)), &getThing)
	if e, ok := errors.AsType[*factorialhr.Error](err); !ok || !errors.Is(err, syscall.ECONNREFUSED) || e.Attempts != 0 || len(d.waits) != 1 {
		t.Errorf("got %v after %d turns", err, len(d.waits))
	}
}

func TestATurnThatWouldComeTooLateIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := serve(t, status(200, `{"id":"7"}`))
		manyAtOnce(t, c, &createThing, 20)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		start := time.Now()
		_, err := call(ctx, c, &createThing)
		e, ok := errors.AsType[*factorialhr.Error](err)
		if !ok || !errors.Is(err, context.DeadlineExceeded) || e.Outcome != factorialhr.OutcomeNotSent || time.Since(start) > 0 {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

func TestALimiterThatFailsBetweenTwoAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := new(door)
		gone := errors.New("the shared limiter is gone")
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			d.err = gone
			w.WriteHeader(503)
		}, factorialhr.RateLimiter(d))
		_, err := call(t.Context(), c, &updateThing)
		e, ok := errors.AsType[*factorialhr.Error](err)
		if !ok || !errors.Is(err, gone) || e.StatusCode != 503 || e.Attempts != 1 || e.Outcome != factorialhr.OutcomeUnknown {
			t.Errorf("the error should tell of the attempt and of the limiter: %v", err)
		}
	})
}
