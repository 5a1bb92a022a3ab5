package factorialhr_test

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

// Frame types and error codes (RFC 9113 sections 6 and 7).
const (
	frameData, frameHeaders, frameReset, frameSettings, frameGoAway = 0, 1, 3, 4, 7

	noError, protocolError, refusedStream, http11Required = 0, 1, 7, 13
)

// resetServer speaks as much HTTP/2 as it takes to read a request and to fail it.
type resetServer struct {
	url     string
	client  *http.Client
	early   bool                                       // it fails a request when it has the headers, and does not wait for the body
	warm    bool                                       // it responds to the first request of each connection
	fail    func(w io.Writer, stream uint32) (on bool) // on: the connection goes on
	arrived atomic.Int32                               // requests, by their headers; not those of warm
}

func newResetServer(t *testing.T, s *resetServer) *resetServer {
	t.Helper()
	// The test uses only its certificate.
	certified := httptest.NewUnstartedServer(nil)
	certified.EnableHTTP2 = true
	certified.StartTLS()
	t.Cleanup(certified.Close)
	l, err := tls.Listen("tcp", "127.0.0.1:0", certified.TLS)
	if err != nil {
		t.Fatal(err)
	}
	s.url, s.client = "https://"+l.Addr().String(), certified.Client()
	serveConns(t, l, s.serve)
	return s
}

func (s *resetServer) serve(conn net.Conn) {
	if _, err := io.CopyN(io.Discard, conn, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return
	}
	writeFrame(conn, frameSettings, 0, 0)
	for {
		var header [9]byte
		if _, err := io.ReadFull(conn, header[:]); err != nil {
			return
		}
		kind, flags, stream := header[3], header[4], binary.BigEndian.Uint32(header[5:])
		header[4] = 0
		if _, err := io.CopyN(io.Discard, conn, int64(binary.BigEndian.Uint32(header[:4])>>8)); err != nil {
			return
		}
		ends := flags&1 != 0
		warming := s.warm && stream == 1
		if kind == frameHeaders && !warming {
			s.arrived.Add(1)
		}
		switch {
		case kind == frameSettings && flags == 0:
			writeFrame(conn, frameSettings, 1, 0)
		case kind != frameHeaders && kind != frameData:
		case warming && ends:
			respond(conn, stream)
		case warming:
		case s.early && kind == frameHeaders || !s.early && ends:
			if !s.fail(conn, stream) {
				return
			}
		}
	}
}

func writeFrame(w io.Writer, kind, flags byte, stream uint32, payload ...byte) {
	frame := binary.BigEndian.AppendUint32([]byte{0, 0, byte(len(payload)), kind, flags}, stream)
	_, _ = w.Write(append(frame, payload...))
}

// respond writes a response without a body: the status 204.
func respond(w io.Writer, stream uint32) { writeFrame(w, frameHeaders, 5, stream, 0x89) }

// reset fails the stream with code, and the connection goes on.
func reset(code byte) func(io.Writer, uint32) bool {
	return func(w io.Writer, stream uint32) bool {
		writeFrame(w, frameReset, 0, stream, 0, 0, 0, code)
		return true
	}
}

// goAway tells which stream is the last that the server processed, and closes the connection.
func goAway(code byte, last func(stream uint32) uint32) func(io.Writer, uint32) bool {
	return func(w io.Writer, stream uint32) bool {
		payload := binary.BigEndian.AppendUint32(nil, last(stream))
		writeFrame(w, frameGoAway, 0, 0, append(payload, 0, 0, 0, code)...)
		return false
	}
}

func before(stream uint32) uint32 { return max(stream, 2) - 2 }
func itself(stream uint32) uint32 { return stream }

// both fails a request in two ways.
func both(first, second func(io.Writer, uint32) bool) func(io.Writer, uint32) bool {
	return func(w io.Writer, stream uint32) bool { return first(w, stream) && second(w, stream) }
}

// hint sends the status 103 first, so that the client has the first byte of a response.
func hint(w io.Writer, stream uint32) bool {
	writeFrame(w, frameHeaders, 4, stream, 0x08, 3, '1', '0', '3') // a literal field without indexing, its name the static :status
	return true
}

