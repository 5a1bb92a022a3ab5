package factorialtest

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// exchange is the state of one request.
type exchange struct {
	request  *Request
	op       *operation // nil if the version of the API has none
	id       string     // from the path, still escaped
	fault    *Fault
	status   int
	body     []byte
	html     bool
	truncate bool
	cut      bool // no response at all
}

// serveAPI serves the origin of the API. In order, it finds the operation, applies the faults,
// checks the credential, reads and validates the request, acts, logs and responds.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.Now().Format(http.TimeFormat))
	x := &exchange{request: &Request{Time: s.Now(), Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.Query()}}
	s.journal.begin(x.request)
	oauth := s.identify(x)
	verb := ""
	if x.op != nil {
		verb = x.op.verb
	}
	delay, fault := s.config.faults.strike(x.request.Operation, r.Method, verb)
	if x.fault = fault; fault != nil {
		x.request.Fault = fault.Kind
	}
	if !wait(r, delay) {
		s.finish(w, x, true)
		return
	}
	if x.refused(w) {
		s.finish(w, x, false)
		return
	}
	if oauth {
		recorded := &captured{header: w.Header(), status: http.StatusOK}
		s.oauth.ServeHTTP(recorded, r)
		x.status, x.body = recorded.status, recorded.body
		if x.status >= 400 && !json.Valid(x.body) {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			x.body = encode(map[string]string{"error": "invalid_request", "error_description": http.StatusText(x.status)})
		}
	} else {
		s.act(w, r, x)
	}
	x.request.Hint = cmp.Or(s.hint(r, x), x.request.Hint)
	x.fail()
	s.finish(w, x, false)
}

// identify finds the operation and reports whether the request is for an OAuth endpoint.
func (s *Server) identify(x *exchange) (oauth bool) {
	if name, ok := oauthOperations[x.request.Path]; ok {
		x.request.Operation = name
		return true
	}
	if segments, ok := resourcePath(x.request.Path); ok {
		x.op, x.id = s.api.find(x.request.Method, segments)
		if x.op != nil && !has(s.api.nearest(version(x.request.Path)), x.op.Since, x.op.Until) {
			x.op = nil
		}
	}
	if x.op != nil {
		x.request.Operation = x.op.Name
	}
	return false
}

// wait waits for a delay. It returns false if the client leaves first.
func wait(r *http.Request, delay time.Duration) bool {
	if delay <= 0 {
		return true
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// refused sets the response of a fault that keeps the server from acting.
func (x *exchange) refused(w http.ResponseWriter) bool {
	switch {
	case x.fault == nil:
		return false
	case x.fault.Kind == RateLimit:
		if x.fault.RetryAfter != "" {
			w.Header().Set("Retry-After", x.fault.RetryAfter)
		}
		x.status, x.body = http.StatusTooManyRequests, tooMany().body
		return true
	case x.fault.Kind == ServerError && !x.fault.Acts:
		x.failed()
		return true
	case x.fault.Kind == ResetBefore:
		x.cut = true
		return true
	}
	return false
}

// failed sets the response of a proxy whose server does not respond.
func (x *exchange) failed() {
	x.status, x.html = x.fault.Status, true
	if x.status == 0 {
		x.status = http.StatusBadGateway
	}
	x.body = []byte("<html><head><title>" + strconv.Itoa(x.status) + "</title></head><body><h1>" +
		http.StatusText(x.status) + "</h1></body></html>\n")
}

// act performs the request and sets the response.
func (s *Server) act(w http.ResponseWriter, r *http.Request, x *exchange) {
	result, err := s.respond(w, r, x)
	if err != nil {
		refused, ok := errors.AsType[*refusal](err)
		if !ok {
			refused = badRequest("The request cannot be read")
		}
		x.status, x.body = refused.status, refused.body
	} else {
		x.spoil(result)
		x.status, x.body = result.status, result.body()
	}
}

// fail spoils the response to a request that the server has performed.
func (x *exchange) fail() {
	if x.fault == nil {
		return
	}
	switch x.fault.Kind {
	case ServerError:
		x.failed()
	case ResetAfter:
		x.cut = true
	case Truncate:
		x.truncate = true
	}
}

// spoil distorts a successful reply.
func (x *exchange) spoil(result *reply) {
	if x.fault == nil {
		return
	}
	if x.fault.Kind == Malformed {
		malform(result, x.request.Number)
	}
	if result.page != nil {
		x.fault.distort(result.page, x.request.Query, x.request.Number)
	}
}

func (s *Server) respond(w http.ResponseWriter, r *http.Request, x *exchange) (*reply, error) {
	credential := s.authenticate(r)
	switch {
	case !strings.HasPrefix(x.request.Path, "/api/"):
		return nil, notFound()
	case credential == nil:
		return nil, unauthorized()
	case s.config.limit.exceeded(r.Method, x.request.Time):
		return nil, tooMany()
	case x.op == nil:
		return nil, notFound()
	case !credential.allows(x.op):
		return nil, forbidden()
	}
	c := &call{server: s, op: x.op, credential: credential, now: x.request.Time, request: x.request, version: s.api.nearest(version(x.request.Path))}
	if err := c.read(w, r, x.id); err != nil {
		return nil, err
	}
	if x.fault != nil && x.fault.Kind == IgnorePage {
		c.query.Del("page")
	}
	result, err := c.serve()
	if err != nil {
		return nil, err
	}
	c.deliver(result)
	return c.visible(result), nil
}

// resourcePath splits /api/<version>/resources/<domain>/<resource>[/<rest>] and returns the
// segments after resources, still escaped, since an id may contain a slash. It accepts any version.
func resourcePath(path string) ([]string, bool) {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if len(segments) < 5 || segments[0] != "api" || segments[2] != "resources" {
		return nil, false
	}
	if _, err := time.Parse(time.DateOnly, segments[1]); err != nil {
		return nil, false
	}
	return segments[3:], true
}

// version returns the date in a path that resourcePath accepts.
func version(path string) string { return strings.Split(path, "/")[2] }

// finish logs the request and writes the response.
func (s *Server) finish(w http.ResponseWriter, x *exchange, gone bool) {
	if !x.cut && !gone {
		x.request.Status = x.status
	}
	s.journal.end(x.request)
	if s.config.observe != nil {
		s.config.observe(*x.request)
	}
	if x.cut || gone {
		panic(http.ErrAbortHandler) // makes net/http cut the connection
	}
	header := w.Header()
	switch {
	case x.html:
		header.Set("Content-Type", "text/html; charset=utf-8")
	case header.Get("Content-Type") == "":
		header.Set("Content-Type", "application/json; charset=utf-8")
	}
	header.Set("Content-Length", strconv.Itoa(len(x.body)))
	w.WriteHeader(x.status)
	if x.truncate {
		_, _ = w.Write(x.body[:len(x.body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(x.body)
}

// captured holds a response of the OAuth server that a fault may still spoil.
type captured struct {
	header http.Header
	status int
	body   []byte
}

func (c *captured) Header() http.Header { return c.header }

func (c *captured) WriteHeader(status int) { c.status = status }

func (c *captured) Write(b []byte) (int, error) {
	c.body = append(c.body, b...)
	return len(b), nil
}
