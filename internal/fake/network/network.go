// Package network runs the HTTP servers of the two origins, in memory or on loopback addresses, and
// has the transport that reaches them. It imports no room. Only doors, such as package
// factorialtest, import it.
package network

import (
	"context"
	"net"
	"net/http"
	"sync"

	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// The hosts in memory. The domain .test is reserved for tests (RFC 6761).
const (
	APIHost   = "api.factorial.test"
	FilesHost = "files.factorial.test"
	// ControlHost is the host of a control surface with an address of its own.
	ControlHost = "control.factorial.test"
)

// Hosts holds the servers of the two origins and the transport that reaches them.
type Hosts struct {
	memory    *memnet.Network // nil for loopback
	Transport *http.Transport
	serving   sync.WaitGroup
	servers   []*http.Server
	stop      context.CancelFunc
	context   context.Context
}

// New returns hosts in memory, or on loopback addresses. The caller must close them.
func New(memory bool) *Hosts {
	n := &Hosts{Transport: http.DefaultTransport.(*http.Transport).Clone()}
	n.context, n.stop = context.WithCancel(context.Background())
	// The fake runs on this machine, so a proxy must not be involved.
	n.Transport.Proxy = nil
	n.Transport.MaxIdleConnsPerHost = 128
	if memory {
		n.memory = memnet.New()
		// In memory, https is plain text: the client does everything that it does for https,
		// without certificates.
		n.Transport.DialContext = n.memory.DialContext
		n.Transport.DialTLSContext = n.memory.DialContext
	}
	return n
}

// Serve serves handler at address and returns its URL.
func (n *Hosts) Serve(address, host string, handler http.Handler) (string, error) {
	var l net.Listener
	var err error
	url := "https://" + host
	if n.memory != nil {
		l, err = n.memory.Listen(host + ":443")
	} else {
		l, err = net.Listen("tcp", address)
	}
	if err != nil {
		return "", err
	}
	if n.memory == nil {
		url = "http://" + l.Addr().String()
	}
	server := &http.Server{
		Handler:     handler,
		BaseContext: func(net.Listener) context.Context { return n.context },
		ConnState:   memnet.WaitForConns(&n.serving),
	}
	n.servers = append(n.servers, server)
	n.serving.Go(func() { _ = server.Serve(l) })
	return url, nil
}

// Close closes the servers and waits for them.
func (n *Hosts) Close() {
	n.stop()
	n.Transport.CloseIdleConnections()
	for _, server := range n.servers {
		_ = server.Close()
	}
	n.serving.Wait()
}
