package auth_test

import (
	"bufio"
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
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"

	"golang.org/x/oauth2"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// leak is the text of every secret in these tests, and of everything that a server writes.
const leak = "hunter2"

// everyText returns all texts that a program can print of an error and of the errors that it wraps.
func everyText(err error) string {
	var out bytes.Buffer
	var walk func(error)
	walk = func(err error) {
		if err == nil {
			return
		}
		asJSON, _ := json.Marshal(err)
		wrapped, _ := json.Marshal(struct{ Err any }{err})
		fmt.Fprintf(&out, "%v %+v %#v %s %q %d\n%+v %#v\n%s %s\n", err, err, err, err, err, err,
			struct{ err error }{err}, struct{ err error }{err}, asJSON, wrapped)
		for _, verb := range []string{"%x", "%X", "%t", "%c", "%o", "%U", "%e", "%10.5s", "%y"} {
			fmt.Fprintf(&out, verb+" "+verb+"\n", err, []error{err})
		}
		slog.New(slog.NewJSONHandler(&out, nil)).Error("failed", "error", err)
		slog.New(slog.NewTextHandler(&out, nil)).Error("failed", "error", err)
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			walk(e.Unwrap())
		case interface{ Unwrap() []error }:
			for _, err := range e.Unwrap() {
				walk(err)
			}
		}
		for _, found := range foundIn(err) {
			walk(found)
		}
	}
	walk(err)
	return out.String()
}

// foundIn returns the errors in err of the types that a logging library looks for.
func foundIn(err error) (found []error) {
	if e, ok := errors.AsType[*net.OpError](err); ok && error(e) != err {
		found = append(found, e)
	}
	if e, ok := errors.AsType[*url.Error](err); ok && error(e) != err {
		found = append(found, e)
	}
	if e, ok := errors.AsType[*oauth2.RetrieveError](err); ok && error(e) != err {
		found = append(found, e)
	}
	var any interface {
		error
		Unwrap() error
	}
	if errors.As(err, &any) && error(any) != err && !errors.Is(err, any) {
		found = append(found, any)
	}
	return found
}

// rawServer reads the body of one request from each connection to address, writes the bytes that
// reply returns for it, and closes the connection.
func rawServer(t *testing.T, network *memnet.Network, address string, reply func(form string) string) {
	t.Helper()
	l, err := network.Listen(address)
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				defer conn.Close()
				if req, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					form, _ := io.ReadAll(req.Body)
					io.WriteString(conn, reply(string(form)))
				}
			})
		}
	})
	t.Cleanup(func() { l.Close(); running.Wait() })
}

// tokenCalls returns all calls that send requests to /oauth/token and /oauth/revoke.
func tokenCalls(t *testing.T, config auth.Config) map[string]func() error {
	config.ClientID, config.ClientSecret = leak, auth.NewSecret(leak)
	seed := auth.Token{RefreshToken: auth.NewSecret(leak)}
	request := func(method auth.Method) error {
		origin := mustParse(t, config.BaseURL)
		rt, err := method.Transport(config.Transport, origin)
		if err != nil {
			return err
		}
		req, err := http.NewRequestWithContext(t.Context(), "GET", config.BaseURL+"/api", nil)
		if err != nil {
			return err
		}
		resp, err := rt.RoundTrip(req)
		if err == nil {
			resp.Body.Close()
		}
		return err
	}
	return map[string]func() error{
		"a refresh": func() error {
			_, err := auth.RefreshToken(config, seed).Refresh(t.Context())
			return err
		},
		"a request": func() error { return request(auth.RefreshToken(config, seed)) },
		"Exchange": func() error {
			_, err := config.Exchange(t.Context(), leak)
			return err
		},
		"Revoke": func() error { return config.Revoke(t.Context(), auth.NewSecret(leak)) },
		"FromTokenSource": func() error {
			ctx := context.WithValue(t.Context(), oauth2.HTTPClient, &http.Client{
				Transport:     config.Transport,
				CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			})
			own := oauth2.Config{
				ClientID: leak, ClientSecret: leak,
				Endpoint: oauth2.Endpoint{TokenURL: config.BaseURL + "/oauth/token", AuthStyle: oauth2.AuthStyleInParams},
			}
			return request(auth.FromTokenSource(own.TokenSource(ctx, &oauth2.Token{RefreshToken: leak})))
		},
	}
}

