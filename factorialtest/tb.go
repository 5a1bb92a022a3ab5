package factorialtest

// TB is the part of testing.TB that this package needs. Because of it, a program that uses [Start]
// does not link package testing.
type TB interface {
	Helper()
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// New starts a server and closes it when the test ends. The server runs in memory unless [Loopback]
// is given. A query parameter that the API does not know fails the test unless [Lenient] is given.
// So does a fault that never struck, unless it has [Fault.MayMiss].
func New(tb TB, opts ...Option) *Server {
	tb.Helper()
	c := defaultConfig()
	c.memory, c.strict = true, true
	s, err := start(tb, c, opts)
	if err != nil {
		tb.Fatalf("%v", err)
	}
	tb.Cleanup(func() {
		_ = s.Close()
		s.reportMissed()
	})
	return s
}

// reportMissed fails the test for each fault that never struck: the test has probably not tested
// what its name says. A test that failed or was skipped may not have come to the request.
func (s *Server) reportMissed() {
	if t, ok := s.tb.(interface{ Failed() bool }); ok && t.Failed() {
		return
	}
	if t, ok := s.tb.(interface{ Skipped() bool }); ok && t.Skipped() {
		return
	}
	for _, text := range s.engine.Faults.Missed() {
		s.tb.Errorf("factorialtest: %s", text)
	}
}

// Start starts a server for a program, which must close it. The server listens on a free loopback
// port unless [Loopback] sets another address.
func Start(opts ...Option) (*Server, error) {
	return start(nil, defaultConfig(), opts)
}
