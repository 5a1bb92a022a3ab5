package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
)

// Shutdown ends the mux: from now on a request is answered with 503, so that the API delivers again later, and Shutdown
// returns when all that was acknowledged is handled.
//
// If ctx ends before that, the contexts of the handlers end, with [ErrShutdown], and Shutdown returns a [*ShutdownError]
// at once. It has every delivery that was acknowledged and not handled; store them and call [Mux.Redeliver] later. What a
// handler was busy with is among them, and may be handled yet.
//
// Shut the http.Server down before or after, in any order. A second call waits like the first one.
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
		if j.done == nil { // otherwise it is not acknowledged
			left = append(left, j.delivery)
		}
	}
	return &ShutdownError{Deliveries: left, cause: ctx.Err()}
}

// ShutdownError says that [Mux.Shutdown] could not wait for all handlers. Printing, logging or
// encoding it shows how many deliveries it has, and no body.
type ShutdownError struct {
	// Deliveries were acknowledged, and are not handled as far as Shutdown knows. The API does not send them again.
	Deliveries []Delivery

	cause error
}

// Error tells how many deliveries are not handled.
func (e *ShutdownError) Error() string {
	return fmt.Sprintf("webhook: shut down with %d deliveries not handled: %v", len(e.Deliveries), e.cause)
}

// GoString is [ShutdownError.Error], for %#v.
func (e ShutdownError) GoString() string {
	return fmt.Sprintf("&webhook.ShutdownError{%q}", e.Error())
}

// Format writes [ShutdownError.Error] or [ShutdownError.GoString], whatever the verb.
func (e ShutdownError) Format(f fmt.State, verb rune) { writeText(f, verb, e.Error(), e.GoString()) }

// LogValue is [ShutdownError.Error] for a structured log.
func (e ShutdownError) LogValue() slog.Value { return slog.StringValue(e.Error()) }

// MarshalJSON writes what [ShutdownError.Error] returns, for logs that encode what they get.
func (e ShutdownError) MarshalJSON() ([]byte, error) { return json.Marshal(e.Error()) }

// Unwrap returns the error of the context.
func (e *ShutdownError) Unwrap() error { return e.cause }
