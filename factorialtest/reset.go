package factorialtest

import "time"

// Reset returns to the state of the start: the records, the faults, the clock, the tokens and their
// counts, the limit of POSTs, the uploads, the webhooks and the log of requests. After
// [Server.Keep], it returns to the records and faults of that moment. A request in progress may end
// in either state.
func (s *Server) Reset() error {
	s.engine.Reset()
	if s.control != nil {
		s.control.Restarted()
	}
	return nil
}

// Keep makes the present records and faults those that [Server.Reset] returns to, such as those of
// a fixture.
func (s *Server) Keep() { s.engine.Keep() }

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
