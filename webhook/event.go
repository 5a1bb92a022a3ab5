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

// Event is one record of a delivery. Most deliveries have one; the handler is called for each, one after the other.
type Event[T any] struct {
	// Type is the subscription type.
	Type factorialhr.EventType[T]
	// Record is what the API sent, in the shape of the API version of the subscription. Like every answer of the API it
	// can lack what the author may not see; read the record again where that matters.
	Record T
	// Raw is the JSON of the record. It must not be changed.
	Raw json.RawMessage
	// Index is the place of the record in its delivery, from 0, and Count is how many the delivery has.
	Index, Count int
	// Author is who caused the event, as far as the API tells.
	Author Author
	// ReceivedAt is when the delivery came, by the clock of this machine. The API does not say when the event happened.
	ReceivedAt time.Time
	// Mismatches are the values that do not have the type of their field; the field is left nil or zero. The pointers
	// begin at the record.
	Mismatches []factorialhr.Mismatch
}

// On calls handle for each record of each delivery of event. The deliveries come to [Path] of the event. If handle
// returns an error for a record, it is still called for the others; what happens then tells [Failed] or [Synchronous].
// It is called on several goroutines at once.
//
// On may be called while the mux serves. Like [net/http.ServeMux.Handle] it panics when handle is nil, when the event has
// a handler already, when its name is not words with slashes in between, and when an option makes no sense.
func On[T any](mux *Mux, event factorialhr.EventType[T], handle func(ctx context.Context, e Event[T]) error, opts ...HandlerOption) {
	mux.add(route{event: event.Name(), subscribes: true, handle: typed(event, handle)}, opts)
}

// handleFunc handles the record of a delivery that is at index in all.
type handleFunc func(ctx context.Context, d *Delivery, all []json.RawMessage, index int) ([]factorialhr.Mismatch, error)

// typed decodes a record for handle.
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
			return nil, &decodeError{err} // the type is to blame: that the record is JSON is known
		}
		return e.Mismatches, handle(ctx, e)
	}
}

// decodeError hides the text of an error of encoding/json, which quotes what it stumbles over.
type decodeError struct{ err error }

func (e *decodeError) Error() string { return "webhook: the record cannot be decoded" }
func (e *decodeError) Unwrap() error { return e.err }

// Format writes Error, whatever the verb.
func (e *decodeError) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.Error()) }

// Path returns the path of the URL that an event has, below that of the mux: /attendance/shift/clock_in for
// attendance/shift/clock_in.
func Path(event string) string { return "/" + event }

// checkEvent tells what is wrong with the name of an event.
func checkEvent(event string) error {
	for word := range strings.SplitSeq(event, "/") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
			return fmt.Errorf("webhook: %q is not the name of an event", event)
		}
	}
	return nil
}
