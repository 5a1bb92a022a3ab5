package serve

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/capture"
	"github.com/factorialhr-go/factorialhr/internal/fake/fault"
	"github.com/factorialhr-go/factorialhr/internal/fake/journal"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/rule"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

// authorize is the operation name of the page on which a user logs in.
const authorize = "oauth.Authorize"

// oauthOperations maps paths outside /api/ to the operation names for the log and for faults.
var oauthOperations = map[string]string{
	"/oauth/authorize": authorize,
	"/oauth/token":     "oauth.Token",
	"/oauth/revoke":    "oauth.Revoke",
}

// exchange is the state of one request.
type exchange struct {
	request *journal.Request
	op      *spec.Operation // nil if the version of the API has none
	id      string          // from the path, still escaped
	fault   *fault.Fault
	// credential is nil if the server did not accept it; tokenHint may say why.
	credential *Credential
	tokenHint  string
	status     int
	body       []byte
	html       bool
	truncate   bool
	cut        bool    // no response at all
	buffer     *buffer // of body, or nil
}

// ServeHTTP serves the origin of the API. In order, it finds the operation, applies the faults,
// checks the credential, reads and validates the request, acts, logs and responds.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := r.Method
	r = asGet(r)
	w.Header().Set("Date", s.Clock.Now().Format(http.TimeFormat))
	x := &exchange{request: &journal.Request{Time: s.Clock.Now(), Method: method, Path: r.URL.EscapedPath(), Query: r.URL.Query()}}
	s.Log.Begin(x.request)
	oauth := s.identify(x)
	delay, ok := s.strike(r, x)
	if !ok {
		s.finish(w, x, false)
		return
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
		recorded := capture.New(w.Header())
		x.request.Hint = s.OAuth.Serve(recorded, r)
		x.status, x.body = recorded.Status, recorded.Body
	} else {
		s.act(w, r, x)
	}
	x.request.Hint = cmp.Or(s.hint(r, x), x.request.Hint, s.otherVersion(x.request.Path))
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
		x.op, x.id = s.API.Find(getFor(x.request.Method), segments)
		if x.op != nil && !spec.InVersion(s.served(version(x.request.Path)), x.op.Since, x.op.Until) {
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
	case x.fault.Kind == fault.RateLimit:
		if x.fault.RetryAfter != "" {
			w.Header().Set("Retry-After", x.fault.RetryAfter)
		}
		x.status, x.body = http.StatusTooManyRequests, reply.TooMany().Body
		return true
	case x.fault.Kind == fault.ServerError && !x.fault.Acts:
		x.failed()
		return true
	case x.fault.Kind == fault.ResetBefore:
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
		refused, ok := errors.AsType[*reply.Refusal](err)
		if !ok {
			refused = reply.BadRequest("The request cannot be read")
		}
		x.status, x.body = refused.Status, refused.At(s.versionOf(x.request.Path))
	} else {
		x.spoil(result)
		x.buffer = s.buffers.get()
		x.buffer.bytes = result.AppendBody(x.buffer.bytes)
		x.status, x.body = result.Status, x.buffer.bytes
	}
}

// fail spoils the response to a request that the server has performed.
func (x *exchange) fail() {
	if x.fault == nil {
		return
	}
	switch x.fault.Kind {
	case fault.ServerError:
		x.failed()
	case fault.ResetAfter:
		x.cut = true
	case fault.Truncate:
		x.truncate = true
	}
}

// spoil distorts a successful reply.
func (x *exchange) spoil(result *reply.Reply) {
	if x.fault == nil {
		return
	}
	if x.fault.Kind == fault.Malformed {
		fault.Malform(result, x.request.Number)
	}
	if result.Page != nil {
		x.fault.Distort(result.Page, x.request.Query, x.request.Number)
	}
}

func (s *Server) respond(w http.ResponseWriter, r *http.Request, x *exchange) (*reply.Reply, error) {
	credential := s.authenticate(w, r, x)
	x.credential = credential
	switch {
	case !strings.HasPrefix(x.request.Path, "/api/"):
		return nil, reply.NotFound()
	case credential == nil:
		return nil, reply.Unauthorized()
	case s.limit.exceeded(r.Method, x.request.Time):
		return nil, reply.TooMany()
	case x.op == nil:
		return nil, s.missing(w, r.Method, x.request.Path)
	case !credential.allows(x.op):
		return nil, reply.Forbidden()
	}
	asked := cmp.Or(s.only, version(x.request.Path))
	c := &incoming{
		Call: &rule.Call{
			API: s.API, Store: s.Store, Hooks: s.Hooks, Files: s.Files, Op: x.op, EmployeeID: credential.EmployeeID,
			Now: x.request.Time, Version: s.served(asked), Asked: asked,
			FilesURL: s.Files.Base(r),
		},
		engine: s, credential: credential, request: x.request,
	}
	if err := c.read(w, r, x.id); err != nil {
		return nil, err
	}
	if x.fault != nil && x.fault.Kind == fault.IgnorePage {
		c.Query.Values.Del("page")
	}
	result, err := c.Run()
	x.request.Changes, x.request.Hint = c.Changes, cmp.Or(x.request.Hint, c.Hint)
	if err != nil {
		return nil, err
	}
	x.request.Hint = cmp.Or(x.request.Hint, s.subscriptionHint(x.op, result))
	s.Hooks.Deliver(x.op, result, credential.EmployeeID)
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

// versionOf returns the known version for the path of a request, "" if the path has none.
func (s *Server) versionOf(path string) string {
	if _, ok := resourcePath(path); !ok {
		return ""
	}
	return s.served(version(path))
}

// version returns the date in a path that resourcePath accepts.
func version(path string) string {
	date, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/"), "/")
	return date
}

// finish logs the request and writes the response.
func (s *Server) finish(w http.ResponseWriter, x *exchange, gone bool) {
	if !x.cut && !gone {
		x.request.Status = x.status
	}
	if s.observe == nil {
		s.Log.End(x.request)
	} else {
		observed := *x.request // the log may forget the body
		s.Log.End(x.request)
		s.observe(&observed)
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
	s.buffers.put(x.buffer)
}
