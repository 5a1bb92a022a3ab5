package mockserver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/internal/origin"
)

// Address is where the server listens.
type Address struct {
	Host      string // a name or an address of this machine; empty: 127.0.0.1
	Port      int    // 0: a free one
	FilesPort int    // of the second origin; 0: the next port on a Host that others reach, otherwise a free one
}

// isLocal reports whether only this machine can reach the host.
func (a Address) isLocal() bool {
	return a.Host == "" || origin.IsLoopback(a.Host)
}

func (a Address) listen() ([]factorialtest.Option, error) {
	host := cmp.Or(a.Host, "127.0.0.1")
	files := a.FilesPort
	if files == 0 && !a.isLocal() && a.Port != 0 {
		files = a.Port + 1 // a container has to publish it, so it must be known
	}
	if files > 65535 {
		return nil, fmt.Errorf("no port follows -port %d for the download URLs: set -files-port", a.Port)
	}
	if files == a.Port && files != 0 {
		return nil, fmt.Errorf("-port and -files-port are both %d: the download URLs need a port of their own", files)
	}
	return []factorialtest.Option{
		factorialtest.Listen(net.JoinHostPort(host, strconv.Itoa(a.Port))),
		factorialtest.ListenFiles(net.JoinHostPort(host, strconv.Itoa(files))),
	}, nil
}

// explain adds to an error of a listener which flag sets another port.
func (c Config) explain(err error) error {
	listener, ok := errors.AsType[*net.OpError](err)
	if !ok || !errors.Is(err, syscall.EADDRINUSE) {
		return err
	}
	_, port, _ := net.SplitHostPort(fmt.Sprint(listener.Addr))
	_, control, _ := net.SplitHostPort(c.Control)
	switch {
	case port == strconv.Itoa(c.Port):
		return fmt.Errorf("%w: choose another -port, or 0 for a free one", err)
	case port == control:
		return fmt.Errorf("%w: choose another port for -control, or 0 for a free one", err)
	case !c.isLocal():
		return fmt.Errorf("%w: choose another -files-port for the download URLs", err)
	}
	return fmt.Errorf("%w: choose another -files-port, or 0 for a free one", err)
}

// deliverTo returns a client that delivers webhooks to this machine and to the named hosts. It
// follows the rule of a server without the option: the target URL of a fixture may be a real one.
func deliverTo(hosts []string) factorialtest.Doer {
	dialer := new(net.Dialer)
	return &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			host, _, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			if !deliversTo(hosts, host) {
				return nil, errOtherHost{}
			}
			return dialer.DialContext(ctx, network, address)
		},
	}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// deliversTo reports whether webhooks go to a host. The names of hosts have no case.
func deliversTo(hosts []string, host string) bool {
	return (Address{Host: host}).isLocal() || slices.ContainsFunc(hosts, func(name string) bool { return strings.EqualFold(name, host) })
}

// errOtherHost is the error for a webhook to a host that -webhook-hosts does not name. Its hint is
// the hint of the delivery.
type errOtherHost struct{}

func (errOtherHost) Error() string { return "mockserver: " + errOtherHost{}.Hint() }

func (errOtherHost) Hint() string {
	return "webhooks are delivered to this machine and to the hosts of -webhook-hosts only"
}
