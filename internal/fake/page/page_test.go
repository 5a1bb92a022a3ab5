package page_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/fake/page"
)

func get(t *testing.T, method, target string, header http.Header) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, nil)
	for name := range header {
		r.Header.Set(name, header.Get(name))
	}
	w := httptest.NewRecorder()
	page.Handler().ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestResponses(t *testing.T) {
	for _, test := range []struct {
		name, method, target string
		status               int
		contentType          string
		allow                string
	}{
		{"the page is at the root", "GET", "/", 200, "text/html; charset=utf-8", ""},
		{"a query does not matter", "GET", "/?x=1", 200, "text/html; charset=utf-8", ""},
		{"scripts have a charset", "GET", "/_fake/page/main.js", 200, "text/javascript; charset=utf-8", ""},
		{"styles have a charset", "GET", "/_fake/page/base.css", 200, "text/css; charset=utf-8", ""},
		{"the icon is a picture", "GET", "/_fake/page/icon.svg", 200, "image/svg+xml", ""},
		{"HEAD is like GET", "HEAD", "/", 200, "text/html; charset=utf-8", ""},
		{"HEAD of a script is like GET", "HEAD", "/_fake/page/main.js", 200, "text/javascript; charset=utf-8", ""},
		{"POST is not allowed", "POST", "/", 405, "text/plain; charset=utf-8", "GET, HEAD"},
		{"DELETE of a script is not allowed", "DELETE", "/_fake/page/main.js", 405, "text/plain; charset=utf-8", "GET, HEAD"},
		{"OPTIONS is not allowed", "OPTIONS", "/", 405, "text/plain; charset=utf-8", "GET, HEAD"},
		{"the document has one address", "GET", "/_fake/page/index.html", 404, "text/plain; charset=utf-8", ""},
		{"there is no directory", "GET", "/_fake/page/", 404, "text/plain; charset=utf-8", ""},
		{"an unknown file", "GET", "/_fake/page/none.js", 404, "text/plain; charset=utf-8", ""},
		{"a path that climbs", "GET", "/_fake/page/../page.go", 404, "text/plain; charset=utf-8", ""},
		{"an escaped path that climbs", "GET", "/_fake/page/%2e%2e/page.go", 404, "text/plain; charset=utf-8", ""},
		{"a path of the API", "GET", "/api/2026-10-01/resources/employees/employees", 404, "text/plain; charset=utf-8", ""},
		{"a POST to an unknown file", "POST", "/_fake/page/none.js", 404, "text/plain; charset=utf-8", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := get(t, test.method, test.target, nil)
			if r.StatusCode != test.status || r.Header.Get("Content-Type") != test.contentType || r.Header.Get("Allow") != test.allow {
				t.Errorf("%d, type %q, Allow %q", r.StatusCode, r.Header.Get("Content-Type"), r.Header.Get("Allow"))
			}
			body := text(t, r)
			if test.method == "HEAD" && (body != "" || r.Header.Get("Content-Length") == "") {
				t.Errorf("a response to HEAD has %d bytes and Content-Length %q", len(body), r.Header.Get("Content-Length"))
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	for _, target := range []string{"/", "/_fake/page/main.js", "/_fake/page/base.css", "/_fake/page/icon.svg"} {
		t.Run(target, func(t *testing.T) {
			h := get(t, "GET", target, nil).Header
			policy := h.Get("Content-Security-Policy")
			for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "require-trusted-types-for 'script'", "frame-ancestors 'none'"} {
				if !strings.Contains(policy, part) {
					t.Errorf("the policy lacks %s: %s", part, policy)
				}
			}
			if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || strings.Contains(policy, "http") {
				t.Errorf("the policy is too wide: %s", policy)
			}
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("headers %v", h)
			}
			if h.Get("Cache-Control") != "no-cache" || h.Get("ETag") == "" {
				t.Errorf("Cache-Control %q, ETag %q", h.Get("Cache-Control"), h.Get("ETag"))
			}
		})
	}
}

func TestABrowserDoesNotLoadAFileTwice(t *testing.T) {
	tag := get(t, "GET", "/", nil).Header.Get("ETag")
	if r := get(t, "GET", "/", http.Header{"If-None-Match": {tag}}); r.StatusCode != http.StatusNotModified || text(t, r) != "" {
		t.Errorf("status %d for the same tag", r.StatusCode)
	}
	if r := get(t, "GET", "/", http.Header{"If-None-Match": {`"of-another-build"`}}); r.StatusCode != http.StatusOK {
		t.Errorf("status %d for another tag", r.StatusCode)
	}
}

// The files refer only to each other, and contain nothing that the policy forbids or that parses
// text as HTML.
func TestFiles(t *testing.T) {
	reference := regexp.MustCompile(`(?:src=|href=|from |import )"([^"]*)"`)
	forbidden := regexp.MustCompile(`<style|\sstyle=|\son[a-z]+=|javascript:|innerHTML|outerHTML|insertAdjacentHTML|document\.write|` +
		`\beval\(|new Function|srcdoc|DOMParser|createContextualFragment|@import|\burl\(["'a-z/]`)
	seen, queue := map[string]bool{}, []string{"/"}
	for len(queue) > 0 {
		target := queue[0]
		queue = queue[1:]
		if seen[target] {
			continue
		}
		seen[target] = true
		r := get(t, "GET", target, nil)
		body := text(t, r)
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", target, r.StatusCode)
			continue
		}
		if found := forbidden.FindString(body); found != "" {
			t.Errorf("%s contains %q", target, found)
		}
		if lines := strings.Count(body, "\n"); lines > 300 {
			t.Errorf("%s has %d lines", target, lines)
		}
		for _, m := range reference.FindAllStringSubmatch(body, -1) {
			switch to := m[1]; {
			case strings.HasPrefix(to, "#"), to == "/_fake/dump", to == "http://www.w3.org/2000/svg":
			case strings.HasPrefix(to, "./"):
				queue = append(queue, path.Join(path.Dir(target), to))
			case strings.HasPrefix(to, page.Prefix):
				queue = append(queue, to)
			default:
				t.Errorf("%s refers to %q", target, to)
			}
		}
	}
	if len(seen) < 15 {
		t.Errorf("found only %d files: %v", len(seen), seen)
	}
}
