package edge

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// CORS is the set of web origins whose scripts may call the server and read its responses (the CORS
// protocol of the Fetch standard). Its zero value is empty. The server never allows cookies: its
// credentials are headers, which a script sets itself.
type CORS struct {
	any     bool
	origins []string
}

// ErrOrigin reports a text that is not the origin of a web page.
var ErrOrigin = errors.New("an origin is * for all, or like http://localhost:5173, without a path")

// NewCORS returns the set of these origins. "*" means all.
func NewCORS(origins ...string) (CORS, error) {
	var c CORS
	for _, text := range origins {
		if text == "*" {
			c.any = true
			continue
		}
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Scheme+"://"+u.Host != text {
			return CORS{}, ErrOrigin
		}
		c.origins = append(c.origins, strings.ToLower(text))
	}
	return c, nil
}

// exposed are the headers that a script may read besides those that every script may.
const exposed = "Allow, Content-Disposition, Content-Length, Content-Range, Date, ETag, Location, Retry-After, WWW-Authenticate"

// preflightLife is how many seconds a browser may keep the response to a preflight.
const preflightLife = "600"

// serve adds the headers to a response for an allowed origin. It responds to a preflight and
// reports so; without an allowed origin, a preflight has no headers, and the browser does not send
// the request.
func (c CORS) serve(w http.ResponseWriter, r *http.Request) (done bool) {
	if !c.any && len(c.origins) == 0 {
		return false
	}
	header := w.Header()
	preflight := r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
	header.Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	switch {
	case origin == "":
		return false
	case c.any:
		header.Set("Access-Control-Allow-Origin", "*")
	case slices.Contains(c.origins, strings.ToLower(origin)):
		header.Set("Access-Control-Allow-Origin", origin)
	default:
		if preflight {
			w.WriteHeader(http.StatusForbidden)
		}
		return preflight
	}
	if !preflight {
		header.Set("Access-Control-Expose-Headers", exposed)
		return false
	}
	header.Add("Vary", "Access-Control-Request-Headers")
	header.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE")
	// "*" would not include Authorization.
	if names := r.Header.Get("Access-Control-Request-Headers"); names != "" {
		header.Set("Access-Control-Allow-Headers", names)
	}
	if r.Header.Get("Access-Control-Request-Private-Network") == "true" {
		header.Set("Access-Control-Allow-Private-Network", "true")
	}
	header.Set("Access-Control-Max-Age", preflightLife)
	w.WriteHeader(http.StatusNoContent)
	return true
}

// Wrap adds the headers to the responses of another handler, such as the second origin.
func (c CORS) Wrap(next http.Handler) http.Handler {
	if !c.any && len(c.origins) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !c.serve(w, r) {
			next.ServeHTTP(w, r)
		}
	})
}
