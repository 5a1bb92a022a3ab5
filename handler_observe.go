package factorialhr

import (
	"context"
	"time"
)

// observeHandler tells of the start and the end of a call.
type observeHandler struct {
	next handler
}

func (h *observeHandler) handle(ctx context.Context, x *exchange) error {
	watching := x.settings.observers
	if len(watching) == 0 {
		return h.finish(x, h.next.handle(ctx, x))
	}
	ctx = watching.start(ctx, x.op)
	start := time.Now()
	err := h.finish(x, h.next.handle(ctx, x))
	watching.end(ctx, x.op, CallInfo{
		Attempts: x.attempts, StatusCode: x.status(), RequestID: x.requestID(), Duration: time.Since(start), Waited: x.waited,
		AlreadyGone: x.gone, Err: err,
	})
	return err
}

func (h *observeHandler) finish(x *exchange, err error) error {
	if r := x.settings.response; r != nil {
		r.fill(x)
	}
	return err
}
