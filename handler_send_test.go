package factorialhr_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// On a pooled connection that the server has just closed, net/http repeats requests by itself. It
// must repeat a POST only while no byte of it is written.
func TestAPostOnAUsedConnectionIsSentOnce(t *testing.T) {
	for name, test := range map[string]struct {
		op   factorialhr.Operation
		most int32
	}{
		"POST": {createThing, 1},
		"GET":  {getThing, 10},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := memnet.New()
				l, err := network.Listen(productionAddress)
				if err != nil {
					t.Fatal(err)
				}
				defer l.Close()
				var seen atomic.Int32
				go func() {
					for {
						conn, err := l.Accept()
						if err != nil {
							return
						}
						go func() { // serves the first request of a connection and breaks it at the second
							defer conn.Close()
							in := bufio.NewReader(conn)
							for range 2 {
								r, err := http.ReadRequest(in)
								if err != nil {
									return
								}
								io.Copy(io.Discard, r.Body)
								if seen.Add(1) == 1 {
									io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"7\"}")
									continue
								}
								return
							}
						}()
					}
				}()
				c := newClient(t, network.Transport(t), once)
				if _, err := call(t.Context(), c, &test.op); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				_, err = call(t.Context(), c, &test.op)
				if got := seen.Load() - 1; got < 1 || got > test.most {
					t.Errorf("it was sent %d times", got)
				}
				if e, ok := errors.AsType[*factorialhr.Error](err); !ok || e.Outcome != factorialhr.OutcomeUnknown {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func TestAConnectionThatTheServerClosedWhileIdleCostsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := memnet.New()
		var acted atomic.Int32
		rawServer(t, network, func(conn net.Conn, r *http.Request) { // it closes after each response without announcing it
			io.Copy(io.Discard, r.Body)
			acted.Add(1)
			io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"7\"}")
		})
		c := newClient(t, network.Transport(t), once)
		for range 10 {
			if _, err := call(t.Context(), c, &createThing); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		if acted.Load() != 10 {
			t.Errorf("10 POSTs were carried out %d times", acted.Load())
		}
	})
}

// Over HTTP/1, net/http either finds out that a pooled connection is closed before it has written a
// byte, or it does not repeat a request that changes something.
func TestAnAttemptWritesItsHeadersOnceOverHTTP1(t *testing.T) {
	for name, send := range untyped {
		t.Run(name+", the connection was closed while idle", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := memnet.New()
				var arrived atomic.Int32
				rawServer(t, network, func(conn net.Conn, r *http.Request) {
					io.Copy(io.Discard, r.Body)
					arrived.Add(1)
					io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"7\"}")
				})
				c := newClient(t, network.Transport(t), once, factorialhr.WithoutPacing())
				for range 10 {
					if err := send(t.Context(), c); err != nil {
						t.Fatal(err)
					}
					synctest.Wait()
				}
				if arrived.Load() != 10 {
					t.Errorf("10 calls arrived %d times", arrived.Load())
				}
			})
		})
		t.Run(name+", the connection is closed after the request", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := memnet.New()
				var arrived atomic.Int32
				l, err := network.Listen(productionAddress)
				if err != nil {
					t.Fatal(err)
				}
				serveConns(t, l, func(conn net.Conn) { // serves the first request of each connection, but not the second
					in := bufio.NewReader(conn)
					for n := range 2 {
						r, err := http.ReadRequest(in)
						if err != nil {
							return
						}
						if io.Copy(io.Discard, r.Body); r.Method != http.MethodGet {
							arrived.Add(1)
							if got := r.Header.Get("Content-Length"); r.ContentLength < 0 || len(r.TransferEncoding) > 0 {
								t.Errorf("the body has the length %d, %q", r.ContentLength, got)
							}
						}
						if n == 0 {
							io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"7\"}")
						}
					}
				})
				c := newClient(t, network.Transport(t), once)
				if _, err := call(t.Context(), c, &getThing); err != nil {
					t.Fatal(err)
				}
				err = send(t.Context(), c)
				if e, ok := errors.AsType[*factorialhr.Error](err); !ok || e.Outcome != factorialhr.OutcomeUnknown || arrived.Load() != 1 {
					t.Errorf("it arrived %d times: %v", arrived.Load(), err)
				}
			})
		})
	}
}

