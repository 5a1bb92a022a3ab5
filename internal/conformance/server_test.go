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

// request is a request as it arrived.
type request struct {
	method, path, query string // the path is still escaped
	contentType, body   string
}

// apiKey is the credential in all tests.
const apiKey = "leak-key"

// server sends a fixed response to every request and keeps the last request.
type server struct {
	client *http.Client

	mu     sync.Mutex
	status int // 0 for the status of a success
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

// newClient returns a client for the server.
func (s *server) newClient(tb testing.TB, opts ...factorialhr.RequestOption) *factorialhr.Client {
	tb.Helper()
	opts = append([]factorialhr.RequestOption{
		factorialhr.HTTPClient(s.client), factorialhr.WithoutPacing(), factorialhr.MaxAttempts(1),
		factorialhr.APIVersion(unheld),
	}, opts...)
	client, err := factorialhr.New(auth.APIKey(apiKey), opts...)
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
	case s.status != 0:
		w.WriteHeader(s.status)
		_, _ = w.Write(s.answer)
	case len(s.answer) == 0:
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(s.answer)
	}
}

// willAnswer sets the body of the next responses. A nil body means 204.
func (s *server) willAnswer(body []byte) { s.willFail(0, body) }

// willFail sets the status and the body of the next responses.
func (s *server) willFail(status int, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status, s.answer, s.last, s.count = status, body, request{}, 0
}

// seen returns the last request since willAnswer, and the number of requests.
func (s *server) seen() (request, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last, s.count
}
