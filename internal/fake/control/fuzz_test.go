package control_test

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/fake/control"
)

// Whatever a client sends, the response is JSON, and its status is in the document.
func FuzzARequestToTheSurface(f *testing.F) {
	for _, test := range requests {
		path, query, _ := strings.Cut(strings.TrimPrefix(test.path, "/_fake"), "?")
		f.Add(test.method, path, query, test.body)
	}
	shown, _ := start(control.Options{})
	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		if strings.HasSuffix(path, "/log") {
			t.Skip("a stream does not end")
		}
		r := httptest.NewRequest("GET", "http://127.0.0.1/", strings.NewReader(body))
		r.Method, r.URL.RawQuery = method, query
		var err error
		if r.URL.Path, err = url.PathUnescape("/_fake" + path); err != nil {
			t.Skip("not a path")
		}
		r.URL.RawPath = "/_fake" + path
		h, _ := start(control.Options{})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		switch {
		case w.Code == 204:
			if w.Body.Len() > 0 {
				t.Errorf("204 with %s", w.Body)
			}
		case !json.Valid(w.Body.Bytes()):
			t.Errorf("%d %q", w.Code, w.Body)
		}
		if w.Code == 405 || w.Code == 404 && strings.Contains(w.Body.String(), "there is no") || method == "HEAD" || method == "OPTIONS" || path == "" {
			return
		}
		if err := document(t, shown).Check(method, r.URL.EscapedPath(), w.Code, w.Body.Bytes()); err != nil {
			t.Error(err)
		}
	})
}