func TestTheOutcomeOfATransportThatTellsNothing(t *testing.T) {
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	for name, test := range map[string]struct {
		err     error
		outcome factorialhr.Outcome
	}{
		"an error of its own may mean anything": {errors.New("broken"), factorialhr.OutcomeUnknown},
		"a dial that failed is certain":         {refused, factorialhr.OutcomeNotSent},
	} {
		t.Run(name, func(t *testing.T) {
			c := newClient(t, transportFunc(func(*http.Request) (*http.Response, error) { return nil, test.err }), once)
			_, err := call(t.Context(), c, &createThing)
			if e, ok := errors.AsType[*factorialhr.Error](err); !ok || e.Outcome != test.outcome || !errors.Is(err, test.err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Over HTTP/2 another goroutine writes the headers, and may be about to when the context ends.
func TestATransportThatReturnsNeitherAResponseNorAnError(t *testing.T) {
	c := newClient(t, transportFunc(func(*http.Request) (*http.Response, error) { return nil, nil }))
	_, err := call(t.Context(), c, &createThing)
	if e, ok := errors.AsType[*factorialhr.Error](err); !ok || e.Outcome != factorialhr.OutcomeUnknown || e.Attempts != 1 {
		t.Errorf("got %v", err)
	}
}

func TestTheOutcomeOfARequestThatEndsOnItsConnection(t *testing.T) {
	for name, test := range map[string]struct {
		connected bool
		err       error // nil: the error of the context
		outcome   factorialhr.Outcome
	}{
		"its time is up while it waits for one":      {outcome: factorialhr.OutcomeNotSent},
		"its time is up once it has one":             {connected: true, outcome: factorialhr.OutcomeUnknown},
		"the time of the connection is up":           {connected: true, err: os.ErrDeadlineExceeded, outcome: factorialhr.OutcomeUnknown},
		"the connection broke before it was written": {connected: true, err: io.ErrUnexpectedEOF, outcome: factorialhr.OutcomeNotSent},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newClient(t, transportFunc(func(r *http.Request) (*http.Response, error) {
					trace := httptrace.ContextClientTrace(r.Context())
					trace.GetConn(productionAddress)
					if test.connected {
						trace.GotConn(httptrace.GotConnInfo{})
					}
					if test.err != nil {
						return nil, test.err
					}
					<-r.Context().Done()
					return nil, r.Context().Err()
				}), once)
				_, err := call(t.Context(), c, &createThing)
				if e, ok := errors.AsType[*factorialhr.Error](err); !ok || e.Outcome != test.outcome {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func TestTheCallersClientIsNotChanged(t *testing.T) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	var rec recorder
	network := memnet.New()
	rec.answer = status(200, `{"id":"7"}`, "Set-Cookie", "a=b; Path=/")
	network.Serve(t, productionAddress, &rec)
	given := &http.Client{Transport: network.Transport(t), Jar: jar, Timeout: time.Minute}
	before := *given
	c := newClient(t, nil, factorialhr.HTTPClient(given))
	for range 2 {
		if _, err := call(t.Context(), c, &getThing); err != nil {
			t.Fatal(err)
		}
	}
	if given.Transport != before.Transport || given.Jar != before.Jar || given.Timeout != before.Timeout || given.CheckRedirect != nil {
		t.Errorf("it is %+v", given)
	}
	if got := rec.last(t).Header.Get("Cookie"); got != "a=b" {
		t.Errorf("its jar is not used: %q", got)
	}
}

func TestARetrySendsACookieOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		network := memnet.New()
		rec := recorder{answer: inTurn(status(200, `{"id":"7"}`, "Set-Cookie", "a=b; Path=/"), status(503, ""), status(200, `{"id":"7"}`))}
		network.Serve(t, productionAddress, &rec)
		c := newClient(t, nil, factorialhr.HTTPClient(&http.Client{Transport: network.Transport(t), Jar: jar}))
		for range 2 {
			if _, err := call(t.Context(), c, &getThing); err != nil {
				t.Fatal(err)
			}
		}
		if got := rec.last(t).Header.Get("Cookie"); got != "a=b" || len(rec.all()) != 3 {
			t.Errorf("request %d has the cookies %q", len(rec.all()), got)
		}
	})
}

func TestAFileThatChangesWhileItIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var rec recorder
		c := serve(t, rec.ServeHTTP)
		file := factorialhr.FileFromReaderAt("f", shortFile{}, 1<<20)
		_, err := factorialhr.Call[thing](t.Context(), c, &createThing, factorialhr.Input{Body: file})
		if !errors.Is(err, factorialhr.ErrFileChanged) || !errors.Is(err, factorialhr.ErrOutcomeUnknown) {
			t.Errorf("got %v", err)
		}
		if e, _ := errors.AsType[*factorialhr.Error](err); e.Attempts != 1 {
			t.Errorf("%d attempts", e.Attempts)
		}
	})
}

// shortFile ends before its stated size.
type shortFile struct{}

func (shortFile) ReadAt(p []byte, off int64) (int, error) {
	if off > 1<<16 {
		return 0, io.EOF
	}
	return len(p), nil
}

func TestAFileThatCannotBeOpenedSendsNothing(t *testing.T) {
	network := memnet.New()
	c := newClient(t, network.Transport(t))
	gone := errors.New("gone")
	file := factorialhr.File{Open: func() (io.ReadCloser, error) { return nil, gone }}
	_, err := factorialhr.Call[thing](t.Context(), c, &createThing, factorialhr.Input{Body: file})
	e, ok := errors.AsType[*factorialhr.Error](err)
	if !ok || e.Outcome != factorialhr.OutcomeNotSent || !errors.Is(err, gone) || len(network.Dialled()) > 0 || e.Attempts != 1 {
		t.Errorf("got %v", err)
	}
}

func TestAPostOverHTTP2IsSentOnce(t *testing.T) {
	var acted atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("it came over %s", r.Proto)
		}
		io.Copy(io.Discard, r.Body)
		acted.Add(1)
		panic(http.ErrAbortHandler) // resets the stream
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	c := newClient(t, server.Client().Transport, factorialhr.BaseURL(server.URL))
	for n := range int32(3) { // on a new connection, and on a reused one
		_, err := call(t.Context(), c, &createThing)
		e, ok := errors.AsType[*factorialhr.Error](err)
		if !ok || e.Outcome != factorialhr.OutcomeUnknown || e.Attempts != 1 || acted.Load() != n+1 {
			t.Errorf("call %d: carried out %d times, %v", n+1, acted.Load(), err)
		}
	}
}