func wantNoLeak(t *testing.T, name string, err error) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: no error", name)
		return
	}
	if text := everyText(err); strings.Contains(text, leak) || strings.Contains(text, "hunter%") {
		t.Errorf("%s:\n%s", name, text)
	}
}

func TestWhatIsNoHTTPAndEchoesTheFormReachesNoError(t *testing.T) {
	for name, reply := range map[string]func(form string) string{
		"the form alone":              func(form string) string { return form + "\r\n\r\n" },
		"the form as the status":      func(form string) string { return "HTTP/1.1 " + form + " OK\r\n\r\n" },
		"the form as the version":     func(form string) string { return "HTTP/" + form + " 200 OK\r\n\r\n" },
		"the form behind the status":  func(form string) string { return "HTTP/1.1 502 " + form + "\r\nContent-Length: 0\r\n\r\n" },
		"the form as a header":        func(form string) string { return "HTTP/1.1 200 OK\r\n" + form + "\r\n\r\n" },
		"the form as a header's name": func(form string) string { return "HTTP/1.1 200 OK\r\n" + form + " : x\r\n\r\n" },
		"the form as the length":      func(form string) string { return "HTTP/1.1 200 OK\r\nContent-Length: " + form + "\r\n\r\n" },
		"two lengths": func(form string) string {
			return "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: " + leak + "\r\n\r\n"
		},
		"the form as the coding": func(form string) string { return "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + form + "\r\n\r\n" },
		"the form as a chunk":    func(form string) string { return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + form },
		"the form as a trailer": func(form string) string {
			return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + form + "\r\n\r\n"
		},
		"the form as the place": func(form string) string {
			return "HTTP/1.1 307 OK\r\nLocation: https://%zz/" + form + "\r\nContent-Length: 0\r\n\r\n"
		},
		"the form as another place": func(form string) string {
			return "HTTP/1.1 302 OK\r\nLocation: https://x.example/?" + form + "\r\nContent-Length: 0\r\n\r\n"
		},
		"the form labelled as gzip": func(form string) string {
			return "HTTP/1.1 400 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + fmt.Sprint(len(form)) + "\r\n\r\n" + form
		},
		"the form as an error": func(form string) string {
			return "HTTP/1.1 400 OK\r\nContent-Type: application/json\r\n\r\n{\"error\":\"" + form + "\"}"
		},
		"the form as a description": func(form string) string {
			return "HTTP/1.1 401 OK\r\nContent-Type: application/json\r\n\r\n{\"error\":\"invalid_client\",\"error_description\":\"" + form + "\"}"
		},
		"the form in half a body":      func(form string) string { return "HTTP/1.1 400 OK\r\nContent-Length: 9999\r\n\r\n" + form },
		"the form as an interim reply": func(form string) string { return "HTTP/1.1 199 " + form + "\r\n" + form + "\r\n\r\n" },
		"the form as the date": func(form string) string {
			return "HTTP/1.1 429 OK\r\nDate: " + form + "\r\nRetry-After: " + form + "\r\nContent-Length: 0\r\n\r\n"
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := memnet.New()
				rawServer(t, network, "api.example.com:443", reply)
				config := auth.Config{BaseURL: fakeOrigin, Transport: network.Transport(t)}
				for call, do := range tokenCalls(t, config) {
					if err := do(); err != nil || call != "Revoke" { // which only needs the status
						wantNoLeak(t, call, err)
					}
				}
			})
		})
	}
}

