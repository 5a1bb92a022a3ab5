package factorialhr

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// encodeHandler turns an operation and its input into what goes over the wire, once for all attempts.
type encodeHandler struct {
	base *url.URL
	next handler
}

func (h *encodeHandler) handle(ctx context.Context, x *exchange) error {
	var err error
	if x.url, err = h.target(x); err != nil {
		return refuse(x.op, err)
	}
	if x.body, err = newBody(x.in.Body); err != nil {
		return refuse(x.op, err)
	}
	x.header = make(http.Header, len(x.settings.header)+3)
	x.header["Accept"] = acceptJSON
	x.header["User-Agent"] = []string{x.settings.userAgent}
	maps.Copy(x.header, x.settings.header)
	if x.body.contentType != "" {
		x.header["Content-Type"] = []string{x.body.contentType}
	}
	return h.next.handle(ctx, x)
}

var acceptJSON = []string{"application/json"}

// target is the URL of the call.
func (h *encodeHandler) target(x *exchange) (*url.URL, error) {
	path, err := resourcePath(x.op.Path, x.in.ID)
	if err != nil {
		return nil, err
	}
	target := *h.base
	prefix := "/api/" + x.settings.apiVersion + "/resources/"
	target.RawPath = h.base.EscapedPath() + prefix + path
	if target.Path, err = url.PathUnescape(target.RawPath); err != nil {
		return nil, errPath
	}
	target.RawQuery = encodeQuery(x.in.Query, x.settings.query)
	return &target, nil
}

// encodeQuery joins the parameters of the call with those that were given as an option.
func encodeQuery(call, option url.Values) string {
	if len(option) == 0 {
		return call.Encode()
	}
	all := make(url.Values, len(call)+len(option))
	maps.Copy(all, call)
	maps.Copy(all, option)
	return strings.TrimSpace(all.Encode())
}
