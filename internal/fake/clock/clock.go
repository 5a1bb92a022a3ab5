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
}

// New returns a clock that stands at a moment. If the moment is zero, the clock runs from start on,
// or shows the time of the machine if start is zero, too.
func New(at, start time.Time) *Clock {
	c := &Clock{fixed: at}
	if at.IsZero() && !start.IsZero() {
		c.advanced = time.Until(start)
	}
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
