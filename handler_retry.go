package factorialhr

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

const (
	// defaultAttempts is the default of MaxAttempts, the first attempt included.
	defaultAttempts = 4
	// backoffBase is the longest wait before the second attempt. It doubles with each attempt, up
	// to backoffMax.
	backoffBase = 500 * time.Millisecond
	backoffMax  = 15 * time.Second
	// maxRetryAfter is the longest wait that a server can impose on a call. A call that would have
	// to wait longer fails at once.
	maxRetryAfter = time.Minute
)

// retryHandler repeats the attempts of a request where its [RetryClass] permits it.
type retryHandler struct {
	budget *retryBudget
	next   attemptHandler
}

func (h *retryHandler) handle(ctx context.Context, r *request) callResult {
	var res callResult
	var ambiguous bool // an attempt so far may have taken effect
	var paid bool      // the current attempt is a retry that the budget paid for
	for {
		a := attempt{request: r, number: res.attempts + 1, waited: res.waited}
		tried := h.next.handle(ctx, a)
		if !tried.began {
			res.err = res.err.heldBack(tried.err)
			return res
		}
		res.reply, res.attempts, res.err = tried.reply, a.number, nil
		if tried.err == nil {
			h.budget.earn(paid)
			return res
		}
		if ambiguous && tried.err.StatusCode == http.StatusNotFound && r.op.Method == http.MethodDelete {
			res.gone, res.content = true, nil // an earlier attempt took effect after all
			h.budget.earn(paid)
			return res
		}
		e := new(*tried.err) // the observers have the other one
		res.err = e
		ambiguous = ambiguous || e.Outcome == OutcomeUnknown
		if ambiguous {
			e.Outcome = OutcomeUnknown // the server may have refused only this attempt
		}
		if !canRetry(ctx, a, e) || e.RetryAfter > maxRetryAfter {
			return res
		}
		// A retry after a 429 is free: the whole client pauses then, and the server is not in
		// trouble.
		if paid = !e.Is(ErrRateLimited); paid && !h.budget.spend() {
			return res
		}
		start := time.Now()
		err := sleep(ctx, retryDelay(a.number, e))
		res.waited += time.Since(start)
		e.Waited = res.waited
		if err != nil {
			e.interrupt(err)
			return res
		}
	}
}

// canRetry reports whether attempt a, which failed with e, may be followed by another one.
func canRetry(ctx context.Context, a attempt, e *Error) bool {
	return ctx.Err() == nil && a.number < a.settings.maxAttempts && mayRetry(a.op.Retry, e)
}

// mayRetry reports whether an operation of this class may be sent again after an attempt that
// failed with e.
func mayRetry(class RetryClass, e *Error) bool {
	switch status := e.StatusCode; {
	case status < 300: // no response, or an incomplete one
		return isTransient(e.cause) && (class != RetryUnsafe || e.Outcome == OutcomeNotSent)
	case status == http.StatusTooManyRequests:
		return true
	case status == http.StatusBadGateway, status == http.StatusServiceUnavailable, status == http.StatusGatewayTimeout:
		return class != RetryUnsafe
	case status == http.StatusNotImplemented:
		return false // it stays so
	default:
		return class == RetrySafe && (status >= 500 || status == http.StatusRequestTimeout)
	}
}

// retryDelay returns how long to wait after so many attempts: what the server asked for, plus a
// random part of a span that doubles each time, so that clients that failed together do not come
// back together.
func retryDelay(attempts int, e *Error) time.Duration {
	return e.RetryAfter + rand.N(backoff(attempts))
}

// backoff returns the longest wait after so many attempts.
func backoff(attempts int) time.Duration {
	return min(backoffBase<<min(attempts-1, 10), backoffMax)
}

// sleep waits for d or the end of ctx. It does not wait at all if the deadline of ctx comes first.
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

var errTooLate = fmt.Errorf("the wait would exceed the deadline: %w", context.DeadlineExceeded)

// heldBack returns the error of a call whose next attempt failed with held before it began. The
// receiver is the error of the attempt before, nil for the first attempt.
func (e *Error) heldBack(held *Error) *Error {
	if e == nil {
		return held
	}
	e.RetryAfter = max(e.RetryAfter, held.RetryAfter)
	e.interrupt(held.cause)
	return e
}

// interrupt notes why a call ended that would otherwise have tried again.
func (e *Error) interrupt(why error) {
	if e.cause != nil {
		why = fmt.Errorf("%w; before that: %w", why, e.cause)
	}
	e.cause = why
}
