package factorialtest

// TB is what this package needs of a testing.TB. It is an interface of its own so that a program that uses [Start] does
// not link package testing.
type TB interface {
	Helper()
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// New starts a server that is closed when the test ends. It runs in memory unless [Loopback] is given, and is strict
// about query parameters unless [Lenient] is: a parameter that the API does not know fails the test.
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

// Start starts a server for a program. It listens on a free loopback port unless [Loopback] names another, and must be
// closed.
func Start(opts ...Option) (*Server, error) {
	return start(nil, defaultConfig(), opts)
}
