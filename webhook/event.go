package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

// Event is one record of a delivery. Most deliveries have one record; the handler is called for
// each in sequence.
type Event[T any] struct {
	// Type is the subscription type.
	Type factorialhr.EventType[T]
	// Record is the record that the API sent, in the shape of the API version of the subscription.
	// Like every response of the API, it may lack fields that the author may not see. If you need
	// them, read the record again.
	Record T
	// Raw is the JSON of the record. Do not modify it.
	Raw json.RawMessage
	// Index is the position of the record in its delivery, from 0. Count is the number of records
	// in the delivery.
	Index, Count int
	// Author identifies the author of the event. It is zero if the API does not name one.
	Author Author
	// ReceivedAt is the time at which the delivery arrived, by the clock of this machine. The API
	// does not say when the event happened.
	ReceivedAt time.Time
	// Mismatches lists the values that do not have the type of their field; such a field is nil or
	// zero. The pointers are relative to the record.
	Mismatches []factorialhr.Mismatch
}

// On registers handle for event. The mux calls it for each record of each delivery to [Path] of the
// event. If handle returns an error for a record, the mux still calls it for the others; [Failed]
// and [Synchronous] determine what happens then. Handle must be safe for concurrent use.
//
// On may be called while the mux serves. Like [net/http.ServeMux.Handle] it panics if handle is
// nil, if the event already has a handler, if the name of the event is not words separated by
// slashes, or if an option is invalid.
func On[T any](mux *Mux, event factorialhr.EventType[T], handle func(ctx context.Context, e Event[T]) error, opts ...HandlerOption) {
	mux.add(route{event: event.Name(), subscribes: true, handle: typed(event, handle)}, opts)
}

// handleFunc handles the record all[index] of d.
type handleFunc func(ctx context.Context, d *Delivery, all []json.RawMessage, index int) ([]factorialhr.Mismatch, error)

// typed returns a function that decodes a record and calls handle.
func typed[T any](event factorialhr.EventType[T], handle func(context.Context, Event[T]) error) handleFunc {
	if handle == nil {
		return nil
	}
	return func(ctx context.Context, d *Delivery, all []json.RawMessage, index int) ([]factorialhr.Mismatch, error) {
		e := Event[T]{
			Type: event, Raw: all[index], Index: index, Count: len(all), Author: d.Author, ReceivedAt: d.ReceivedAt,
		}
		var err error
		if e.Mismatches, err = lenient.Decode(e.Raw, &e.Record); err != nil {
			return nil, &decodeError{err} // T cannot be decoded: the record is valid JSON
		}
		return e.Mismatches, handle(ctx, e)
	}
}

// decodeError hides the text of an error of encoding/json, which quotes the value.
type decodeError struct{ err error }

func (e *decodeError) Error() string { return "webhook: the record cannot be decoded" }
func (e *decodeError) Unwrap() error { return e.err }

// Format writes Error for every verb.
func (e *decodeError) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.Error()) }

// Path returns the path of the URL of an event, relative to the mux: /attendance/shift/clock_in for
// attendance/shift/clock_in.
func Path(event string) string { return "/" + event }

// checkEvent returns an error if event is not a valid event name.
func checkEvent(event string) error {
	for word := range strings.SplitSeq(event, "/") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
			return fmt.Errorf("webhook: %q is not the name of an event", event)
		}
	}
	return nil
}
