package factorialtest

import (
	"net/url"
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/journal"
)

// Request is a request that the server received, with its result.
type Request struct {
	Number    int       // from 1, in the order of arrival
	Time      time.Time // of the server's clock
	Operation string    // timeoff.Leaves.Approve; oauth.Token; empty if there is no such operation
	Method    string
	Path      string // still escaped
	Query     url.Values
	Body      []byte // the first 64 KB as sent; nil for multipart forms, and for old requests: see Requests
	BodySize  int    // of the body as sent, in bytes; larger than len(Body) if the log has cut it

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
	// a parameter that the fake ignores, a credential in the wrong header, a token or login that
	// OAuth refuses, a body under a wrong Content-Type, a call that destroys more than it names, a
	// reference to a missing record, or a subscription that the fake cannot deliver to. It is empty
	// for all other requests.
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

// Requests returns the logged requests in the order of their responses. The log keeps the last
// 65,536 requests, or fewer if they take more than 64 MB. Of their bodies it keeps the last 8 MB:
// an older request has no Body, but its BodySize.
func (s *Server) Requests() []Request {
	logged := s.engine.Log.All()
	all := make([]Request, len(logged))
	for i := range logged {
		all[i] = outerRequest(&logged[i])
	}
	return all
}

// RequestsTo returns the requests to an operation, such as timeoff.Leaves.Approve, or to those that
// match a pattern like that of [Fault.Operation], such as timeoff.*. A pattern that matches no
// operation fails the test; a program gets no requests.
func (s *Server) RequestsTo(operation string) []Request {
	matches, err := s.engine.Faults.Match(operation)
	if err != nil {
		if s.tb != nil {
			s.tb.Helper()
			s.tb.Errorf("factorialtest: RequestsTo: %v", err)
		}
		return nil
	}
	return slices.DeleteFunc(s.Requests(), func(r Request) bool { return !matches(r.Operation) })
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
		c.observe = func(r *journal.Request) { f(outerRequest(r)) }
		return nil
	}
}

// ForgetRequests empties the log.
func (s *Server) ForgetRequests() { s.engine.Log.Forget() }

func outerRequest(r *journal.Request) Request {
	out := Request{
		Number: r.Number, Time: r.Time, Operation: r.Operation, Method: r.Method, Path: r.Path, Query: r.Query, Body: r.Body, BodySize: r.BodySize,
		Status: r.Status, Fault: FaultKind(r.Fault), Unknown: r.Unknown, Unhandled: r.Unhandled, Hint: r.Hint,
	}
	for _, c := range r.Changes {
		out.Changes = append(out.Changes, Change{ChangeKind(c.Kind), c.Resource, c.ID})
	}
	return out
}
