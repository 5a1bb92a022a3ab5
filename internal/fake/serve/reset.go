package serve

import "time"

// Keep makes the present records and faults those of the start, for Reset.
func (s *Server) Keep() {
	s.Store.Keep()
	s.Faults.Keep()
}

// Reset returns to the state of the start. A request in progress may end in either state.
func (s *Server) Reset() {
	s.Faults.Reset()
	s.Clock.Reset()
	s.OAuth.Reset()
	s.Store.Reset()
	s.Files.Reset()
	s.limit.reset()
	s.Log.Reset()
	s.Hooks.Reset()
}

// reset forgets the POSTs of the current minute.
func (l *postLimit) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.since, l.count = time.Time{}, 0
}
