package factorialhr

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

const (
	// defaultAttempts is how often a call is tried at most, the first time included.
	defaultAttempts = 4
	// backoffBase is what the wait before the second attempt is at most; it doubles with each attempt up to backoffMax.
	backoffBase = 500 * time.Millisecond
	backoffMax  = 15 * time.Second
	// maxRetryAfter is how long a server can make a call wait. A call that would wait longer fails at once.
	maxRetryAfter = time.Minute
)

// retryHandler repeats what may be repeated: see [RetryClass].
type retryHandler struct {
	budget *retryBudget
	next   handler
}

func (h *retryHandler) handle(ctx context.Context, x *exchange) error {
	var last *Error    // of the last attempt
	var ambiguous bool // an attempt before this one may have been carried out
	var paid bool      // this attempt is a retry that the budget paid for
	for {
		tried := x.attempts
		err := h.next.handle(ctx, x)
		if err == nil {
			h.budget.earn(paid)
			return nil
		}
		e, ok := errors.AsType[*Error](err)
		switch {
		case !ok:
			return err
		case x.attempts == tried && last == nil:
			return e // the limiter did not let the attempt begin
		case x.attempts == tried:
			last.RetryAfter = max(last.RetryAfter, e.RetryAfter)
			return last.interrupted(e.cause)
		case ambiguous && e.StatusCode == http.StatusNotFound && x.op.Method == http.MethodDelete:
			x.gone, x.content = true, nil // an earlier attempt was carried out after all
			h.budget.earn(paid)
			return nil
		}
		ambiguous = ambiguous || e.Outcome == OutcomeUnknown
		if ambiguous {
			e.Outcome = OutcomeUnknown // even if this attempt was refused, the one before may have succeeded
		}
		if ctx.Err() != nil || x.attempts >= x.settings.maxAttempts || !mayRetry(x.op.Retry, e) || e.RetryAfter > maxRetryAfter {
			return e
		}
		// A retry after a 429 is free: the client pauses as a whole then, and the server is not in trouble.
		if paid = !e.Is(ErrRateLimited); paid && !h.budget.spend() {
			return e
		}
		start := time.Now()
		err = sleep(ctx, retryDelay(x.attempts, e))
		x.waited += time.Since(start)
		e.Waited = x.waited
		if err != nil {
			return e.interrupted(err)
		}
		last = e
	}
}

// mayRetry reports whether an operation of this class may be sent again after an attempt that ended in e.
func mayRetry(class RetryClass, e *Error) bool {
	switch status := e.StatusCode; {
	case status < 300: // no answer, or not all of it
		return isTransient(e.cause) && (class != RetryUnsafe || e.Outcome == OutcomeNotSent)
	case status == http.StatusTooManyRequests:
		return true
	case status == http.StatusBadGateway, status == http.StatusServiceUnavailable, status == http.StatusGatewayTimeout:
		return class != RetryUnsafe
	case status == http.StatusNotImplemented:
		return false // that will not pass
	default:
		return class == RetrySafe && (status >= 500 || status == http.StatusRequestTimeout)
	}
}

// retryDelay is how long to wait after an attempt: a random part of a span that doubles each time, so that clients that
// failed together do not come back together; on top of what the server asked for.
func retryDelay(attempts int, e *Error) time.Duration {
	return e.RetryAfter + rand.N(backoff(attempts))
}

// backoff is the longest wait after so many attempts.
func backoff(attempts int) time.Duration {
	return min(backoffBase<<min(attempts-1, 10), backoffMax)
}

// sleep waits for d or the end of ctx. If that comes first for certain, it does not wait at all.
func sleep(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d {
		return errTooLate
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return contextCause(ctx)
	}
}

var errTooLate = fmt.Errorf("the next attempt would come too late: %w", context.DeadlineExceeded)

// interrupted is e for a call that would have gone on if it had not been for why.
func (e *Error) interrupted(why error) *Error {
	if e.cause != nil {
		why = fmt.Errorf("%w; before that: %w", why, e.cause)
	}
	e.cause = why
	return e
}
