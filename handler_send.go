package factorialhr

import (
	"context"
	"maps"
	"net/http"
)

// sendHandler sends one request. It leaves the body of the response unread.
type sendHandler struct {
	client *http.Client
}

func (h *sendHandler) send(ctx context.Context, a attempt) (reply, error) {
	r := reply{fate: &fate{method: a.op.Method, path: a.url.Path, stop: a.stop}}
	req, err := newRequest(context.WithValue(ctx, fateKey{}, r.fate), a.request)
	if err != nil {
		return r, err
	}
	if h.client.Jar != nil {
		req.Header = maps.Clone(a.header) // http.Client adds the cookies to it
	}
	r.response, err = h.client.Do(req)
	if err != nil && r.fate.has(stopped) {
		return r, errSentBefore
	}
	return r, err
}

// newRequest builds the request of one attempt. Its body can be opened again: net/http does so when
// a pooled connection was closed before a byte went out, and the credential when it has to replace
// a token.
func newRequest(ctx context.Context, r *request) (*http.Request, error) {
	req := (&http.Request{
		Method: r.op.Method,
		URL:    r.url,
		Host:   r.url.Host,
		Header: r.header,
		Proto:  "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	if r.body.open == nil {
		return req, nil
	}
	content, err := r.body.open() // an empty body too: its file may not be empty any more
	switch {
	case err != nil:
		return nil, err
	case r.body.size == 0:
		req.Body = http.NoBody
		return req, content.Close()
	}
	req.Body, req.GetBody, req.ContentLength = content, r.body.open, r.body.size
	return req, nil
}
