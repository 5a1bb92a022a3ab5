// Package files keeps the uploads and serves the download URLs, which have an origin of their own.
// It imports clock. The rooms company, rule and serve import it, and so does package factorialtest.
package files

import (
	"cmp"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/clock"
)

// linkLife is how long a download URL is valid.
const linkLife = time.Hour

// sweep is the number of new links after which the expired ones are forgotten.
const sweep = 256

// File is an uploaded file.
type File struct {
	Field       string // the form field: file
	Name        string // as sent by the client
	ContentType string
	Content     []byte
}

// Store holds the uploads and the download links.
type Store struct {
	// URL is the base URL of the origin.
	URL string
	// Named is set if clients on other machines reach the server by names of their own: then
	// download URLs have the host that a client used.
	Named bool
	clock *clock.Clock

	mu      sync.Mutex
	uploads map[string][]File // by resource and id
	links   map[string]download
	linked  int // the links so far
	refused int
}

type download struct {
	file    File
	expires time.Time
	changed time.Time
}

// New returns an empty store.
func New(c *clock.Clock) *Store {
	return &Store{clock: c, uploads: make(map[string][]File), links: make(map[string]download)}
}

// Base returns the base URL of the origin as the client of a request reaches it.
func (f *Store) Base(r *http.Request) string {
	u, err := url.Parse(f.URL)
	host := hostname(r.Host)
	if !f.Named || err != nil || host == "" {
		return f.URL
	}
	return u.Scheme + "://" + net.JoinHostPort(host, u.Port())
}

// hostname returns the host without its port and brackets.
func hostname(hostport string) string { return (&url.URL{Host: hostport}).Hostname() }

// Of returns the files that were uploaded with a record.
func (f *Store) Of(resource, id string) []File {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.uploads[resource+" "+id]
}

// CredentialsSeen returns the number of requests to the origin that carried a credential.
func (f *Store) CredentialsSeen() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.refused
}

// Keep keeps the files that were uploaded with a record.
func (f *Store) Keep(resource, id string, uploads []File) {
	if len(uploads) == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.uploads[resource+" "+id] = uploads
}

// Forget forgets the files of a deleted record. Download links to them stay valid.
func (f *Store) Forget(resource, id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.uploads, resource+" "+id)
}

// Link creates a download link for a document and returns its path.
func (f *Store) Link(id string, now time.Time) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	file := File{Name: "document-" + id + ".txt", ContentType: "text/plain; charset=utf-8", Content: []byte(StandIn(id))}
	if uploads := f.uploads["documents/documents "+id]; len(uploads) > 0 {
		file = uploads[0]
	}
	if f.linked++; f.linked%sweep == 0 {
		maps.DeleteFunc(f.links, func(_ string, d download) bool { return !now.Before(d.expires) })
	}
	path := "/temporary/" + strconv.Itoa(f.linked) + "/" + strings.Map(plainName, file.Name)
	f.links[path] = download{file: file, expires: now.Add(linkLife), changed: now}
	return path
}

// plainName replaces a character that would need escaping in a path.
func plainName(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
		return r
	}
	return '_'
}

// ServeHTTP serves the second origin. It refuses credentials, like the storage behind the real API.
func (f *Store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	if r.Header.Get("Authorization") != "" || r.Header.Get("X-Api-Key") != "" || r.Header.Get("Cookie") != "" {
		f.refused++
		f.mu.Unlock()
		http.Error(w, "This host accepts no credentials.", http.StatusBadRequest)
		return
	}
	l, ok := f.links[r.URL.Path]
	f.mu.Unlock()
	if !ok || !f.clock.Now().Before(l.expires) {
		http.Error(w, "The link has expired.", http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", cmp.Or(l.file.ContentType, "application/octet-stream"))
	w.Header().Set("ETag", `"`+strconv.Itoa(len(l.file.Content))+"-"+strconv.FormatInt(l.changed.Unix(), 36)+`"`)
	http.ServeContent(w, r, "", l.changed, strings.NewReader(string(l.file.Content)))
}

// StandIn returns the content of a document that no client uploaded.
func StandIn(id string) string { return "The content of document " + id + ".\n" }
