package factorialhr_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
)

// printed is everything that a log can show of an error and of the errors that it wraps.
func printed(err error) string {
	var seen listener
	seen.writeError(err)
	slog.New(slog.NewJSONHandler(&seen.out, nil)).Error("failed", "error", err)
	for e := err; e != nil; e = errors.Unwrap(e) {
		seen.write(fmt.Sprintf("%d %q %+v", e, e, struct{ err error }{e}))
	}
	return seen.out.String()
}

// proxy sends text on every connection, counts the connections, and closes them.
func proxy(t *testing.T, text string) (address string, asked *atomic.Int32) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked = new(atomic.Int32)
	serveConns(t, l, func(conn net.Conn) {
		asked.Add(1)
		conn.SetDeadline(time.Now().Add(10 * time.Second))
		if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
			io.WriteString(conn, text)
		}
		if half, ok := conn.(interface{ CloseWrite() error }); ok {
			half.CloseWrite()
			io.Copy(io.Discard, conn) // unread bytes would reset the connection
		}
	})
	return l.Addr().String(), asked
}

func TestAProxyThatRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		reply, own, given string // the cause with NewTransport, and with a caller's transport, which lacks its hook
		again             bool
	}{
		"407":                  {"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n", "the proxy refused: 407 Proxy Authentication Required", "", false},
		"407 in other words":   {"HTTP/1.1 407 hunter2\r\n\r\n", "the proxy refused: 407 Proxy Authentication Required", "no connection could be set up", false},
		"407 without words":    {"HTTP/1.1 407 \r\n\r\n", "the proxy refused: 407 Proxy Authentication Required", "the proxy refused", false},
		"407 and nothing more": {"HTTP/1.1 407\r\n\r\n", "the proxy refused: 407 Proxy Authentication Required", "the proxy refused", false},
		"407 in small letters": {"HTTP/1.1 407 proxy authentication required\r\n\r\n", "the proxy refused: 407 Proxy Authentication Required", "", false},
		"403":                  {"HTTP/1.1 403 Forbidden\r\n\r\nhunter2", "the proxy refused: 403 Forbidden", "", false},
		"405":                  {"HTTP/1.1 405 Method Not Allowed\r\n\r\n", "the proxy refused: 405 Method Not Allowed", "", false},
		"400":                  {"HTTP/1.0 400 Bad Request\r\n\r\n", "the proxy refused: 400 Bad Request", "", false},
		"a redirect":           {"HTTP/1.1 302 Found\r\nLocation: http://hunter2/\r\n\r\n", "the proxy refused: 302 Found", "", false},
		"204":                  {"HTTP/1.1 204 No Content\r\n\r\n", "the proxy refused: 204 No Content", "", false},
		"a status of its own":  {"HTTP/1.1 499 hunter2\r\n\r\n", "the proxy refused: 499", "no connection could be set up", false},
		"502":                  {"HTTP/1.1 502 Bad Gateway\r\n\r\n", "the proxy refused: 502 Bad Gateway", "", true},
		"503":                  {"HTTP/1.1 503 Service Unavailable\r\n\r\n", "the proxy refused: 503 Service Unavailable", "", true},
		"504":                  {"HTTP/1.1 504 Gateway Timeout\r\n\r\n", "the proxy refused: 504 Gateway Timeout", "", true},
		"429":                  {"HTTP/1.1 429 Too Many Requests\r\n\r\n", "the proxy refused: 429 Too Many Requests", "", true},
		"what is no HTTP":      {"hunter2 hunter2\r\n\r\n", "no connection could be set up", "", false},
		"nothing":              {"", "the connection ended before the response did", "", true},
		"200, then the end":    {"HTTP/1.1 200 OK\r\n\r\nhunter2", "the connection ended before the response did", "", true},
	} {
		if test.given == "" {
			test.given = test.own
		}
		for whose, want := range map[string]string{"our own transport": test.own, "a caller's transport": test.given} {
			t.Run(name+", "+whose, func(t *testing.T) {
				address, asked := proxy(t, test.reply)
				through := &url.URL{Scheme: "http", User: url.UserPassword("hunter2", "hunter2"), Host: address}
				transport := http.DefaultTransport.(*http.Transport).Clone()
				transport.Proxy = http.ProxyURL(through)
				if whose == "our own transport" {
					transport = factorialhr.NewTransport()
					transport.Proxy = http.ProxyURL(through)
				}
				defer transport.CloseIdleConnections()
				c := newClient(t, transport, factorialhr.MaxAttempts(2))
				for _, op := range []factorialhr.Operation{getThing, createThing} {
					asked.Store(0)
					_, err := call(t.Context(), c, &op)
					e, ok := errors.AsType[*factorialhr.Error](err)
					if !ok || !strings.Contains(err.Error(), ": "+want) || e.Outcome != factorialhr.OutcomeNotSent {
						t.Fatalf("got %v, %v", err, e.Outcome)
					}
					if again := e.Attempts == 2; again != test.again || int(asked.Load()) != e.Attempts {
						t.Errorf("%d attempts, the proxy saw %d", e.Attempts, asked.Load())
					}
					if text := printed(err); strings.Contains(text, "hunter2") {
						t.Errorf("it says\n%s", text)
					}
				}
			})
		}
	}
}

