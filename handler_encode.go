package factorialhr

import (
	"context"
	"maps"
	"net/http"
	"net/url"
)

// encodeHandler turns an operation and its input into what goes over the wire, once for all attempts.
type encodeHandler struct {
	base *url.URL
	next handler
}

func (h *encodeHandler) handle(ctx context.Context, x *exchange) (err error) {
	if x.url, err = h.target(x); err != nil {
		return refuse(x.op, err)
	}
	content := x.in.Body
	if x.op.BodyID {
		if content, err = withID(x.in.ID, content); err != nil {
			return refuse(x.op, err)
		}
	}
	if x.body, err = newBody(content); err != nil {
		return refuse(x.op, err)
	}
	if x.op.Selectors != nil && !x.settings.everything {
		if err = checkSelectors(x.op.Selectors, x.body, x.url.Query()); err != nil {
			return refuse(x.op, err)
		}
	}
	x.header = make(http.Header, len(x.settings.header)+4) // and one for the credential
	x.header["Accept"] = acceptJSON
	x.header["User-Agent"] = x.settings.userAgent
	if x.body.contentType != "" {
		x.header["Content-Type"] = []string{x.body.contentType}
	}
	maps.Copy(x.header, x.settings.header)
	return h.next.handle(ctx, x)
}

// The values of headers are shared by all requests; nobody writes into them.
var acceptJSON = []string{"application/json"}

// target is the URL of the call.
func (h *encodeHandler) target(x *exchange) (*url.URL, error) {
	path, err := x.path, error(nil)
	if path == "" {
		path, err = resourcePath(x.op.Path, x.in.ID)
	}
	if err != nil {
		return nil, err
	}
	if path[0] != '/' {
		path = h.base.EscapedPath() + "/api/" + x.settings.apiVersion + "/resources/" + path
	}
	target := *h.base
	target.RawPath = path
	if target.Path, err = url.PathUnescape(path); err != nil {
		return nil, errPath
	}
	query := x.in.Query
	if !x.ownQuery {
		query = merged(x.settings.query, query)
		if err = checkFilters(query); err != nil {
			return nil, err
		}
	}
	target.RawQuery = query.Encode()
	return &target, nil
}
