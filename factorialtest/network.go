package factorialtest

import (
	"context"
	"net"
	"net/http"
	"sync"

	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// The addresses in memory. .test is reserved for this (RFC 6761).
const (
	memoryHost      = "api.factorial.test"
	memoryFilesHost = "files.factorial.test"
)

// network is what the server listens on: two origins, and how to reach them.
type network struct {
	memory    *memnet.Network // nil for loopback
	transport *http.Transport
	serving   sync.WaitGroup
	servers   []*http.Server
	stop      context.CancelFunc
	context   context.Context
}

func newNetwork(memory bool) *network {
	n := &network{transport: http.DefaultTransport.(*http.Transport).Clone()}
	n.context, n.stop = context.WithCancel(context.Background())
	// The fake is on this machine: a proxy has no business here.
	n.transport.Proxy = nil
	n.transport.MaxIdleConnsPerHost = 128
	if memory {
		n.memory = memnet.New()
		// https in memory travels in the clear: the client does all that it does for https, without certificates.
		n.transport.DialContext = n.memory.DialContext
		n.transport.DialTLSContext = n.memory.DialContext
	}
	return n
}

// serve answers address with handler and returns the URL of it.
func (n *network) serve(address, host string, handler http.Handler) (string, error) {
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

func (n *network) close() {
	n.stop()
	n.transport.CloseIdleConnections()
	for _, server := range n.servers {
		_ = server.Close()
	}
	n.serving.Wait()
}
