package factorialtest

import (
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/fault"
)

// FaultKind is a way in which the API fails.
type FaultKind string

// Faults that apply to any request.
const (
	// Latency delays the response by Delay. It combines with another fault.
	Latency FaultKind = "latency"
	// RateLimit responds with 429, and with a Retry-After header if RetryAfter is set. The request
	// has no effect.
	RateLimit FaultKind = "rate-limit"
	// ServerError responds with Status (default 502) and the HTML page of a proxy. The request has
	// no effect unless Acts is set.
	ServerError FaultKind = "server-error"
	// ResetBefore cuts the connection before the request has an effect.
	ResetBefore FaultKind = "reset-before"
	// ResetAfter performs the request and cuts the connection instead of responding.
	ResetAfter FaultKind = "reset-after"
	// Truncate performs the request and cuts the connection in the middle of the response.
	Truncate FaultKind = "truncate"
	// Malformed returns a record in which one property does not have its documented type. The
	// stored record is unharmed.
	Malformed FaultKind = "malformed"
)

// Faults that apply only to lists.
const (
	// RepeatCursor returns a next cursor that points to the same page.
	RepeatCursor FaultKind = "repeat-cursor"
	// MissingCursor reports a next page but returns no cursor for it.
	MissingCursor FaultKind = "missing-cursor"
	// EmptyPage inserts a page without records before each page. Its cursor points to the skipped
	// records, so none is lost.
	EmptyPage FaultKind = "empty-page"
	// ShortPage returns half of the records. Its cursor points to the other half.
	ShortPage FaultKind = "short-page"
	// NullLimit returns null as the limit.
	NullLimit FaultKind = "null-limit"
	// MovingTotal returns a different total on every page.
	MovingTotal FaultKind = "moving-total"
	// IgnorePage ignores the page parameter, like a list that supports only cursors.
	IgnorePage FaultKind = "ignore-page"
)

// FaultKinds returns all kinds of fault.
func FaultKinds() []FaultKind {
	var all []FaultKind
	for _, kind := range fault.Kinds() {
		all = append(all, FaultKind(kind))
	}
	return all
}

// Fault makes requests fail. Operation, Method, Skip, Times and Rate select the requests. The zero
// value of each selects all.
type Fault struct {
	Kind FaultKind
	// Operation is a pattern for the name of the operation, in the syntax of path.Match:
	// timeoff.Leaves.Create, timeoff.*, *.Create, oauth.Token. A * matches any run of characters.
	Operation string
	// Method is an HTTP method.
	Method string
	// Skip is the number of matching requests that pass before the first one fails.
	Skip int
	// Times limits the number of requests that fail. 0 means no limit.
	Times int
	// Rate is the share of the matching requests that fail, from 0 to 1. 0 means all of them. The
	// choice depends only on FaultSeed and the order of the requests.
	Rate float64

	Delay      time.Duration // of Latency
	Status     int           // of ServerError
	Acts       bool          // of ServerError: it fails after the request took effect
	RetryAfter string        // of RateLimit: seconds or a date (RFC 9110 section 10.2.3)
}

// Faults makes requests fail from the start: see [Server.Inject].
func Faults(list ...Fault) Option {
	return func(c *config) error { return c.faults.Add(innerFaults(list)) }
}

// FaultSeed selects the requests that a rate hits. The default is 1.
func FaultSeed(n uint64) Option {
	return func(c *config) error {
		c.faults.Seed = n
		return nil
	}
}

// Inject makes requests fail from now on. If one of the faults is invalid, Inject returns an error
// and injects none.
func (s *Server) Inject(list ...Fault) error {
	return named(s.engine.Faults.Add(innerFaults(list)))
}

// ClearFaults removes all faults.
func (s *Server) ClearFaults() { s.engine.Faults.Clear() }

func innerFaults(list []Fault) []fault.Fault {
	all := make([]fault.Fault, len(list))
	for i, f := range list {
		all[i] = fault.Fault{
			Kind: fault.Kind(f.Kind), Operation: f.Operation, Method: f.Method, Skip: f.Skip, Times: f.Times, Rate: f.Rate,
			Delay: f.Delay, Status: f.Status, Acts: f.Acts, RetryAfter: f.RetryAfter,
		}
	}
	return all
}

func outerFaults(list []fault.Fault) []Fault {
	var all []Fault
	for _, f := range list {
		all = append(all, Fault{
			Kind: FaultKind(f.Kind), Operation: f.Operation, Method: f.Method, Skip: f.Skip, Times: f.Times, Rate: f.Rate,
			Delay: f.Delay, Status: f.Status, Acts: f.Acts, RetryAfter: f.RetryAfter,
		})
	}
	return all
}

// ParseFaults parses faults as written on a command line: kinds separated by commas. A kind takes
// =share, the share of requests that fail, and @pattern, which selects operations. Both are
// optional.
//
//	server-error=0.05,rate-limit=0.1@*.Create,latency=200ms
//
// The value of latency is a delay in place of a share.
func ParseFaults(text string) ([]Fault, error) {
	all, err := fault.Parse(text)
	return outerFaults(all), named(err)
}