func TestWhatAProxySaysReachesNoError(t *testing.T) {
	for name, reply := range map[string]string{
		"a status text":         "HTTP/1.1 407 " + leak + "\r\n\r\n",
		"a status text and 200": "HTTP/1.1 299 " + leak + "\r\n\r\n",
		"no HTTP":               leak + "\r\n\r\n",
		"a broken status":       "HTTP/1.1 " + leak + "\r\n\r\n",
		"a broken header":       "HTTP/1.1 200 OK\r\n" + leak + "\r\n\r\n",
		"no TLS behind it":      "HTTP/1.1 200 OK\r\n\r\n" + leak,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := memnet.New()
				rawServer(t, network, "proxy.example:3128", func(string) string { return reply })
				proxy := &url.URL{Scheme: "http", User: url.UserPassword(leak, leak), Host: "proxy.example:3128"}
				config := auth.Config{BaseURL: fakeOrigin, Transport: &http.Transport{Proxy: http.ProxyURL(proxy), DialContext: network.DialContext}}
				for call, do := range tokenCalls(t, config) {
					wantNoLeak(t, call, do())
				}
			})
		})
	}
}

// talkative is the error of a transport that quotes everything.
type talkative struct{ Text string }

func (e talkative) Error() string { return e.Text }

func TestWhatACallersTransportSaysReachesNoText(t *testing.T) {
	for name, err := range map[string]error{
		"a type of its own":      &talkative{leak},
		"a value of its own":     talkative{leak},
		"a text":                 errors.New(leak),
		"a URL":                  &url.Error{Op: leak, URL: leak, Err: errors.New(leak)},
		"a URL around its own":   &url.Error{Op: leak, URL: leak, Err: &talkative{leak}},
		"an operation":           &net.OpError{Op: leak, Net: leak, Err: talkative{leak}},
		"a name":                 &net.DNSError{Name: leak, Err: leak, Server: leak},
		"an address":             &net.AddrError{Err: leak, Addr: leak},
		"an unknown network":     net.UnknownNetworkError(leak),
		"several":                errors.Join(errors.New(leak), &talkative{leak}, &net.OpError{Op: leak, Err: io.EOF}),
		"the response of OAuth":  &oauth2.RetrieveError{ErrorCode: leak, ErrorDescription: leak, Body: []byte(leak)},
		"an ended connection":    fmt.Errorf("%s: %w", leak, io.ErrUnexpectedEOF),
		"a file":                 &os.PathError{Op: leak, Path: leak, Err: syscall.ENOENT},
		"broken JSON":            json.Unmarshal([]byte(`{"a":"hunter2"}`), new(struct{ A int })),
		"an operation of nobody": &net.OpError{Op: leak},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				transport := roundTrip(func(*http.Request) (*http.Response, error) { return nil, err })
				config := auth.Config{BaseURL: fakeOrigin, Transport: transport}
				for call, do := range tokenCalls(t, config) {
					got := do()
					wantNoLeak(t, call, got)
					if call != "a request" && call != "FromTokenSource" && !errors.Is(got, err) {
						t.Errorf("%s: errors.Is does not find it", call)
					}
					if e, ok := errors.AsType[*auth.ExchangeError](got); ok && call != "FromTokenSource" && e.Original() == nil {
						t.Errorf("%s: the original is lost", call)
					}
				}
			})
		})
	}
}

func TestErrorsAsFindsTheErrorOfATransport(t *testing.T) {
	own := &talkative{leak}
	transport := roundTrip(func(*http.Request) (*http.Response, error) { return nil, fmt.Errorf("%s: %w", leak, own) })
	_, err := auth.Config{BaseURL: fakeOrigin, Transport: transport}.Exchange(t.Context(), "code")
	if found, ok := errors.AsType[*talkative](err); !ok || found != own {
		t.Errorf("got %v", err)
	}
	e, ok := errors.AsType[*auth.ExchangeError](err)
	if !ok || !strings.Contains(e.Original().Error(), leak) {
		t.Errorf("the original is not reached: %v", err)
	}
}

// spoken is an error that is its text.
type spoken string

func (e spoken) Error() string { return string(e) }

