package factorialhr_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// failure is a fault of a request. The server may act before it.
type failure struct {
	name string
	// respond causes the fault for one request, on the server; act records that the server acted.
	respond func(conn net.Conn, r *http.Request, act func())
	// dial causes the fault on the client instead.
	dial func(ctx context.Context, address string) (net.Conn, error)
	// tls makes the client use TLS, which the server does not support.
	tls bool
	// longHeader makes the headers longer than the client's write buffer.
	longHeader bool

	// The expected result for each class of operation: which classes are retried if the fault
	// occurs once, and the outcome if it occurs every time. The outcome says whether the server may
	// have acted.
	retried []factorialhr.RetryClass
	outcome factorialhr.Outcome
	is      []error
}

const (
	unsafe     = factorialhr.RetryUnsafe
	idempotent = factorialhr.RetryIdempotent
	safe       = factorialhr.RetrySafe
)

func respondStatus(code int, acts bool, header string) func(net.Conn, *http.Request, func()) {
	return func(conn net.Conn, r *http.Request, act func()) {
		io.Copy(io.Discard, r.Body)
		if acts {
			act()
		}
		fmt.Fprintf(conn, "HTTP/1.1 %d X\r\n%sContent-Length: 2\r\n\r\n{}", code, header)
	}
}

var failures = []failure{
	{
		name: "dial refused",
		dial: func(_ context.Context, address string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
		},
		retried: []factorialhr.RetryClass{safe, idempotent, unsafe},
		outcome: factorialhr.OutcomeNotSent,
		is:      []error{syscall.ECONNREFUSED},
	},
	{
		name:    "TLS handshake fails",
		tls:     true,
		respond: func(net.Conn, *http.Request, func()) {},
		retried: []factorialhr.RetryClass{safe, idempotent, unsafe},
		outcome: factorialhr.OutcomeNotSent,
	},
	{
		name:       "reset before the headers were written",
		longHeader: true,
		dial: func(context.Context, string) (net.Conn, error) {
			client, _ := net.Pipe()
			return brokenConn{client}, nil
		},
		retried: []factorialhr.RetryClass{safe, idempotent, unsafe},
		outcome: factorialhr.OutcomeNotSent,
		is:      []error{syscall.ECONNRESET},
	},
	{
		name:    "reset after the headers were written",
		respond: func(net.Conn, *http.Request, func()) {},
		retried: []factorialhr.RetryClass{safe, idempotent},
		outcome: factorialhr.OutcomeUnknown,
		is:      []error{io.EOF},
	},
	{
		name: "reset after the server acted",
		respond: func(_ net.Conn, r *http.Request, act func()) {
			io.Copy(io.Discard, r.Body)
			act()
		},
		retried: []factorialhr.RetryClass{safe, idempotent},
		outcome: factorialhr.OutcomeUnknown,
		is:      []error{io.EOF},
	},
	{
		name: "reset in the middle of the answer",
		respond: func(conn net.Conn, r *http.Request, act func()) {
			io.Copy(io.Discard, r.Body)
			act()
			io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":\"7\"")
		},
		retried: []factorialhr.RetryClass{safe, idempotent},
		outcome: factorialhr.OutcomeUnknown,
		is:      []error{io.ErrUnexpectedEOF},
	},
	{
		name: "timeout",
		respond: func(conn net.Conn, r *http.Request, act func()) {
			io.Copy(io.Discard, r.Body)
			act()
			io.Copy(io.Discard, conn) // until the client disconnects
		},
		retried: []factorialhr.RetryClass{safe, idempotent},
		outcome: factorialhr.OutcomeUnknown,
		is:      []error{context.DeadlineExceeded},
	},
	{
		name:    "408",
		respond: respondStatus(408, false, ""),
		retried: []factorialhr.RetryClass{safe},
		outcome: factorialhr.OutcomeUnknown,
	},
	{
		name:    "429 without Retry-After",
		respond: respondStatus(429, false, ""),
		retried: []factorialhr.RetryClass{safe, idempotent, unsafe},
		outcome: factorialhr.OutcomeRejected,
		is:      []error{factorialhr.ErrRateLimited},
	},
	{
		name:    "429 with Retry-After",
		respond: respondStatus(429, false, "Retry-After: 7\r\n"),
		retried: []factorialhr.RetryClass{safe, idempotent, unsafe},
		outcome: factorialhr.OutcomeRejected,
		is:      []error{factorialhr.ErrRateLimited},
	},
	{
		name:    "500 after the server acted",
		respond: respondStatus(500, true, ""),
		retried: []factorialhr.RetryClass{safe},
		outcome: factorialhr.OutcomeUnknown,
		is:      []error{factorialhr.ErrServer},
	},
	{
		name:    "502 after the server acted",
		respond: respondStatus(502, true, ""),
		retried: []factorialhr.RetryClass{safe, idempotent},
		outcome: factorialhr.OutcomeUnknown,
		is:      []error{factorialhr.ErrServer},
	},
	{
		name:    "503",
		respond: respondStatus(503, false, ""),
		retried: []factorialhr.RetryClass{safe, idempotent},
		outcome: factorialhr.OutcomeUnknown,
		is:      []error{factorialhr.ErrServer},
	},
	{
		name:    "504 after the server acted",
		respond: respondStatus(504, true, ""),
		retried: []factorialhr.RetryClass{safe, idempotent},
		outcome: factorialhr.OutcomeUnknown,
		is:      []error{factorialhr.ErrServer},
	},
}

