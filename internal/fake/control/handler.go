package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Prefix is the path below which a [Handler] serves.
const Prefix = "/_fake/"

// Options are the options of a [Handler].
type Options struct {
	// Hosts are further names of the server, in lower case and without a port.
	Hosts []string
}

// Handler serves the control surface. It is safe for concurrent use.
type Handler struct {
	fake    Fake
	options Options
	routes  []route
	streams streams
}

// New returns a handler for a fake. Close ends its streams.
func New(fake Fake, options Options) *Handler {
	h := &Handler{fake: fake, options: options, routes: routes()}
	h.streams.done = make(chan struct{})
	h.streams.begin()
	return h
}

// Close ends the streams of the log. The handler still serves all other requests.
func (h *Handler) Close() { h.streams.close() }

// call is one request to the surface.
type call struct {
	*Handler
	w     http.ResponseWriter
	r     *http.Request
	path  []string // the values of the path's variables, unescaped
	query url.Values
}

// resource returns the resource in the path.
func (c *call) resource() string { return c.path[0] + "/" + c.path[1] }

// ServeHTTP serves a request below [Prefix], and the prefix without its final slash.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	if reason := h.refusesHost(r); reason != "" {
		refuse(w, http.StatusForbidden, reason)
		return
	}
	if reason := refusesOrigin(w, r); reason != "" {
		refuse(w, http.StatusForbidden, reason)
		return
	}
	found, values := h.find(r.URL.EscapedPath())
	if found == nil {
		refuse(w, http.StatusNotFound, "there is no "+r.URL.EscapedPath()+"; "+Prefix+"openapi.json lists the requests")
		return
	}
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	op, ok := found.methods[method]
	if !ok {
		header.Set("Allow", found.allow())
		if r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		refuse(w, http.StatusMethodNotAllowed, "there is no "+r.Method+" for this path; the methods are "+found.allow())
		return
	}
	query, err := parameters(r.URL.RawQuery, op.query)
	if err == nil {
		err = op.serve(&call{Handler: h, w: w, r: r, path: values, query: query})
	}
	if err != nil {
		refuse(w, status(err), reason(err))
	}
}

// parameters parses a query, which may contain each of the known names once.
func parameters(raw string, known []string) (url.Values, error) {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return nil, errors.New("the query is not encoded")
	}
	for name, values := range query {
		switch {
		case !slices.Contains(known, name) && len(known) == 0:
			return nil, fmt.Errorf("unknown query parameter %q; this request has none", name)
		case !slices.Contains(known, name):
			return nil, fmt.Errorf("unknown query parameter %q; the parameters are %s", name, strings.Join(known, ", "))
		case len(values) > 1:
			return nil, fmt.Errorf("the query parameter %q occurs twice", name)
		}
	}
	return query, nil
}

// number returns a query parameter that is an integer from 0.
func (c *call) number(name string, otherwise int) (int, error) {
	if !c.query.Has(name) {
		return otherwise, nil
	}
	n, err := strconv.Atoi(c.query.Get(name))
	if err != nil || n < 0 {
		return 0, fmt.Errorf("the query parameter %q must be an integer from 0", name)
	}
	return n, nil
}

// boolean returns a query parameter that is true or false.
func (c *call) boolean(name string) (bool, error) {
	switch value := c.query.Get(name); {
	case !c.query.Has(name), value == "false":
		return false, nil
	case value == "true":
		return true, nil
	}
	return false, fmt.Errorf("the query parameter %q must be true or false", name)
}

// reason returns the text of an error. The limit of a body is part of it.
func reason(err error) string {
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fmt.Sprintf("the body is larger than %d MB, the limit of this request", large.Limit>>20)
	}
	return strings.TrimPrefix(err.Error(), "factorialtest: ")
}

// status returns the status for an error.
func status(err error) int {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge
	}
	switch {
	case errors.Is(err, ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, errStreams):
		return http.StatusServiceUnavailable
	case errors.Is(err, errStillDue):
		return http.StatusGatewayTimeout
	}
	return http.StatusBadRequest
}

func refuse(w http.ResponseWriter, status int, reason string) {
	write(w, status, map[string]string{"error": reason})
}

// respond writes a response. A nil v has no body.
func (c *call) respond(status int, v any) error {
	if v == nil {
		c.w.WriteHeader(status)
		return nil
	}
	write(c.w, status, v)
	return nil
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v)
}
