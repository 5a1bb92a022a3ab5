package factorialtest

import (
	"net/url"
	"slices"
	"sync"
	"time"
)

// Request is a request that the server received, with its result.
type Request struct {
	Number    int       // from 1, in the order of arrival
	Time      time.Time // of the server's clock
	Operation string    // timeoff.Leaves.Approve; oauth.Token; empty if there is no such operation
	Method    string
	Path      string // still escaped
	Query     url.Values
	Body      []byte // JSON as sent, up to 64 KB; nil for forms

	// Status is the status of the response, 0 if the connection was cut before it.
	Status int
	// Fault is the fault that hit the request, if any. A delay alone does not count.
	Fault FaultKind
	// Changes lists the changes to records, whether or not the client received a response.
	Changes []Change
	// Unknown lists the names in the query that the operation does not know. Unhandled lists those
	// that it knows but the fake ignores.
	Unknown, Unhandled []string
	// Hint says what is probably wrong where the API does not: an unknown path or query parameter,
	// a parameter that the fake ignores, a credential in the wrong header, or a reference to a
	// missing record. It is empty for all other requests.
	Hint string
}

// Change is a change to a record.
type Change struct {
	Kind     ChangeKind
	Resource string // timeoff/leaves
	ID       string
}

// ChangeKind is created, updated or deleted.
type ChangeKind string

// The kinds of change.
const (
	Created ChangeKind = "created"
	Updated ChangeKind = "updated"
	Deleted ChangeKind = "deleted"
)

const (
	journalLength = 1 << 16
	journalBody   = 64 << 10
)

// journal is the log of requests. It is safe for concurrent use.
type journal struct {
	mu      sync.Mutex
	numbers int
	entries []*Request
}

// begin numbers a request that has arrived. The caller fills it in and passes it to end.
func (j *journal) begin(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.numbers++
	r.Number = j.numbers
}

// end adds a request to the log just before its response is written, so that a client that has the
// response finds the request there.
func (j *journal) end(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) == 2*journalLength {
		j.entries = append(j.entries[:0], j.entries[journalLength:]...)
	}
	j.entries = append(j.entries, r)
}

// Requests returns the logged requests in the order of their responses. The log keeps at least the
// last 65,536.
func (s *Server) Requests() []Request {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	all := make([]Request, len(s.journal.entries))
	for i, r := range s.journal.entries {
		all[i] = *r
	}
	return all
}

// RequestsTo returns the requests to one operation, such as timeoff.Leaves.Approve.
func (s *Server) RequestsTo(operation string) []Request {
	return slices.DeleteFunc(s.Requests(), func(r Request) bool { return r.Operation != operation })
}

// Changes returns all changes to records by the requests in the log.
func (s *Server) Changes() []Change {
	var all []Change
	for _, r := range s.Requests() {
		all = append(all, r.Changes...)
	}
	return all
}

// Observe calls f for every request when it enters the log, before its response is written. The
// goroutine that serves the request calls f.
func Observe(f func(Request)) Option {
	return func(c *config) error {
		c.observe = f
		return nil
	}
}

// ForgetRequests empties the log.
func (s *Server) ForgetRequests() {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	s.journal.entries = nil
}
