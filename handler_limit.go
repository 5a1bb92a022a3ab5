package factorialhr

import (
	"context"
	"errors"
	"time"
)

// limitHandler holds an attempt until it may start, and learns from the answer when the next may.
type limitHandler struct {
	gate *gate
	next handler
}

func (h *limitHandler) handle(ctx context.Context, x *exchange) error {
	pause := h.gate.pauses.of(x.op.Method)
	if d := pause.refuses(); d > 0 { // before it waits for its turn
		return refusePaused(x.op, d)
	}
	limiter := x.settings.limiter
	if limiter != nil {
		// Before entering: a POST that waits for its turn must not hold a place that a GET could use.
		if err := limiter.Wait(ctx, x.op.Method); err != nil {
			return refuse(x.op, limiterCause(ctx, err))
		}
	}
	if err := h.gate.enter(ctx); err != nil {
		return refuse(x.op, err)
	}
	defer h.gate.leave()
	probe, d := pause.enter()
	if d > 0 {
		return refusePaused(x.op, d)
	}
	defer pause.release(probe)
	err := h.next.handle(ctx, x)
	d = h.learn(x, err, pause, probe)
	if d > 0 && limiter != nil {
		limiter.Pause(d)
	}
	return err
}

// learn keeps to what the server wants after an attempt, and returns how long it wants no requests.
func (h *limitHandler) learn(x *exchange, err error, p *pause, probe *refusal) time.Duration {
	e, _ := errors.AsType[*Error](err)
	limited := e != nil && e.Is(ErrRateLimited)
	d := pauseAfter(x, err)
	switch {
	case limited && d > maxRetryAfter:
		p.begin(d, probe)
		return d
	case limited && probe != nil && e.RetryAfter == 0: // what it said before goes on
		p.begin(p.left(), probe)
		return d
	case x.response != nil && x.response.StatusCode < 500:
		p.end(probe)
	}
	if d > 0 {
		h.gate.close(d)
	}
	return d
}

// refusePaused is the error of a call during a pause that goes on for d.
func refusePaused(op *Operation, d time.Duration) *Error {
	e := refuse(op, errPaused)
	e.RetryAfter = d
	return e
}

// pauseAfter is how long requests should wait after an attempt, 0 if they need not.
func pauseAfter(x *exchange, err error) time.Duration {
	e, failed := errors.AsType[*Error](err)
	switch {
	case failed && e.Is(ErrRateLimited) && e.RetryAfter > 0:
		return e.RetryAfter
	case failed && e.Is(ErrRateLimited):
		return backoff(x.attempts + 1) // the server does not say
	case x.response != nil:
		return min(exhausted(x.response.Header, time.Now()), maxRetryAfter)
	default:
		return 0
	}
}

func limiterCause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return contextCause(ctx)
	}
	return err
}
