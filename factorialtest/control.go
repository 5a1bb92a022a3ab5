package factorialtest

import (
	"errors"
	"net"
	"net/http"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/control"
	"github.com/factorialhr-go/factorialhr/internal/fake/hook"
	"github.com/factorialhr-go/factorialhr/internal/fake/journal"
	"github.com/factorialhr-go/factorialhr/internal/fake/network"
	"github.com/factorialhr-go/factorialhr/internal/fake/page"
	"github.com/factorialhr-go/factorialhr/internal/fake/serve"
	"github.com/factorialhr-go/factorialhr/internal/origin"
)

// Control serves the control surface on the port of the API, below /_fake/: the methods of [Server]
// over HTTP, for programs in any language and for a browser. [Server.ControlURL] is its base URL,
// and GET /_fake/openapi.json its OpenAPI document. A page for a browser is at the root, /. With
// Control, a request to the API may carry the header X-Fake-Fault with a fault for this request
// only.
//
// The surface has no password. It refuses pages of other origins in a browser, and requests for a
// Host that a foreign web site could own.
func Control() Option {
	return func(c *config) error {
		c.control.on, c.control.address = true, ""
		return nil
	}
}

// ControlAt is like [Control], but serves the surface on an address of its own, such as
// "127.0.0.1:9090", and not on the port of the API. It accepts the addresses of [Loopback]. In
// memory, the host is control.factorial.test.
func ControlAt(address string) Option {
	return func(c *config) error {
		if address == "" {
			address = "127.0.0.1:0"
		}
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return errors.New("ControlAt requires host:port")
		}
		if !origin.IsLoopback(host) {
			return errors.New("ControlAt requires an address of this machine")
		}
		c.control.on, c.control.address = true, address
		return nil
	}
}

// ControlHosts adds names under which a browser may reach the control surface, without a port. It
// accepts addresses, localhost, names without a dot, and names below a domain that is reserved for
// private use, such as .internal, .local and .test, in any case.
func ControlHosts(names ...string) Option {
	return func(c *config) error {
		for _, name := range names {
			if name == "" || strings.ContainsAny(name, "/: ") {
				return errors.New("ControlHosts requires names without a port, such as fake.example.com")
			}
			c.control.hosts = append(c.control.hosts, strings.ToLower(name))
		}
		return nil
	}
}

// controlConfig is the result of the options above.
type controlConfig struct {
	on      bool
	address string // empty: the port of the API
	hosts   []string
}

// newControl returns the control surface of a server that is being assembled, nil without one.
func newControl(s *Server, c controlConfig) *control.Handler {
	if !c.on {
		return nil
	}
	return control.New(controlled{s}, control.Options{Hosts: c.hosts})
}

// followed lets the control surface see the requests, and faults in headers work.
func (s *Server) followed(o serve.Options) serve.Options {
	if s.control == nil {
		return o
	}
	o.HeaderFaults = true
	observe := o.Observe
	o.Observe = func(r *journal.Request) {
		if observe != nil {
			observe(r)
		}
		if s.control.Following() {
			s.control.Request(controlRequestOf(outerRequest(r)))
		}
	}
	return o
}

// follow lets the control surface see the deliveries.
func (s *Server) follow() {
	if s.control != nil {
		s.engine.Hooks.Follow(func(d hook.Delivery) { s.control.Delivery(controlDelivery(Delivery(d))) })
	}
}

// front returns the handler of the API's port.
func (s *Server) front(c controlConfig) http.Handler {
	if !c.on || c.address != "" {
		return s.engine
	}
	surface := s.surface()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isControl(r.URL.Path) {
			surface.ServeHTTP(w, r)
		} else {
			s.engine.ServeHTTP(w, r)
		}
	})
}

// elsewhere returns the hint for a path of the control surface on the port of the API, if the
// surface is not there.
func (s *Server) elsewhere(c controlConfig) func(path string) string {
	return func(path string) string {
		switch {
		case !isControl(path):
			return ""
		case !c.on:
			return "the control surface is off: turn it on with Control or ControlAt, or with -control of the command"
		}
		select {
		case <-s.assembled:
			return "the control surface has a port of its own: " + s.ControlURL
		default:
			return "the control surface has a port of its own"
		}
	}
}

// isControl reports whether a path belongs to the control surface or its page.
func isControl(path string) bool {
	return isPage(path) || path == strings.TrimSuffix(control.Prefix, "/") || strings.HasPrefix(path, control.Prefix)
}

// isPage reports whether a path belongs to the page.
func isPage(path string) bool { return path == "/" || strings.HasPrefix(path, page.Prefix) }

// surface returns the handler of the page and of the control surface, which waits until the server
// is assembled.
func (s *Server) surface() http.Handler {
	files := page.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isPage(r.URL.Path) {
			files.ServeHTTP(w, r)
			return
		}
		select {
		case <-s.assembled:
			s.control.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	})
}

// serveControl starts the listener of ControlAt and sets the URL of the surface.
func (s *Server) serveControl(c config) error {
	base, err := s.URL, error(nil)
	switch {
	case !c.control.on:
		return nil
	case c.control.address != "":
		base, err = s.hosts.Serve(c.control.address, network.ControlHost, c.cors.Wrap(s.edge.Counting(s.surface())))
	}
	s.ControlURL = base + strings.TrimSuffix(control.Prefix, "/")
	return err
}
