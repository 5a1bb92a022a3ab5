package factorialhr

import (
	"context"
	"maps"
	"net/http"
)

// sendHandler sends one request and leaves the answer with its body unread.
type sendHandler struct {
	client *http.Client
}

func (h *sendHandler) handle(ctx context.Context, x *exchange) error {
	x.fate = &fate{method: x.op.Method, path: x.url.Path, stop: x.stop}
	req, err := newRequest(context.WithValue(ctx, fateKey{}, x.fate), x)
	if err != nil {
		return err
	}
	if h.client.Jar != nil {
		req.Header = maps.Clone(x.header) // cookies are added to it
	}
	x.response, err = h.client.Do(req)
	if err != nil && x.fate.has(stopped) {
		return errSentBefore
	}
	return err
}

// newRequest builds the request of one attempt. Its body can be opened again: net/http does so when it finds that a
// pooled connection was closed before a byte went out, and the credential when it has to replace a token.
func newRequest(ctx context.Context, x *exchange) (*http.Request, error) {
	req := (&http.Request{
		Method: x.op.Method,
		URL:    x.url,
		Host:   x.url.Host,
		Header: x.header,
		Proto:  "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	if x.body.open == nil {
		return req, nil
	}
	content, err := x.body.open() // also one that is empty: a file may not be empty any more
	switch {
	case err != nil:
		return nil, err
	case x.body.size == 0:
		req.Body = http.NoBody
		return req, content.Close()
	}
	req.Body, req.GetBody, req.ContentLength = content, x.body.open, x.body.size
	return req, nil
}