func TestAProxyThatIsNotThere(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	for scheme, want := range map[string]string{
		"http": "the proxy: dial: connection refused", "https": "the proxy: dial: connection refused", "socks5": "the proxy: dial: connection refused",
	} {
		transport := &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: scheme, User: url.User("hunter2"), Host: l.Addr().String()})}
		_, err = call(t.Context(), newClient(t, transport, once), &getThing)
		op, ok := errors.AsType[*net.OpError](err)
		if !ok || op.Op != "proxyconnect" || !errors.Is(err, syscall.ECONNREFUSED) || !errors.Is(op, syscall.ECONNREFUSED) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, %v", scheme, err, op)
		}
	}
}

func TestASOCKSProxyThatRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		replies []string
		want    string
		again   bool
	}{
		"no way to log in":   {[]string{"\x05\xff"}, "the proxy refused: no acceptable authentication methods", false},
		"a wrong password":   {[]string{"\x05\x02", "\x01\x01"}, "the proxy refused: username/password authentication failed", false},
		"its rules":          {[]string{"\x05\x00", "\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00"}, "the proxy refused: connection not allowed by ruleset", false},
		"no way to the host": {[]string{"\x05\x00", "\x05\x04\x00\x01\x00\x00\x00\x00\x00\x00"}, "the proxy refused: host unreachable", true},
		"what is no SOCKS":   {[]string{"hunter2"}, "the proxy refused", false},
		"an unknown reply":   {[]string{"\x05\x00", "\x05\x77\x00\x01\x00\x00\x00\x00\x00\x00"}, "the proxy refused", false},
		"the end":            {[]string{""}, "the connection ended before the response did", true},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			serveConns(t, l, func(conn net.Conn) {
				for _, reply := range test.replies {
					if _, err := conn.Read(make([]byte, 512)); err != nil {
						return
					}
					io.WriteString(conn, reply)
				}
			})
			through := &url.URL{Scheme: "socks5", User: url.UserPassword("hunter2", "hunter2"), Host: l.Addr().String()}
			_, err = call(t.Context(), newClient(t, &http.Transport{Proxy: http.ProxyURL(through)}, factorialhr.MaxAttempts(2)), &getThing)
			e, ok := errors.AsType[*factorialhr.Error](err)
			if !ok || !strings.Contains(err.Error(), ": "+test.want) || (e.Attempts == 2) != test.again {
				t.Errorf("got %v", err)
			}
			if text := printed(err); strings.Contains(text, "hunter2") {
				t.Errorf("it says\n%s", text)
			}
		})
	}
}

