package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/webhook"
)

// Each delivery has exactly one of three fates: its handler ran, Shutdown reported it, or the mux
// did not acknowledge it, so that the API delivers it again.
func TestShutdownUnderLoad(t *testing.T) {
	tests := map[string]struct {
		patience time.Duration // of the caller of Shutdown
		opts     []webhook.Option
		heeds    bool // the handler respects its context
	}{
		"all the time that it takes":                 {time.Hour, nil, true},
		"all the time, synchronous":                  {time.Hour, []webhook.Option{webhook.Synchronous()}, true},
		"too little time":                            {50 * time.Millisecond, nil, true},
		"too little time for a handler that is deaf": {50 * time.Millisecond, nil, false},
		"too little time, synchronous":               {10 * time.Millisecond, []webhook.Option{webhook.Synchronous()}, true},
		"no time":                                    {0, nil, true},
		"too little time, with a store":              {50 * time.Millisecond, []webhook.Option{webhook.Deduplicate(webhook.NewMemoryStore(1000), time.Hour)}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var b inbox
				mux := newMux(t, append([]webhook.Option{webhook.Workers(4), webhook.Queue(20, 10000)}, test.opts...)...)
				webhook.On(mux, noteCreate, func(ctx context.Context, e webhook.Event[note]) error {
					if test.heeds {
						select {
						case <-time.After(20 * time.Millisecond):
						case <-ctx.Done():
							return context.Cause(ctx)
						}
					} else {
						time.Sleep(20 * time.Millisecond)
					}
					return b.put(ctx, e)
				})
				s := serve(t, mux)
				var mu sync.Mutex
				acknowledged := make(map[string]bool)
				var senders sync.WaitGroup
				for sender := range 8 {
					senders.Go(func() {
						for i := range 100 {
							body := fmt.Sprintf(`{"id":"%d-%d"}`, sender, i)
							switch status := s.deliver(noteCreate, body); status {
							case 200:
								mu.Lock()
								acknowledged[body] = true
								mu.Unlock()
							case 500, 503:
							default:
								t.Errorf("got %d", status)
							}
							time.Sleep(time.Millisecond)
						}
					})
				}
				time.Sleep(100 * time.Millisecond)
				ctx, cancel := context.WithTimeout(t.Context(), test.patience)
				defer cancel()
				err := mux.Shutdown(ctx)
				handled := make(map[string]bool)
				for _, e := range b.all() {
					handled[string(e.Raw)] = true
				}
				senders.Wait()

				reported := make(map[string]bool)
				if failure, ok := errors.AsType[*webhook.ShutdownError](err); ok {
					for _, d := range failure.Deliveries {
						reported[string(d.Body)] = true
					}
					if !errors.Is(err, context.DeadlineExceeded) {
						t.Errorf("got %v", err)
					}
				} else if err != nil || test.patience < time.Second {
					t.Errorf("got %v", err)
				}
				if len(acknowledged) == 0 {
					t.Error("nothing was acknowledged")
				}
				for body := range acknowledged {
					if !handled[body] && !reported[body] {
						t.Errorf("%s was acknowledged and lost", body)
					}
				}
				t.Logf("%d acknowledged, %d handled, %d reported", len(acknowledged), len(handled), len(reported))
				if status := s.deliver(noteCreate, `{"id":"later"}`); status != 503 {
					t.Errorf("afterwards: %d", status)
				}
				time.Sleep(time.Minute)
			})
		})
	}
}

func TestShutdownOfAMuxThatIsIdle(t *testing.T) {
	mux := newMux(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 2 {
		if err := mux.Shutdown(ctx); err != nil {
			t.Error(err)
		}
	}
}

func TestShutdownTellsHandlersWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l log
		var parked int
		mux := newMux(t, webhook.Observe(&l), webhook.Workers(1), webhook.Failed(func(context.Context, webhook.Delivery, error) { parked++ }))
		webhook.On(mux, noteCreate, func(ctx context.Context, _ webhook.Event[note]) error {
			<-ctx.Done()
			return context.Cause(ctx)
		})
		s := serve(t, mux)
		for _, body := range []string{`{"id":1}`, `{"id":2}`} {
			if status := s.deliver(noteCreate, body); status != 200 {
				t.Error(status)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		failure, ok := errors.AsType[*webhook.ShutdownError](mux.Shutdown(ctx))
		if !ok || len(failure.Deliveries) != 2 || failure.Error() != "webhook: shut down with 2 deliveries not handled: context deadline exceeded" {
			t.Fatalf("got %v", failure)
		}
		if first := failure.Deliveries[0]; first.Event != noteCreate.Name() || string(first.Body) != `{"id":1}` {
			t.Errorf("got %v", first)
		}
		synctest.Wait()
		if diff := cmp.Diff(1, len(l.errs())); diff != "" || !errors.Is(l.errs()[0], webhook.ErrShutdown) {
			t.Errorf("got %v", l.errs())
		}
		if parked > 0 {
			t.Error("it was reported twice")
		}
		finish(t, mux) // a second call has nothing to wait for
	})
}

