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

// Whatever happens, each delivery has one of three fates: it was handled, Shutdown reported it, or it was not
// acknowledged, so that the API delivers it again.
func TestShutdownUnderLoad(t *testing.T) {
	tests := map[string]struct {
		patience time.Duration // of Shutdown
		opts     []webhook.Option
		heeds    bool // the handler heeds its context
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
		finish(t, mux) // a second call finds nothing
	})
}
