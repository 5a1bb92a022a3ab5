package auth

import (
	"context"
	"net/http"
	"net/url"

	origins "github.com/factorialhr-go/factorialhr/internal/origin"
)

// APIKey sends key in the x-api-key header. An API key never expires and has full access to the
// company. Keep it out of the source code: read it from the environment or from a file.
func APIKey(key string) Method {
	cred, err := newAPIKey(key)
	return &static{cred: cred, err: err}
}

// static is a credential that never changes.
type static struct {
	cred *credential
	err  error // Transport returns it
}

func (s *static) Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error) {
	return s.transport(base, origin, nil)
}

func (s *static) transport(base http.RoundTripper, origin *url.URL, plain origins.Plain) (http.RoundTripper, error) {
	if s.err != nil {
		return nil, s.err
	}
	return newTransport(base, origin, plain, s)
}

func (s *static) credential(context.Context) (*credential, error) { return s.cred, nil }

func (s *static) replace(context.Context, *credential, *http.Response) (*credential, error) {
	return nil, nil
}
