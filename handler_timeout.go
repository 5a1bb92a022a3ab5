package factorialhr

import (
	"context"
	"time"

	causes "github.com/factorialhr-go/factorialhr/internal/cause"
)

// timeoutHandler bounds the time of an attempt and measures it. An attempt begins here.
type timeoutHandler struct {
	next attemptHandler
}

func (h *timeoutHandler) handle(ctx context.Context, a attempt) attemptResult {
	ctx, a.stop = context.WithTimeoutCause(ctx, a.timeout, errAttemptTimeout)
	defer a.stop()
	start := time.Now()
	res := h.next.handle(ctx, a)
	res.began, res.took = true, time.Since(start)
	return res
}

var errAttemptTimeout = causes.NewPassing("no response in time", context.DeadlineExceeded)
