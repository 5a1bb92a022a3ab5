package serve

import (
	"maps"
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
		if s.elsewhere != nil {
			if hint := s.elsewhere(x.request.Path); hint != "" {
				return hint
			}
		}
		return s.missingOperation(r.Method, x.request.Path)
	case x.op != nil && x.status == http.StatusUnauthorized:
		return s.missingCredential(r, x.tokenHint)
	case x.op != nil && x.status == http.StatusForbidden && x.credential != nil && !x.credential.allows(x.op):
		return x.credential.scopeHint(x.op)
	case x.request.Operation == authorize && x.request.Hint == "" && s.unknownScopes(strings.Fields(x.request.Query.Get("scope"))):
		return "the fake does not know what each word of the scope covers, so the token is not limited to domains"
	case x.op != nil && len(x.request.Unknown) > 0:
		var all []string
		q := &filter.Query{Op: x.op, Set: s.filters, Version: s.served(version(x.request.Path))}
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
	if strings.HasPrefix(path, "/oauth/") {
		return missingEndpoint(path)
	}
	if parts := strings.Split(path, "/"); !ok && len(parts) > 4 && parts[1] == "api" && parts[3] == "resources" {
		return "the version in the path, " + parts[2] + ", is not a date such as " + s.API.Version
	}
	if !ok || len(segments) < 2 {
		return "paths have the form /api/" + s.API.Version + "/resources/<domain>/<resource>, such as /api/" + s.API.Version + "/resources/employees/employees"
	}
	name := segments[0] + "/" + segments[1]
	res := s.API.Resources[name]
	if res == nil {
		return "there is no resource " + name + guess.DidYouMean(name, s.API.Paths())
	}
	at := s.served(version(path))
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

// missingEndpoint says which OAuth endpoint a path probably means.
func missingEndpoint(path string) string {
	all := slices.Sorted(maps.Keys(oauthOperations))
	if guessed := guess.DidYouMean(path, all); guessed != "" {
		return "there is no " + path + guessed
	}
	return "there is no " + path + "; the endpoints are " + all[0] + ", " + all[1] + " and " + all[2]
}

// missingCredential explains a 401. tokenHint is the reason why the OAuth server refused a token.
func (s *Server) missingCredential(r *http.Request, tokenHint string) string {
	key, header := r.Header.Get("X-Api-Key"), r.Header.Get("Authorization")
	scheme, token, _ := strings.Cut(header, " ")
	switch {
	case key == "" && header == "":
		return "the request has no credential: send the header x-api-key, or Authorization: Bearer with an access token"
	case s.keys["key "+token] != nil, s.keys["key "+header] != nil:
		return "this is an API key: send it as x-api-key"
	case s.keys["bearer "+key] != nil:
		return "this is an access token: send it as Authorization: Bearer"
	case key == "" && !strings.EqualFold(scheme, "Bearer"):
		return "the Authorization header must be Bearer with an access token"
	case tokenHint != "":
		return tokenHint
	}
	return "the API key is unknown"
}
