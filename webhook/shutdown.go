package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
)

// Shutdown stops the mux. From now on the mux responds with 503, so that the API delivers again
// later. Shutdown returns when all acknowledged deliveries are handled.
//
// If ctx is done first, Shutdown cancels the contexts of the handlers with [ErrShutdown] and
// returns a [*ShutdownError] at once. It contains every acknowledged delivery that is not handled:
// store them and call [Mux.Redeliver] later. It includes deliveries whose handlers are still
// running and may yet succeed.
//
// Call Shutdown before or after the Shutdown of the http.Server. A second call waits like the
// first.
func (m *Mux) Shutdown(ctx context.Context) error {
	m.queue.close()
	select {
	case <-m.queue.idle:
		return nil
	default:
	}
	select {
	case <-m.queue.idle:
		return nil
	case <-ctx.Done():
	}
	waiting, running := m.queue.abandon()
	m.cancel(ErrShutdown)
	var left []Delivery
	for _, j := range append(running, waiting...) {
		if j.done == nil { // a synchronous delivery is not acknowledged yet
			left = append(left, j.delivery)
		}
	}
	return &ShutdownError{Deliveries: left, cause: ctx.Err()}
}

// ShutdownError means that [Mux.Shutdown] could not wait for all handlers. When printed, logged or
// encoded, it shows the number of deliveries but no body.
type ShutdownError struct {
	// Deliveries were acknowledged but not handled when Shutdown returned. The API does not send
	// them again.
	Deliveries []Delivery

	cause error
}

// Error includes the number of deliveries.
func (e *ShutdownError) Error() string {
	return fmt.Sprintf("webhook: shut down with %d deliveries not handled: %v", len(e.Deliveries), e.cause)
}

// GoString returns [ShutdownError.Error] as Go syntax, for %#v.
func (e ShutdownError) GoString() string {
	return fmt.Sprintf("&webhook.ShutdownError{%q}", e.Error())
}

// Format writes [ShutdownError.Error], or [ShutdownError.GoString] for %#v.
func (e ShutdownError) Format(f fmt.State, verb rune) { writeText(f, verb, e.Error(), e.GoString()) }

// LogValue returns [ShutdownError.Error].
func (e ShutdownError) LogValue() slog.Value { return slog.StringValue(e.Error()) }

// MarshalJSON encodes [ShutdownError.Error], for loggers that encode errors.
func (e ShutdownError) MarshalJSON() ([]byte, error) { return json.Marshal(e.Error()) }

// Unwrap returns the error of the context.
func (e *ShutdownError) Unwrap() error { return e.cause }