// brokenConn fails on its first byte.
type brokenConn struct{ net.Conn }

func (brokenConn) Write([]byte) (int, error) {
	return 0, &net.OpError{Op: "write", Net: "tcp", Err: syscall.ECONNRESET}
}

// run is a server whose first requests meet the fault.
type run struct {
	acted    atomic.Int32 // how often the server acted
	requests atomic.Int32 // how many attempts there were
}

// start returns a client whose first requests meet the fault.
func (f failure) start(t *testing.T, times int) (*factorialhr.Client, *run) {
	r, network := new(run), memnet.New()
	var left atomic.Int32
	left.Store(int32(times))
	good := func(conn net.Conn, req *http.Request) {
		io.Copy(io.Discard, req.Body)
		r.acted.Add(1)
		io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"7\"}")
	}
	rawServer(t, network, func(conn net.Conn, req *http.Request) {
		if f.respond == nil || left.Add(-1) < 0 {
			good(conn, req)
			return
		}
		f.respond(conn, req, func() { r.acted.Add(1) })
	})
	transport := network.Transport(t)
	transport.DisableKeepAlives = true // net/http itself retries a GET on a reused connection
	dial := transport.DialContext
	transport.DialTLSContext = func(ctx context.Context, kind, address string) (net.Conn, error) {
		r.requests.Add(1)
		failing := left.Load() > 0
		switch {
		case f.dial != nil && left.Add(-1) >= 0:
			return f.dial(ctx, address)
		case f.tls && failing:
			left.Add(-1)
			conn, err := dial(ctx, kind, address)
			if err != nil {
				return nil, err
			}
			defer conn.Close()
			return nil, tls.Client(conn, &tls.Config{ServerName: "api.factorialhr.com"}).HandshakeContext(ctx)
		}
		return dial(ctx, kind, address)
	}
	opts := []factorialhr.RequestOption{factorialhr.AttemptTimeout(10 * time.Second), factorialhr.MaxAttempts(3)}
	if f.longHeader {
		opts = append(opts, factorialhr.UserAgent(strings.Repeat("long ", 2000)))
	}
	return newClient(t, transport, opts...), r
}

func TestEveryFailureForEveryClassOfOperation(t *testing.T) {
	for _, f := range failures {
		for _, op := range []*factorialhr.Operation{&getThing, &searchThing, &updateThing, &deleteThing, &createThing} {
			retried := slices.Contains(f.retried, op.Retry)
			t.Run(f.name+", once, "+op.Method+" "+op.Retry.String(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c, r := f.start(t, 1)
					var info factorialhr.ResponseInfo
					got, err := call(t.Context(), c, op, factorialhr.ResponseInto(&info))
					if retried {
						if err != nil || got.ID != "7" {
							t.Fatalf("got %v, %v", got, err)
						}
						if info.Attempts != 2 || r.requests.Load() != 2 {
							t.Errorf("%d attempts and %d connections, want 2", info.Attempts, r.requests.Load())
						}
					} else {
						f.check(t, err, 1, op)
						if r.requests.Load() != 1 {
							t.Errorf("%d connections, want 1", r.requests.Load())
						}
					}
					if op.Retry == unsafe && r.acted.Load() > 1 {
						t.Errorf("a POST was carried out %d times", r.acted.Load())
					}
				})
			})
			t.Run(f.name+", always, "+op.Method+" "+op.Retry.String(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c, r := f.start(t, 1000)
					attempts := 1
					if retried {
						attempts = 3
					}
					_, err := call(t.Context(), c, op)
					f.check(t, err, attempts, op)
					if got := int(r.requests.Load()); got != attempts {
						t.Errorf("%d connections, want %d", got, attempts)
					}
					if op.Retry == unsafe && r.acted.Load() > 1 {
						t.Errorf("a POST was carried out %d times", r.acted.Load())
					}
					if f.outcome != factorialhr.OutcomeUnknown && r.acted.Load() > 0 {
						t.Errorf("the server acted, and the outcome is %v", f.outcome)
					}
				})
			})
		}
	}
}

func (f failure) check(t *testing.T, err error, attempts int, op *factorialhr.Operation) {
	t.Helper()
	e, ok := errors.AsType[*factorialhr.Error](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	if e.Outcome != f.outcome || e.Attempts != attempts {
		t.Errorf("outcome %v after %d attempts, want %v after %d: %v", e.Outcome, e.Attempts, f.outcome, attempts, err)
	}
	if unknown := f.outcome == factorialhr.OutcomeUnknown && op.Retry != safe; errors.Is(err, factorialhr.ErrOutcomeUnknown) != unknown {
		t.Errorf("ErrOutcomeUnknown should be %v: %v", unknown, err)
	}
	for _, target := range f.is {
		if !errors.Is(err, target) {
			t.Errorf("%v is not %v", err, target)
		}
	}
	if attempts > 1 && e.Waited <= 0 {
		t.Errorf("it did not wait between %d attempts", attempts)
	}
}
