package factorialtest

import "time"

// Now returns the time of the server's clock, in UTC.
func (s *Server) Now() time.Time { return s.engine.Clock.Now() }