// certificate returns a self-signed certificate.
func certificate(t *testing.T, change func(*x509.Certificate)) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "hunter2", Organization: []string{"hunter2"}},
		DNSNames: []string{"hunter2.example"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if change != nil {
		change(template)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func TestATLSConnectionThatIsRefused(t *testing.T) {
	alert := func(number int) func(err error) bool {
		return func(err error) bool {
			op, ok := errors.AsType[*net.OpError](err)
			found, isAlert := errors.AsType[tls.AlertError](err)
			return ok && (op.Op == "remote error" || op.Op == "local error") && isAlert && int(found) == number && strings.Contains(op.Error(), found.Error())
		}
	}
	for name, test := range map[string]struct {
		change func(*x509.Certificate)
		server func(*tls.Config)
		client func(*tls.Config)
		want   string
		as     func(error) bool
	}{
		"an unknown authority": {
			client: func(c *tls.Config) { c.RootCAs = x509.NewCertPool() }, want: "TLS: the certificate is signed by an unknown authority",
			as: func(err error) bool {
				_, verification := errors.AsType[*tls.CertificateVerificationError](err)
				_, authority := errors.AsType[x509.UnknownAuthorityError](err)
				return verification && authority
			},
		},
		"another host": {
			change: func(c *x509.Certificate) { c.IPAddresses = nil }, want: "TLS: the certificate is for another host",
			as: func(err error) bool { e, ok := errors.AsType[x509.HostnameError](err); return ok && e.Error() != "" },
		},
		"an expired certificate": {
			change: func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }, want: "TLS: the certificate has expired or is not valid yet",
			as: func(err error) bool {
				e, ok := errors.AsType[x509.CertificateInvalidError](err)
				return ok && e.Reason == x509.Expired && e.Cert == nil
			},
		},
		"a certificate for another use": {
			change: func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning} }, want: "TLS: the certificate is not valid for this use",
		},
		"an older version": {
			server: func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }, client: func(c *tls.Config) { c.MinVersion = tls.VersionTLS13 },
			want: "TLS: protocol version not supported", as: alert(70),
		},
		"no common cipher": {
			server: func(c *tls.Config) {
				c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384}
			},
			client: func(c *tls.Config) {
				c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}
			},
			want: "TLS: handshake failure", as: alert(40),
		},
		"no certificate of the client": {
			server: func(c *tls.Config) { c.ClientAuth, c.MaxVersion = tls.RequireAnyClientCert, tls.VersionTLS12 }, want: "TLS: ",
		},
		"no certificate of the client, TLS 1.3": {
			server: func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert }, want: "TLS: certificate required", as: alert(116),
		},
		"a certificate of the client that the server does not know": {
			server: func(c *tls.Config) { c.ClientAuth, c.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool() },
			client: func(c *tls.Config) {
				c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
					own, _ := certificate(t, nil)
					return &own, nil
				}
			},
			want: "TLS: unknown certificate authority", as: alert(48),
		},
		"a check of the caller's own": {
			client: func(c *tls.Config) {
				c.VerifyConnection = func(tls.ConnectionState) error { return ownError{"hunter2"} }
			},
			want: "the transport failed", as: func(err error) bool { _, ok := errors.AsType[ownError](err); return ok },
		},
	} {
		t.Run(name, func(t *testing.T) {
			own, pool := certificate(t, test.change)
			server := httptest.NewUnstartedServer(new(recorder))
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			server.TLS = &tls.Config{Certificates: []tls.Certificate{own}}
			client := &tls.Config{RootCAs: pool}
			if test.server != nil {
				test.server(server.TLS)
			}
			if test.client != nil {
				test.client(client)
			}
			server.StartTLS()
			defer server.Close()
			transport := &http.Transport{TLSClientConfig: client}
			defer transport.CloseIdleConnections()
			var dialled atomic.Int32
			transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
				dialled.Add(1)
				return new(net.Dialer).DialContext(ctx, network, address)
			}
			_, err := call(t.Context(), newClient(t, transport, factorialhr.BaseURL(server.URL)), &getThing)
			e, ok := errors.AsType[*factorialhr.Error](err)
			if !ok || e.Attempts != 1 || dialled.Load() != 1 || !strings.Contains(err.Error(), ": "+test.want) {
				t.Errorf("%d connections: got %v", dialled.Load(), err)
			}
			if test.as != nil && !test.as(err) {
				t.Errorf("errors.As does not find it: %v", err)
			}
			if text := printed(err); strings.Contains(text, "hunter2") {
				t.Errorf("it says\n%s", text)
			}
			if e.Original() == nil {
				t.Error("the original is lost")
			}
		})
	}
}

