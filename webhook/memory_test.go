package webhook_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/webhook"
)

// keepIn returns a Failed function that stores deliveries as JSON in kept.
func keepIn(t *testing.T, kept *[][]byte) func(context.Context, webhook.Delivery, error) {
	return func(_ context.Context, d webhook.Delivery, _ error) {
		text, err := json.Marshal(d)
		if err != nil {
			t.Errorf("%v cannot be kept: %v", d, err)
			return
		}
		*kept = append(*kept, text)
	}
}

// failOnce returns a handler that fails on its first call and then puts events into b.
func failOnce(b *inbox) func(context.Context, webhook.Event[note]) error {
	var called atomic.Bool
	return func(ctx context.Context, e webhook.Event[note]) error {
		if !called.Swap(true) {
			return errBad
		}
		return b.put(ctx, e)
	}
}

// heap returns the number of heap bytes in use.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// A full queue keeps only the bodies alive: the records of a body can take many times its size.
func TestAFullQueueOfLargeBodiesIsBoundedByBytes(t *testing.T) {
	const size, queue = 1 << 19, 4 << 20
	for name, body := range map[string]string{
		"one record":        `{"text":"` + strings.Repeat("x", size-20) + `"}`,
		"as many as fit":    "[" + strings.Repeat("{},", size/3-1) + "{}]",
		"many small values": `[{"x":[` + strings.Repeat("1,", size/2-10) + `1]}]`,
	} {
		t.Run(name, func(t *testing.T) {
			mux := newMux(t, webhook.Workers(1), webhook.Queue(1000, queue))
			release := make(chan struct{})
			webhook.On(mux, noteCreate, func(context.Context, webhook.Event[note]) error { <-release; return nil })
			s := serve(t, mux)
			before := heap()
			acknowledged := 0
			status := 200
			for ; status == 200 && acknowledged < 2*queue/size; acknowledged++ {
				status = s.deliver(noteCreate, body)
			}
			if acknowledged--; status != 503 {
				t.Fatalf("got %d after %d", status, acknowledged)
			}
			kept := heap() - before
			if acknowledged < queue/size || acknowledged > queue/size+2 {
				t.Errorf("%d were acknowledged", acknowledged)
			}
			// The queue, plus the running delivery with its body and its list of records.
			if limit := int64(queue + queue/4 + 12*size); kept > limit {
				t.Errorf("%d MB are kept, want at most %d", kept>>20, limit>>20)
			}
			// Drop the waiting deliveries: handling them would take too long.
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if failure, ok := errors.AsType[*webhook.ShutdownError](mux.Shutdown(ctx)); !ok || len(failure.Deliveries) != acknowledged {
				t.Errorf("%d were acknowledged, and Shutdown reports %v", acknowledged, failure)
			}
			close(release)
			finish(t, mux)
		})
	}
}

// A body larger than the queue limit waits alone. Otherwise it would pass only when a worker is
// idle.
func TestABodyLargerThanTheQueuePassesWhenNothingWaits(t *testing.T) {
	large := `{"text":"` + strings.Repeat("x", 100) + `"}`
	tests := map[string]struct {
		opts   []webhook.Option
		bodies []string
		want   []int
	}{
		"to an idle worker":            {[]webhook.Option{webhook.Workers(1), webhook.Queue(10, 50)}, []string{large}, []int{200}},
		"alone":                        {[]webhook.Option{webhook.Workers(1), webhook.Queue(10, 50)}, []string{"{}", large}, []int{200, 200}},
		"behind another one":           {[]webhook.Option{webhook.Workers(1), webhook.Queue(10, 50)}, []string{"{}", "{}", large}, []int{200, 200, 503}},
		"before another one":           {[]webhook.Option{webhook.Workers(1), webhook.Queue(10, 50)}, []string{"{}", large, "{}"}, []int{200, 200, 503}},
		"before one as large":          {[]webhook.Option{webhook.Workers(1), webhook.Queue(10, 50)}, []string{"{}", large, large}, []int{200, 200, 503}},
		"where nothing waits":          {[]webhook.Option{webhook.Workers(1), webhook.Queue(0, 50)}, []string{"{}", large}, []int{200, 503}},
		"where nothing waits by bytes": {[]webhook.Option{webhook.Workers(1), webhook.Queue(10, 0)}, []string{"{}", large, "{}"}, []int{200, 503, 503}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var b inbox
				mux := newMux(t, test.opts...)
				webhook.On(mux, noteCreate, func(ctx context.Context, e webhook.Event[note]) error {
					time.Sleep(time.Second)
					return b.put(ctx, e)
				})
				s := serve(t, mux)
				acknowledged := 0
				for i, body := range test.bodies {
					got := s.deliver(noteCreate, body)
					if got != test.want[i] {
						t.Errorf("delivery %d: got %d, want %d", i, got, test.want[i])
					}
					if got == 200 {
						acknowledged++
					}
				}
				time.Sleep(time.Minute)
				if got := s.deliver(noteCreate, large); got != 200 {
					t.Errorf("when all is done: %d", got)
				}
				finish(t, mux)
				if got := len(b.all()); got != acknowledged+1 {
					t.Errorf("%d were handled, want %d", got, acknowledged+1)
				}
			})
		})
	}
}

// A handler that fails for very many records produces a bounded number of errors, and is called for
// each record.
func TestManyRecordsThatFailKeepAFewErrors(t *testing.T) {
	const records = 2_000
	var called atomic.Int32
	var l log
	mux := newMux(t, webhook.Observe(&l), webhook.Workers(1))
	webhook.On(mux, noteCreate, func(_ context.Context, e webhook.Event[note]) error {
		called.Add(1)
		if e.Index == 0 {
			return errBad
		}
		panic("personal")
	})
	s := serve(t, mux)
	if status := s.deliver(noteCreate, "["+strings.Repeat(`{"count":"x"},`, records-1)+"{}]"); status != 200 {
		t.Fatal(status)
	}
	finish(t, mux)
	err := l.errs()[0]
	joined, ok := err.(interface{ Unwrap() []error })
	if called.Load() != records || !ok || len(joined.Unwrap()) > 101 || !errors.Is(err, errBad) {
		t.Fatalf("%d calls, %.200v", called.Load(), err)
	}
	if want := fmt.Sprintf("%d more records", records-100); !strings.Contains(err.Error(), want) {
		t.Errorf("got %.200q, want it to say %q", err.Error()[len(err.Error())-200:], want)
	}
	if n := len(l.handled[0].Mismatches); n == 0 || n > 1000 {
		t.Errorf("%d mismatches are kept", n)
	}
}
