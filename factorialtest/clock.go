package factorialtest

import (
	"sync"
	"time"
)

// clock is the server's time: a fixed moment or the machine's clock, plus the time that was
// advanced.
type clock struct {
	mu       sync.Mutex
	fixed    time.Time
	advanced time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fixed.IsZero() {
		return time.Now().Add(c.advanced).UTC()
	}
	return c.fixed.Add(c.advanced).UTC()
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanced += d
}

// Now returns the time of the server's clock, in UTC.
func (s *Server) Now() time.Time { return s.clock.now() }
