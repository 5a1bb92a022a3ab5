package factorialhr

import (
	"crypto/tls"
	"net/http"
	"net/http/httptrace"
	"runtime"
	"strings"

	causes "github.com/factorialhr-go/factorialhr/internal/cause"
)

// maxReads is how often an attempt of a GET may write its headers over HTTP/2. Before Go 1.27,
// net/http repeats a request endlessly if the server resets every stream and closes the connection.
const maxReads = 3

// errSentBefore is the error of an attempt that the transport was about to send a second time.
var errSentBefore = causes.NewPassing("the server reset the request", nil)

// trace returns the hooks that fill f.
//
// net/http repeats requests within one RoundTrip. Over HTTP/1, it repeats a request that changes
// something only before it has written a byte of it, because a pooled connection was closed. Over
// HTTP/2, it repeats a request that the server reset: with REFUSED_STREAM and GOAWAY, where the
// server did nothing, and before Go 1.27 also with PROTOCOL_ERROR, where the server may have acted.
// So the hooks let the headers out over HTTP/2 once, or up to maxReads times for a GET. The retry
// class of the call decides whether the client sends it again.
func (f *fate) trace(base http.RoundTripper, scheme string) *httptrace.ClientTrace {
	t := &httptrace.ClientTrace{GetConn: f.getConn, GotConn: f.gotConn, WroteHeaders: f.wrote}
	if scheme == "http" && speaksPlainHTTP2(base) {
		t.WroteHeaderField = f.wroteField
	}
	return t
}

func (f *fate) getConn(string) {
	f.note(traced)
	f.stopIfSent()
}

func (f *fate) gotConn(info httptrace.GotConnInfo) {
	repeats := f.stopIfSent()
	switch secure, isSecure := info.Conn.(interface{ ConnectionState() tls.ConnectionState }); {
	case isSecure && secure.ConnectionState().NegotiatedProtocol == "h2":
		f.note(overHTTP2)
		if !isRead(f.method) && !f.has(standard) && calledByStandardHTTP2() {
			f.note(standard)
		}
	case isSecure && repeats:
		_ = info.Conn.Close() // HTTP/1 may write although the context is done; only this request uses the connection
	}
	f.note(connected)
}

func (f *fate) wrote() {
	if f.has(overHTTP2) {
		f.writes.Add(1)
	}
	f.note(wroteHeaders)
}

// wroteField recognises HTTP/2 on a connection without TLS: only there, names begin with a colon.
func (f *fate) wroteField(name string, _ []string) {
	if strings.HasPrefix(name, ":") {
		f.note(overHTTP2)
	}
}

// stopIfSent ends the attempt if its headers went out as often as they may, and reports whether it
// did. HTTP/2 checks the context before it writes.
func (f *fate) stopIfSent() bool {
	most := int32(1)
	if isRead(f.method) {
		most = maxReads
	}
	if f.writes.Load() < most {
		return false
	}
	f.note(stopped)
	f.stop()
	return true
}

// isRead reports whether a method only reads (RFC 9110 section 9.2.1).
func isRead(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// speaksPlainHTTP2 reports whether a transport may use HTTP/2 without TLS.
func speaksPlainHTTP2(base http.RoundTripper) bool {
	t, ok := base.(*http.Transport)
	return !ok || t.Protocols != nil && t.Protocols.UnencryptedHTTP2()
}

// calledByStandardHTTP2 reports whether the HTTP/2 of net/http since Go 1.27 called the hook. The
// HTTP/2 of earlier versions and of golang.org/x/net also repeats requests that the server may have
// carried out, and does not report why.
func calledByStandardHTTP2() bool {
	var callers [32]uintptr // the caller's own trace adds some
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers[:])])
	for {
		frame, more := frames.Next()
		if strings.HasPrefix(frame.Function, "net/http/internal/http2.") {
			return true
		}
		if !more {
			return false
		}
	}
}
