package factorialhr

import (
	"context"
	"time"
)

// limitHandler holds an attempt until it may begin, and learns from the response when the next one
// may. An attempt that may not begin fails with the reason, and nothing is sent.
type limitHandler struct {
	gate *gate
	next attemptHandler
}

func (h *limitHandler) handle(ctx context.Context, a attempt) attemptResult {
	pause := h.gate.pauses.of(a.op.Method)
	if d := pause.refuses(); d > 0 { // before it waits for the limiter
		return attemptResult{err: refusePaused(a.op, d)}
	}
	limiter := a.settings.limiter
	if limiter != nil {
		// Before it enters: a POST that waits for the limiter must not hold a place that a GET
		// could use.
		if err := limiter.Wait(ctx, a.op.Method); err != nil {
			return attemptResult{err: refuse(a.op, limiterCause(ctx, err))}
		}
	}
	if err := h.gate.enter(ctx); err != nil {
		return attemptResult{err: refuse(a.op, err)}
	}
	defer h.gate.leave()
	probe, d := pause.enter()
	if d > 0 {
		return attemptResult{err: refusePaused(a.op, d)}
	}
	defer pause.release(probe)
	res := h.next.handle(ctx, a)
	if d = h.learn(a, res, pause, probe); d > 0 && limiter != nil {
		limiter.Pause(d)
	}
	return res
}

// learn pauses the client as the server asked it to, and returns for how long.
func (h *limitHandler) learn(a attempt, res attemptResult, p *pause, probe *refusal) time.Duration {
	limited := isRateLimited(res.err)
	d := pauseAfter(a, res)
	switch {
	case limited && d > maxRetryAfter:
		p.begin(d, probe)
		return d
	case limited && probe != nil && res.err.RetryAfter == 0: // the pause that it announced before goes on
		p.begin(p.left(), probe)
		return d
	case res.response != nil && res.response.StatusCode < 500:
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

// pauseAfter returns how long requests should wait after an attempt, 0 if they need not.
func pauseAfter(a attempt, res attemptResult) time.Duration {
	switch {
	case isRateLimited(res.err) && res.err.RetryAfter > 0:
		return res.err.RetryAfter
	case isRateLimited(res.err):
		return backoff(a.number + 1) // the server does not say how long
	case res.response != nil:
		return min(exhausted(res.response.Header, time.Now()), maxRetryAfter)
	default:
		return 0
	}
}

func isRateLimited(e *Error) bool { return e != nil && e.Is(ErrRateLimited) }

// limiterCause is the cause of an attempt that the limiter refused.
func limiterCause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return contextCause(ctx)
	}
	return err
}
