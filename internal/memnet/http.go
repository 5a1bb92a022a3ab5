package memnet

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// TB is what this package needs of a testing.TB.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Serve answers HTTP on address, a "host:port", with handler until the test ends. Clients reach
// it by http and https URLs alike: see Transport. The end of the test ends the context of each
// request that is still served, and waits for its handler.
func (n *Network) Serve(t TB, address string, handler http.Handler) {
	t.Helper()
	n.ServeWith(t, address, &http.Server{Handler: handler})
}

// ServeWith is Serve with a server of the test's own, for its timeouts. The server's BaseContext
// and ConnState are replaced.
func (n *Network) ServeWith(t TB, address string, server *http.Server) {
	t.Helper()
	l, err := n.Listen(address)
	if err != nil {
		t.Fatalf("memnet: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	server.BaseContext = func(net.Listener) context.Context { return ctx }
	var running sync.WaitGroup
	server.ConnState = WaitForConns(&running)
	running.Go(func() { _ = server.Serve(l) })
	t.Cleanup(func() {
		cancel()
		_ = server.Close()
		running.Wait()
	})
}

// WaitForConns returns a function for [http.Server.ConnState] that counts the server's
// connections in running. Server.Close does not wait for a connection that is winding up (after
// a request whose body was not read, net/http lingers for half a second), and a bubble must not
// end before it.
func WaitForConns(running *sync.WaitGroup) func(net.Conn, http.ConnState) {
	return func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			running.Add(1)
		case http.StateClosed, http.StateHijacked:
			running.Done()
		}
	}
}

// Transport returns a transport that dials this network and nothing else, without a proxy. Its
// idle connections are closed when the test ends.
//
// An https URL travels in the clear: it saves every test the certificates, and what leaves the
// client is the same. A request's TLS field is nil on the server.
func (n *Network) Transport(t TB) *http.Transport {
	t.Helper()
	transport := &http.Transport{
		DialContext:    n.DialContext,
		DialTLSContext: n.DialContext,
	}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// Client returns a client of Transport. It follows redirects as every http.Client does.
func (n *Network) Client(t TB) *http.Client {
	t.Helper()
	return &http.Client{Transport: n.Transport(t)}
}
