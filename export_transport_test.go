package factorialhr

import (
	"net/http"
	"net/url"
)

// OwnTransport returns the default transport of a client, with another proxy.
func OwnTransport(proxy func(*http.Request) (*url.URL, error)) *http.Transport {
	t := newTransport(1)
	t.Proxy = proxy
	return t
}
