package factorialtest

import (
	"context"
	"net"
	"net/http"
	"sync"

	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// The hosts in memory. The domain .test is reserved for tests (RFC 6761).
const (
	memoryHost      = "api.factorial.test"
	memoryFilesHost = "files.factorial.test"
)

// network holds the servers of the two origins and the transport that reaches them.
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
	// The fake runs on this machine, so a proxy must not be involved.
	n.transport.Proxy = nil
	n.transport.MaxIdleConnsPerHost = 128
	if memory {
		n.memory = memnet.New()
		// In memory, https is plain text: the client does everything that it does for https,
		// without certificates.
		n.transport.DialContext = n.memory.DialContext
		n.transport.DialTLSContext = n.memory.DialContext
	}
	return n
}

// serve serves handler at address and returns its URL.
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
