package factorialtest

import (
	"net/url"
	"slices"
	"sync"
	"time"
)

// Request is a request that the server got, and what became of it.
type Request struct {
	Number    int       // from 1, in the order of arrival
	Time      time.Time // of the server's clock
	Operation string    // timeoff.Leaves.Approve; oauth.Token; empty if there is no such operation
	Method    string
	Path      string // as it was escaped
	Query     url.Values
	Body      []byte // JSON as it was sent, up to 64 KB; nil for forms

	// Status is that of the answer, 0 if the connection was cut before there was one.
	Status int
	// Fault is the fault that the request met, if any; a delay alone is none.
	Fault FaultKind
	// Changes are what the server did to its records, whatever the client got to see of it.
	Changes []Change
	// Unknown are the names in the query that the operation does not know, and Unhandled those that it knows and that the
	// fake does nothing with.
	Unknown, Unhandled []string
	// Hint says what is probably wrong where the API does not: a path or a query that nobody knows, a parameter that the
	// fake does nothing with, a credential in the wrong header, a reference to nothing. It is empty for all other requests.
	Hint string
}

// Change is something that happened to a record.
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

// journal keeps what happened. It is safe for concurrent use.
type journal struct {
	mu      sync.Mutex
	numbers int
	entries []*Request
}

// begin notes a request that has arrived. The caller fills it in and hands it to end.
func (j *journal) begin(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.numbers++
	r.Number = j.numbers
}

// end adds a request to the log when its answer is about to go out, so that a client that has the answer finds it there.
func (j *journal) end(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) == 2*journalLength {
		j.entries = append(j.entries[:0], j.entries[journalLength:]...)
	}
	j.entries = append(j.entries, r)
}

// Requests returns the requests that the server has answered, in the order of their answers: the last 65,536 at least.
func (s *Server) Requests() []Request {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	all := make([]Request, len(s.journal.entries))
	for i, r := range s.journal.entries {
		all[i] = *r
	}
	return all
}

// RequestsTo returns the requests for one operation, by a name like timeoff.Leaves.Approve.
func (s *Server) RequestsTo(operation string) []Request {
	return slices.DeleteFunc(s.Requests(), func(r Request) bool { return r.Operation != operation })
}

// Changes returns everything that the requests in the log did to the records.
func (s *Server) Changes() []Change {
	var all []Change
	for _, r := range s.Requests() {
		all = append(all, r.Changes...)
	}
	return all
}

// Observe calls f for every request, when it comes into the log and before its answer goes out, from the goroutine that
// serves it.
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
