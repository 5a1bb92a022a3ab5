package conformance_test

import (
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// request is one as it arrived.
type request struct {
	method, path, query string // the path as it was escaped
	contentType, body   string
}

// server answers every request with what it is told and keeps the last one.
type server struct {
	client *http.Client

	mu     sync.Mutex
	answer []byte
	last   request
	count  int
}

func newServer(tb testing.TB) *server {
	tb.Helper()
	s := new(server)
	network := memnet.New()
	network.Serve(tb, "api.factorialhr.com:443", s)
	s.client = network.Client(tb)
	return s
}

// newClient returns a client of the server.
func (s *server) newClient(tb testing.TB, opts ...factorialhr.RequestOption) *factorialhr.Client {
	tb.Helper()
	opts = append([]factorialhr.RequestOption{
		factorialhr.HTTPClient(s.client), factorialhr.WithoutPacing(), factorialhr.MaxAttempts(1),
	}, opts...)
	client, err := factorialhr.New(auth.APIKey("key"), opts...)
	if err != nil {
		tb.Fatal(err)
	}
	return client
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	s.last = request{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, r.Header.Get("Content-Type"), string(body)}
	switch {
	case err != nil:
		w.WriteHeader(http.StatusBadRequest)
	case len(s.answer) == 0:
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(s.answer)
	}
}

// willAnswer sets what the next requests are answered with, nothing for 204.
func (s *server) willAnswer(body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer, s.last, s.count = body, request{}, 0
}

// seen returns the last request since willAnswer, and how many there were.
func (s *server) seen() (request, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last, s.count
}
