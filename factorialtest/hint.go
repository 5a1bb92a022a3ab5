package factorialtest

import (
	"net/http"
	"slices"
	"strings"
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
		for _, name := range x.request.Unknown {
			all = append(all, name+": "+x.op.resembling(name, s.api.nearest(version(x.request.Path))))
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
		return "paths have the form /api/" + s.api.version + "/resources/<domain>/<resource>, such as /api/" + s.api.version + "/resources/employees/employees"
	}
	name := segments[0] + "/" + segments[1]
	res := s.api.resources[name]
	if res == nil {
		return "there is no resource " + name + didYouMean(name, s.Resources())
	}
	at := s.api.nearest(version(path))
	if op, _ := s.api.find(method, segments); op != nil {
		return "version " + at + " of the API does not have this operation" + rangeText(op.Since, op.Until)
	}
	var all []string
	for key, op := range res.operations {
		if !has(at, op.Since, op.Until) {
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

// resembling suggests the parameter of a version that the sent name stands for.
func (op *operation) resembling(name, version string) string {
	if p, ok := op.parameter(name); ok && !has(version, p.Since, p.Until) {
		return "version " + version + " of the API does not have it" + rangeText(p.Since, p.Until)
	}
	if op.verb != "list" {
		return "only lists have parameters"
	}
	known := slices.Clone(pagingParameters)
	for _, p := range op.query {
		if has(version, p.Since, p.Until) {
			known = append(known, p.Name)
		}
	}
	slices.Sort(known)
	base, _, _ := strings.Cut(name, "[")
	if slices.Contains(known, base+"[]") {
		return "it is a list, " + base + "[]"
	}
	if guess := didYouMean(name, known); guess != "" {
		return strings.TrimPrefix(guess, "; ")
	}
	return "the parameters are " + strings.Join(known, ", ")
}

// didYouMean suggests the most similar of the known words. It returns "" if none is similar.
func didYouMean(word string, known []string) string {
	if len(word) > 64 {
		return ""
	}
	best, least := "", max(2, len(word)/3)+1
	for _, other := range known {
		if d := distance(word, other); d < least {
			best, least = other, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// distance returns the number of bytes to change, insert or delete to turn a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
