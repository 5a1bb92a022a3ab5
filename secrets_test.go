package factorialhr_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// Texts of the credential, the request and the response that must appear nowhere.
var secrets = []string{
	secretKey, "secret-id", "secret-query", "secret-body", "secret-header", "secret-answer", "secret-agent", "secret-cookie",
}

// listener is an observer that records everything it receives.
type listener struct {
	mu  sync.Mutex
	out bytes.Buffer
}

func (l *listener) write(v ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, v := range v {
		fmt.Fprintf(&l.out, "%v %+v %s\n", v, v, v)
	}
}

func (l *listener) Start(ctx context.Context, op *factorialhr.Operation) context.Context {
	l.write(op)
	return ctx
}

func (l *listener) Attempt(_ context.Context, _ *factorialhr.Operation, a factorialhr.AttemptInfo) {
	l.write(a)
	l.writeError(a.Err)
}

func (l *listener) Mismatch(_ context.Context, _ *factorialhr.Operation, m []factorialhr.Mismatch) {
	l.write(m)
}

func (l *listener) End(_ context.Context, _ *factorialhr.Operation, c factorialhr.CallInfo) {
	l.write(c)
	l.writeError(c.Err)
}

// writeError records an error and everything that it wraps.
func (l *listener) writeError(err error) {
	if err == nil {
		return
	}
	asJSON, _ := json.Marshal(err)
	l.write(err, string(asJSON), fmt.Sprintf("%#v", err))
	for _, verb := range []string{"%+v", "%s", "%q", "%d", "%t", "%c", "%e", "%o", "%U", "%10.90s", "%y"} {
		l.write(fmt.Sprintf(verb+" "+verb, err, []error{err}))
	}
	if v, ok := err.(slog.LogValuer); ok {
		l.write(v.LogValue())
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		l.writeError(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, err := range e.Unwrap() {
			l.writeError(err)
		}
	}
}

func TestNothingPrivateInErrorsLogsAndEvents(t *testing.T) {
	broken := func(text string) transportFunc {
		return func(r *http.Request) (*http.Response, error) {
			// The transport's error contains everything that the transport knows.
			return nil, fmt.Errorf("%s %s %v: %s", r.Method, r.URL, r.Header, text)
		}
	}
	answers := map[string]http.RoundTripper{
		"a transport that tells everything": broken("secret-answer"),
		"a timeout that tells everything": transportFunc(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, &net.OpError{Op: "read", Net: "tcp", Err: fmt.Errorf("%s %v: %w", r.URL, r.Header, r.Context().Err())}
		}),
	}
	for name, handler := range map[string]http.HandlerFunc{
		"an error": status(422, `{"errors":{"secret-answer":["secret-answer"],"email":["secret-answer"]},"message":"secret-answer"}`),
		"a text":   status(500, `secret-answer`, "X-Request-Id", "secret-header of ana"),
		"an error with codes": status(422, `{"errors":[{"code":"secret-answer!","message":"secret-answer","field":"secret-answer"},`+
			`{"error":"secret-answer"}],"error":{"code":"`+secretKey+`","message":"secret-answer"}}`, "X-Request-Id", secretKey),
		"HTML":                 status(200, `<html>secret-answer`),
		"broken JSON":          status(200, `{"id":secret-answer`),
		"odd values":           status(200, `{"id":"1","name":["secret-answer"],"count":"secret-answer"}`),
		"a number that is odd": status(200, `{"id":"1","count":987654321012.345}`),
		"a redirect":           status(302, ``, "Location", "https://secret-answer.example/secret-id?q=secret-query"),
		"a broken redirect":    status(302, ``, "Location", "https://%zz/secret-answer"),
		"a rate limit":         status(429, `secret-answer`, "Retry-After", "1"),
	} {
		answers[name] = handlerTransport(t, handler)
	}
	for name, text := range map[string]string{
		"what is no HTTP":     "secret-answer secret-answer\r\n\r\n",
		"a broken header":     "HTTP/1.1 200 OK\r\nsecret-answer\r\n\r\n",
		"a broken length":     "HTTP/1.1 200 OK\r\nContent-Length: secret-answer\r\n\r\n",
		"a broken chunk":      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsecret-answer",
		"a broken encoding":   "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 13\r\n\r\nsecret-answer",
		"an unknown encoding": "HTTP/1.1 200 OK\r\nTransfer-Encoding: secret-answer\r\n\r\nsecret-answer",
	} {
		answers[name] = rawTransport(text)
	}
	for name, transport := range answers {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if build, ok := transport.(lateTransport); ok {
					transport = build(t)
				}
				var seen listener
				logger := slog.New(slog.NewJSONHandler(&seen.out, &slog.HandlerOptions{Level: slog.LevelDebug}))
				c := newClient(t, transport, factorialhr.Observe(&seen), factorialhr.Observe(factorialhr.LogTo(logger)),
					factorialhr.AttemptTimeout(time.Second), factorialhr.Header("X-Trace", "secret-header"), factorialhr.UserAgent("secret-agent"))
				query := url.Values{"q": {"secret-query"}}
				ops := []factorialhr.Operation{getThing, updateThing, createThing}
				for i := range ops {
					for _, opts := range [][]factorialhr.RequestOption{nil, {factorialhr.Strict()}} {
						_, err := factorialhr.Call[thing](t.Context(), c, &ops[i], factorialhr.Input{
							ID: "secret-id", Query: query, Body: map[string]string{"name": "secret-body"},
						}, opts...)
						seen.writeError(err)
					}
				}
				_, err := factorialhr.CallGetAll[thing](t.Context(), c, &listThings, query)
				seen.writeError(err)
				seen.writeError(c.Get(t.Context(), "things/things/secret-id", nil, factorialhr.Query(query)))
				seen.writeError(c.Post(t.Context(), "/secret-id/secret-id", url.Values{"b": {"secret-body"}}, nil))
				seen.writeError(c.Get(t.Context(), "../secret-id", nil))
				seen.writeError(c.Post(t.Context(), "things/things", leaky{}, nil))
				ended, cancel := context.WithCancelCause(t.Context())
				cancel(errors.New("secret-body"))
				seen.writeError(c.Get(ended, "things/things", nil))

				got := seen.out.String()
				if !strings.Contains(got, "things.Things.Get") {
					t.Fatalf("nothing was written down:\n%s", got)
				}
				for _, secret := range append(secrets, "secret-name", "987654321012") {
					if i := strings.Index(got, secret); i >= 0 {
						t.Errorf("%s is in …%s…", secret, got[max(0, i-200):min(len(got), i+100)])
					}
				}
			})
		})
	}
}

// lateTransport creates a transport inside the bubble of a test.
type lateTransport func(t *testing.T) http.RoundTripper

func (lateTransport) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("not made yet")
}

func handlerTransport(t *testing.T, handler http.HandlerFunc) lateTransport {
	t.Helper()
	return func(t *testing.T) http.RoundTripper {
		network := memnet.New()
		network.Serve(t, productionAddress, handler)
		return network.Transport(t)
	}
}

func rawTransport(text string) lateTransport {
	return func(t *testing.T) http.RoundTripper {
		network := memnet.New()
		rawServer(t, network, func(conn net.Conn, r *http.Request) {
			go io.Copy(io.Discard, r.Body)
			io.WriteString(conn, text)
		})
		return network.Transport(t)
	}
}
