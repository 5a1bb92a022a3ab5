package webhook

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// Observer is told what a [Mux] does, for logs, metrics and traces. What it gets holds no id, body or secret; an error
// of a handler is as the handler returned it.
//
// The methods run on the goroutine of the request or of the worker, which waits for them, and several at once. A panic in
// one costs no delivery: it is contained, and its stack goes to [log/slog.Default].
type Observer interface {
	// Answered comes after each request.
	Answered(ctx context.Context, a Answer)
	// Handled comes after a handler is done with a delivery.
	Handled(ctx context.Context, h Handling)
	// Overdue comes when the deadline of a handler has passed and it has not returned. Handled follows when it does.
	Overdue(ctx context.Context, event string)
}

// Answer tells an [Observer] what became of a request.
type Answer struct {
	// Event is the subscription type, empty for a path that has none.
	Event string
	// Result is what was answered.
	Result Result
	// Bytes is the size of the body, 0 if it was not read.
	Bytes int
	// Duration is how long the request took.
	Duration time.Duration
	// StoreErr is the error of the [Store], if it failed.
	StoreErr error
}

// Handling tells an [Observer] what became of a delivery.
type Handling struct {
	// Event is the subscription type.
	Event string
	// Records is how many records the delivery had.
	Records int
	// Waited is how long the delivery waited for a worker.
	Waited time.Duration
	// Duration is how long the handler took.
	Duration time.Duration
	// Mismatches are values that did not have the type of their field, in all records. The handler got them left out.
	Mismatches []factorialhr.Mismatch
	// Err is nil, what the handler returned, or a [*PanicError]; joined for several records.
	Err error
	// StoreErr is the error of the [Store], if it failed.
	StoreErr error
}

// observers tells several.
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

// tell calls f for each observer. What was acknowledged lives in this process, so that an observer must not end it.
func (all observers) tell(ctx context.Context, f func(Observer)) {
	for _, o := range all {
		err := contain(func() error { f(o); return nil })
		if p, ok := errors.AsType[*PanicError](err); ok {
			// The logger may be what panicked.
			_ = contain(func() error {
				slog.Default().LogAttrs(ctx, slog.LevelError, "webhook observer panicked", slog.String("stack", string(p.Stack)))
				return nil
			})
		}
	}
}