// ownError is an error of a caller's transport.
type ownError struct{ Reason string }

func (e ownError) Error() string { return "blocked: " + e.Reason }

// timeoutError is an error that calls itself a timeout.
type timeoutError struct{ ownError }

func (timeoutError) Timeout() bool   { return true }
func (timeoutError) Temporary() bool { return true }

func TestTheErrorOfACallersTransport(t *testing.T) {
	for name, test := range map[string]struct {
		err   error
		want  string
		again bool
	}{
		"a type of its own":           {ownError{"hunter2"}, "the transport failed", false},
		"a pointer":                   {&ownError{"hunter2"}, "the transport failed", false},
		"a text":                      {errors.New("hunter2"), "the transport failed", false},
		"a text that net/http knows":  {errors.New("Proxy Authentication Required"), "the transport failed", false},
		"a wrapped type":              {fmt.Errorf("hunter2: %w", ownError{"hunter2"}), "the transport failed", false},
		"several":                     {errors.Join(errors.New("hunter2"), ownError{"hunter2"}), "the transport failed", false},
		"a URL":                       {&url.Error{Op: "Get", URL: "https://hunter2", Err: ownError{"hunter2"}}, "the transport failed", false},
		"a protocol":                  {errors.New(`unsupported protocol scheme "hunter2"`), "the transport does not speak the protocol of the URL", false},
		"a timeout of its own":        {timeoutError{ownError{"hunter2"}}, "no response in time", true},
		"a refused connection":        {&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, "dial: connection refused", true},
		"a bare number":               {syscall.ECONNRESET, "connection reset by peer", true},
		"the end":                     {io.EOF, "the connection ended before the response did", true},
		"an early end":                {fmt.Errorf("hunter2: %w", io.ErrUnexpectedEOF), "the connection ended before the response did", true},
		"an unknown host":             {&net.DNSError{Name: "hunter2", Server: "hunter2", Err: "hunter2", IsNotFound: true}, "the host name was not resolved", true},
		"an operation of its own":     {&net.OpError{Op: "hunter2", Net: "hunter2", Err: errors.New("hunter2")}, "connect failed", true},
		"a closed connection":         {net.ErrClosed, "the connection was closed", true},
		"an address that is none":     {&net.AddrError{Err: "hunter2", Addr: "hunter2"}, "the transport failed", false},
		"an alert":                    {&net.OpError{Op: "remote error", Err: tls.AlertError(42)}, "TLS: bad certificate", false},
		"an alert that passes":        {&net.OpError{Op: "remote error", Err: tls.AlertError(80)}, "TLS: internal error", true},
		"an operation around its own": {&net.OpError{Op: "dial", Net: "tcp", Err: ownError{"hunter2"}}, "dial failed", true},
	} {
		t.Run(name, func(t *testing.T) {
			var sent atomic.Int32
			transport := transportFunc(func(r *http.Request) (*http.Response, error) {
				sent.Add(1)
				return nil, test.err
			})
			_, err := call(t.Context(), newClient(t, transport, factorialhr.MaxAttempts(2)), &getThing)
			e, ok := errors.AsType[*factorialhr.Error](err)
			if !ok || !strings.Contains(err.Error(), ": "+test.want) || (sent.Load() == 2) != test.again {
				t.Errorf("sent %d times: got %v", sent.Load(), err)
			}
			if text := printed(err); strings.Contains(text, "hunter2") {
				t.Errorf("it says\n%s", text)
			}
			if !errors.Is(err, test.err) || !errors.Is(e.Original(), test.err) {
				t.Error("it is not found any more")
			}
			if _, ok := errors.AsType[ownError](test.err); ok {
				if found, ok := errors.AsType[ownError](err); !ok || found.Reason != "hunter2" {
					t.Error("its type is not found")
				}
			}
			if op, ok := errors.AsType[*net.OpError](test.err); ok {
				found, ok := errors.AsType[*net.OpError](err)
				if !ok || found == op || strings.Contains(printed(found), "hunter2") || op.Timeout() != found.Timeout() {
					t.Errorf("rebuilt as %#v", found)
				}
			}
			if dns, ok := errors.AsType[*net.DNSError](test.err); ok {
				found, ok := errors.AsType[*net.DNSError](err)
				if !ok || found == dns || !found.IsNotFound || strings.Contains(printed(found), "hunter2") {
					t.Errorf("rebuilt as %#v", found)
				}
			}
			if found, ok := errors.AsType[*url.Error](err); ok {
				t.Errorf("it hands out %v", found)
			}
			if network, ok := errors.AsType[net.Error](err); ok && strings.Contains(network.Error(), "hunter2") {
				t.Errorf("it hands out %v", network)
			}
		})
	}
}

