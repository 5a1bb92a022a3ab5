package factorialtest

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/fake/control"
	"github.com/factorialhr-go/factorialhr/internal/fake/edge"
	"github.com/factorialhr-go/factorialhr/internal/fake/fixture"
	"github.com/factorialhr-go/factorialhr/internal/fake/network"
	"github.com/factorialhr-go/factorialhr/internal/fake/serve"
)

// DefaultAPIKey is the API key that a server accepts by default. It belongs to no real account.
const DefaultAPIKey = "factorialtest"

// Server is a fake Factorial API. It is safe for concurrent use.
type Server struct {
	// URL is the base URL of the API: https://api.factorial.test in memory, http://127.0.0.1:<port>
	// otherwise.
	URL string
	// FilesURL is the base URL of the second origin, which serves the download URLs.
	FilesURL string
	// ControlURL is the base URL of the control surface, such as http://127.0.0.1:<port>/_fake. It
	// is empty without [Control] or [ControlAt].
	ControlURL string

	tb          TB // nil in programs
	strict      bool
	credentials []Credential
	engine      *serve.Server
	editor      *fixture.Editor
	hosts       *network.Hosts
	control     *control.Handler // nil without a control surface
	assembled   chan struct{}    // closed at the end of start

	closing sync.Once
	clients struct {
		sync.Mutex
		all []*factorialhr.Client
	}

	edge        *edge.Edge // the handler of the port
	certificate tls.Certificate
	only        string // the only version that is served; empty: all
}

func start(tb TB, c config, opts []Option) (*Server, error) {
	for _, option := range opts {
		if err := option(&c); err != nil {
			return nil, fmt.Errorf("factorialtest: %w", err)
		}
	}
	known, err := c.spec()
	if err == nil {
		err = known.Bind(c.faults)
	}
	if err != nil {
		return nil, fmt.Errorf("factorialtest: %w", err)
	}
	c.setDefaults()
	s := &Server{
		tb: tb, strict: c.strict, credentials: c.credentials, hosts: network.New(c.memory), assembled: make(chan struct{}),
		certificate: c.certificate, only: c.version,
	}
	s.control = newControl(s, c.control)
	options := s.followed(c.serving(tb, known))
	options.Elsewhere = s.elsewhere(c.control)
	s.engine = serve.New(options, c.delivering(tb))
	s.editor = fixture.New(s.engine.API, s.engine.Store, s.engine.Clock)
	s.engine.Keep()
	s.follow()
	s.edge = c.surround(s, s.front(c.control))
	if err := s.listen(c); err != nil {
		s.stop()
		return nil, fmt.Errorf("factorialtest: %w", err)
	}
	close(s.assembled)
	return s, nil
}

// listen serves the origins.
func (s *Server) listen(c config) (err error) {
	if c.secure {
		if err := s.hosts.Secure(c.certificate); err != nil {
			return err
		}
	}
	files := c.cors.Wrap(s.engine.Files)
	if s.FilesURL, err = s.hosts.Serve(c.filesAddress, network.FilesHost, files); err != nil {
		return err
	}
	s.engine.Files.URL, s.engine.Files.Named = s.FilesURL, c.named
	// From here on requests arrive, whose download URLs name the second origin.
	if s.URL, err = s.hosts.Serve(c.address, network.APIHost, s.edge); err != nil {
		return err
	}
	return s.serveControl(c)
}

// stop stops every part of the server.
func (s *Server) stop() {
	if s.control != nil {
		s.control.Close()
	}
	s.engine.Close()
	s.hosts.Close()
}

// Close stops the server, closes the clients that it returned, and waits for requests in progress.
// Further calls do nothing.
func (s *Server) Close() error {
	s.closing.Do(func() {
		s.clients.Lock()
		defer s.clients.Unlock()
		for _, c := range s.clients.all {
			_ = c.Close()
		}
		s.stop()
	})
	return nil
}

// Handler returns the API, with the control surface of [Control], as an http.Handler, for use in a
// server of your own. The fake itself uses the same handler. A fault that cuts the connection
// panics with http.ErrAbortHandler, which an http.Server handles.
func (s *Server) Handler() http.Handler { return s.edge }

// HTTPClient returns an HTTP client that reaches the server. If the server is in memory, the client
// reaches nothing else. It adds no credential.
func (s *Server) HTTPClient() *http.Client {
	return &http.Client{Transport: s.hosts.Transport}
}

// Client returns a client of the server with the first credential and without the pacing of POSTs,
// which would slow tests down. The server closes it. If [factorialhr.New] refuses an option, the
// test ends, or Client panics if there is no test. Programs use [Server.NewClient].
func (s *Server) Client(opts ...factorialhr.RequestOption) *factorialhr.Client {
	c, err := s.NewClient(nil, opts...)
	if err != nil {
		if s.tb == nil {
			panic(err)
		}
		s.tb.Helper()
		s.tb.Fatalf("%v", err)
	}
	return c
}

// NewClient is like [Server.Client], but takes the credential, nil for the first one, and returns
// an error.
func (s *Server) NewClient(method auth.Method, opts ...factorialhr.RequestOption) (*factorialhr.Client, error) {
	if method == nil {
		method = s.credentials[0].method()
	}
	opts = append([]factorialhr.RequestOption{
		factorialhr.BaseURL(s.URL),
		factorialhr.HTTPClient(s.HTTPClient()),
		factorialhr.WithoutPacing(),
	}, opts...)
	c, err := factorialhr.New(method, opts...)
	if err != nil {
		return nil, err
	}
	s.clients.Lock()
	defer s.clients.Unlock()
	s.clients.all = append(s.clients.all, c)
	return c, nil
}

// Advance advances the server's clock: tokens and download URLs expire, and the server retries
// waiting webhooks. A negative d moves the clock back. The control surface refuses that, because it
// is probably a mistake there.
func (s *Server) Advance(d time.Duration) {
	s.engine.Clock.Advance(d)
	s.engine.Hooks.Turn()
}

// APIVersion returns the default API version, or that of [OnlyVersion]. Without that option, the
// server accepts every other version too: it knows what each of [factorialhr.APIVersions] has, and
// serves any other date like the nearest one.
func (s *Server) APIVersion() string { return cmp.Or(s.only, s.engine.API.Version) }
