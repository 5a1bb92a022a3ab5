package factorialhr_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// When its context ends, a call returns at once, whatever it is doing: no fake time passes, and a
// bubble does not end while a goroutine is left. Each case sets when the context ends; the call
// must return at that time.
func TestACallEndsWithItsContext(t *testing.T) {
	stuck := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	halfway := func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"id":`)
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	tests := map[string]struct {
		answer  http.HandlerFunc
		opts    []factorialhr.RequestOption
		before  int // concurrent calls that start first
		op      factorialhr.Operation
		ends    time.Duration
		outcome factorialhr.Outcome
		status  int
	}{
		"before the call": {
			answer: stuck, op: createThing, ends: 0, outcome: factorialhr.OutcomeNotSent,
		},
		"in the limiter": {
			answer: status(200, "{}"), op: createThing, before: 200, ends: time.Second, outcome: factorialhr.OutcomeNotSent,
		},
		"waiting for a place": {
			answer: stuck, op: getThing, before: 1, opts: []factorialhr.RequestOption{factorialhr.MaxInFlight(1)},
			ends: time.Second, outcome: factorialhr.OutcomeNotSent,
		},
		"in a pause after a 429": {
			answer: status(429, "", "Retry-After", "50"), op: createThing, before: 1, ends: time.Second, outcome: factorialhr.OutcomeNotSent,
		},
		"waiting to retry": {
			answer: status(503, "", "Retry-After", "50"), op: getThing, ends: time.Second, outcome: factorialhr.OutcomeUnknown, status: 503,
		},
		"waiting to retry what was refused": {
			answer: status(429, "", "Retry-After", "50"), op: createThing, ends: time.Second, outcome: factorialhr.OutcomeRejected, status: 429,
		},
		"waiting for the answer": {
			answer: stuck, op: createThing, ends: time.Second, outcome: factorialhr.OutcomeUnknown,
		},
		"in the middle of the answer": {
			answer: halfway, op: createThing, ends: time.Second, outcome: factorialhr.OutcomeUnknown, status: 200,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := serve(t, test.answer, append(test.opts, factorialhr.AttemptTimeout(time.Hour))...)
				others, stop := context.WithCancel(t.Context())
				defer synctest.Wait()
				defer stop()
				for range test.before {
					go call(others, c, &test.op)
				}
				synctest.Wait()

				ctx, cancel := context.WithCancelCause(t.Context())
				why := errors.New("the reason of the caller")
				if test.ends == 0 {
					cancel(why)
				}
				time.AfterFunc(test.ends, func() { cancel(why) })
				start := time.Now()
				_, err := call(ctx, c, &test.op)
				if took := time.Since(start); took != test.ends {
					t.Errorf("it took %v", took)
				}
				e, ok := errors.AsType[*factorialhr.Error](err)
				if !ok || !errors.Is(err, context.Canceled) || !errors.Is(err, why) {
					t.Fatalf("got %v", err)
				}
				if e.Outcome != test.outcome || e.StatusCode != test.status {
					t.Errorf("outcome %v and status %d, want %v and %d: %v", e.Outcome, e.StatusCode, test.outcome, test.status, err)
				}
			})
		})
	}
}

func TestAListEndsWithItsContext(t *testing.T) {
	tests := map[string]struct {
		opts    []factorialhr.RequestOption
		page    time.Duration // how long the server takes for one page
		records int           // read before the context ends
		ends    time.Duration
	}{
		"between two pages":                      {nil, 0, 200, 0},
		"between two pages, reading ahead":       {[]factorialhr.RequestOption{factorialhr.Prefetch(3)}, 0, 200, 0},
		"between two pages, in parallel":         {[]factorialhr.RequestOption{factorialhr.Parallel(3)}, 0, 200, 0},
		"waiting for a page":                     {nil, time.Second, 200, 2500 * time.Millisecond},
		"waiting for a page, reading ahead":      {[]factorialhr.RequestOption{factorialhr.Prefetch(3)}, time.Second, 200, 2500 * time.Millisecond},
		"waiting for several pages, in parallel": {[]factorialhr.RequestOption{factorialhr.Parallel(3)}, time.Second, 400, 2500 * time.Millisecond},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &shelf{n: 100_000}
				c := serve(t, func(w http.ResponseWriter, r *http.Request) {
					time.Sleep(test.page)
					s.ServeHTTP(w, r)
				})
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				why := errors.New("the reason of the caller")
				if test.ends > 0 {
					time.AfterFunc(test.ends, func() { cancel(why) })
				}
				start := time.Now()
				records := 0
				var last error
				for _, err := range factorialhr.CallAll[thing](ctx, c, &listThings, nil, test.opts...) {
					if last = err; err != nil {
						break
					}
					if records++; records == test.records && test.ends == 0 {
						cancel(why)
					}
				}
				if took := time.Since(start); took != test.ends {
					t.Errorf("it took %v", took)
				}
				e, ok := errors.AsType[*factorialhr.Error](last)
				if !ok || !errors.Is(last, context.Canceled) || !errors.Is(last, why) || e.Operation != "things.Things.List" {
					t.Errorf("got %v", last)
				}
				// Pages that were read ahead may still follow.
				if records < test.records || records > test.records+400 {
					t.Errorf("%d records", records)
				}
			})
		})
	}
}