func hangUp(io.Writer, uint32) bool { return false }

// resets are the ways in which a server can fail a request over HTTP/2.
func resets() map[string]*resetServer {
	all := map[string]*resetServer{
		"the connection closes":                           {fail: hangUp},
		"a reset, and the connection closes":              {fail: both(reset(protocolError), hangUp)},
		"refused, and the connection closes":              {fail: both(reset(refusedStream), hangUp)},
		"a reset, and GOAWAY":                             {fail: both(reset(protocolError), goAway(noError, itself))},
		"refused, and GOAWAY":                             {fail: both(reset(refusedStream), goAway(noError, before))},
		"a hint, and a reset":                             {fail: both(hint, reset(protocolError))},
		"a hint, and refused":                             {fail: both(hint, reset(refusedStream))},
		"GOAWAY after the request":                        {fail: goAway(noError, itself)},
		"GOAWAY before the request":                       {fail: goAway(noError, before)},
		"GOAWAY before the request, with an error":        {fail: goAway(protocolError, before)},
		"GOAWAY before the second request":                {fail: goAway(noError, before), warm: true},
		"GOAWAY before the second request, with an error": {fail: goAway(refusedStream, before), warm: true},
		"refused at the headers":                          {fail: reset(refusedStream), early: true},
		"a reset at the headers":                          {fail: reset(protocolError), early: true},
		"a reset of the second request":                   {fail: reset(protocolError), warm: true},
	}
	for code := byte(noError); code <= http11Required; code++ {
		all["reset with code "+string('A'+rune(code))] = &resetServer{fail: reset(code)}
	}
	return all
}

// processed reports whether the server may have acted: it did not say that it has not.
func processed(failure string) bool {
	return !strings.HasPrefix(failure, "refused") && !strings.HasSuffix(failure, "refused") &&
		!strings.HasPrefix(failure, "GOAWAY before") && failure != "reset with code "+string('A'+rune(refusedStream))
}

// untyped are calls with and without a body.
var untyped = map[string]func(context.Context, *factorialhr.Client, ...factorialhr.RequestOption) error{
	"POST without a body": func(ctx context.Context, c *factorialhr.Client, o ...factorialhr.RequestOption) error {
		return c.Post(ctx, "things/things", nil, nil, o...)
	},
	"POST": func(ctx context.Context, c *factorialhr.Client, o ...factorialhr.RequestOption) error {
		return c.Post(ctx, "things/things", map[string]string{"a": "b"}, nil, o...)
	},
	"PUT without a body": func(ctx context.Context, c *factorialhr.Client, o ...factorialhr.RequestOption) error {
		return c.Put(ctx, "things/things/1", nil, nil, o...)
	},
	"PUT": func(ctx context.Context, c *factorialhr.Client, o ...factorialhr.RequestOption) error {
		return c.Put(ctx, "things/things/1", map[string]string{"a": "b"}, nil, o...)
	},
	"DELETE": func(ctx context.Context, c *factorialhr.Client, o ...factorialhr.RequestOption) error {
		return c.Delete(ctx, "things/things/1", nil, o...)
	},
	"POST that reads": func(ctx context.Context, c *factorialhr.Client, o ...factorialhr.RequestOption) error {
		_, err := call(ctx, c, &searchThing, o...)
		return err
	},
}

func TestAnAttemptWritesItsHeadersOnceOverHTTP2(t *testing.T) {
	for failure := range resets() {
		for name, send := range untyped {
			t.Run(name+", "+failure, func(t *testing.T) {
				t.Parallel()
				s := newResetServer(t, resets()[failure])
				c := newClient(t, s.client.Transport, factorialhr.BaseURL(s.url))
				if s.warm {
					if _, err := call(t.Context(), c, &getThing); err != nil {
						t.Fatal(err)
					}
				}
				err := send(t.Context(), c, once)
				e, ok := errors.AsType[*factorialhr.Error](err)
				if got := s.arrived.Load(); !ok || got != 1 {
					t.Fatalf("it arrived %d times: %v", got, err)
				}
				switch {
				case processed(failure) && e.Outcome != factorialhr.OutcomeUnknown:
					t.Errorf("the server may have acted: %v, %v", e.Outcome, err)
				case !processed(failure) && resetsAreCertain && e.Outcome != factorialhr.OutcomeNotSent && !strings.HasSuffix(failure, "an error"):
					t.Errorf("the server said that it did nothing: %v, %v", e.Outcome, err)
				case errors.Is(err, context.Canceled):
					t.Errorf("nobody cancelled it: %v", err)
				}
			})
		}
	}
}

