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
)

// APIKeyFile reads the API key from a file, without the white space around it, and reads it again
// when the file changes and after a 401: a key can be replaced while the program runs. The file
// is looked at once a second at most. While a new content is unusable, the old key stays.
//
// The file must be a regular one, or a symbolic link to one, of at most 64 KiB; a byte order mark at
// its beginning is skipped.
//
// It suits the secrets that Docker, Kubernetes and systemd mount as files.
func APIKeyFile(path string) Method { return &keyFile{path: path} }

// lookEvery is how long a key is used without a look at its file.
const lookEvery = time.Second

type keyFile struct {
	path    string
	current atomic.Pointer[keyVersion]
	mu      sync.Mutex // one goroutine reads
}

// keyVersion is what was in the file. It never changes.
type keyVersion struct {
	cred    *credential
	size    int64
	modTime time.Time
	looked  time.Time
}

func (k *keyFile) Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error) {
	if _, err := k.look(time.Now()); err != nil {
		return nil, err
	}
	return newTransport(base, origin, k)
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
		return v.cred, nil // another goroutine was faster
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

// read reads the file whether it changed or not. The caller holds the lock.
func (k *keyFile) read(now time.Time) (*keyVersion, error) {
	info, text, err := readKeyFile(k.path) // info first: a change between the two is seen next time
	if err != nil {
		return nil, fmt.Errorf("auth: API key: %w", err)
	}
	text, ok := withoutMark(text)
	if !ok {
		return nil, fmt.Errorf("auth: API key: %s is UTF-16 text: save it as UTF-8", k.path)
	}
	cred, err := newAPIKey(string(bytes.TrimSpace(text)))
	if err != nil {
		return nil, fmt.Errorf("%w (file %s)", err, k.path)
	}
	v := &keyVersion{cred: cred, size: info.Size(), modTime: info.ModTime(), looked: now}
	k.current.Store(v)
	return v, nil
}

func (k *keyFile) replace(_ context.Context, used *credential) (*credential, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	v := k.current.Load()
	if v.cred.equal(used) {
		var err error
		if v, err = k.read(time.Now()); err != nil || v.cred.equal(used) {
			return nil, nil // the 401 says more than an unreadable file
		}
	}
	return v.cred, nil
}