// The server has refused the request and thus done nothing, whatever happens to the new token.
func TestACredentialThatFindsNoOtherAfterA401(t *testing.T) {
	hang := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	for name, test := range map[string]struct {
		token http.HandlerFunc
		op    factorialhr.Operation
		want  string
	}{
		"a POST, and no new token":            {status(400, `{"error":"invalid_grant"}`), createThing, "auth: "},
		"a GET, and no new token":             {status(400, `{"error":"invalid_grant"}`), getThing, "auth: "},
		"a POST that does not wait for it":    {hang, createThing, context.DeadlineExceeded.Error()},
		"an update that does not wait for it": {hang, updateThing, context.DeadlineExceeded.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := memnet.New()
				var requests atomic.Int32
				network.Serve(t, productionAddress, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/oauth/token" {
						test.token(w, r)
						return
					}
					requests.Add(1)
					w.WriteHeader(http.StatusUnauthorized)
				}))
				token := auth.Token{
					AccessToken: auth.NewSecret("a"), RefreshToken: auth.NewSecret("r"),
					CreatedAt: time.Now().Add(-30 * time.Minute), ExpiresIn: 2 * time.Hour,
				}
				method := auth.RefreshToken(auth.Config{ClientID: "id", ClientSecret: auth.NewSecret("s")}, token)
				c, err := factorialhr.New(method, factorialhr.HTTPClient(&http.Client{Transport: network.Transport(t)}))
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				_, err = call(ctx, c, &test.op)
				e, ok := errors.AsType[*factorialhr.Error](err)
				if !ok || e.Outcome != factorialhr.OutcomeRejected || e.Attempts != 1 || requests.Load() != 1 {
					t.Fatalf("%d requests, got %v", requests.Load(), err)
				}
				if !strings.Contains(err.Error(), ": "+test.want) {
					t.Errorf("it does not tell of the credential: %v", err)
				}
			})
		})
	}
}
