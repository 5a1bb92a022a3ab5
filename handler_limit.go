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
	err := h.next.handle(ctx, x)
	if d := pauseAfter(x, err); d > 0 {
		h.gate.close(d)
		if limiter != nil {
			limiter.Pause(d)
		}
	}
	return err
}

// pauseAfter is how long all requests should wait after an attempt, 0 if they need not.
func pauseAfter(x *exchange, err error) time.Duration {
	e, failed := errors.AsType[*Error](err)
	switch {
	case failed && e.Is(ErrRateLimited) && e.RetryAfter > 0:
		return min(e.RetryAfter, maxRetryAfter)
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
