package auth

import (
	"net/http"
	"net/url"
)

// Method is a way to authenticate with the Factorial API. The functions of this package return the
// four that Factorial documents. A program may implement its own.
type Method interface {
	// Transport returns a transport that adds the credential to each request and passes it to base.
	// A nil base is http.DefaultTransport.
	//
	// Only the scheme, host and port of origin matter. A request to another origin fails with
	// ErrOrigin, so a redirect or a download URL never receives the credential. Transport returns
	// an error if origin is nil, relative, or plain HTTP outside loopback.
	//
	// The transport is safe for concurrent use. It never modifies the caller's request, and closes
	// its body even if it refuses the request. It does not use the network before the first
	// request. If it is an io.Closer, Close ends what the method runs in the background.
	Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error)
}
