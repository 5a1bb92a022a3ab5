package serve

import (
	"net/http"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/filter"
	"github.com/factorialhr-go/factorialhr/internal/fake/guess"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

// hint explains the probable mistake in a refused request, or in one with unknown or ignored query
// parameters. The real API does not explain it, so the hint goes only into the log. It contains no
// credential and no value of a query.
func (s *Server) hint(r *http.Request, x *exchange) string {
	switch {
	case x.op == nil && x.request.Operation == "":
		return s.missingOperation(r.Method, x.request.Path)
	case x.op != nil && x.status == http.StatusUnauthorized:
		return s.missingCredential(r)
	case x.op != nil && x.status == http.StatusForbidden:
		return "the scopes of the credential do not cover it"
	case x.op != nil && len(x.request.Unknown) > 0:
		var all []string
		q := &filter.Query{Op: x.op, Set: s.filters, Version: s.API.Nearest(version(x.request.Path))}
		for _, name := range x.request.Unknown {
			all = append(all, name+": "+q.Resembling(name))
		}
		return "the API ignores unknown query parameters: " + strings.Join(all, ", ")
	case len(x.request.Unhandled) > 0:
		return "the fake ignores " + strings.Join(x.request.Unhandled, ", ")
	}
	return ""
}

// missingOperation says which part of a request's path or method is wrong.
func (s *Server) missingOperation(method, path string) string {
	segments, ok := resourcePath(path)
	if !ok || len(segments) < 2 {
		return "paths have the form /api/" + s.API.Version + "/resources/<domain>/<resource>, such as /api/" + s.API.Version + "/resources/employees/employees"
	}
	name := segments[0] + "/" + segments[1]
	res := s.API.Resources[name]
	if res == nil {
		return "there is no resource " + name + guess.DidYouMean(name, s.API.Paths())
	}
	at := s.API.Nearest(version(path))
	if op, _ := s.API.Find(method, segments); op != nil {
		return "version " + at + " of the API does not have this operation" + spec.RangeText(op.Since, op.Until)
	}
	var all []string
	for key, op := range res.Operations {
		if !spec.InVersion(at, op.Since, op.Until) {
			continue
		}
		method, rest, _ := strings.Cut(key, " ")
		all = append(all, strings.TrimSuffix(method+" "+name+"/"+rest, "/"))
	}
	slices.Sort(all)
	return "there is no " + method + " for this path; the operations are " + strings.Join(all, ", ")
}

func (s *Server) missingCredential(r *http.Request) string {
	key, token := r.Header.Get("X-Api-Key"), strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case key == "" && token == "":
		return "the request has no credential: send the header x-api-key, or Authorization: Bearer with an access token"
	case token != "" && s.keys["key "+token] != nil:
		return "this is an API key: send it as x-api-key"
	case s.keys["bearer "+key] != nil:
		return "this is an access token: send it as Authorization: Bearer"
	}
	return "the credential is unknown, expired or revoked"
}
