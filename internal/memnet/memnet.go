// Package memnet is an in-memory network for tests, with listeners and connections made of
// net.Pipe.
//
// Real sockets stop the fake clock of a testing/synctest bubble for ever, because a goroutine that
// waits for one is not durably blocked. Connections of this package do not: an http.Server and an
// http.Client can talk to each other inside a bubble, and time advances at once. The package also
// works outside a bubble.
//
//	network := memnet.New()
//	network.Serve(t, "api.example.com:443", handler)
//	client := network.Client(t)
//	resp, err := client.Get("https://api.example.com/path")
//
// A Network records every dialled address, so that a test can check where requests went.
package memnet

import (
	"context"
	"net"
	"slices"
	"sync"
	"syscall"
)

// Network is a set of listeners by address. Create it with New, inside the bubble if there is one.
// A Network is safe for concurrent use.
type Network struct {
	mu        sync.Mutex
	listeners map[string]*listener
	dialled   []string
}

// New returns a network without listeners.
func New() *Network {
	return &Network{listeners: make(map[string]*listener)}
}

// Listen listens on address, a "host:port". The host can be any name, since it is not resolved. As
// on a real network, an address that is in use is an error.
func (n *Network) Listen(address string) (net.Listener, error) {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return nil, opError("listen", address, err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.listeners[address] != nil {
		return nil, opError("listen", address, syscall.EADDRINUSE)
	}
	l := &listener{
		network: n,
		address: addr(address),
		conns:   make(chan net.Conn),
		closed:  make(chan struct{}),
	}
	n.listeners[address] = l
	return l, nil
}

// DialContext connects to the listener of address, a "host:port", and waits until it accepts. The
// signature fits http.Transport and net.Dialer; the network name is ignored. Without a listener,
// the error is ECONNREFUSED in a *net.OpError.
func (n *Network) DialContext(ctx context.Context, _, address string) (net.Conn, error) {
	n.mu.Lock()
	n.dialled = append(n.dialled, address)
	l := n.listeners[address]
	n.mu.Unlock()
	if l == nil {
		return nil, opError("dial", address, syscall.ECONNREFUSED)
	}
	client, server := net.Pipe()
	select {
	case l.conns <- &conn{Conn: server, local: l.address, remote: "client:0"}:
		return &conn{Conn: client, local: "client:0", remote: l.address}, nil
	case <-l.closed:
		return nil, opError("dial", address, syscall.ECONNREFUSED)
	case <-ctx.Done():
		return nil, opError("dial", address, ctx.Err())
	}
}

// Dialled returns every dialled address in order, including refused ones.
func (n *Network) Dialled() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.dialled)
}

// listener passes connections on without a queue: a dial waits for Accept.
type listener struct {
	network *Network
	address addr
	conns   chan net.Conn
	close   sync.Once
	closed  chan struct{}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, opError("accept", string(l.address), net.ErrClosed)
	}
}

func (l *listener) Close() error {
	l.close.Do(func() {
		l.network.mu.Lock()
		delete(l.network.listeners, string(l.address))
		l.network.mu.Unlock()
		close(l.closed)
	})
	return nil
}

func (l *listener) Addr() net.Addr { return l.address }

// conn is one end of a net.Pipe with its addresses.
type conn struct {
	net.Conn
	local, remote addr
}

func (c *conn) LocalAddr() net.Addr  { return c.local }
func (c *conn) RemoteAddr() net.Addr { return c.remote }

// addr is a "host:port" of a Network.
type addr string

func (addr) Network() string  { return "mem" }
func (a addr) String() string { return string(a) }

func opError(op, address string, err error) error {
	return &net.OpError{Op: op, Net: "mem", Addr: addr(address), Err: err}
}
