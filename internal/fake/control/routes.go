package control

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// route is a path of the surface. A segment in braces is a variable.
type route struct {
	path    string // below Prefix, as in the OpenAPI document
	methods map[string]operation
}

// operation is a method of a path.
type operation struct {
	serve func(*call) error
	query []string // the names of the query parameters
}

// routes lists the surface.
func routes() []route {
	get := func(serve func(*call) error, query ...string) map[string]operation {
		return map[string]operation{http.MethodGet: {serve, query}}
	}
	post := func(serve func(*call) error, query ...string) map[string]operation {
		return map[string]operation{http.MethodPost: {serve, query}}
	}
	return []route{
		{"", get(info)},
		{"openapi.json", get(document)},
		{"reset", post(reset)},
		{"keep", post(keep)},
		{"dump", get(dump)},
		{"load", post(load)},
		{"resources", get(resources)},
		{"records/{domain}/{resource}", map[string]operation{
			http.MethodGet:  {records, []string{"limit", "offset"}},
			http.MethodPost: {insert, nil},
		}},
		{"records/{domain}/{resource}/{id}", map[string]operation{
			http.MethodGet:    {find, nil},
			http.MethodPatch:  {change, nil},
			http.MethodDelete: {remove, nil},
		}},
		{"files/{domain}/{resource}/{id}", get(files)},
		{"faults", map[string]operation{
			http.MethodGet:    {faults, nil},
			http.MethodPost:   {inject, nil},
			http.MethodDelete: {clearFaults, nil},
		}},
		{"faults/{id}", map[string]operation{http.MethodDelete: {removeFault, nil}}},
		{"clock", map[string]operation{
			http.MethodGet:  {clock, nil},
			http.MethodPost: {turnClock, nil},
		}},
		{"tokens", get(oauthCounts)},
		{"tokens/expire", post(expireAccessTokens)},
		{"tokens/revoke", post(revokeTokens)},
		{"tokens/login", post(login)},
		{"tokens/company-login", post(companyLogin)},
		{"events", map[string]operation{
			http.MethodGet:  {eventNames, nil},
			http.MethodPost: {emit, nil},
		}},
		{"sync-runs", post(startSyncRun)},
		{"requests", map[string]operation{
			http.MethodGet:    {requests, []string{"after", "operation", "hints"}},
			http.MethodDelete: {forgetRequests, nil},
		}},
		{"deliveries", get(deliveries)},
		{"deliveries/wait", post(waitDeliveries, "timeout")},
		{"log", get(followLog)},
	}
}

// find returns the route of an escaped path, and the values of its variables.
func (h *Handler) find(path string) (*route, []string) {
	rest, ok := strings.CutPrefix(path, Prefix)
	if !ok && path != strings.TrimSuffix(Prefix, "/") {
		return nil, nil
	}
	if !ok {
		rest = ""
	}
	for i := range h.routes {
		if values, ok := h.routes[i].match(rest); ok {
			return &h.routes[i], values
		}
	}
	return nil, nil
}

// match reports whether an escaped path is one of the route, and returns the values of the
// variables. A value may hold an escaped slash, but is not empty.
func (r *route) match(path string) ([]string, bool) {
	pattern, segments := strings.Split(r.path, "/"), strings.Split(path, "/")
	if len(pattern) != len(segments) {
		return nil, false
	}
	var values []string
	for i, part := range pattern {
		if !strings.HasPrefix(part, "{") {
			if part != segments[i] {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(segments[i])
		if err != nil || value == "" {
			return nil, false
		}
		values = append(values, value)
	}
	return values, true
}

// allow returns the methods of the route for the header Allow.
func (r *route) allow() string {
	var all []string
	for method := range r.methods {
		all = append(all, method)
		if method == http.MethodGet {
			all = append(all, http.MethodHead)
		}
	}
	slices.Sort(all)
	return strings.Join(append(all, http.MethodOptions), ", ")
}
