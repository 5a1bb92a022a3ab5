package mockserver

import (
	"net"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// control returns the options of the control surface and its page. A browser may reach the surface
// under every name of the server that the configuration has.
func (c Config) control() []factorialtest.Option {
	var opts []factorialtest.Option
	switch c.Control {
	case "off":
		return nil
	case "", "on":
		opts = append(opts, factorialtest.Control())
	default:
		opts = append(opts, factorialtest.ControlAt(c.Control))
	}
	names := slices.DeleteFunc(append(slices.Clone(c.TLS.Hosts), c.Host), func(name string) bool {
		return name == "" || net.ParseIP(name) != nil
	})
	return append(opts, factorialtest.ControlHosts(names...))
}

// pageURL returns the address of the page; empty if there is none.
func pageURL(srv *factorialtest.Server) string {
	root, ok := strings.CutSuffix(srv.ControlURL, "_fake")
	if !ok {
		return ""
	}
	return root
}
