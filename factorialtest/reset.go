package factorialtest

import (
	"io"
	"time"
)

// Reset returns to the state of the start: the records, the faults, the clock, the tokens and their
// counts, the limit of POSTs, the uploads, the webhooks and the log of requests. The records of the
// start come from the seeded company and from [Fixture], not from [Server.Load]. A request in
// progress may end in either state.
func (s *Server) Reset() error {
	s.engine.Reset()
	if s.control != nil {
		s.control.Restarted()
	}
	return nil
}

// Fixture loads records before the server starts, in the format of [Server.Load]. [Server.Reset]
// returns to them.
func Fixture(r io.Reader) Option {
	return func(c *config) error {
		c.fixtures = append(c.fixtures, r)
		return nil
	}
}

// StopAt stops the server's clock at t, or at another moment if it is stopped. Only
// [Server.Advance] moves it.
func (s *Server) StopAt(t time.Time) {
	s.engine.Clock.StopAt(t)
	s.engine.Hooks.Turn()
}

// RunClock makes a stopped clock run from where it is.
func (s *Server) RunClock() {
	s.engine.Clock.Run()
	s.engine.Hooks.Turn()
}
