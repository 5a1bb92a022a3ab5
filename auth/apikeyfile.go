package auth

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"time"

	origins "github.com/factorialhr-go/factorialhr/internal/origin"
)

// APIKeyFile reads the API key from a file, without the white space around it. It reads the file
// again when the file changes and after a 401, so the key can be replaced while the program runs.
// It looks at the file at most once a second. If the new content is unusable, it keeps the old key.
//
// The file must be a regular file, or a symbolic link to one, of at most 64 KiB. A byte order mark
// at its beginning is skipped.
//
// Use it for secrets that Docker, Kubernetes or systemd mount as files.
func APIKeyFile(path string) Method { return &keyFile{path: path} }

// lookEvery is the time between two looks at the file.
const lookEvery = time.Second

type keyFile struct {
	path    string
	current atomic.Pointer[keyVersion]
	mu      sync.Mutex // held while reading the file
}

// keyVersion is the key in one version of the file. It never changes.
type keyVersion struct {
	cred    *credential
	size    int64
	modTime time.Time
	looked  time.Time
}

func (k *keyFile) Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error) {
	return k.transport(base, origin, nil)
}

func (k *keyFile) transport(base http.RoundTripper, origin *url.URL, plain origins.Plain) (http.RoundTripper, error) {
	if _, err := k.look(time.Now()); err != nil {
		return nil, err
	}
	return newTransport(base, origin, plain, k)
}

func (k *keyFile) credential(context.Context) (*credential, error) {
	now := time.Now()
	if v := k.current.Load(); v != nil && now.Sub(v.looked) < lookEvery {
		return v.cred, nil
	}
	return k.look(now)
}

// look reads the file if it changed.
func (k *keyFile) look(now time.Time) (*credential, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	v := k.current.Load()
	if v == nil {
		first, err := k.read(now)
		if err != nil {
			return nil, err
		}
		return first.cred, nil
	}
	if now.Sub(v.looked) < lookEvery {
		return v.cred, nil // another goroutine has just looked
	}
	if info, err := os.Stat(k.path); err == nil && (info.Size() != v.size || !info.ModTime().Equal(v.modTime)) {
		if next, err := k.read(now); err == nil {
			return next.cred, nil
		}
	}
	again := *v
	again.looked = now
	k.current.Store(&again)
	return v.cred, nil
}

// read reads the file. The caller holds mu.
func (k *keyFile) read(now time.Time) (*keyVersion, error) {
	info, text, err := readKeyFile(k.path) // info is older than text, so the next look sees a change between them
	if err != nil {
		return nil, fmt.Errorf("auth: API key file: %w", err)
	}
	text, ok := withoutMark(text)
	if !ok {
		return nil, fmt.Errorf("auth: API key file: %s contains UTF-16 text: save it as UTF-8", k.path)
	}
	cred, err := newAPIKey(string(bytes.TrimSpace(text)))
	if err != nil {
		return nil, fmt.Errorf("%w (file %s)", err, k.path)
	}
	v := &keyVersion{cred: cred, size: info.Size(), modTime: info.ModTime(), looked: now}
	k.current.Store(v)
	return v, nil
}

func (k *keyFile) replace(_ context.Context, used *credential, _ *http.Response) (*credential, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	v := k.current.Load()
	if v.cred.equal(used) {
		var err error
		if v, err = k.read(time.Now()); err != nil || v.cred.equal(used) {
			return nil, nil // the caller gets the 401 instead
		}
	}
	return v.cred, nil
}
