package webhook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

// Delivery is a delivery as the API sent it. Callers can store it as JSON and handle it again with
// [Mux.Redeliver].
//
// The body is personal data: when printed or logged, a Delivery shows only its event and size.
type Delivery struct {
	// Event is the subscription type, derived from the URL.
	Event string `json:"event"`
	// Body is a JSON object or an array of objects, at most [MaxBodyBytes] long.
	Body json.RawMessage `json:"body"`
	// Author identifies the author of the event. It is zero if the API does not name one.
	Author Author `json:"author,omitzero"`
	// ReceivedAt is the time at which the mux finished reading the body, by the clock of this
	// machine.
	ReceivedAt time.Time `json:"received_at"`
}

// String returns the event and the size of the body.
func (d Delivery) String() string { return fmt.Sprintf("%s (%d bytes)", d.Event, len(d.Body)) }

// GoString returns [Delivery.String].
func (d Delivery) GoString() string { return d.String() }

// Format writes [Delivery.String] for every verb.
func (d Delivery) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, d.String()) }

// LogValue returns the event and the size of the body.
func (d Delivery) LogValue() slog.Value {
	return slog.GroupValue(slog.String("event", d.Event), slog.Int("bytes", len(d.Body)))
}

// Author is the employee or company that caused an event. It is zero if the API does not name one.
type Author struct {
	// ID is the id of the employee or of the company.
	ID factorialhr.ID `json:"id,omitzero"`
	// Type says whether the author is an employee or a company.
	Type AuthorType `json:"type,omitzero"`
}

// AuthorType is the kind of an [Author]. The API may add values.
type AuthorType string

// The documented values of AuthorType.
const (
	AuthorEmployee AuthorType = "employee"
	AuthorCompany  AuthorType = "company"
)

// maxAuthorBytes limits an author header: an id has a few digits.
const maxAuthorBytes = 128

// authorOf reads the headers x-factorial-author-id and x-factorial-author-type. It ignores an
// overlong value rather than reject the event.
func authorOf(h http.Header) Author {
	get := func(name string) string {
		if value := h.Get(name); len(value) <= maxAuthorBytes {
			return value
		}
		return ""
	}
	return Author{
		ID:   factorialhr.ID(get("X-Factorial-Author-Id")),
		Type: AuthorType(get("X-Factorial-Author-Type")),
	}
}

var errMalformed = errors.New("webhook: the body is not a JSON object or an array of objects")

// records splits a body into its records: the object itself, or the objects of an array. The slices
// may share memory with body.
func records(body []byte) ([]json.RawMessage, error) {
	body = bytes.TrimSpace(lenient.TrimMark(body))
	if len(body) == 0 || !json.Valid(body) {
		return nil, errMalformed
	}
	switch body[0] {
	case '{':
		return []json.RawMessage{body}, nil
	case '[':
		return split(body)
	}
	return nil, errMalformed
}
