package webhook_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/webhook"
)

func TestBackPressure(t *testing.T) {
	tests := map[string]struct {
		opts []webhook.Option
		want int // acknowledged deliveries out of ten
	}{
		"by number":           {[]webhook.Option{webhook.Workers(2), webhook.Queue(3, 1000)}, 5},
		"by size":             {[]webhook.Option{webhook.Workers(2), webhook.Queue(100, 20)}, 4},
		"without any room":    {[]webhook.Option{webhook.Workers(2), webhook.Queue(0, 1000)}, 2},
		"with room for all":   {[]webhook.Option{webhook.Workers(1)}, 10},
		"with enough workers": {[]webhook.Option{webhook.Workers(10), webhook.Queue(0, 0)}, 10},
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
				for range 10 {
					status, h := s.do(s.request(t.Context(), noteCreate.Name(), `{"id":10}`))
					switch {
					case status == 200:
						acknowledged++
					case status != 503 || h.Get("Retry-After") == "":
						t.Errorf("got %d, %v", status, h)
					}
				}
				if acknowledged != test.want {
					t.Errorf("%d were acknowledged, want %d", acknowledged, test.want)
				}
				time.Sleep(time.Minute)
				if got := s.deliver(noteCreate, `{"id":11}`); got != 200 {
					t.Errorf("when all is done: %d", got)
				}
				finish(t, mux)
				if got := len(b.all()); got != test.want+1 {
					t.Errorf("%d were handled", got)
				}
			})
		})
	}
}

func TestOneWorkerKeepsTheOrder(t *testing.T) {
	var b inbox
	mux := newMux(t, webhook.Workers(1))
	webhook.On(mux, noteCreate, b.put)
	s := serve(t, mux)
	for i := range 50 {
		if status := s.deliver(noteCreate, fmt.Sprintf(`{"count":%d}`, i)); status != 200 {
			t.Fatal(status)
		}
	}
	finish(t, mux)
	for i, e := range b.all() {
		if *e.Record.Count != i {
			t.Fatalf("%d came at place %d", *e.Record.Count, i)
		}
	}
}

// When a sender disconnects, the mux drops its waiting delivery but continues one that is being
// handled.
func TestASenderThatGoesAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b inbox
		var l log
		mux := newMux(t, webhook.Observe(&l), webhook.Workers(1), webhook.Synchronous(),
			webhook.Deduplicate(webhook.NewMemoryStore(10), time.Hour))
		webhook.On(mux, noteCreate, func(ctx context.Context, e webhook.Event[note]) error {
			time.Sleep(10 * time.Second)
			return b.put(ctx, e)
		})
		s := serve(t, mux)
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for _, body := range []string{`{"id":1}`, `{"id":2}`} {
			go s.do(s.request(impatient, noteCreate.Name(), body))
			synctest.Wait()
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if diff := cmp.Diff([]webhook.Result{webhook.ResultGone, webhook.ResultGone}, l.results()); diff != "" {
			t.Error(diff)
		}
		time.Sleep(time.Minute)
		if got := b.all(); len(got) != 1 || got[0].Record.ID != "1" {
			t.Errorf("handled: %v", got)
		}
		// The next attempts: one delivery is already done, the other is new.
		for _, body := range []string{`{"id":1}`, `{"id":2}`} {
			if got := s.deliver(noteCreate, body); got != 200 {
				t.Errorf("got %d", got)
			}
		}
		if diff := cmp.Diff([]webhook.Result{webhook.ResultDuplicate, webhook.ResultHandled}, l.results()[2:]); diff != "" {
			t.Error(diff)
		}
		finish(t, mux)
	})
}
