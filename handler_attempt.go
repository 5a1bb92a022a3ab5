package factorialhr

import (
	"context"
	"time"

	causes "github.com/factorialhr-go/factorialhr/internal/cause"
)

const (
	// attemptTimeout is the time for an attempt that was not given one.
	attemptTimeout = time.Minute
	// uploadTimeout is the same for an attempt that sends files.
	uploadTimeout = 15 * time.Minute
)

// attemptHandler counts an attempt, and bounds and takes its time.
type attemptHandler struct {
	next handler
}

func (h *attemptHandler) handle(ctx context.Context, x *exchange) error {
	x.attempts++
	x.fate, x.response, x.content = nil, nil, nil
	start := time.Now()
	err := h.bounded(ctx, x)
	x.took = time.Since(start)
	return err
}

func (h *attemptHandler) bounded(ctx context.Context, x *exchange) error {
	timeout := x.settings.timeout
	switch {
	case timeout == 0 && x.body.streams:
		timeout = uploadTimeout
	case timeout == 0:
		timeout = attemptTimeout
	}
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, errAttemptTimeout)
	defer cancel()
	x.stop = cancel
	return h.next.handle(ctx, x)
}

// status is that of the answer to the last attempt, 0 if there was none.
func (x *exchange) status() int {
	if x.response == nil {
		return 0
	}
	return x.response.StatusCode
}

var errAttemptTimeout = causes.NewPassing("no answer in time", context.DeadlineExceeded)
