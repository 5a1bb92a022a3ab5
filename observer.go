package factorialhr

import (
	"context"
	"time"
)

// Observer receives events about the calls of a client, for logs, metrics and traces: see
// [Observe]. An event contains no id, query value or body; it identifies an operation by its name
// and the template of its path.
//
// The methods run on the goroutine of the call, which waits for them; several calls may run them at
// once. The call holds no place in flight meanwhile ([MaxInFlight]), so the methods may take their
// time and make calls of their own.
type Observer interface {
	// Start is called when a call begins. The call uses the returned context from then on, also for
	// its HTTP requests.
	Start(ctx context.Context, op *Operation) context.Context
	// Attempt is called after each attempt. An attempt includes the renewal of a token after a 401.
	Attempt(ctx context.Context, op *Operation, attempt AttemptInfo)
	// Mismatch is called when values of a response did not have the type of their field. It is also
	// called for properties without a field, once for each type of a response and with an empty
	// Want, which shows that the API has grown. No other list of mismatches contains those.
	Mismatch(ctx context.Context, op *Operation, mismatches []Mismatch)
	// End is called when a call ends, once for every Start.
	End(ctx context.Context, op *Operation, call CallInfo)
}

// AttemptInfo describes an attempt to an [Observer].
type AttemptInfo struct {
	// Number counts the attempts of the call from 1.
	Number int
	// StatusCode is the status of the response, 0 if there was none.
	StatusCode int
	// RequestID is the id that the server gave to the request: see [Error].
	RequestID string
	// Duration is the time from sending the request to the last byte of the response.
	Duration time.Duration
	// Err is nil or an [*Error].
	Err error
	// MayRetry means that the attempt failed, its error permits another attempt, and the call has
	// attempts left. The call tries again unless its context ends first, the retry budget is spent
	// or the server demands too long a wait.
	MayRetry bool
}

// CallInfo describes a call to an [Observer].
type CallInfo struct {
	// Attempts is how often the client tried the request.
	Attempts int
	// StatusCode is the status of the last response, 0 if there was none.
	StatusCode int
	// RequestID is the id that the server gave to the request of the last attempt: see [Error].
	RequestID string
	// Duration is how long the call took, including all waits.
	Duration time.Duration
	// Waited is how much of the Duration the call waited between its attempts.
	Waited time.Duration
	// AlreadyGone means that a repeated DELETE found nothing left to delete: see [ResponseInfo].
	AlreadyGone bool
	// Err is nil or an [*Error].
	Err error
}

// Observe adds an observer. Those of the client and of the call all receive the events of a call.
func Observe(o Observer) RequestOption {
	return func(s *settings) {
		if o != nil {
			s.observers = append(s.observers[:len(s.observers):len(s.observers)], o)
		}
	}
}

// observers passes events on to several observers, in their order.
type observers []Observer

func (all observers) start(ctx context.Context, op *Operation) context.Context {
	for _, o := range all {
		if c := o.Start(ctx, op); c != nil {
			ctx = c
		}
	}
	return ctx
}

func (all observers) attempt(ctx context.Context, op *Operation, a AttemptInfo) {
	for _, o := range all {
		o.Attempt(ctx, op, a)
	}
}

func (all observers) mismatch(ctx context.Context, op *Operation, m []Mismatch) {
	for _, o := range all {
		o.Mismatch(ctx, op, m)
	}
}

func (all observers) end(ctx context.Context, op *Operation, c CallInfo) {
	for _, o := range all {
		o.End(ctx, op, c)
	}
}
