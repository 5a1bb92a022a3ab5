// Package clock is the time of the fake. Every room may import it; it imports none.
package clock

import (
	"sync"
	"time"
)

// Clock is the server's time: a fixed moment or the machine's clock, plus the time that was
// advanced.
type Clock struct {
	mu       sync.Mutex
	fixed    time.Time
	advanced time.Duration
	start    struct { // for Reset
		fixed    time.Time
		advanced time.Duration
	}
}

// New returns a clock that stands at a moment, or the machine's clock if the moment is zero.
func New(at time.Time) *Clock {
	c := &Clock{fixed: at}
	c.start.fixed = at
	return c
}

// Stopped reports whether only advance moves the clock.
func (c *Clock) Stopped() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.fixed.IsZero()
}

// Now returns the time in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fixed.IsZero() {
		return time.Now().Add(c.advanced).UTC()
	}
	return c.fixed.Add(c.advanced).UTC()
}

// Advance moves the clock forward.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanced += d
}

// StopAt stops the clock at a moment.
func (c *Clock) StopAt(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fixed, c.advanced = t, 0
}

// Run makes a stopped clock run from where it is.
func (c *Clock) Run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.fixed.IsZero() {
		c.advanced += time.Until(c.fixed)
		c.fixed = time.Time{}
	}
}

// Reset undoes Advance, StopAt and Run.
func (c *Clock) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fixed, c.advanced = c.start.fixed, c.start.advanced
}
