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
func New(tb TB, opts ...Option) *Server {
	tb.Helper()
	c := defaultConfig()
	c.memory, c.strict = true, true
	s, err := start(tb, c, opts)
	if err != nil {
		tb.Fatalf("%v", err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

// Start starts a server for a program, which must close it. The server listens on a free loopback
// port unless [Loopback] sets another address.
func Start(opts ...Option) (*Server, error) {
	return start(nil, defaultConfig(), opts)
}
