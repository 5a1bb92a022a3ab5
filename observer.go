package factorialhr

import (
	"context"
	"time"
)

// Observer is told what a client does, for logs, metrics and traces: see [Observe]. What it gets holds no id, query
// value or body; an operation is known by its name and the template of its path.
//
// The methods run on the goroutine of the call, which waits for them, and for several calls at once. The call holds no
// place in flight meanwhile ([MaxInFlight]), so they may take their time and make calls of their own.
type Observer interface {
	// Start begins a call. The context that it returns is that of the call from here on, also of the HTTP requests.
	Start(ctx context.Context, op *Operation) context.Context
	// Attempt comes after each attempt. That a token was renewed after a 401 is part of an attempt.
	Attempt(ctx context.Context, op *Operation, attempt AttemptInfo)
	// Mismatch comes when values of an answer did not have the type of their field. It comes too for properties that a
	// type has no field for, once for each type of an answer, with an empty Want: that is how to learn that the API has
	// moved on. Those are in no list of mismatches elsewhere.
	Mismatch(ctx context.Context, op *Operation, mismatches []Mismatch)
	// End ends a call. It comes once for every Start.
	End(ctx context.Context, op *Operation, call CallInfo)
}

// AttemptInfo tells an [Observer] what became of an attempt.
type AttemptInfo struct {
	// Number counts the attempts of the call from 1.
	Number int
	// StatusCode is the status of the answer, 0 if there was none.
	StatusCode int
	// RequestID is the id that the server gave to the request: see [Error].
	RequestID string
	// Duration is how long it took from sending the request to the last byte of the answer.
	Duration time.Duration
	// Err is nil or an [*Error].
	Err error
	// MayRetry means that the attempt failed, its error permits another attempt, and the call has attempts left. The call
	// tries again unless its context ends first, the retry budget is spent or the server demands too long a wait.
	MayRetry bool
}

// CallInfo tells an [Observer] what became of a call.
type CallInfo struct {
	// Attempts is how often the request was tried.
	Attempts int
	// StatusCode is the status of the last answer, 0 if there was none.
	StatusCode int
	// RequestID is the id that the server gave to the request of the last attempt: see [Error].
	RequestID string
	// Duration is how long the call took, all waiting included.
	Duration time.Duration
	// Waited is how much of that it waited between its attempts.
	Waited time.Duration
	// AlreadyGone is that of [ResponseInfo].
	AlreadyGone bool
	// Err is nil or an [*Error].
	Err error
}

// Observe adds an observer to those that there are.
func Observe(o Observer) RequestOption {
	return func(s *settings) {
		if o != nil {
			s.observers = append(s.observers[:len(s.observers):len(s.observers)], o)
		}
	}
}

// observers tells several.
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
