package factorialhr

import "context"

// reportHandler reports an attempt to the observers after the attempt has left its place in flight:
// an observer may take its time, or make calls of its own.
type reportHandler struct {
	next attemptHandler
}

func (h *reportHandler) handle(ctx context.Context, a attempt) attemptResult {
	res := h.next.handle(ctx, a)
	if res.began && len(a.settings.observers) > 0 {
		a.settings.observers.attempt(ctx, a.op, AttemptInfo{
			Number: a.number, StatusCode: res.status(), RequestID: res.requestID(), Duration: res.took,
			Err: res.err.orNil(), MayRetry: res.err != nil && canRetry(ctx, a, res.err),
		})
	}
	return res
}
