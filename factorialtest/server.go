package factorialtest

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// DefaultAPIKey is the credential that a server accepts when no other was given. It belongs to nobody.
const DefaultAPIKey = "factorialtest"

// Server is a fake Factorial. It is safe for concurrent use.
type Server struct {
	// URL is the base URL of the API: https://api.factorial.test in memory, http://127.0.0.1:<port> otherwise.
	URL string
	// FilesURL is the base URL of the second origin, where download URLs lead.
	FilesURL string

	tb      TB // nil in programs
	config  config
	api     *api
	clock   *clock
	network *network
	store   *store
	keys    map[string]*Credential
	oauth   *oauthserver.Server
	journal journal
	files   *files
	hooks   *hooks

	closing sync.Once
	clients struct {
		sync.Mutex
		all []*factorialhr.Client
	}
}

func start(tb TB, c config, opts []Option) (*Server, error) {
	for _, option := range opts {
		if err := option(&c); err != nil {
			return nil, fmt.Errorf("factorialtest: %w", err)
		}
	}
	described, err := description()
	if err != nil {
		return nil, fmt.Errorf("factorialtest: %w", err)
	}
	s := &Server{
		tb:      tb,
		config:  c,
		api:     described,
		clock:   &clock{fixed: c.at},
		network: newNetwork(c.memory),
		keys:    credentials(c.credentials),
		files:   newFiles(),
	}
	s.config.oauth.Now = s.clock.now
	s.oauth = oauthserver.New(s.config.oauth)
	s.store = newStore(described, newCompany(c, described))
	if s.URL, err = s.network.serve(c.address, memoryHost, s.Handler()); err == nil {
		s.FilesURL, err = s.network.serve("127.0.0.1:0", memoryFilesHost, http.HandlerFunc(s.serveFile))
	}
	if err != nil {
		s.network.close()
		return nil, fmt.Errorf("factorialtest: %w", err)
	}
	s.hooks = newHooks(s)
	return s, nil
}

// Close ends the server and the clients that it gave out, and waits for what is still served. A second call does
// nothing.
func (s *Server) Close() error {
	s.closing.Do(func() {
		s.clients.Lock()
		defer s.clients.Unlock()
		for _, c := range s.clients.all {
			_ = c.Close()
		}
		s.hooks.close()
		s.network.close()
	})
	return nil
}

// Handler returns the API as an http.Handler, to be put where a test needs it. The server that it belongs to answers
// with the same. A fault that cuts the connection panics with http.ErrAbortHandler, which an http.Server understands.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serveAPI) }

// HTTPClient returns an HTTP client that reaches the server and nothing but it when the server is in memory. It sends no
// credential by itself.
func (s *Server) HTTPClient() *http.Client {
	return &http.Client{Transport: s.network.transport}
}

// Client returns a client of the server with the first credential, without the pacing of POSTs, which tests do not want.
// It is closed with the server. Options that [factorialhr.New] refuses end the test; without a test they panic: programs
// use [Server.NewClient].
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

// NewClient is [Server.Client] for another credential, nil for the first one, with the error returned.
func (s *Server) NewClient(method auth.Method, opts ...factorialhr.RequestOption) (*factorialhr.Client, error) {
	if method == nil {
		method = s.firstCredential().method()
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

// Advance turns the server's clock: tokens and download URLs expire, webhooks that wait are tried again.
func (s *Server) Advance(d time.Duration) {
	s.clock.advance(d)
	s.hooks.turn()
}

// APIVersion is the version that the server's tables were made from. It serves every other one, too.
func (s *Server) APIVersion() string { return s.api.version }
