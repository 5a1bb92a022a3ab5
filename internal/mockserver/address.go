package mockserver

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// Address is where the server listens.
type Address struct {
	Host      string // a name or an address of this machine; empty: 127.0.0.1
	Port      int    // 0: a free one
	FilesPort int    // of the second origin; 0: the next port on a Host that others reach, otherwise a free one
}

// isLocal reports whether only this machine can reach the host.
func (a Address) isLocal() bool {
	ip := net.ParseIP(a.Host)
	return a.Host == "" || a.Host == "localhost" || ip != nil && ip.IsLoopback()
}

func (a Address) listen() ([]factorialtest.Option, error) {
	host := cmp.Or(a.Host, "127.0.0.1")
	files := a.FilesPort
	if files == 0 && !a.isLocal() && a.Port != 0 {
		files = a.Port + 1 // a container has to publish it, so it must be known
	}
	if files == a.Port && files != 0 || files > 65535 {
		return nil, fmt.Errorf("the download URLs cannot have port %d: set -files-port", files)
	}
	return []factorialtest.Option{
		factorialtest.Listen(net.JoinHostPort(host, strconv.Itoa(a.Port))),
		factorialtest.ListenFiles(net.JoinHostPort(host, strconv.Itoa(files))),
	}, nil
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
			if !(Address{Host: host}).isLocal() && !slices.Contains(hosts, host) {
				return nil, errOtherHost{}
			}
			return dialer.DialContext(ctx, network, address)
		},
	}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// errOtherHost is the error for a webhook to a host that -webhook-hosts does not name. Its hint is
// the hint of the delivery.
type errOtherHost struct{}

func (errOtherHost) Error() string { return "mockserver: " + errOtherHost{}.Hint() }

func (errOtherHost) Hint() string {
	return "webhooks are delivered to this machine and to the hosts of -webhook-hosts only"
}
