package webhook

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// Observer receives what a [Mux] does, for logs, metrics and traces. The values hold no id, body or
// secret, except for the error of a handler, which is passed unchanged.
//
// The mux calls the methods synchronously, on the goroutine of the request or of the worker, and
// from several goroutines at once. It recovers a panic in a method and logs the stack to
// [log/slog.Default]; the delivery is not affected.
type Observer interface {
	// Answered is called after each request.
	Answered(ctx context.Context, a Answer)
	// Handled is called after a handler has finished a delivery.
	Handled(ctx context.Context, h Handling)
	// Overdue is called when the deadline of a handler passes before it returns. Handled follows
	// when it returns.
	Overdue(ctx context.Context, event string)
}

// Answer is the outcome of a request.
type Answer struct {
	// Event is the subscription type. It is empty for an unknown path.
	Event string
	// Result determines the response.
	Result Result
	// Bytes is the size of the body that was read.
	Bytes int
	// Duration is the time that the request took.
	Duration time.Duration
	// StoreErr is the error of the [Store], or nil.
	StoreErr error
}

// Handling is the outcome of a delivery.
type Handling struct {
	// Event is the subscription type.
	Event string
	// Records is the number of records of the delivery.
	Records int
	// Waited is the time that the delivery waited for a worker.
	Waited time.Duration
	// Duration is the time that the handler took.
	Duration time.Duration
	// Mismatches are the values of all records that did not have the type of their field. The
	// handler received them as nil or zero.
	Mismatches []factorialhr.Mismatch
	// Err is nil, the error of the handler, or a [*PanicError]. For several records, the errors are
	// joined.
	Err error
	// StoreErr is the error of the [Store], or nil.
	StoreErr error
}

// observers calls each of several observers.
type observers []Observer

func (all observers) answered(ctx context.Context, a Answer) {
	all.tell(ctx, func(o Observer) { o.Answered(ctx, a) })
}

func (all observers) handled(ctx context.Context, h Handling) {
	all.tell(ctx, func(o Observer) { o.Handled(ctx, h) })
}

func (all observers) overdue(ctx context.Context, event string) {
	all.tell(ctx, func(o Observer) { o.Overdue(ctx, event) })
}

// tell calls f for each observer. It recovers panics: acknowledged deliveries exist only in this
// process, so an observer must not end it.
func (all observers) tell(ctx context.Context, f func(Observer)) {
	for _, o := range all {
		err := contain(func() error { f(o); return nil })
		if p, ok := errors.AsType[*PanicError](err); ok {
			// The default logger itself may panic.
			_ = contain(func() error {
				slog.Default().LogAttrs(ctx, slog.LevelError, "webhook observer panicked", slog.String("stack", string(p.Stack)))
				return nil
			})
		}
	}
}
