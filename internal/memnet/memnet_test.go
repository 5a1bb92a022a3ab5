package memnet_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

func TestRequestsTravelInsideABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := memnet.New()
		network.Serve(t, "api.example.com:443", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Hour)
			io.WriteString(w, r.Host+r.URL.Path)
		}))
		start := time.Now()
		resp, err := network.Client(t).Get("https://api.example.com/here")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil || string(body) != "api.example.com/here" {
			t.Errorf("got %q, %v", body, err)
		}
		if took := time.Since(start); took != time.Hour {
			t.Errorf("the handler slept an hour, the client saw %v", took)
		}
	})
}

func TestEveryDialIsRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := memnet.New()
		network.Serve(t, "a.example:80", http.NotFoundHandler())
		client := network.Client(t)
		for range 2 { // the second request reuses the connection
			resp, err := client.Get("http://a.example/")
			if err != nil {
				t.Fatal(err)
			}
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		if _, err := client.Get("https://b.example/"); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("nobody listens on b.example: %v", err)
		}
		if got, want := network.Dialled(), []string{"a.example:80", "b.example:443"}; !slices.Equal(got, want) {
			t.Errorf("dialled %q, want %q", got, want)
		}
	})
}

func TestAServerThatRepliesEarlyDoesNotDeadlock(t *testing.T) {
	// net.Pipe has no buffer: a server that responds without reading the body and a client that
	// still writes it must not wait for each other.
	for _, test := range []struct {
		name           string
		upload, answer int
	}{
		{"small body, empty answer", 10, 0},
		{"small body, large answer", 10, 1 << 20},
		{"body below the limit that the server drains", 200 << 10, 1 << 20},
		{"body beyond the limit that the server drains", 2 << 20, 10},
		{"both larger than any buffer", 2 << 20, 1 << 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := memnet.New()
				network.Serve(t, "127.0.0.1:80", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					w.WriteHeader(http.StatusUnauthorized)
					w.Write(make([]byte, test.answer))
				}))
				client := network.Client(t)
				for range 3 {
					resp, err := client.Post("http://127.0.0.1/", "text/plain", bytes.NewReader(make([]byte, test.upload)))
					if err != nil {
						t.Fatal(err)
					}
					n, err := io.Copy(io.Discard, resp.Body)
					if err != nil || n != int64(test.answer) || resp.StatusCode != http.StatusUnauthorized {
						t.Errorf("got status %d and %d bytes, %v", resp.StatusCode, n, err)
					}
					resp.Body.Close()
				}
			})
		})
	}
}

func TestAServerMayEchoWhileTheClientWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := memnet.New()
		network.Serve(t, "127.0.0.1:80", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = http.NewResponseController(w).EnableFullDuplex()
			io.Copy(w, r.Body)
		}))
		want := strings.Repeat("0123456789", 100_000)
		resp, err := network.Client(t).Post("http://127.0.0.1/", "text/plain", strings.NewReader(want))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if got, err := io.ReadAll(resp.Body); err != nil || string(got) != want {
			t.Errorf("got %d bytes of %d, %v", len(got), len(want), err)
		}
	})
}

func TestATimeoutEndsARequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := memnet.New()
		network.Serve(t, "127.0.0.1:80", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			<-r.Context().Done() // the server notices that the client disconnected
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		req, _ := http.NewRequestWithContext(ctx, "GET", "http://127.0.0.1/", nil)
		if _, err := network.Client(t).Do(req); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestDialEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := memnet.New()
		l, err := network.Listen("slow.example:80") // without Accept
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := network.DialContext(ctx, "tcp", "slow.example:80"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestListenersBehaveAsOnARealNetwork(t *testing.T) {
	network := memnet.New()
	l, err := network.Listen("a.example:80")
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Addr().String(); got != "a.example:80" {
		t.Errorf("Addr() = %s", got)
	}
	if _, err := network.Listen("a.example:80"); !errors.Is(err, syscall.EADDRINUSE) {
		t.Errorf("second listener: %v", err)
	}
	if _, err := network.Listen("no-port"); err == nil {
		t.Error("an address without a port was accepted")
	}
	var waiting sync.WaitGroup
	waiting.Go(func() {
		if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("Accept after Close: %v", err)
		}
	})
	l.Close()
	l.Close() // a second call is harmless
	waiting.Wait()
	if _, err := network.DialContext(t.Context(), "tcp", "a.example:80"); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("dial after Close: %v", err)
	}
	if again, err := network.Listen("a.example:80"); err != nil {
		t.Errorf("the address is free again: %v", err)
	} else {
		again.Close()
	}
}

func TestConnectionsKnowTheirAddresses(t *testing.T) {
	network := memnet.New()
	l, err := network.Listen("a.example:80")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	accepted := make(chan net.Conn, 1)
	go func() {
		c, _ := l.Accept()
		accepted <- c
	}()
	client, err := network.DialContext(t.Context(), "tcp", "a.example:80")
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	server := <-accepted
	defer server.Close()
	if client.RemoteAddr().String() != "a.example:80" || server.LocalAddr().String() != "a.example:80" {
		t.Errorf("client sees %v, server is %v", client.RemoteAddr(), server.LocalAddr())
	}
	if client.LocalAddr().String() != server.RemoteAddr().String() {
		t.Errorf("client is %v, server sees %v", client.LocalAddr(), server.RemoteAddr())
	}
}
