package factorialhr

import (
	"context"
	"time"
)

// observeHandler reports the start and the end of a call to the observers, and fills ResponseInfo.
type observeHandler struct {
	unknown *unknownVersions // nil for downloads, which have no version
	next    callHandler
}

func (h *observeHandler) handle(ctx context.Context, c *call) callResult {
	watching := c.settings.observers
	if len(watching) == 0 {
		return h.run(ctx, c)
	}
	ctx = watching.start(ctx, c.op)
	h.unknown.tell(ctx, c)
	start := time.Now()
	res := h.run(ctx, c)
	watching.end(ctx, c.op, CallInfo{
		Attempts: res.attempts, StatusCode: res.status(), RequestID: res.requestID(),
		Duration: time.Since(start), Waited: res.waited, AlreadyGone: res.gone, Err: res.error(),
	})
	return res
}

func (h *observeHandler) run(ctx context.Context, c *call) callResult {
	res := h.next.handle(ctx, c)
	if c.settings.response != nil {
		c.settings.response.fill(&res)
	}
	return res
}
