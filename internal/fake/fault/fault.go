// Package fault plans failures: it parses and counts faults, chooses the requests that they hit,
// and spoils pages and records. It imports reply and record. The log, the server and package
// factorialtest import it.
package fault

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"sync"
	"time"
)

// Kind is a way in which the API fails. Package factorialtest documents the kinds.
type Kind string

// Kinds that apply to any request.
const (
	Latency     Kind = "latency"
	RateLimit   Kind = "rate-limit"
	ServerError Kind = "server-error"
	ResetBefore Kind = "reset-before"
	ResetAfter  Kind = "reset-after"
	Truncate    Kind = "truncate"
	Malformed   Kind = "malformed"
)

// Kinds that apply only to lists.
const (
	RepeatCursor  Kind = "repeat-cursor"
	MissingCursor Kind = "missing-cursor"
	EmptyPage     Kind = "empty-page"
	ShortPage     Kind = "short-page"
	NullLimit     Kind = "null-limit"
	MovingTotal   Kind = "moving-total"
	IgnorePage    Kind = "ignore-page"
)

// Kinds returns all kinds of fault.
func Kinds() []Kind {
	return []Kind{
		Latency, RateLimit, ServerError, ResetBefore, ResetAfter, Truncate, Malformed,
		RepeatCursor, MissingCursor, EmptyPage, ShortPage, NullLimit, MovingTotal, IgnorePage,
	}
}

// ofList reports whether a kind applies to lists only.
func (k Kind) ofList() bool {
	return slices.Contains([]Kind{RepeatCursor, MissingCursor, EmptyPage, ShortPage, NullLimit, MovingTotal, IgnorePage}, k)
}

// Fault makes requests fail. Operation, Method, Skip, Times and Rate select the requests. The zero
// value of each selects all. Package factorialtest documents the fields.
type Fault struct {
	Kind              Kind
	Operation, Method string
	Skip, Times       int
	Rate              float64

	Delay      time.Duration // of Latency
	Status     int           // of ServerError
	Acts       bool          // of ServerError
	RetryAfter string        // of RateLimit

	MayMiss bool
}

// Plan holds the faults of a server and counts their matches and hits.
type Plan struct {
	targets []Target // nil: not known yet
	missed  []string // about faults that were cleared; mu guards it too

	mu   sync.Mutex
	Seed uint64
	all  []*plannedFault
	// numbers is the last id. kept are the faults of the start, for Reset.
	numbers int
	kept    []Fault
}

type plannedFault struct {
	shadowed int // matches that another fault struck first
	Fault
	id, place, matched, fired int
}

// Add adds faults. If one of them is invalid or can strike no operation, Add returns an error and
// adds none.
func (f *Plan) Add(list []Fault) error {
	for _, fault := range list {
		if err := fault.Kind.check(); err != nil {
			return err
		}
		if _, err := path.Match(fault.Operation, ""); err != nil {
			return fmt.Errorf("invalid operation of a fault: %w", err)
		}
		if err := fault.inRange(); err != nil {
			return fmt.Errorf("fault %q: %w", fault.Kind, err)
		}
		if err := fault.reaches(f.known()); err != nil {
			return err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.plan(list)
	return nil
}

// plan adds valid faults. The caller holds the lock.
func (f *Plan) plan(list []Fault) {
	for _, fault := range list {
		f.numbers++
		f.all = append(f.all, &plannedFault{Fault: fault, id: f.numbers, place: len(f.all)})
	}
}

// Strike returns the delay of a request and the first other fault that hits it.
func (f *Plan) Strike(operation, method, verb string) (delay time.Duration, fault *Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range f.all {
		if !p.matches(operation, method, verb) {
			continue
		}
		if p.Kind != Latency && fault != nil {
			p.shadowed++
			continue
		}
		if !p.fires(f.Seed) {
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

// Clear removes all faults.
func (f *Plan) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.missed = append(f.missed, missed(f.all)...)
	f.all = nil
}
