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

// Delivery is a delivery as it came. It can be stored as JSON and handled again with [Mux.Redeliver].
//
// The body is personal data; printing or logging a Delivery shows the event and the size instead.
type Delivery struct {
	// Event is the subscription type, known from the URL.
	Event string `json:"event"`
	// Body is a JSON object or an array of them, at most [MaxBodyBytes] long.
	Body json.RawMessage `json:"body"`
	// Author is who caused the event, as far as the API tells.
	Author Author `json:"author,omitzero"`
	// ReceivedAt is when the body was read, by the clock of this machine.
	ReceivedAt time.Time `json:"received_at"`
}

// String returns the event and the size of the body.
func (d Delivery) String() string { return fmt.Sprintf("%s (%d bytes)", d.Event, len(d.Body)) }

// GoString is [Delivery.String].
func (d Delivery) GoString() string { return d.String() }

// Format writes [Delivery.String], whatever the verb.
func (d Delivery) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, d.String()) }

// LogValue gives the event and the size of the body to a structured log.
func (d Delivery) LogValue() slog.Value {
	return slog.GroupValue(slog.String("event", d.Event), slog.Int("bytes", len(d.Body)))
}

// Author is who caused an event. It is zero when the API does not say.
type Author struct {
	// ID is that of the employee or of the company.
	ID factorialhr.ID `json:"id,omitzero"`
	// Type tells which of them.
	Type AuthorType `json:"type,omitzero"`
}

// AuthorType is the kind of an [Author]. The list of its values may grow.
type AuthorType string

// The values of AuthorType that are documented.
const (
	AuthorEmployee AuthorType = "employee"
	AuthorCompany  AuthorType = "company"
)

// maxAuthorBytes bounds an author header: an id has a few digits.
const maxAuthorBytes = 128

// authorOf reads the headers x-factorial-author-id and x-factorial-author-type. One that is oddly long is left out: it
// must not cost the event.
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

// records splits a body into its records: the object that it is, or the objects of an array. The slices may lead into
// body.
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
