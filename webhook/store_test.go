package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/webhook"
)

func TestDuplicates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b inbox
		var l log
		mux := newMux(t, webhook.Observe(&l), webhook.Deduplicate(webhook.NewMemoryStore(100), time.Hour))
		handle := func(ctx context.Context, e webhook.Event[note]) error {
			time.Sleep(10 * time.Second)
			return b.put(ctx, e)
		}
		webhook.On(mux, noteCreate, handle)
		webhook.On(mux, noteUpdate, handle)
		s := serve(t, mux)
		step := func(want webhook.Result, handled int, got int) {
			t.Helper()
			time.Sleep(20 * time.Second)
			if results := l.results(); got != want.Status() || results[len(results)-1] != want {
				t.Errorf("got %d, %v, want %v", got, results[len(results)-1], want)
			}
			if n := len(b.all()); n != handled {
				t.Errorf("%d were handled, want %d", n, handled)
			}
		}
		if got := s.deliver(noteCreate, `{"id":1}`); got != 200 {
			t.Error(got)
		}
		step(webhook.ResultInProgress, 1, s.deliver(noteCreate, `{"id":1}`))
		step(webhook.ResultDuplicate, 1, s.deliver(noteCreate, `{"id":1}`))
		step(webhook.ResultAccepted, 2, s.deliver(noteCreate, `{"id":2}`)) // another body
		step(webhook.ResultAccepted, 3, s.deliver(noteUpdate, `{"id":1}`)) // another event
		step(webhook.ResultDuplicate, 3, s.deliver(noteCreate, `{"id":1}`))
		time.Sleep(time.Hour)
		step(webhook.ResultAccepted, 4, s.deliver(noteCreate, `{"id":1}`)) // the window is over
		finish(t, mux)
	})
}

// The API makes 20 attempts. While the handler fails, each attempt reaches it; once it has
// succeeded, none does.
func TestTwentyAttempts(t *testing.T) {
	for _, succeeds := range []int32{1, 2, 10, 20} {
		t.Run(fmt.Sprintf("the handler succeeds at attempt %d", succeeds), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var calls atomic.Int32
				mux := newMux(t, webhook.Synchronous(), webhook.Deduplicate(webhook.NewMemoryStore(100), 48*time.Hour))
				webhook.On(mux, noteCreate, func(context.Context, webhook.Event[note]) error {
					if calls.Add(1) < succeeds {
						return errBad
					}
					return nil
				})
				s := serve(t, mux)
				var statuses []int
				for range 20 {
					statuses = append(statuses, s.deliver(noteCreate, `{"id":1}`))
					time.Sleep(2 * time.Hour)
				}
				finish(t, mux)
				var want []int
				for i := range int32(20) {
					want = append(want, []int{http.StatusInternalServerError, http.StatusOK}[min(1, (i+1)/succeeds)])
				}
				if diff := cmp.Diff(want, statuses); diff != "" {
					t.Errorf("want and got differ:\n%s", diff)
				}
				if got := calls.Load(); got != succeeds {
					t.Errorf("the handler was called %d times", got)
				}
			})
		})
	}
}

// A handler that succeeds after its deadline has handled the delivery, although the mux has asked
// the API to deliver again.
func TestAHandlerThatIsLateLeavesADuplicate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b inbox
		var l log
		mux := newMux(t, webhook.Observe(&l), webhook.Synchronous(), webhook.Timeout(time.Second),
			webhook.Deduplicate(webhook.NewMemoryStore(100), time.Hour))
		webhook.On(mux, noteCreate, func(ctx context.Context, e webhook.Event[note]) error {
			time.Sleep(5 * time.Second)
			return b.put(ctx, e)
		})
		s := serve(t, mux)
		for range 3 {
			s.deliver(noteCreate, `{"id":1}`)
			time.Sleep(3 * time.Second)
		}
		want := []webhook.Result{webhook.ResultOverdue, webhook.ResultInProgress, webhook.ResultDuplicate}
		if diff := cmp.Diff(want, l.results()); diff != "" || len(b.all()) != 1 {
			t.Errorf("%d were handled; want and got differ:\n%s", len(b.all()), diff)
		}
		finish(t, mux)
	})
}

// Without Deduplicate, and with a busy mux, the sender keeps trying until each delivery is handled.
func TestRetriesAfterBackPressure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b inbox
		mux := newMux(t, webhook.Workers(1), webhook.Queue(1, 1000))
		webhook.On(mux, noteCreate, func(ctx context.Context, e webhook.Event[note]) error {
			time.Sleep(time.Minute)
			return b.put(ctx, e)
		})
		s := serve(t, mux)
		waiting := map[string]bool{}
		for i := range 10 {
			waiting[fmt.Sprintf(`{"id":%d}`, i)] = true
		}
		for attempt := 0; len(waiting) > 0 && attempt < 20; attempt++ {
			for body := range waiting {
				if s.deliver(noteCreate, body) == 200 {
					delete(waiting, body)
				}
			}
			time.Sleep(2 * time.Minute)
		}
		finish(t, mux)
		if len(b.all()) != 10 || len(waiting) > 0 {
			t.Errorf("%d were handled, %d are left", len(b.all()), len(waiting))
		}
	})
}

// brokenStore returns an error from the selected methods.
type brokenStore struct {
	webhook.MemoryStore
	claim, finish error
}

func (s *brokenStore) Claim(ctx context.Context, key string, lease time.Duration) (webhook.State, error) {
	if s.claim != nil {
		return 0, s.claim
	}
	return webhook.StateNew, nil
}