// loudStore is a store whose errors quote what it was given.
type loudStore struct {
	auth.TokenStore
	op string
}

func (s loudStore) Load(ctx context.Context, key string) ([]byte, error) {
	if s.op == "load" {
		return nil, &url.Error{Op: "Get", URL: "https://vault.example/?token=" + leak, Err: talkative{leak}}
	}
	return s.TokenStore.Load(ctx, key)
}

func (s loudStore) Lock(ctx context.Context, key string) (auth.TokenLock, error) {
	if s.op == "lock" {
		return nil, spoken("auth: vault said " + leak)
	}
	lock, err := s.TokenStore.Lock(ctx, key)
	return loudLock{lock, s.op}, err
}

type loudLock struct {
	auth.TokenLock
	op string
}

func (l loudLock) Save(ctx context.Context, data []byte) error {
	if l.op == "save" {
		return fmt.Errorf("PUT %s: %w", data, talkative{leak})
	}
	return l.TokenLock.Save(ctx, data)
}

func TestWhatAStoreSaysReachesNoText(t *testing.T) {
	for _, op := range []string{"load", "lock", "save"} {
		t.Run(op, func(t *testing.T) {
			store := loudStore{auth.NewMemoryStore(), op}
			err := auth.SaveToken(t.Context(), store, "acme", auth.Token{AccessToken: auth.NewSecret(leak), RefreshToken: auth.NewSecret(leak)})
			wantNoLeak(t, "SaveToken", err)
			failed, ok := errors.AsType[*auth.SaveError](err)
			if !ok || failed.Op != op || !strings.Contains(failed.Err.Error(), leak) {
				t.Errorf("got %v", err)
			}
			if op != "lock" {
				if _, ok := errors.AsType[talkative](err); !ok {
					t.Error("errors.As does not find the store's own error")
				}
			}
		})
	}
}

func TestTheErrorOfAFileKeepsItsWords(t *testing.T) {
	err := auth.SaveToken(t.Context(), auth.NewFileStore(t.TempDir()+"/missing"), "acme.json", auth.Token{AccessToken: auth.NewSecret(leak)})
	if err == nil || !strings.Contains(err.Error(), "missing/acme.json.lock") || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	err = auth.SaveToken(t.Context(), auth.NewFileStore(t.TempDir()), "a/b", auth.Token{AccessToken: auth.NewSecret(leak)})
	if err == nil || !strings.Contains(err.Error(), "plain file name") {
		t.Errorf("got %v", err)
	}
}

func TestTheErrorOfACallersFunction(t *testing.T) {
	sealed := errors.New("the vault is sealed")
	for name, test := range map[string]struct {
		err  error
		want string // in the text
	}{
		"its own words are kept":             {fmt.Errorf("get the key: %w", sealed), "the vault is sealed"},
		"the URL of a request is not":        {&url.Error{Op: "Get", URL: "https://vault.example/?t=" + leak, Err: sealed}, "the function failed"},
		"nor is what a network said":         {fmt.Errorf("%s: %w", leak, &net.DNSError{Name: leak, Err: leak}), "the host name was not resolved"},
		"nor what JSON quotes":               {json.Unmarshal([]byte(`{"a":"hunter2"}`), new(struct{ A int })), "the function failed"},
		"a token that is refused is told so": {&auth.ExchangeError{Op: "refresh", Status: 400, Err: auth.ErrRefreshTokenRejected}, "log in again"},
	} {
		t.Run(name, func(t *testing.T) {
			f := func(context.Context) (string, error) { return "", test.err }
			for _, method := range []auth.Method{auth.APIKeyFunc(f), auth.AccessTokenFunc(f)} {
				rt, err := method.Transport(nil, mustParse(t, fakeOrigin))
				if err != nil {
					t.Fatal(err)
				}
				_, err = rt.RoundTrip(mustRequest(t))
				wantNoLeak(t, name, err)
				if !strings.Contains(err.Error(), test.want) || !errors.Is(err, test.err) {
					t.Errorf("got %v", err)
				}
			}
		})
	}
}
