package serve

import (
	"net/http"

	"github.com/factorialhr-go/factorialhr/internal/fake/edge"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

// Methods returns the methods that the API has at an escaped path, sorted; nil if it has no such
// path in the version of the path.
func (s *Server) Methods(path string) []string {
	segments, ok := resourcePath(path)
	if !ok {
		return nil
	}
	var all []string
	for _, method := range []string{http.MethodDelete, http.MethodGet, http.MethodPatch, http.MethodPost, http.MethodPut} {
		if op, _ := s.API.Find(method, segments); op != nil && spec.InVersion(s.served(version(path)), op.Since, op.Until) {
			all = append(all, method)
		}
	}
	return all
}

// missing refuses a request for an operation that the API does not have: with 405 if its path has
// other methods, and with 404 if there is no such path, or if only another version has the
// operation.
func (s *Server) missing(w http.ResponseWriter, method, path string) *reply.Refusal {
	methods := s.Methods(path)
	segments, _ := resourcePath(path)
	if elsewhere, _ := s.API.Find(method, segments); methods == nil || elsewhere != nil {
		return reply.NotFound()
	}
	w.Header().Set("Allow", edge.Allow(methods))
	return reply.MethodNotAllowed()
}

// asGet returns a HEAD request as the GET request that it stands for. net/http sends the header of
// the response without its body.
func asGet(r *http.Request) *http.Request {
	if r.Method != http.MethodHead {
		return r
	}
	get := *r
	get.Method = http.MethodGet
	return &get
}

// getFor returns GET for HEAD, and every other method unchanged.
func getFor(method string) string {
	if method == http.MethodHead {
		return http.MethodGet
	}
	return method
}

// served returns the version of the API that the server serves for the version of a path.
func (s *Server) served(asked string) string {
	if s.only != "" {
		return s.only
	}
	return s.API.Nearest(asked)
}

// otherVersion is the hint for a path of another version than the only one that the server serves.
func (s *Server) otherVersion(path string) string {
	if _, ok := resourcePath(path); !ok || s.only == "" || version(path) == s.only {
		return ""
	}
	return "the path names version " + version(path) + ", but the server serves only the version " + s.only
}
