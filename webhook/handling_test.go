package webhook_test

import (
	"context"
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

var errBad = errors.New("bad")

// Covers each way in which a handler can end, before and after the acknowledgement.
func TestHowAHandlerEnds(t *testing.T) {
	type handler = func(context.Context, webhook.Event[note]) error
	panicking := func(value any) handler {
		return func(context.Context, webhook.Event[note]) error { panic(value) }
	}
	tests := map[string]struct {
		handle      handler
		want        error // matched with errors.Is; nil for success
		text        string
		synchronous webhook.Result
	}{
		"it returns":          {func(context.Context, webhook.Event[note]) error { return nil }, nil, "", webhook.ResultHandled},
		"it fails":            {func(context.Context, webhook.Event[note]) error { return errBad }, errBad, "bad", webhook.ResultFailed},
		"it panics":           {panicking("text of a person"), nil, "webhook: the handler panicked", webhook.ResultFailed},
		"it panics, an error": {panicking(errBad), errBad, "webhook: the handler panicked", webhook.ResultFailed},
		"it panics with nil":  {panicking(nil), nil, "webhook: the handler panicked: " + new(runtime.PanicNilError).Error(), webhook.ResultFailed},
		"it is a bug": {func(_ context.Context, e webhook.Event[note]) error { _ = *e.Record.Count; return nil }, nil,
			"webhook: the handler panicked: runtime error: invalid memory address or nil pointer dereference", webhook.ResultFailed},
		"it ends the goroutine":     {func(context.Context, webhook.Event[note]) error { runtime.Goexit(); return nil }, nil, "webhook: the handler ended its goroutine", webhook.ResultFailed},
		"it heeds its deadline":     {func(ctx context.Context, _ webhook.Event[note]) error { <-ctx.Done(); return ctx.Err() }, context.DeadlineExceeded, "context deadline exceeded", webhook.ResultOverdue},
		"it learns of its deadline": {func(ctx context.Context, _ webhook.Event[note]) error { <-ctx.Done(); return context.Cause(ctx) }, webhook.ErrTimeout, "webhook: the handler missed its deadline", webhook.ResultOverdue},
		"a call of it took too long": {func(ctx context.Context, _ webhook.Event[note]) error {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			<-ctx.Done()
			return ctx.Err()
		}, context.DeadlineExceeded, "context deadline exceeded", webhook.ResultFailed},
		"it is late": {func(context.Context, webhook.Event[note]) error { time.Sleep(time.Hour); return nil }, nil, "", webhook.ResultOverdue},
	}
	for name, test := range tests {
		for _, synchronous := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, synchronous %v", name, synchronous), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var l log
					var parked []webhook.Delivery
					mux := newMux(t, webhook.Observe(&l), webhook.Workers(1), webhook.Failed(func(ctx context.Context, d webhook.Delivery, err error) {
						if ctx.Err() != nil || err == nil {
							t.Errorf("%v, %v", ctx.Err(), err)
						}
						parked = append(parked, d)
					}))
					var opts []webhook.HandlerOption
					want := webhook.ResultAccepted
					if synchronous {
						opts = append(opts, webhook.Synchronous())
						want = test.synchronous
					}
					webhook.On(mux, noteCreate, test.handle, opts...)
					var after inbox
					webhook.On(mux, noteUpdate, after.put)
					s := serve(t, mux)
					if got := s.deliver(noteCreate, `{"id":1}`); got != want.Status() {
						t.Errorf("got %d, want %d", got, want.Status())
					}
					// The worker survives in every case.
					if got := s.deliver(noteUpdate, `{"id":2}`); got != 200 {
						t.Errorf("the next one: %d", got)
					}
					time.Sleep(2 * time.Hour)
					synctest.Wait()
					if len(after.all()) != 1 {
						t.Error("the next one was not handled")
					}
					if l.results()[0] != want {
						t.Errorf("observed %v, want %v", l.results()[0], want)
					}
					err := l.errs()[0]
					if (err == nil) != (test.text == "") || err != nil && err.Error() != test.text || test.want != nil && !errors.Is(err, test.want) {
						t.Errorf("got %v, want %q", err, test.text)
					}
					if p, ok := errors.AsType[*webhook.PanicError](err); ok && !strings.Contains(string(p.Stack), "TestHowAHandlerEnds") {
						t.Errorf("the stack points elsewhere: %s", p.Stack)
					}
					if late := test.synchronous == webhook.ResultOverdue; late != (len(l.overdue) == 1) {
						t.Errorf("overdue: %v", l.overdue)
					}
					if wantParked := err != nil && !synchronous; wantParked != (len(parked) == 1) {
						t.Errorf("parked: %v", parked)
					}
					finish(t, mux)
				})
			})
		}
	}
}

