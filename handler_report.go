package factorialhr

import "context"

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
			Number: x.attempts, StatusCode: x.status(), Duration: x.took, Err: err,
		})
	}
	return err
}
