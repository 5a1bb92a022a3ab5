package factorialtest

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"sync"
	"time"
)

// FaultKind is a way in which an API fails.
type FaultKind string

// The faults of a request.
const (
	// Latency delays the answer by Delay. It comes on top of another fault.
	Latency FaultKind = "latency"
	// RateLimit answers 429, with the header Retry-After if RetryAfter is set. Nothing is done.
	RateLimit FaultKind = "rate-limit"
	// ServerError answers Status, 502 if it is 0, with the HTML page of a proxy. Nothing is done, unless Acts is set.
	ServerError FaultKind = "server-error"
	// ResetBefore cuts the connection before anything is done.
	ResetBefore FaultKind = "reset-before"
	// ResetAfter does what was asked and cuts the connection instead of answering.
	ResetAfter FaultKind = "reset-after"
	// Truncate does what was asked and cuts the connection in the middle of the answer.
	Truncate FaultKind = "truncate"
	// Malformed answers a record in which one property has another type than documented. The record itself is unharmed.
	Malformed FaultKind = "malformed"
)

// The faults of a list.
const (
	// RepeatCursor answers a next cursor that leads to the same page again.
	RepeatCursor FaultKind = "repeat-cursor"
	// MissingCursor says that there is a next page and does not say where.
	MissingCursor FaultKind = "missing-cursor"
	// EmptyPage answers a page without records before each page; its cursor leads on and nothing is lost.
	EmptyPage FaultKind = "empty-page"
	// ShortPage answers half of the records; the cursor leads to the other half.
	ShortPage FaultKind = "short-page"
	// NullLimit answers null for the limit.
	NullLimit FaultKind = "null-limit"
	// MovingTotal answers another total on every page.
	MovingTotal FaultKind = "moving-total"
	// IgnorePage ignores the parameter page, as a list would that knows cursors only.
	IgnorePage FaultKind = "ignore-page"
)

// FaultKinds returns all kinds of fault.
func FaultKinds() []FaultKind {
	return []FaultKind{
		Latency, RateLimit, ServerError, ResetBefore, ResetAfter, Truncate, Malformed,
		RepeatCursor, MissingCursor, EmptyPage, ShortPage, NullLimit, MovingTotal, IgnorePage,
	}
}

// ofList tells whether a kind concerns lists only.
func (k FaultKind) ofList() bool {
	return slices.Contains([]FaultKind{RepeatCursor, MissingCursor, EmptyPage, ShortPage, NullLimit, MovingTotal, IgnorePage}, k)
}

// Fault makes requests fail. The zero value of each field but Kind means: all of them.
type Fault struct {
	Kind FaultKind
	// Operation is a pattern for the name, as of path.Match: timeoff.Leaves.Create, timeoff.*, *.Create, oauth.Token. A *
	// stands for any run of characters.
	Operation string
	// Method is an HTTP method.
	Method string
	// Skip lets the first requests that match through.
	Skip int
	// Times is how many requests fail, 0 for no end.
	Times int
	// Rate is the share of the matching requests that fail, from 0 to 1; 0 means every one. Which ones follows from
	// FaultSeed and their order alone.
	Rate float64

	Delay      time.Duration // of Latency
	Status     int           // of ServerError
	Acts       bool          // ServerError after the work was done
	RetryAfter string        // of RateLimit: seconds or a date (RFC 9110 section 10.2.3)
}

// faults are those that a server has, and how often each matched and fired.
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
			return fmt.Errorf("the operation of a fault: %w", err)
		}
		if fault.Rate < 0 || fault.Rate > 1 || fault.Times < 0 || fault.Skip < 0 || fault.Delay < 0 {
			return fmt.Errorf("the numbers of a fault %q", fault.Kind)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range list {
		f.all = append(f.all, &plannedFault{Fault: fault, place: len(f.all)})
	}
	return nil
}

// strike decides what a request meets: a delay, and the first other fault whose turn it is.
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

// fires counts a match and decides by its number.
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

// Faults makes requests fail from the beginning: see [Server.Inject].
func Faults(list ...Fault) Option {
	return func(c *config) error { return c.faults.add(list) }
}

// FaultSeed chooses which requests a rate hits. The default is 1.
func FaultSeed(n uint64) Option {
	return func(c *config) error {
		c.faults.seed = n
		return nil
	}
}

// Inject makes requests fail from now on. What is wrong with a fault is an error, and nothing is injected then.
func (s *Server) Inject(list ...Fault) error {
	if err := s.config.faults.add(list); err != nil {
		return fmt.Errorf("factorialtest: %w", err)
	}
	return nil
}

// ClearFaults ends all faults.
func (s *Server) ClearFaults() {
	s.config.faults.mu.Lock()
	defer s.config.faults.mu.Unlock()
	s.config.faults.all = nil
}
