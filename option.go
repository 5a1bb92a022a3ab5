package factorialhr

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// A RequestOption changes how requests are made. Given to [New] it holds for all calls of the client, given to a call
// for that one. A few concern the client as a whole, as [BaseURL] does: those give an error with a call.
type RequestOption func(*settings)

// settings is what the options of a client and a call come to. A call works on its own copy.
type settings struct {
	// Of the client as a whole.
	baseURL    string
	httpClient *http.Client

	apiVersion  string
	userAgent   string
	timeout     time.Duration // of an attempt
	maxResponse int64         // bytes
	header      http.Header
	query       url.Values
	keepRaw     bool
	paging      []paginate.Option

	ofCall bool
	err    error
}

func defaultSettings() settings {
	return settings{
		baseURL:     Production,
		apiVersion:  DefaultAPIVersion,
		userAgent:   defaultUserAgent(),
		timeout:     time.Minute,
		maxResponse: 64 << 20,
	}
}

// apply adds options to s and returns what is wrong with them.
func (s *settings) apply(opts []RequestOption) error {
	for _, option := range opts {
		if option != nil {
			option(s)
		}
	}
	return s.err
}

// reject notes an option that cannot be used.
func (s *settings) reject(format string, args ...any) {
	s.err = errors.Join(s.err, fmt.Errorf("%w: "+format, append([]any{ErrInvalidRequest}, args...)...))
}

// clientOnly rejects an option that was given to a call and concerns the client.
func (s *settings) clientOnly(name string) {
	if s.ofCall {
		s.reject("%s is an option of the client, not of a call", name)
	}
}

// BaseURL sets where the API is: [Production], [Demo], or an address of your own. It is an absolute https URL; plain
// http is allowed on loopback addresses. A path is kept and stands before /api. It is an option of the client.
func BaseURL(u string) RequestOption {
	return func(s *settings) {
		s.clientOnly("BaseURL")
		s.baseURL = u
	}
}

// HTTPClient makes the client send its requests as hc does. The http.Client is copied and not changed. Its Transport,
// Jar and Timeout are used; the Transport is wrapped by the credential. Its CheckRedirect is asked after the rules of
// this package, for redirects that those allow. Without a Transport the client has one of its own. It is an option of
// the client.
func HTTPClient(hc *http.Client) RequestOption {
	return func(s *settings) {
		s.clientOnly("HTTPClient")
		s.httpClient = hc
	}
}

// Query adds parameters to the query, for filters that a typed call does not know. A name that the call has too is
// replaced. The API ignores names that it does not know without a word.
func Query(values url.Values) RequestOption {
	return func(s *settings) {
		s.query = merged(s.query, values)
	}
}

// merged returns a new map with what is in both, since the first belongs to the client.
func merged[M ~map[string][]string](a, b M) M {
	all := make(M, len(a)+len(b))
	maps.Copy(all, a)
	maps.Copy(all, b)
	return all
}
