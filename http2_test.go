package factorialhr_test

import (
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

// Frame types and error codes (RFC 9113 sections 6 and 7).
const (
	frameData, frameHeaders, frameReset, frameSettings, frameGoAway = 0, 1, 3, 4, 7

	protocolError, cancelStream = 1, 8
)

// resetServer speaks as much HTTP/2 as it takes to carry out a request and reset it afterwards.
type resetServer struct {
	url     string
	client  *http.Client
	code    byte // 0: the first connection is told to go away, its request was never processed, and others are answered
	conns   atomic.Int32
	carried atomic.Int32
}

func newResetServer(t *testing.T, code byte) *resetServer {
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
	s := &resetServer{url: "https://" + l.Addr().String(), client: certified.Client(), code: code}
	serveConns(t, l, s.serve)
	return s
}

func (s *resetServer) serve(conn net.Conn) {
	if _, err := io.CopyN(io.Discard, conn, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return
	}
	writeFrame(conn, frameSettings, 0, 0)
	first := s.conns.Add(1) == 1
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
		switch ends := flags&1 != 0; {
		case kind == frameSettings && flags == 0:
			writeFrame(conn, frameSettings, 1, 0)
		case kind != frameHeaders && kind != frameData || !ends:
		case s.code == 0 && first:
			writeFrame(conn, frameGoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) // the last stream that was processed, and no error
			return
		case s.code == 0:
			s.carried.Add(1)
			writeFrame(conn, frameHeaders, 5, stream, 0x88) // all of an answer: the status 200
		default:
			s.carried.Add(1)
			writeFrame(conn, frameReset, 0, stream, 0, 0, 0, s.code)
		}
	}
}

func writeFrame(w io.Writer, kind, flags byte, stream uint32, payload ...byte) {
	frame := binary.BigEndian.AppendUint32([]byte{0, 0, byte(len(payload)), kind, flags}, stream)
	_, _ = w.Write(append(frame, payload...))
}

// A server that resets a stream has acted, or it has not; only with REFUSED_STREAM and with GOAWAY it says that it has not
// (RFC 9113 section 8.7).
func TestWhatIsResetOverHTTP2IsNotSentAgain(t *testing.T) {
	for name, code := range map[string]byte{
		"PROTOCOL_ERROR": protocolError, "CANCEL": cancelStream,
	} {
		for _, op := range []*factorialhr.Operation{&createThing, &updateThing} {
			t.Run(name+" of a "+op.Method, func(t *testing.T) {
				s := newResetServer(t, code)
				c := newClient(t, s.client.Transport, factorialhr.BaseURL(s.url), once)
				_, err := call(t.Context(), c, op)
				if got := s.carried.Load(); got != 1 || !errors.Is(err, factorialhr.ErrOutcomeUnknown) {
					t.Errorf("it was carried out %d times: %v", got, err)
				}
			})
		}
	}
}

func TestARequestThatAConnectionOverHTTP2WasTooOldFor(t *testing.T) {
	for _, op := range []*factorialhr.Operation{&getThing, &updateThing, &createThing} {
		t.Run(op.Method, func(t *testing.T) {
			s := newResetServer(t, 0)
			c := newClient(t, s.client.Transport, factorialhr.BaseURL(s.url))
			_, err := call(t.Context(), c, op)
			// Before Go 1.27 a POST has an unknown outcome here: see repeatsAfterReset.
			if carried := s.carried.Load(); err == nil && carried != 1 || err != nil && (op != &createThing || carried != 0) {
				t.Errorf("it was carried out %d times: %v", carried, err)
			}
		})
	}
}
