package factorialhr

import "net/url"

// An Operation describes one operation of the API. The generated packages declare one for each of theirs and pass it
// to [Call] and its siblings. An Operation is read, never written: many calls share one.
type Operation struct {
	// Name is how the operation is called in Go, like timeoff.Leaves.Approve. Errors and observers show it.
	Name string
	// Method is the HTTP method.
	Method string
	// Path is the path below /api/<version>/resources/, with {id} where the id of [Input] goes: timeoff/leaves/{id}.
	Path string
	// Retry tells what may be sent a second time.
	Retry RetryClass
	// BodyID puts the id of [Input] into the body, as its member id: actions expect it there, and updates repeat it.
	BodyID bool
	// Unpaged marks a list that ignores the paging parameters and answers everything at once.
	Unpaged bool
	// Selectors says what the body must name because the operation acts on everything otherwise; nil for most.
	Selectors *Selectors
}

// RetryClass tells after which failures an operation may be sent again.
type RetryClass uint8

const (
	// RetryUnsafe is an operation that must not happen twice, as a POST that creates. It is sent again only when the
	// server cannot have acted: the connection or its TLS handshake failed, the headers were not written, or the
	// answer was 429.
	RetryUnsafe RetryClass = iota
	// RetryIdempotent is an operation that may happen twice with the effect of once: PUT and DELETE. It is sent again
	// after a failed connection, a timeout, and the answers 429, 502, 503 and 504.
	RetryIdempotent
	// RetrySafe is an operation that changes nothing: GET, and a POST that only reads. It is sent again after
	// everything that can pass by itself: what holds for RetryIdempotent, 408, and every 5xx but 501.
	RetrySafe
)

// String returns unsafe, idempotent or safe.
func (c RetryClass) String() string {
	switch c {
	case RetrySafe:
		return "safe"
	case RetryIdempotent:
		return "idempotent"
	default:
		return "unsafe"
	}
}

// Input is what a call sends.
type Input struct {
	// ID fills {id} in the path, and goes into the body where the operation says so. In the path it is escaped, a slash
	// in it too; an empty one, "." and ".." are refused.
	ID ID
	// Query holds the query parameters.
	Query url.Values
	// Body is nil for none, [url.Values] for an HTML form (application/x-www-form-urlencoded), a [FormBody] for
	// multipart/form-data, a [File] for its bytes as they are, anything else for JSON. JSON that is encoded already goes
	// as a [encoding/json.RawMessage]; bytes and readers, which have no JSON of their own, are refused.
	Body any
}