func (s *brokenStore) Finish(context.Context, string, time.Duration) error { return s.finish }
func (s *brokenStore) Forget(context.Context, string) error                { return s.finish }

func TestAStoreThatFailsCostsNoDelivery(t *testing.T) {
	for name, store := range map[string]*brokenStore{
		"when it is asked": {claim: errBad},
		"when it is told":  {finish: errBad},
	} {
		t.Run(name, func(t *testing.T) {
			var b inbox
			var l log
			mux := newMux(t, webhook.Observe(&l), webhook.Deduplicate(store, time.Hour))
			webhook.On(mux, noteCreate, b.put)
			s := serve(t, mux)
			if got := s.deliver(noteCreate, `{"id":1}`); got != 200 {
				t.Error(got)
			}
			finish(t, mux)
			s.client.CloseIdleConnections()
			if len(b.all()) != 1 {
				t.Error("it was not handled")
			}
			if errs := errors.Join(l.answers[0].StoreErr, l.handled[0].StoreErr); !errors.Is(errs, errBad) {
				t.Errorf("observed %v", errs)
			}
		})
	}
}

// rudeStore panics in the selected methods.
type rudeStore struct {
	webhook.MemoryStore
	claim bool
}

func (s *rudeStore) Claim(context.Context, string, time.Duration) (webhook.State, error) {
	if s.claim {
		panic("personal")
	}
	return webhook.StateNew, nil
}

func (s *rudeStore) Finish(context.Context, string, time.Duration) error { panic("personal") }
func (s *rudeStore) Forget(context.Context, string) error                { panic("personal") }

func TestAStoreThatPanicsCostsNoDelivery(t *testing.T) {
	for name, store := range map[string]*rudeStore{
		"when it is asked": {claim: true},
		"when it is told":  {},
	} {
		t.Run(name, func(t *testing.T) {
			var b inbox
			var l log
			mux := newMux(t, webhook.Observe(&l), webhook.Deduplicate(store, time.Hour))
			webhook.On(mux, noteCreate, b.put)
			s := serve(t, mux)
			if got := s.deliver(noteCreate, `{"id":1}`); got != 200 {
				t.Error(got)
			}
			finish(t, mux)
			if len(b.all()) != 1 {
				t.Error("it was not handled")
			}
			err := errors.Join(l.answers[0].StoreErr, l.handled[0].StoreErr)
			if _, ok := errors.AsType[*webhook.PanicError](err); !ok || strings.Contains(err.Error(), "personal") {
				t.Errorf("observed %v", err)
			}
		})
	}
}

// slowStore delays each call until its context is done.
type slowStore struct {
	*webhook.MemoryStore
	pause atomic.Int64
}

func (s *slowStore) wait(ctx context.Context) error {
	select {
	case <-time.After(time.Duration(s.pause.Load())):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *slowStore) Claim(ctx context.Context, key string, lease time.Duration) (webhook.State, error) {
	if err := s.wait(ctx); err != nil {
		return 0, err
	}
	return s.MemoryStore.Claim(ctx, key, lease)
}

func (s *slowStore) Forget(ctx context.Context, key string) error {
	if err := s.wait(ctx); err != nil {
		return err
	}
	return s.MemoryStore.Forget(ctx, key)
}

// If a sender disconnects while the mux asks the store, and tries again, the mux knows what it has
// handled meanwhile.
func TestASenderThatLeavesWhileTheStoreIsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b inbox
		store := &slowStore{MemoryStore: webhook.NewMemoryStore(10)}
		store.pause.Store(int64(3 * time.Second))
		mux := newMux(t, webhook.Deduplicate(store, time.Hour))
		webhook.On(mux, noteCreate, b.put)
		s := serve(t, mux)
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if got, _ := s.do(s.request(impatient, noteCreate.Name(), `{"id":1}`)); got != 0 {
			t.Errorf("got %d", got)
		}
		time.Sleep(time.Minute)
		if got := s.deliver(noteCreate, `{"id":1}`); got != 200 {
			t.Errorf("got %d", got)
		}
		finish(t, mux)
		if n := len(b.all()); n != 1 {
			t.Errorf("it was handled %d times", n)
		}
	})
}

func TestMemoryStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := webhook.NewMemoryStore(3)
		claim := func(key string, want webhook.State) {
			t.Helper()
			got, err := s.Claim(t.Context(), key, time.Minute)
			if err != nil || got != want {
				t.Errorf("%s: got %v, %v, want %v", key, got, err, want)
			}
		}
		tell := func(err error) {
			t.Helper()
			if err != nil {
				t.Error(err)
			}
		}
		claim("a", webhook.StateNew)
		claim("a", webhook.StatePending)
		time.Sleep(time.Minute)
		claim("a", webhook.StateNew) // the lease has ended: its owner is dead
		tell(s.Finish(t.Context(), "a", time.Hour))
		claim("a", webhook.StateDone)
		tell(s.Forget(t.Context(), "a"))
		claim("a", webhook.StateNew)
		tell(s.Finish(t.Context(), "a", time.Hour))
		claim("b", webhook.StateNew)
		claim("c", webhook.StateNew)
		claim("d", webhook.StateNew) // beyond the limit: the oldest is forgotten
		claim("c", webhook.StatePending)
		claim("a", webhook.StateNew)
		time.Sleep(2 * time.Hour)
		claim("c", webhook.StateNew)
	})
}
