package factorialhr

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// silenced is a connection whose other side vanished without a word, once it is cut.
type silenced struct {
	net.Conn
	cut, closed chan struct{}
	once        sync.Once
}

func (c *silenced) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	select {
	case <-c.cut:
		<-c.closed
		return 0, net.ErrClosed
	default:
		return n, err
	}
}

func (c *silenced) Write(p []byte) (int, error) {
	select {
	case <-c.cut:
		return len(p), nil
	default:
		return c.Conn.Write(p)
	}
}

func (c *silenced) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}

// Over HTTP/2 all requests share a connection. One whose other side is gone would swallow every attempt, of every call,
// until the system gives it up after a quarter of an hour.
func TestAnHTTP2ConnectionThatWentSilentIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := memnet.New()
		plain := new(http.Protocols) // without TLS, to need no certificate
		plain.SetUnencryptedHTTP2(true)
		network.ServeWith(t, "localhost:80", &http.Server{Protocols: plain, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, `{"id":"7"}`)
		})})
		cut, dialled := make(chan struct{}), 0
		transport := newTransport(32)
		transport.Protocols = plain
		transport.DialContext = func(ctx context.Context, kind, address string) (net.Conn, error) {
			conn, err := network.DialContext(ctx, kind, address)
			if dialled++; dialled > 1 || err != nil {
				return conn, err
			}
			return &silenced{Conn: conn, cut: cut, closed: make(chan struct{})}, nil
		}
		defer transport.CloseIdleConnections()
		c, err := New(auth.APIKey("key"), BaseURL("http://localhost"), HTTPClient(&http.Client{Transport: transport}))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Get(t.Context(), "things", nil); err != nil {
			t.Fatal(err)
		}
		close(cut)
		start := time.Now()
		err = c.Get(t.Context(), "things", nil)
		if took := time.Since(start); err != nil || took > attemptTimeout || dialled != 2 {
			t.Errorf("after %v and %d connections: %v", took, dialled, err)
		}
	})
}

func TestParallelReadsKeepTheirConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := memnet.New()
		network.Serve(t, "localhost:80", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second) // eight requests are served at once
			io.WriteString(w, `{"id":"7"}`)
		}))
		const inFlight = 8
		c, err := New(auth.APIKey("key"), BaseURL("http://localhost"), MaxInFlight(inFlight))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.clients.own.DialContext = network.DialContext
		for range 10 {
			var reads sync.WaitGroup
			for range inFlight {
				reads.Go(func() {
					if err := c.Get(t.Context(), "things", nil); err != nil {
						t.Error(err)
					}
				})
			}
			reads.Wait()
			synctest.Wait() // the connections are idle
		}
		if got := len(network.Dialled()); got != inFlight {
			t.Errorf("%d connections for %d requests at a time", got, inFlight)
		}
	})
}