func TestATransportThatWrapsNetHTTP(t *testing.T) {
	server := httptest.NewServer(new(recorder))
	defer server.Close()
	base := new(http.Transport)
	defer base.CloseIdleConnections()
	var sent atomic.Int32
	c := newClient(t, transportFunc(func(r *http.Request) (*http.Response, error) {
		sent.Add(1)
		resp, err := base.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		resp.Body.Close()
		return nil, fmt.Errorf("not signed: %w", ownError{"hunter2"})
	}), factorialhr.BaseURL(server.URL))
	_, err := call(t.Context(), c, &getThing)
	if _, ok := errors.AsType[ownError](err); !ok || sent.Load() != 1 || strings.Contains(printed(err), "hunter2") {
		t.Errorf("sent %d times: %v", sent.Load(), err)
	}
}

func TestADownloadSaysWhatRefusedIt(t *testing.T) {
	address, asked := proxy(t, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
	transport := &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: address})}
	c := newClient(t, transport)
	_, err := c.Download(t.Context(), "https://hunter2.example/hunter2?X-Amz-Signature=hunter2", io.Discard)
	if err == nil || !strings.Contains(err.Error(), "the proxy refused: 407") || asked.Load() != 1 || strings.Contains(printed(err), "hunter2") {
		t.Errorf("asked %d times: %v", asked.Load(), err)
	}
}

func TestTheRefusalOfATokenRequestKeepsItsCause(t *testing.T) {
	var mu sync.Mutex
	var log bytes.Buffer
	refused := transportFunc(func(r *http.Request) (*http.Response, error) {
		mu.Lock()
		defer mu.Unlock()
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintln(&log, r.URL.Path)
		return nil, ownError{string(body)}
	})
	login := auth.RefreshToken(auth.Config{ClientID: "id", ClientSecret: auth.NewSecret("hunter2"), Transport: refused},
		auth.Token{RefreshToken: auth.NewSecret("hunter2")})
	c, err := factorialhr.New(login, factorialhr.HTTPClient(&http.Client{Transport: refused}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = call(t.Context(), c, &getThing)
	e, ok := errors.AsType[*factorialhr.Error](err)
	found, isOwn := errors.AsType[ownError](err)
	if !ok || !isOwn || !strings.Contains(found.Reason, "hunter2") || e.Original() == nil || strings.Contains(printed(err), "hunter2") {
		t.Errorf("got %v", err)
	}
	if got := log.String(); got != "/oauth/token\n" {
		t.Errorf("sent: %s", got)
	}
}
