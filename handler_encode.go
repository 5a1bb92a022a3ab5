package factorialhr

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"time"
)

const (
	// attemptTimeout is the default of AttemptTimeout.
	attemptTimeout = time.Minute
	// uploadTimeout is the default for attempts that transfer files.
	uploadTimeout = 15 * time.Minute
)

// encodeHandler turns a call into the request that every attempt sends.
type encodeHandler struct {
	encode func(*call) (*request, error)
	next   requestHandler
}

func (h *encodeHandler) handle(ctx context.Context, c *call) callResult {
	r, err := h.encode(c)
	if err != nil {
		return notStarted(c.op, err)
	}
	return h.next.handle(ctx, r)
}

// encoder encodes calls of the API at a base URL.
type encoder struct{ base *url.URL }

func (e encoder) encode(c *call) (*request, error) {
	r := &request{call: c}
	query, err := c.query()
	if err != nil {
		return nil, err
	}
	if r.url, err = e.target(c, query); err != nil {
		return nil, err
	}
	if r.body, err = encodeBody(c.op, c.in); err != nil {
		return nil, err
	}
	if err = checkVersion(c, query, r.body); err != nil {
		return nil, err
	}
	if c.op.Selectors != nil && !c.settings.everything {
		if err = checkSelectors(c.op.Selectors, r.body, r.url.Query()); err != nil {
			return nil, err
		}
	}
	r.header = make(http.Header, len(c.settings.header)+4) // and one for the credential
	r.header["Accept"] = acceptJSON
	r.header["User-Agent"] = c.settings.userAgent
	if r.body.contentType != "" {
		r.header["Content-Type"] = []string{r.body.contentType}
	}
	maps.Copy(r.header, c.settings.header)
	r.timeout = c.settings.timeoutFor(r.body.streams)
	return r, nil
}

// All requests share the values of their headers, so nothing may write to them.
var acceptJSON = []string{"application/json"}

// query returns the query parameters of the call, with those of the option Query.
func (c *call) query() (url.Values, error) {
	if c.ownQuery {
		return c.in.Query, nil
	}
	query := merged(c.settings.query, c.in.Query)
	return query, checkFilters(query)
}

// target returns the URL of the call.
func (e encoder) target(c *call, query url.Values) (*url.URL, error) {
	path, err := c.path, error(nil)
	if path == "" {
		path, err = resourcePath(c.op.Path, c.in.ID)
	}
	if err != nil {
		return nil, err
	}
	if path[0] != '/' {
		path = e.base.EscapedPath() + "/api/" + c.settings.apiVersion + "/resources/" + path
	}
	target := *e.base
	target.RawPath = path
	if target.Path, err = url.PathUnescape(path); err != nil {
		return nil, errPath
	}
	target.RawQuery = query.Encode()
	return &target, nil
}

// timeoutFor returns the time for one attempt, which may transfer files.
func (s *settings) timeoutFor(files bool) time.Duration {
	switch {
	case s.timeout > 0:
		return s.timeout
	case files:
		return uploadTimeout
	default:
		return attemptTimeout
	}
}
