package auth

import (
	"net/http"
	"net/url"
)

// Method is a way to authenticate at the Factorial API. The functions of this package return the
// four that Factorial documents; a program may bring its own.
type Method interface {
	// Transport returns a transport that adds the credential to each request and passes it to
	// base; a nil base is http.DefaultTransport.
	//
	// Only scheme, host and port of origin matter. A request to anywhere else is refused with
	// ErrOrigin, so that no redirect and no download URL carries the credential away. An origin
	// that is nil, relative, or plain HTTP outside loopback is an error.
	//
	// The transport is safe for concurrent use, never modifies the caller's request and closes
	// its body even when it refuses it. It reaches no network before the first request. If it is
	// an io.Closer, closing it ends what the method keeps running.
	Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error)
}
