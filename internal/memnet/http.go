package memnet

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// TB is the part of testing.TB that this package uses.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Serve serves HTTP on address, a "host:port", with handler until the test ends. Clients reach it
// by http and https URLs alike: see Transport. At the end of the test, Serve cancels the context of
// each pending request and waits for its handler.
func (n *Network) Serve(t TB, address string, handler http.Handler) {
	t.Helper()
	n.ServeWith(t, address, &http.Server{Handler: handler})
}

// ServeWith is Serve with a server of the test, for example to set its timeouts. It replaces the
// server's BaseContext and ConnState.
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

// WaitForConns returns a function for [http.Server.ConnState] that counts the server's connections
// in running. Server.Close does not wait for a closing connection (after a request whose body was
// not read, net/http lingers for half a second), and a bubble must not end before it.
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

// Transport returns a transport that dials only this network, without a proxy. It closes its idle
// connections when the test ends.
//
// An https URL uses no TLS, so tests need no certificates; the client sends the same requests. A
// request's TLS field is nil on the server.
func (n *Network) Transport(t TB) *http.Transport {
	t.Helper()
	transport := &http.Transport{
		DialContext:    n.DialContext,
		DialTLSContext: n.DialContext,
	}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// Client returns a client that uses Transport. It follows redirects like every http.Client.
func (n *Network) Client(t TB) *http.Client {
	t.Helper()
	return &http.Client{Transport: n.Transport(t)}
}
