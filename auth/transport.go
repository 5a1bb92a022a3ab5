package auth

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"

	origins "github.com/factorialhr-go/factorialhr/internal/origin"
)

// credential is a header field, ready to be sent.
type credential struct {
	name string // in canonical form
	// All requests share the value, which never changes. It is a pointer for the same reason as in
	// Secret: fmt follows only the pointer to the credential.
	value *[]string
}

// equal reports whether both have the same name and value.
func (c *credential) equal(other *credential) bool {
	return c.name == other.name && (*c.value)[0] == (*other.value)[0]
}

func newAPIKey(key string) (*credential, error) {
	if err := checkWord("API key", key); err != nil {
		return nil, err
	}
	return &credential{name: "X-Api-Key", value: &[]string{key}}, nil
}

func newBearer(tokenType, token string) (*credential, error) {
	if err := checkWord("access token", token); err != nil {
		return nil, err
	}
	tokenType = canonicalType(tokenType)
	if err := checkWord("token type", tokenType); err != nil {
		return nil, err
	}
	return &credential{name: "Authorization", value: &[]string{tokenType + " " + token}}, nil
}

// checkWord returns an error if word cannot be one word of a header field. Usually that is a key
// that was copied with its newline.
func checkWord(what, word string) error {
	if word == "" {
		return fmt.Errorf("auth: the %s is empty", what)
	}
	for i := range len(word) {
		if c := word[i]; c <= ' ' || c >= 0x7f {
			return fmt.Errorf("auth: the %s contains a space, a control character or a character outside ASCII", what)
		}
	}
	return nil
}

// source supplies a transport with credentials. It is safe for concurrent use.
type source interface {
	// credential returns the credential to send.
	credential(ctx context.Context) (*credential, error)
	// replace returns another credential after a 401 to used, or nil if there is none. It does not
	// read the body of the 401.
	replace(ctx context.Context, used *credential, refusal *http.Response) (*credential, error)
}

// transport adds the credential of a source to the requests for one origin.
type transport struct {
	base   http.RoundTripper
	origin origin
	source source
}

func newTransport(base http.RoundTripper, u *url.URL, plain origins.Plain, s source) (http.RoundTripper, error) {
	o, err := parseOrigin(u, plain)
	if err != nil {
		return nil, err
	}
	return &transport{base: orDefault(base), origin: o, source: s}, nil
}

func orDefault(base http.RoundTripper) http.RoundTripper {
	if base == nil {
		return http.DefaultTransport
	}
	return base
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := checkDestination(t.base, t.origin, req); err != nil {
		return nil, refuse(req, err)
	}
	cred, err := t.source.credential(req.Context())
	if err != nil {
		return nil, refuse(req, err)
	}
	resp, err := t.send(req, req.Body, cred)
	for range replays {
		if err != nil || resp == nil || resp.StatusCode != http.StatusUnauthorized { // http.Client knows what to do with nil
			break
		}
		var body io.ReadCloser
		if cred, body, err = t.another(req, cred, resp); err != nil {
			discard(resp)
			return nil, err
		}
		if cred == nil {
			break
		}
		discard(resp)
		resp, err = t.send(req, body, cred)
	}
	return resp, err
}

// replays is how often a request is sent again after a 401. The second time is for a token that
// another process replaces just then.
const replays = 2

// another returns the credential and the body to send after a 401. The credential is nil if there
// is no other one or if the body cannot be sent again.
func (t *transport) another(req *http.Request, used *credential, refusal *http.Response) (*credential, io.ReadCloser, error) {
	next, err := t.source.replace(req.Context(), used, refusal)
	switch {
	case req.Body == nil || req.Body == http.NoBody:
		return next, req.Body, err
	case req.GetBody == nil:
		return nil, nil, nil // but the next request uses the new credential
	case next == nil || err != nil:
		return nil, nil, err
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, nil, nil // the caller gets the 401
	}
	return next, body, nil
}

func (t *transport) send(req *http.Request, body io.ReadCloser, cred *credential) (*http.Response, error) {
	authorized := req.WithContext(req.Context())
	authorized.Body = body
	if authorized.Header = req.Header.Clone(); authorized.Header == nil {
		authorized.Header = make(http.Header, 1)
	}
	authorized.Header[cred.name] = *cred.value
	resp, err := t.base.RoundTrip(authorized)
	if resp != nil {
		resp.Request = req // which has no credential
	}
	return resp, err
}

// CloseIdleConnections passes the call of http.Client.CloseIdleConnections on to base.
func (t *transport) CloseIdleConnections() {
	if c, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// Close closes the source if it is an io.Closer.
func (t *transport) Close() error {
	if c, ok := t.source.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// refuse closes the body of a request that is not sent, as a RoundTripper must, and returns err.
func refuse(req *http.Request, err error) error {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return err
}

// discard reads a part of the body and closes it, so that the connection can be reused.
func discard(resp *http.Response) {
	_, _ = io.CopyN(io.Discard, resp.Body, 16<<10)
	_ = resp.Body.Close()
}
