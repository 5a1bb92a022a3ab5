package factorialhr

import "net/url"

// An Operation describes one operation of the API. The generated packages declare their operations
// and pass them to [Call] and its siblings. Do not modify an Operation: calls share it.
type Operation struct {
	// Name is the Go name of the operation, such as timeoff.Leaves.Approve. Errors and observers
	// show it.
	Name string
	// Method is the HTTP method.
	Method string
	// Path is the path below /api/<version>/resources/, with {id} as the placeholder of [Input].ID:
	// timeoff/leaves/{id}.
	Path string
	// Retry says after which failures the client may send the operation again.
	Retry RetryClass
	// BodyID adds [Input].ID to the body as its member id: actions expect it there, and updates
	// repeat it.
	BodyID bool
	// Unpaged marks a list that ignores the paging parameters and returns all records at once.
	Unpaged bool
	// Selectors lists what the body must name, because the operation otherwise acts on all records.
	// It is nil for most operations.
	Selectors *Selectors
	// Effect says what the operation does: read, write, mail people, delete.
	Effect Effect
	// Since and Until are the first and the last API version that have the operation. An empty text
	// means the oldest and the newest version of [APIVersions].
	Since, Until string
	// Parts lists the parts of a request that only some API versions have.
	Parts []Part
}

// A Part is a query parameter, a body property or an enum value that only some API versions have.
// Either Query or Body is set. A call that sets a Part at another version fails: see [APIVersion].
type Part struct {
	// Query is the name of a query parameter as sent: identifiers[].
	Query string
	// Body is the path of a property of the body: half_day, questions[].title, hours.start.
	Body string
	// Value is an enum value of the parameter or property. If it is empty, the Part is the whole
	// parameter or property.
	Value string
	// Since and Until are the first and the last version that have the Part, as in [Operation].
	Since, Until string
}

// RetryClass says after which failures the client may send an operation again.
type RetryClass uint8

const (
	// RetryUnsafe is an operation that must not happen twice, such as a POST that creates a record.
	// The client sends it again only if the server cannot have acted: the connection or its TLS
	// handshake failed, the headers were not written, or the response was 429.
	RetryUnsafe RetryClass = iota
	// RetryIdempotent is an operation with the same effect whether it happens once or twice: PUT
	// and DELETE. The client sends it again after a failed connection, a timeout, and the statuses
	// 429, 502, 503 and 504.
	RetryIdempotent
	// RetrySafe is an operation that changes nothing: GET, and a POST that only reads. The client
	// sends it again after every transient failure: those of RetryIdempotent, 408, and every 5xx
	// except 501.
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

// Input holds the variable parts of a call.
type Input struct {
	// ID replaces {id} in the path, and is added to the body if the operation sets BodyID. The
	// client escapes it in the path, slashes included, and refuses an empty id, "." and "..".
	ID ID
	// Query holds the query parameters.
	Query url.Values
	// Body is the request body: nil for none, [url.Values] for an HTML form
	// (application/x-www-form-urlencoded), a [FormBody] for multipart/form-data, a [File] for its
	// bytes, and any other value for JSON. Pass JSON that is already encoded as an
	// [encoding/json.RawMessage]; the client refuses bytes and readers, because they have no JSON
	// form.
	Body any
}
