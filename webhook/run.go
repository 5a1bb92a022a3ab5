package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// ErrShutdown is the cause of a handler's context when [Mux.Shutdown] stops waiting.
var ErrShutdown = errors.New("webhook: shut down")

// ErrTimeout is the cause of a handler's context when the deadline passes. The error of the context
// is [context.DeadlineExceeded].
var ErrTimeout = errors.New("webhook: the handler missed its deadline")

// run handles a job on a worker.
func (m *Mux) run(j *job) {
	start := time.Now()
	h := Handling{
		Event: j.route.event, Records: j.count, Waited: start.Sub(j.delivery.ReceivedAt), Err: errGoexit,
	}
	// Deferred because a handler may end its goroutine.
	defer func() {
		h.Duration = time.Since(start)
		m.settle(j, h)
	}()
	ctx, stop := context.WithCancelCause(j.ctx)
	defer stop(nil)
	defer context.AfterFunc(m.base, func() { stop(ErrShutdown) })()
	all, err := records(j.delivery.Body)
	if err != nil {
		h.Err = err // not expected: judge accepted the same bytes
		return
	}
	h.Mismatches, h.Err = m.handle(ctx, j.route, &j.delivery, all, func() {
		if j.overdue != nil {
			close(j.overdue)
		}
		m.config.observers.overdue(j.ctx, j.route.event)
	})
}

// handle calls the handler for each record, within one deadline for all. It calls overdue at most
// once, and before it returns, if the deadline passes.
func (m *Mux) handle(ctx context.Context, r *route, d *Delivery, all []json.RawMessage, overdue func()) ([]factorialhr.Mismatch, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, r.config.timeout, ErrTimeout)
	defer cancel()
	defer watch(ctx, overdue)()

	var mismatches []factorialhr.Mismatch
	var failed failures
	for i := range all {
		if i > 0 && ctx.Err() != nil {
			failed.left = fmt.Errorf("webhook: %d of %d records were not handled: %w", len(all)-i, len(all), context.Cause(ctx))
			break
		}
		failed.add(contain(func() error {
			found, err := r.handle(ctx, d, all, i)
			mismatches = append(mismatches, found[:min(len(found), maxMismatches-len(mismatches))]...)
			return err
		}))
	}
	return mismatches, failed.join()
}

// watch calls overdue when the deadline of ctx passes, until end is called. If the deadline has
// passed by then, end itself makes sure that overdue was called: a handler that respects its
// context can return before AfterFunc runs.
func watch(ctx context.Context, overdue func()) (end func()) {
	var once sync.Once
	look := func() {
		if errors.Is(context.Cause(ctx), ErrTimeout) {
			once.Do(overdue)
		}
	}
	stop := context.AfterFunc(ctx, look)
	return func() {
		stop()
		look()
	}
}

// settle reports the outcome of a job to the store, the waiting request and the Failed function. It
// calls the observers in a defer, because the [Failed] function may end the goroutine.
func (m *Mux) settle(j *job, h Handling) {
	defer func() { m.config.observers.handled(j.ctx, h) }()
	if h.Err == nil {
		h.StoreErr = m.finish(j)
	} else {
		h.StoreErr = m.release(j)
	}
	switch {
	case j.done != nil:
		j.done <- resultOf(j, h.Err)
	case h.Err != nil && m.config.failed != nil && !m.queue.isAbandoned(j):
		h.Err = m.park(j, h.Err)
	}
}

// resultOf returns the response for a synchronous handler that returned err. It does not infer a
// missed deadline from err, which may come from a call with a shorter deadline.
func resultOf(j *job, err error) Result {
	select {
	case <-j.overdue:
		return ResultOverdue
	default:
	}
	if err != nil {
		return ResultFailed
	}
	return ResultHandled
}

// park passes a delivery to the [Failed] function. If that panics, the observers receive both
// errors.
func (m *Mux) park(j *job, err error) error {
	ctx, cancel := context.WithTimeout(j.ctx, j.route.config.timeout)
	defer cancel()
	if failure := contain(func() error { m.config.failed(ctx, j.delivery, err); return nil }); failure != nil {
		return errors.Join(err, fmt.Errorf("webhook: the Failed function: %w", failure))
	}
	return err
}

// Redeliver handles a stored delivery, from [Failed] or a [*ShutdownError], on the goroutine of the
// caller and within the deadline of its handler. It skips [Deduplicate], and works after
// [Mux.Shutdown] too: its context is ctx. It returns the error of the handler, a [*PanicError] if
// the handler panics, or an error if the event has no handler.
func (m *Mux) Redeliver(ctx context.Context, d Delivery) error {
	r := m.route(Path(d.Event))
	if r == nil {
		return errors.New("webhook: no handler for the event of the delivery")
	}
	all, err := records(d.Body)
	if err != nil {
		return err
	}
	_, err = m.handle(ctx, r, &d, all, func() { m.config.observers.overdue(ctx, d.Event) })
	return err
}
