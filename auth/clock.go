package auth

import (
	"sync/atomic"
	"time"
)

// clock combines the two clocks of this machine with what is known about the server's clock. A
// person or a time server can set the wall clock. The running clock cannot be set, but it stops
// while the machine sleeps.
type clock struct {
	now     func() time.Time // the wall clock
	started time.Time        // the zero of the running clock
	skew    atomic.Int64     // a time.Duration: the server's clock minus the wall clock
}

// moment is a point in time on both clocks. It is reached as soon as one of them shows it. The zero
// moment is never reached.
type moment struct {
	wall    time.Time
	running time.Duration
}

func (m moment) reached(present moment) bool {
	return !m.wall.IsZero() && (!present.wall.Before(m.wall) || present.running >= m.running)
}

func (m moment) add(d time.Duration) moment { return moment{m.wall.Add(d), m.running + d} }

func (c *clock) present() moment { return moment{wall(c.now()), c.running()} }

// running returns the time since the Refresher was made, without the time that the machine slept.
func (c *clock) running() time.Duration { return time.Since(c.started) }

// server returns the time on the server's clock, which dates the tokens.
func (c *clock) server() time.Time {
	return wall(c.now()).Add(time.Duration(c.skew.Load()))
}

// learnSkew compares the clocks after a response to a request that was sent at sent. The server
// wrote date, in whole seconds, at some time between the request and the response. If that is
// possible without a skew, the clocks agree.
func (c *clock) learnSkew(date, sent time.Time) {
	atLeast, atMost := date.Sub(c.now()), date.Add(time.Second).Sub(sent)
	switch {
	case atLeast > 0:
		c.skew.Store(int64(atLeast))
	case atMost < 0:
		c.skew.Store(int64(atMost))
	default:
		c.skew.Store(0)
	}
}
