package factorialhr_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// curious makes a call of its own at every event of another call.
type curious struct {
	client *factorialhr.Client
	calls  int
}

func (o *curious) look(ctx context.Context, op *factorialhr.Operation) {
	if op.Name == searchThing.Name {
		return
	}
	if _, err := factorialhr.Call[thing](ctx, o.client, &searchThing, factorialhr.Input{}); err == nil {
		o.calls++
	}
}

func (o *curious) Start(ctx context.Context, op *factorialhr.Operation) context.Context {
	o.look(ctx, op)
	return ctx
}

func (o *curious) Attempt(ctx context.Context, op *factorialhr.Operation, _ factorialhr.AttemptInfo) {
	o.look(ctx, op)
}

func (o *curious) Mismatch(ctx context.Context, op *factorialhr.Operation, _ []factorialhr.Mismatch) {
	o.look(ctx, op)
}

func (o *curious) End(ctx context.Context, op *factorialhr.Operation, _ factorialhr.CallInfo) {
	o.look(ctx, op)
}

func TestAnObserverCanMakeCallsOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := new(curious)
		o.client = serve(t, status(200, `{"count":"n/a"}`), factorialhr.MaxInFlight(1), factorialhr.Observe(o))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := call(ctx, o.client, &getThing); err != nil || o.calls != 4 {
			t.Errorf("%d calls from within, %v", o.calls, err)
		}
	})
}

// brittle panics at one of the events that it receives, or in one of its other methods.
type brittle struct{ at string }

func (o *brittle) panicAt(what string) {
	if o.at == what {
		o.at = ""
		panic("of an observer")
	}
}

func (o *brittle) Start(ctx context.Context, _ *factorialhr.Operation) context.Context {
	o.panicAt("start")
	return ctx
}

func (o *brittle) Attempt(context.Context, *factorialhr.Operation, factorialhr.AttemptInfo) {
	o.panicAt("attempt")
}

func (o *brittle) Mismatch(context.Context, *factorialhr.Operation, []factorialhr.Mismatch) {
	o.panicAt("mismatch")
}

func (o *brittle) End(context.Context, *factorialhr.Operation, factorialhr.CallInfo) {
	o.panicAt("end")
}

// RoundTrip makes brittle a transport, too.
func (o *brittle) RoundTrip(r *http.Request) (*http.Response, error) {
	o.panicAt("send")
	return &http.Response{
		StatusCode: 200, Body: io.NopCloser(strings.NewReader(`{"count":"n/a"}`)), Request: r,
		Header: http.Header{"Ratelimit-Remaining": {"0"}, "Ratelimit-Reset": {"1"}},
	}, nil
}

// Wait and Pause make brittle a limiter, too.
func (o *brittle) Wait(context.Context, string) error { o.panicAt("wait"); return nil }
func (o *brittle) Pause(time.Duration)                { o.panicAt("pause") }

func TestAPanicOfTheCallersCodeKeepsNoPlace(t *testing.T) {
	for _, at := range []string{"start", "wait", "send", "pause", "attempt", "mismatch", "end"} {
		t.Run(at, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := &brittle{at: at}
				c := newClient(t, o, factorialhr.MaxInFlight(1), factorialhr.Observe(o), factorialhr.RateLimiter(o))
				func() {
					defer func() {
						if recover() == nil {
							t.Error("it did not panic")
						}
					}()
					_, _ = call(t.Context(), c, &getThing)
				}()
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				if _, err := call(ctx, c, &getThing); err != nil {
					t.Errorf("the next call: %v", err)
				}
			})
		})
	}
}

// An observer may keep the error of an attempt, or read it on another goroutine: the attempts that
// follow do not change it.
func TestTheErrorOfAnAttemptStaysAsItWasReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen watcher
		c := serve(t, inTurn(status(502, ""), status(422, "")), factorialhr.Observe(&seen), factorialhr.MaxAttempts(2))
		_, err := call(t.Context(), c, &updateThing)
		last, ok := errors.AsType[*factorialhr.Error](err)
		if !ok || last.Outcome != factorialhr.OutcomeUnknown || len(seen.attempts) != 2 {
			t.Fatalf("got %v after %d attempts", err, len(seen.attempts))
		}
		for i, want := range []factorialhr.Outcome{factorialhr.OutcomeUnknown, factorialhr.OutcomeRejected} {
			e, ok := errors.AsType[*factorialhr.Error](seen.attempts[i].Err)
			if !ok || e.Outcome != want || e.Attempts != i+1 || (e.Waited > 0) != (i > 0) {
				t.Errorf("attempt %d: %+v", i+1, e)
			}
		}
	})
}