// Over all of its attempts, a call is repeated as its class allows.
func TestACallThatIsResetOverHTTP2IsRepeatedByItsClass(t *testing.T) {
	for failure, code := range map[string]byte{"PROTOCOL_ERROR": protocolError, "REFUSED_STREAM": refusedStream} {
		for name, send := range untyped {
			t.Run(name+", "+failure, func(t *testing.T) {
				t.Parallel()
				s := newResetServer(t, &resetServer{fail: reset(code)})
				c := newClient(t, s.client.Transport, factorialhr.BaseURL(s.url))
				ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{ // of the caller's own
					GotConn: func(httptrace.GotConnInfo) {}, WroteHeaders: func() {},
				})
				err := send(ctx, c, factorialhr.MaxAttempts(2))
				want := int32(2)
				if unsafe := strings.HasPrefix(name, "POST") && name != "POST that reads"; unsafe && (code != refusedStream || !resetsAreCertain) {
					want = 1
				}
				if got := s.arrived.Load(); got != want {
					t.Errorf("it arrived %d times, want %d: %v", got, want, err)
				}
			})
		}
	}
}

func TestAGetThatIsResetOverHTTP2IsRepeatedAFewTimes(t *testing.T) {
	for failure := range resets() {
		t.Run(failure, func(t *testing.T) {
			t.Parallel()
			s := newResetServer(t, resets()[failure])
			s.warm = false
			c := newClient(t, s.client.Transport, factorialhr.BaseURL(s.url))
			_, err := call(t.Context(), c, &getThing, once)
			if got := s.arrived.Load(); err == nil || got < 1 || got > 3 {
				t.Errorf("it arrived %d times: %v", got, err)
			}
		})
	}
}

// A connection that a server gives up while a request is on its way costs no call that may be
// repeated.
func TestARequestThatAConnectionOverHTTP2WasTooOldFor(t *testing.T) {
	for _, op := range []*factorialhr.Operation{&getThing, &updateThing, &deleteThing, &createThing} {
		t.Run(op.Method, func(t *testing.T) {
			t.Parallel()
			var refused atomic.Bool
			s := newResetServer(t, &resetServer{fail: func(w io.Writer, stream uint32) bool {
				if refused.CompareAndSwap(false, true) {
					return goAway(noError, before)(w, stream)
				}
				respond(w, stream)
				return true
			}})
			c := newClient(t, s.client.Transport, factorialhr.BaseURL(s.url))
			_, err := call(t.Context(), c, op)
			switch arrived := s.arrived.Load(); {
			case op == &createThing && !resetsAreCertain: // nothing tells that the server did not act
				if !errors.Is(err, factorialhr.ErrOutcomeUnknown) || arrived != 1 {
					t.Errorf("it arrived %d times: %v", arrived, err)
				}
			case err != nil || arrived != 2:
				t.Errorf("it arrived %d times: %v", arrived, err)
			}
		})
	}
}

// Without TLS no handshake tells that a connection speaks HTTP/2.
func TestAnAttemptWritesItsHeadersOnceOverPlainHTTP2(t *testing.T) {
	for name, send := range untyped {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			s := &resetServer{fail: both(reset(protocolError), hangUp)}
			serveConns(t, l, s.serve)
			transport := &http.Transport{Protocols: new(http.Protocols)}
			transport.Protocols.SetUnencryptedHTTP2(true)
			defer transport.CloseIdleConnections()
			c := newClient(t, transport, factorialhr.BaseURL("http://"+l.Addr().String()))
			if err := send(t.Context(), c, once); err == nil || s.arrived.Load() != 1 {
				t.Errorf("it arrived %d times: %v", s.arrived.Load(), err)
			}
		})
	}
}