func TestOneBadRecordDoesNotCostTheOthers(t *testing.T) {
	var b inbox
	var l log
	mux := newMux(t, webhook.Observe(&l))
	webhook.On(mux, noteCreate, func(ctx context.Context, e webhook.Event[note]) error {
		switch e.Record.ID {
		case "2":
			return errBad
		case "3":
			panic("three")
		}
		return b.put(ctx, e)
	})
	s := serve(t, mux)
	if status := s.deliver(noteCreate, `[{"id":1},{"id":2},{"id":3},{"id":4}]`); status != 200 {
		t.Fatal(status)
	}
	finish(t, mux)
	if got := b.all(); len(got) != 2 || got[1].Record.ID != "4" {
		t.Errorf("got %v", got)
	}
	err := l.errs()[0]
	if _, ok := errors.AsType[*webhook.PanicError](err); !ok || !errors.Is(err, errBad) {
		t.Errorf("got %v", err)
	}
}

func TestRecordsAfterTheDeadlineAreLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		var l log
		mux := newMux(t, webhook.Observe(&l), webhook.Timeout(time.Second))
		webhook.On(mux, noteCreate, func(ctx context.Context, _ webhook.Event[note]) error {
			calls.Add(1)
			time.Sleep(700 * time.Millisecond)
			return nil
		})
		s := serve(t, mux)
		if status := s.deliver(noteCreate, `[{"id":1},{"id":2},{"id":3},{"id":4}]`); status != 200 {
			t.Fatal(status)
		}
		finish(t, mux)
		err := l.errs()[0]
		if calls.Load() != 2 || !errors.Is(err, webhook.ErrTimeout) || !strings.Contains(err.Error(), "2 of 4") {
			t.Errorf("%d calls, %v", calls.Load(), err)
		}
	})
}

func TestRedeliver(t *testing.T) {
	var parked []webhook.Delivery
	var broken atomic.Bool
	broken.Store(true)
	var b inbox
	mux := newMux(t, webhook.Workers(1), webhook.Failed(func(_ context.Context, d webhook.Delivery, _ error) {
		parked = append(parked, d)
	}))
	webhook.On(mux, noteCreate, func(ctx context.Context, e webhook.Event[note]) error {
		if broken.Load() {
			panic("broken")
		}
		return b.put(ctx, e)
	})
	s := serve(t, mux)
	if status := s.deliver(noteCreate, `{"id":1}`); status != 200 {
		t.Fatal(status)
	}
	finish(t, mux)
	if len(parked) != 1 {
		t.Fatal(parked)
	}
	if err := mux.Redeliver(t.Context(), parked[0]); err == nil {
		t.Error("the handler is broken still")
	}
	broken.Store(false)
	if err := mux.Redeliver(t.Context(), parked[0]); err != nil {
		t.Error(err)
	}
	if got := b.all(); len(got) != 1 || got[0].Record.ID != "1" {
		t.Errorf("got %v", got)
	}
	if err := mux.Redeliver(t.Context(), webhook.Delivery{Event: "notes/note/destroy"}); err == nil {
		t.Error("there is no handler")
	}
	if err := mux.Redeliver(t.Context(), webhook.Delivery{Event: noteCreate.Name(), Body: []byte("x")}); err == nil {
		t.Error("there is no body")
	}
}

func TestAPanicInFailedIsObserved(t *testing.T) {
	var l log
	mux := newMux(t, webhook.Observe(&l), webhook.Failed(func(context.Context, webhook.Delivery, error) { panic("full") }))
	webhook.On(mux, noteCreate, func(context.Context, webhook.Event[note]) error { return errBad })
	s := serve(t, mux)
	s.deliver(noteCreate, "{}")
	finish(t, mux)
	err := l.errs()[0]
	if _, ok := errors.AsType[*webhook.PanicError](err); !ok || !errors.Is(err, errBad) {
		t.Errorf("got %v", err)
	}
}

// The Failed function can end its goroutine, as t.FailNow does. The observers still receive the
// outcome.
func TestFailedThatEndsItsGoroutine(t *testing.T) {
	var l log
	var b inbox
	mux := newMux(t, webhook.Observe(&l), webhook.Workers(1), webhook.Failed(func(context.Context, webhook.Delivery, error) { runtime.Goexit() }))
	webhook.On(mux, noteCreate, func(context.Context, webhook.Event[note]) error { return errBad })
	webhook.On(mux, noteUpdate, b.put)
	s := serve(t, mux)
	s.deliver(noteCreate, "{}")
	s.deliver(noteUpdate, "{}")
	finish(t, mux)
	if errs := l.errs(); len(errs) != 2 || !errors.Is(errs[0], errBad) || len(b.all()) != 1 {
		t.Errorf("got %v, %d handled", errs, len(b.all()))
	}
}
