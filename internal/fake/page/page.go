// Package page serves the page of the fake API for a browser: one HTML document at /, and its
// script, style and icon below /_fake/page/.
//
// The page is a client of the control surface (/_fake/) of the origin that serves it, and knows
// nothing else of the server. It needs no build step and loads nothing from other hosts. Its
// Content-Security-Policy forbids inline script, inline style and, with Trusted Types, every sink
// that parses text as HTML: paths, names and bodies are input of strangers and appear as text only.
package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// Prefix is the path below which [Handler] serves the files of the page.
const Prefix = "/_fake/page/"

// document is the file that Handler serves at /.
const document = "index.html"

// policy admits the page's own files and the control surface, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types 'none'"

// types has the content type of each kind of file. The table of the machine could differ.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

//go:embed files
var embedded embed.FS

// file is a file of the page, ready to be sent.
type file struct {
	contentType, tag string
	content          []byte
}

// Handler serves the page at / and its files below [Prefix]. It responds with 404 to any other path
// and with 405 to methods other than GET and HEAD.
func Handler() http.Handler {
	files := load()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "the page is read with GET", http.StatusMethodNotAllowed)
			return
		}
		f.serve(w, r)
	})
}

func (f file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	// Another build of the server may listen on the same port: the browser must ask each time.
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", f.tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.content))
}

// load reads the embedded files by the path of their URL.
func load() map[string]file {
	files := map[string]file{}
	// The file system is part of the program, so reading it cannot fail.
	_ = fs.WalkDir(embedded, "files", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := embedded.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		f := file{types[path.Ext(name)], `"` + hex.EncodeToString(sum[:8]) + `"`, content}
		url := Prefix + strings.TrimPrefix(name, "files/")
		if path.Base(name) == document {
			url = "/"
		}
		files[url] = f
		return nil
	})
	return files
}
