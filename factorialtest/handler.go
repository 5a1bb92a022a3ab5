package factorialtest

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// serveAPI answers a request to the origin of the API. What it does, in order: find the operation, check the credential,
// read and validate what was sent, act, answer.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.Now().Format(http.TimeFormat))
	answer, err := s.answer(w, r)
	if err != nil {
		refused, ok := errors.AsType[*refusal](err)
		if !ok {
			refused = badRequest("The request cannot be read")
		}
		write(w, refused.status, refused.body)
		return
	}
	write(w, answer.status, answer.body())
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) (*reply, error) {
	segments, ok := resourcePath(r.URL.EscapedPath())
	if !ok {
		return nil, notFound()
	}
	credential := s.authenticate(r)
	if credential == nil {
		return nil, unauthorized()
	}
	op, id := s.api.find(r.Method, segments)
	if op == nil {
		return nil, notFound()
	}
	c := &call{server: s, op: op, credential: credential, now: s.Now()}
	if err := c.read(w, r, id); err != nil {
		return nil, err
	}
	return c.serve()
}

// resourcePath splits /api/<version>/resources/<domain>/<resource>[/<rest>] and returns what follows resources, still
// escaped, since an id may hold a slash. Any version is served.
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

func write(w http.ResponseWriter, status int, body []byte) {
	header := w.Header()
	header.Set("Content-Type", "application/json; charset=utf-8")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// serveFile answers a request to the second origin.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	http.NotFound(w, r)
}
