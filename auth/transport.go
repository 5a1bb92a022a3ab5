package auth

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// credential is one header field, ready to be sent.
type credential struct {
	name string // in canonical form
	// Requests share the value, so nobody writes it. It is behind a pointer for the reason that
	// Secret is: fmt, given a wrong verb, follows the one pointer that leads here.
	value *[]string
}

// equal reports whether both say the same.
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

// checkWord accepts what can stand in a header field as one word. A copied key that drags a
// newline along is the usual offender.
func checkWord(what, word string) error {
	if word == "" {
		return fmt.Errorf("auth: the %s is empty", what)
	}
	for i := range len(word) {
		if c := word[i]; c <= ' ' || c >= 0x7f {
			return fmt.Errorf("auth: the %s contains a space, a control character or one outside ASCII", what)
		}
	}
	return nil
}

// source is where a transport gets credentials from. It is safe for concurrent use.
type source interface {
	// credential returns what to send.
	credential(ctx context.Context) (*credential, error)
	// replace is asked once when the server answered 401 to used. It returns another credential
	// to try again with, or nil when there is none.
	replace(ctx context.Context, used *credential) (*credential, error)
}

// transport adds the credential of a source to the requests for one origin.
type transport struct {
	base   http.RoundTripper
	origin origin
	source source
}

func newTransport(base http.RoundTripper, u *url.URL, s source) (http.RoundTripper, error) {
	o, err := parseOrigin(u)
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
		if cred, body, err = t.another(req, cred); err != nil {
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

// replays is how often a request is sent again after a 401. Once is enough, unless another
// process replaces the token a second time in this moment.
const replays = 2

// another returns what to send again after a 401, or nil if there is no other credential or if the
// body cannot be had again.
func (t *transport) another(req *http.Request, used *credential) (*credential, io.ReadCloser, error) {
	next, err := t.source.replace(req.Context(), used)
	switch {
	case req.Body == nil || req.Body == http.NoBody:
		return next, req.Body, err
	case req.GetBody == nil:
		return nil, nil, nil // the next request will use the new credential
	case next == nil || err != nil:
		return nil, nil, err
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, nil, nil // the 401 says more
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
		resp.Request = req // without the credential
	}
	return resp, err
}

// CloseIdleConnections lets http.Client.CloseIdleConnections reach the base transport.
func (t *transport) CloseIdleConnections() {
	if c, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// Close lets the owner of the transport close the source, if it has something to end.
func (t *transport) Close() error {
	if c, ok := t.source.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// refuse ends a request that was not sent. A RoundTripper closes the body in every case.
func refuse(req *http.Request, err error) error {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return err
}

// discard reads a little of the body, so that the connection can be used again.
func discard(resp *http.Response) {
	_, _ = io.CopyN(io.Discard, resp.Body, 16<<10)
	_ = resp.Body.Close()
}
