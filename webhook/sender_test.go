package webhook_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
	"github.com/factorialhr-go/factorialhr/webhook"
)

const secret = "2bca4e6d-9aaf-4f11-9e5d"

// note is the record type of the test events.
type note struct {
	ID    factorialhr.ID `json:"id"`
	Count *int           `json:"count"`
	Text  string         `json:"text"`
}

// The events of the tests. The API does not have them.
const (
	noteCreate factorialhr.EventType[note] = "notes/note/create"
	noteUpdate factorialhr.EventType[note] = "notes/note/update"
)

// newMux returns a mux with the challenge secret.
func newMux(t testing.TB, opts ...webhook.Option) *webhook.Mux {
	t.Helper()
	mux, err := webhook.NewMux(append([]webhook.Option{webhook.Challenge(secret)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return mux
}

// sender delivers events the way the API does.
type sender struct {
	t      testing.TB
	client *http.Client
}

// serve serves a mux on an in-memory network.
func serve(t testing.TB, mux http.Handler) *sender {
	t.Helper()
	return serveWith(t, mux, 0)
}

// serveWith is serve with a ReadTimeout of the server.
func serveWith(t testing.TB, mux http.Handler, readTimeout time.Duration) *sender {
	t.Helper()
	network := memnet.New()
	network.ServeWith(t, "hooks.test:80", &http.Server{Handler: http.StripPrefix("/factorial", mux), ReadTimeout: readTimeout})
	return &sender{t, network.Client(t)}
}

// request returns a valid delivery.
func (s *sender) request(ctx context.Context, event, body string) *http.Request {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://hooks.test/factorial"+webhook.Path(event), strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("x-factorial-wh-challenge", secret)
	return r
}

// do sends a request and returns the status of the response, or 0 if there is none.
func (s *sender) do(r *http.Request) (int, http.Header) {
	s.t.Helper()
	resp, err := s.client.Do(r)
	if err != nil {
		return 0, nil
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		s.t.Error(err)
	}
	return resp.StatusCode, resp.Header
}

// deliver sends a delivery and returns the status of the response.
func (s *sender) deliver(event factorialhr.EventType[note], body string) int {
	s.t.Helper()
	status, _ := s.do(s.request(context.Background(), event.Name(), body))
	return status
}

// log is an observer that records its calls.
type log struct {
	mu      sync.Mutex
	answers []webhook.Answer
	handled []webhook.Handling
	overdue []string
}

func (l *log) Answered(_ context.Context, a webhook.Answer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answers = append(l.answers, a)
}

func (l *log) Handled(_ context.Context, h webhook.Handling) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.handled = append(l.handled, h)
}

func (l *log) Overdue(_ context.Context, event string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.overdue = append(l.overdue, event)
}

// results returns the results of the requests, in order.
func (l *log) results() []webhook.Result {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []webhook.Result
	for _, a := range l.answers {
		all = append(all, a.Result)
	}
	return all
}

// errs returns the errors of the handlers, in order.
func (l *log) errs() []error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []error
	for _, h := range l.handled {
		all = append(all, h.Err)
	}
	return all
}

// inbox collects the events of its handlers.
type inbox struct {
	mu    sync.Mutex
	notes []webhook.Event[note]
}

func (b *inbox) put(_ context.Context, e webhook.Event[note]) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.notes = append(b.notes, e)
	return nil
}

func (b *inbox) all() []webhook.Event[note] {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.notes[:len(b.notes):len(b.notes)]
}

// finish shuts a mux down and waits for all its deliveries.
func finish(t testing.TB, mux *webhook.Mux) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := mux.Shutdown(ctx); err != nil {
		t.Fatal(err)
	}
}
