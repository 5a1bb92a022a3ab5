package factorialtest

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// linkLife is how long a download URL is valid.
const linkLife = time.Hour

// File is an uploaded file.
type File struct {
	Field       string // the form field: file
	Name        string // as sent by the client
	ContentType string
	Content     []byte
}

// files holds the uploads and the download links.
type files struct {
	mu      sync.Mutex
	uploads map[string][]File // by resource and id
	links   map[string]link
	refused int
}

type link struct {
	file    File
	expires time.Time
	changed time.Time
}

func newFiles() *files {
	return &files{uploads: make(map[string][]File), links: make(map[string]link)}
}

// Files returns the files that were uploaded with a record. resource is a path such as
// documents/documents.
func (s *Server) Files(resource, id string) []File {
	s.files.mu.Lock()
	defer s.files.mu.Unlock()
	return s.files.uploads[resource+" "+id]
}

func (f *files) keep(resource, id string, uploads []File) {
	if len(uploads) == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.uploads[resource+" "+id] = uploads
}

// link creates a download link for a document and returns its path.
func (f *files) link(id string, now time.Time) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	file := File{Name: "document-" + id + ".txt", ContentType: "text/plain; charset=utf-8", Content: []byte(standInFile(id))}
	if uploads := f.uploads["documents/documents "+id]; len(uploads) > 0 {
		file = uploads[0]
	}
	path := "/temporary/" + strconv.Itoa(len(f.links)+1) + "/" + strings.Map(plainName, file.Name)
	f.links[path] = link{file: file, expires: now.Add(linkLife), changed: now}
	return path
}

// plainName replaces a character that would need escaping in a path.
func plainName(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
		return r
	}
	return '_'
}

// CredentialsOnFiles returns the number of requests to the second origin that carried a credential.
// It should stay 0: download URLs belong to another host, which must not learn the key.
func (s *Server) CredentialsOnFiles() int {
	s.files.mu.Lock()
	defer s.files.mu.Unlock()
	return s.files.refused
}

// serveFile serves the second origin. It refuses credentials, like the storage behind the real API.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	s.files.mu.Lock()
	if r.Header.Get("Authorization") != "" || r.Header.Get("X-Api-Key") != "" || r.Header.Get("Cookie") != "" {
		s.files.refused++
		s.files.mu.Unlock()
		http.Error(w, "This host accepts no credentials.", http.StatusBadRequest)
		return
	}
	l, ok := s.files.links[r.URL.Path]
	s.files.mu.Unlock()
	if !ok || !s.Now().Before(l.expires) {
		http.Error(w, "The link has expired.", http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", cmp.Or(l.file.ContentType, "application/octet-stream"))
	w.Header().Set("ETag", `"`+strconv.Itoa(len(l.file.Content))+"-"+strconv.FormatInt(l.changed.Unix(), 36)+`"`)
	http.ServeContent(w, r, "", l.changed, strings.NewReader(string(l.file.Content)))
}
