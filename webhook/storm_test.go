package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/webhook"
)

// ledger records the fates of each body.
type ledger struct {
	mu    sync.Mutex
	fates map[string][]string
}

func (l *ledger) note(body, fate string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fates == nil {
		l.fates = make(map[string][]string)
	}
	l.fates[body] = append(l.fates[body], fate)
}

// end makes the handler end in a way that depends on the record.
func end(ctx context.Context, e webhook.Event[note]) error {
	switch *e.Record.Count % 7 {
	case 1:
		return errBad
	case 2:
		panic("personal")
	case 3:
		runtime.Goexit()
	case 4:
		time.Sleep(3 * time.Second) // ignores its context
	case 5:
		<-ctx.Done()
		return context.Cause(ctx)
	case 6:
		time.Sleep(100 * time.Millisecond)
	}
	return nil
}

// Handlers end in every possible way, senders disconnect, observers panic, a store deduplicates,
// and two shutdowns run at once: each acknowledged delivery is handled, passed to Failed or
// reported by Shutdown. At worst it has two of these fates.
func TestAStormLosesNothing(t *testing.T) {
	logDefault(t)
	for name, opts := range map[string][]webhook.Option{
		"plain":        nil,
		"with a store": {webhook.Deduplicate(webhook.NewMemoryStore(10_000), time.Hour)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var fates ledger
				mux := newMux(t, append(opts, webhook.Workers(4), webhook.Queue(20, 10_000), webhook.Timeout(time.Second), webhook.Observe(rude{}),
					webhook.Failed(func(_ context.Context, d webhook.Delivery, _ error) { fates.note(string(d.Body), "failed") }))...)
				handle := func(ctx context.Context, e webhook.Event[note]) error {
					err := end(ctx, e)
					if err == nil {
						fates.note(string(e.Raw), "handled")
					}
					return err
				}
				webhook.On(mux, noteCreate, handle)
				webhook.On(mux, noteUpdate, handle, webhook.Synchronous())
				s := serve(t, mux)

				var senders sync.WaitGroup
				for sender := range 6 {
					senders.Go(func() {
						for i := range 35 {
							event := noteCreate
							if i%3 == 0 {
								event = noteUpdate
							}
							body := fmt.Sprintf(`{"id":"%d-%d","count":%d}`, sender, i, i)
							ctx, cancel := context.WithTimeout(t.Context(), time.Duration(1+i%5)*300*time.Millisecond)
							if status, _ := s.do(s.request(ctx, event.Name(), body)); status == 200 {
								fates.note(body, "acknowledged")
							}
							cancel()
							time.Sleep(50 * time.Millisecond)
						}
					})
				}
				time.Sleep(3 * time.Second)
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				var shutdowns sync.WaitGroup
				for range 2 {
					shutdowns.Go(func() {
						if failure, ok := errors.AsType[*webhook.ShutdownError](mux.Shutdown(ctx)); ok {
							for _, d := range failure.Deliveries {
								fates.note(string(d.Body), "reported")
							}
						}
					})
				}
				shutdowns.Wait()
				senders.Wait()
				finish(t, mux) // including those of the handlers that ignore their context
				counts := make(map[string]int)
				for body, all := range fates.fates {
					for _, fate := range all {
						counts[fate]++
					}
					if slices.Equal(all, []string{"acknowledged"}) {
						t.Errorf("%s was acknowledged and lost", body)
					}
				}
				t.Log(counts)
				for _, fate := range []string{"acknowledged", "handled", "failed", "reported"} {
					if counts[fate] == 0 {
						t.Errorf("nothing was %s", fate)
					}
				}
			})
		})
	}
}
