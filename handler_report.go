package factorialhr

import (
	"context"
	"errors"
)

// reportHandler tells the observers of an attempt, after the attempt has given up its place in flight: an observer may
// take its time, or make calls of its own.
type reportHandler struct {
	next handler
}

func (h *reportHandler) handle(ctx context.Context, x *exchange) error {
	before := x.attempts
	err := h.next.handle(ctx, x)
	if x.attempts > before && len(x.settings.observers) > 0 {
		x.settings.observers.attempt(ctx, x.op, AttemptInfo{
			Number: x.attempts, StatusCode: x.status(), RequestID: x.requestID(), Duration: x.took, Err: err,
			MayRetry: willRetry(ctx, x, err),
		})
	}
	return err
}

// willRetry reports whether the call is to be tried again, as far as the attempt alone decides it.
func willRetry(ctx context.Context, x *exchange, err error) bool {
	e, failed := errors.AsType[*Error](err)
	return failed && ctx.Err() == nil && x.attempts < x.settings.maxAttempts && mayRetry(x.op.Retry, e)
}
