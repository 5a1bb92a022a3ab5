package factorialtest

import (
	"sync"
	"time"
)

// clock is the server's time: a fixed moment or that of the machine, plus what was turned.
type clock struct {
	mu     sync.Mutex
	fixed  time.Time
	turned time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fixed.IsZero() {
		return time.Now().Add(c.turned).UTC()
	}
	return c.fixed.Add(c.turned).UTC()
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.turned += d
}

// Now is the time of the server's clock, in UTC.
func (s *Server) Now() time.Time { return s.clock.now() }
