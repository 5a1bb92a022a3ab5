package auth

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	origins "github.com/factorialhr-go/factorialhr/internal/origin"
)

// InsecureHTTP returns method with the permission to send its credential to host over plain http.
// Everyone on the way can then read the credential, so use it only with credentials of a fake API
// that runs on another machine or in another container, never with real ones:
//
//	method := auth.InsecureHTTP(auth.APIKey("factorialtest"), "fake:8080")
//	transport, err := method.Transport(nil, &url.URL{Scheme: "http", Host: "fake:8080"})
//
// A host is host or host:port, exactly as in the URL; without a port, it has port 80. It is no
// wildcard and does not include hosts below it. Every other host still needs https. Transport
// returns an error for any other text, and for the hosts of Factorial itself. It also still refuses
// to send plain http through a proxy ([ErrProxy]).
//
// A program that uses the option InsecureHTTP of package factorialhr does not need this function.
// A method that another package implements keeps its own rules. A login of [RefreshToken] with a
// [Config.BaseURL] takes the permission from [Config.InsecureHTTP].
func InsecureHTTP(method Method, host string) Method {
	plain, err := origins.NamePlain(host)
	if err != nil {
		err = fmt.Errorf("auth: InsecureHTTP: %w", err)
	}
	if method == nil {
		err = errors.New("auth: InsecureHTTP requires a method")
	}
	return &insecure{method, plain, err}
}

// insecure is a method that may use plain http to named hosts.
type insecure struct {
	method Method
	plain  origins.Plain
	err    error // Transport returns it
}

// plainMethod is a method of this package that can use plain http to named hosts.
type plainMethod interface {
	transport(base http.RoundTripper, origin *url.URL, plain origins.Plain) (http.RoundTripper, error)
}

// ownMethod returns m if it is exactly a method of this package. A type of another package that
// embeds one has its methods too, but perhaps a Transport of its own.
func ownMethod(m Method) (plainMethod, bool) {
	switch m := m.(type) {
	case *static, *accessToken, callback, *keyFile, *Refresher, *insecure:
		return m.(plainMethod), true
	default:
		return nil, false
	}
}

func (m *insecure) Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error) {
	return m.transport(base, origin, nil)
}

func (m *insecure) transport(base http.RoundTripper, origin *url.URL, plain origins.Plain) (http.RoundTripper, error) {
	if m.err != nil {
		return nil, m.err
	}
	own, ok := ownMethod(m.method)
	if !ok {
		return m.method.Transport(base, origin)
	}
	return own.transport(base, origin, append(plain[:len(plain):len(plain)], m.plain...))
}
