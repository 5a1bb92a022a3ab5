package factorialhr

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// fate records how far a single request came, and keeps it from being written again. The transport
// calls it from goroutines that can outlive the attempt, so each attempt has its own.
type fate struct {
	sent         http.Header // the header of the last request, with the credential: see echoesCredential
	method, path string
	flags        atomic.Uint32
	writes       atomic.Int32       // how often the headers went out over HTTP/2
	stop         context.CancelFunc // ends the attempt
}

const (
	handedOver   = 1 << iota // the credential was added, and the transport below has the request
	traced                   // that transport reports what it does
	connected                // it has a connection
	overHTTP2                // whose protocol is HTTP/2
	standard                 // of net/http since Go 1.27, which repeats only what the server did not process
	wroteHeaders             // it wrote the headers
	stopped                  // it was about to write them again
	refused                  // the server refused the credential; none of the above since then
)

type fateKey struct{}

func (f *fate) note(flag uint32)     { f.flags.Or(flag) }
func (f *fate) has(flag uint32) bool { return f.flags.Load()&flag != 0 }

// outcome tells whether a request that failed with err, without a response, may have taken effect.
func (f *fate) outcome(ctx context.Context, err error) Outcome {
	switch {
	case !f.has(handedOver) && f.has(refused):
		return OutcomeRejected
	case !f.has(handedOver):
		return OutcomeNotSent
	case f.has(stopped) && f.has(standard):
		return OutcomeNotSent // the server said that it did not process it (RFC 9113 section 8.7)
	case f.has(wroteHeaders):
		return OutcomeUnknown
	case !f.has(traced):
		// The transport is not net/http's. Only one error shows for certain that nothing was sent.
		if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
			return OutcomeNotSent
		}
		return OutcomeUnknown
	case f.has(connected) && (ctx.Err() != nil || isTimeout(err)):
		// On HTTP/2, another goroutine writes the headers. It may be about to when the context
		// ends.
		return OutcomeUnknown
	default:
		return OutcomeNotSent
	}
}

func isTimeout(err error) bool {
	network, ok := errors.AsType[net.Error](err)
	return ok && network.Timeout()
}

// outcomeOf tells whether a request that failed with this status may have taken effect.
func outcomeOf(status int) Outcome {
	switch {
	case status == http.StatusRequestTimeout, status >= 500, status < 300:
		return OutcomeUnknown
	case status == http.StatusMovedPermanently, status == http.StatusTemporaryRedirect, status == http.StatusPermanentRedirect:
		return OutcomeRejected // the request belongs elsewhere
	case status < 400:
		return OutcomeUnknown // a server that acted may redirect to the result
	default:
		return OutcomeRejected
	}
}

// fateTransport records the fate of the requests that carry one in their context, and keeps them
// from being written twice. It is below the credential: a request that the credential holds back
// does not arrive here, and one that the credential repeats with a new token arrives twice.
type fateTransport struct {
	base http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (t *fateTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	f, ok := req.Context().Value(fateKey{}).(*fate)
	if !ok || req.Method != f.method || req.URL.Path != f.path {
		return t.base.RoundTrip(req) // a request for a token in the same context, or after a redirect
	}
	if err := context.Cause(req.Context()); err != nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, err // the context ended while the credential was at work; nothing was sent
	}
	f.sent = req.Header
	f.note(handedOver)
	req = req.WithContext(httptrace.WithClientTrace(req.Context(), f.trace(t.base, req.URL.Scheme)))
	resp, err := t.base.RoundTrip(req)
	if err == nil && resp != nil && resp.StatusCode == http.StatusUnauthorized {
		f.writes.Store(0)
		f.flags.Store(refused) // the credential may repeat the request; then only the next one counts
	}
	return resp, err
}

// CloseIdleConnections closes those of the transport below, for http.Client.CloseIdleConnections.
func (t *fateTransport) CloseIdleConnections() {
	if base, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}
