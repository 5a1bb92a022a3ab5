package factorialtest

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"sync"
	"time"
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
	return []FaultKind{
		Latency, RateLimit, ServerError, ResetBefore, ResetAfter, Truncate, Malformed,
		RepeatCursor, MissingCursor, EmptyPage, ShortPage, NullLimit, MovingTotal, IgnorePage,
	}
}

// ofList reports whether a kind applies to lists only.
func (k FaultKind) ofList() bool {
	return slices.Contains([]FaultKind{RepeatCursor, MissingCursor, EmptyPage, ShortPage, NullLimit, MovingTotal, IgnorePage}, k)
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

// faults holds the faults of a server and counts their matches and hits.
type faults struct {
	mu   sync.Mutex
	seed uint64
	all  []*plannedFault
}

type plannedFault struct {
	Fault
	place, matched, fired int
}

func (f *faults) add(list []Fault) error {
	for _, fault := range list {
		if !slices.Contains(FaultKinds(), fault.Kind) {
			return fmt.Errorf("unknown kind of fault %q", fault.Kind)
		}
		if _, err := path.Match(fault.Operation, ""); err != nil {
			return fmt.Errorf("invalid operation of a fault: %w", err)
		}
		if fault.Rate < 0 || fault.Rate > 1 || fault.Times < 0 || fault.Skip < 0 || fault.Delay < 0 {
			return fmt.Errorf("a number of fault %q is out of range", fault.Kind)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range list {
		f.all = append(f.all, &plannedFault{Fault: fault, place: len(f.all)})
	}
	return nil
}

// strike returns the delay of a request and the first other fault that hits it.
func (f *faults) strike(operation, method, verb string) (delay time.Duration, fault *Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range f.all {
		if !p.matches(operation, method, verb) {
			continue
		}
		if p.Kind != Latency && fault != nil {
			continue
		}
		if !p.fires(f.seed) {
			continue
		}
		if p.Kind == Latency {
			delay += p.Delay
			continue
		}
		fault = new(p.Fault)
	}
	return delay, fault
}

func (p *plannedFault) matches(operation, method, verb string) bool {
	if p.Kind.ofList() && verb != "list" {
		return false
	}
	if p.Method != "" && p.Method != method {
		return false
	}
	if p.Operation == "" {
		return true
	}
	ok, _ := path.Match(p.Operation, operation)
	return ok
}

// fires counts a match and reports whether the fault hits it.
func (p *plannedFault) fires(seed uint64) bool {
	p.matched++
	if p.matched <= p.Skip || p.Times > 0 && p.fired >= p.Times {
		return false
	}
	if p.Rate > 0 {
		r := rand.New(rand.NewPCG(seed, uint64(p.place)<<40|uint64(p.matched)))
		if r.Float64() >= p.Rate {
			return false
		}
	}
	p.fired++
	return true
}

// Faults makes requests fail from the start: see [Server.Inject].
func Faults(list ...Fault) Option {
	return func(c *config) error { return c.faults.add(list) }
}

// FaultSeed selects the requests that a rate hits. The default is 1.
func FaultSeed(n uint64) Option {
	return func(c *config) error {
		c.faults.seed = n
		return nil
	}
}

// Inject makes requests fail from now on. If one of the faults is invalid, Inject returns an error
// and injects none.
func (s *Server) Inject(list ...Fault) error {
	if err := s.config.faults.add(list); err != nil {
		return fmt.Errorf("factorialtest: %w", err)
	}
	return nil
}

// ClearFaults removes all faults.
func (s *Server) ClearFaults() {
	s.config.faults.mu.Lock()
	defer s.config.faults.mu.Unlock()
	s.config.faults.all = nil
}
