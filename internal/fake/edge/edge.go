// Package edge responds to the requests to the port of the fake that are not calls of the API:
// whether it runs (/healthz), its OpenAPI document (/openapi.json), OPTIONS, and the preflights of
// browsers. It leaves every other request to the API, and none of its own requests enter the log.
// It imports no room. The room serve and package factorialtest import it.
package edge

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
)

// Edge is the handler of a port. It is safe for concurrent use.
type Edge struct {
	API http.Handler
	// CORS lets browsers read the responses of another origin. The zero value lets none.
	CORS CORS
	// Methods returns the methods that the API has at a path, sorted; nil if it has no such path.
	Methods func(path string) []string
	// Document returns the OpenAPI document of a version; an empty one is the default.
	Document func(version, server string) ([]byte, error)

	writes atomic.Uint64
}

// Writes returns the number of requests that have ended, without those that only read.
func (e *Edge) Writes() uint64 { return e.writes.Load() }

// ServeHTTP implements [http.Handler].
func (e *Edge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if e.CORS.serve(w, r) {
		return
	}
	switch {
	case r.URL.Path == "/healthz":
		if reads(w, r) {
			write(w, http.StatusOK, []byte(`{"status":"ok"}`))
		}
	case r.URL.Path == "/openapi.json":
		if reads(w, r) {
			e.document(w, r)
		}
	case r.Method == http.MethodOptions:
		e.options(w, r)
	default:
		e.count(e.API, w, r)
	}
}

// Counting returns a handler that counts the writes to h with those to the API. The handler may be
// on another port.
func (e *Edge) Counting(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { e.count(h, w, r) })
}

func (e *Edge) count(h http.Handler, w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		defer e.writes.Add(1) // a fault panics to cut the connection
	}
	h.ServeHTTP(w, r)
}

func (e *Edge) document(w http.ResponseWriter, r *http.Request) {
	text, err := e.Document(r.URL.Query().Get("version"), Origin(r))
	if err != nil {
		text, _ = json.Marshal(map[string]string{"error": err.Error()})
		write(w, http.StatusNotFound, text)
		return
	}
	write(w, http.StatusOK, text)
}

// options responds to OPTIONS with the methods of the path. The API has no such operation.
func (e *Edge) options(w http.ResponseWriter, r *http.Request) {
	methods := e.Methods(r.URL.EscapedPath())
	if methods == nil {
		e.API.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Allow", Allow(methods))
	w.WriteHeader(http.StatusNoContent)
}

// Allow returns the value of the header Allow for a path with these methods.
func Allow(methods []string) string {
	var all []string
	for _, method := range methods {
		if all = append(all, method); method == http.MethodGet {
			all = append(all, http.MethodHead)
		}
	}
	return strings.Join(append(all, http.MethodOptions), ", ")
}

// reads reports whether a request only reads. It refuses every other request.
func reads(w http.ResponseWriter, r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		return true
	}
	w.Header().Set("Allow", Allow([]string{http.MethodGet}))
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
	} else {
		write(w, http.StatusMethodNotAllowed, []byte(`{"error":"this path is only read"}`))
	}
	return false
}

func write(w http.ResponseWriter, status int, text []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	_, _ = w.Write(text) // net/http leaves it out for HEAD
}

// Origin returns the scheme, the host and the port by which the client of a request reaches this
// server.
func Origin(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