// When the context of Shutdown ends, Shutdown does not wait for a store that hangs. A delivery that
// was not acknowledged is new when the API delivers it again.
func TestShutdownDoesNotWaitForTheStore(t *testing.T) {
	for name, synchronous := range map[string]bool{"acknowledged": false, "not acknowledged": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := &slowStore{MemoryStore: webhook.NewMemoryStore(1000)}
				opts := []webhook.Option{webhook.Deduplicate(store, time.Hour), webhook.Workers(1)}
				if synchronous {
					opts = append(opts, webhook.Synchronous())
				}
				mux := newMux(t, opts...)
				deaf := func(context.Context, webhook.Event[note]) error { time.Sleep(time.Minute); return nil }
				webhook.On(mux, noteCreate, deaf)
				s := serve(t, mux)
				var senders sync.WaitGroup
				for i := range 10 {
					senders.Go(func() { s.deliver(noteCreate, fmt.Sprintf(`{"id":%d}`, i)) })
				}
				synctest.Wait()
				store.pause.Store(int64(time.Hour))
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				start := time.Now()
				failure, ok := errors.AsType[*webhook.ShutdownError](mux.Shutdown(ctx))
				if took := time.Since(start); took != time.Second {
					t.Errorf("it took %v", took)
				}
				if want := map[bool]int{false: 10, true: 0}[synchronous]; !ok || len(failure.Deliveries) != want {
					t.Errorf("got %v", failure)
				}
				senders.Wait()
				finish(t, mux)
			})
		})
	}
}

func TestADeliveryThatShutdownDroppedIsNewToTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := webhook.NewMemoryStore(10)
		var b inbox
		serveNew := func(handle func(context.Context, webhook.Event[note]) error) (*webhook.Mux, *sender) {
			mux := newMux(t, webhook.Deduplicate(store, time.Hour), webhook.Workers(1), webhook.Synchronous())
			webhook.On(mux, noteCreate, handle)
			return mux, serve(t, mux)
		}
		old, s := serveNew(func(context.Context, webhook.Event[note]) error { time.Sleep(time.Minute); return nil })
		var senders sync.WaitGroup
		for i := range 3 {
			senders.Go(func() {
				if got := s.deliver(noteCreate, fmt.Sprintf(`{"id":%d}`, i)); got != 503 {
					t.Errorf("got %d", got)
				}
			})
			synctest.Wait() // the first delivery runs, the others wait
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := old.Shutdown(ctx); err == nil {
			t.Error("no error")
		}
		senders.Wait()
		mux, s := serveNew(b.put)
		for i, want := range []int{503, 200, 200} { // the first delivery may still be handled
			if got := s.deliver(noteCreate, fmt.Sprintf(`{"id":%d}`, i)); got != want {
				t.Errorf("%d: got %d", i, got)
			}
		}
		finish(t, mux)
		finish(t, old)
	})
}

// The same mux can handle a delivery as soon as Shutdown has reported it: the caller decides.
func TestRedeliverAfterShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b inbox
		mux := newMux(t, webhook.Workers(1))
		webhook.On(mux, noteCreate, func(ctx context.Context, e webhook.Event[note]) error {
			select {
			case <-time.After(10 * time.Second):
				return b.put(ctx, e)
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		})
		s := serve(t, mux)
		for i := range 3 {
			s.deliver(noteCreate, fmt.Sprintf(`{"id":%d}`, i))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		failure, ok := errors.AsType[*webhook.ShutdownError](mux.Shutdown(ctx))
		if !ok || len(failure.Deliveries) != 3 {
			t.Fatalf("got %v", failure)
		}
		for _, d := range failure.Deliveries {
			if err := mux.Redeliver(t.Context(), d); err != nil {
				t.Error(err)
			}
		}
		if n := len(b.all()); n != 3 {
			t.Errorf("%d were handled", n)
		}
	})
}

// Two concurrent calls of Shutdown share the deliveries: each delivery is reported once, and both
// calls return.
func TestShutdownTwiceAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mux := newMux(t, webhook.Workers(2))
		webhook.On(mux, noteCreate, func(context.Context, webhook.Event[note]) error { time.Sleep(time.Minute); return nil })
		s := serve(t, mux)
		for i := range 5 {
			s.deliver(noteCreate, fmt.Sprintf(`{"id":%d}`, i))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var mu sync.Mutex
		reported := make(map[string]int)
		var calls sync.WaitGroup
		for range 3 {
			calls.Go(func() {
				failure, ok := errors.AsType[*webhook.ShutdownError](mux.Shutdown(ctx))
				if !ok {
					t.Error("no error")
					return
				}
				mu.Lock()
				defer mu.Unlock()
				for _, d := range failure.Deliveries {
					reported[string(d.Body)]++
				}
			})
		}
		calls.Wait()
		want := map[string]int{`{"id":0}`: 1, `{"id":1}`: 1, `{"id":2}`: 1, `{"id":3}`: 1, `{"id":4}`: 1}
		if diff := cmp.Diff(want, reported); diff != "" {
			t.Errorf("want and reported differ:\n%s", diff)
		}
		finish(t, mux)
	})
}
