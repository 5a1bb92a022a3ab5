package auth

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
)

// RefreshTokenFile is RefreshToken with a file that keeps the newest token. The programs of one
// machine may share it. The directory must exist. If the file does not exist, the first refresh
// creates it. See FileStore for how the file is protected.
//
// The file has the format of Factorial's Python client. That client takes no lock, so it must not
// use the file at the same time.
func RefreshTokenFile(path string, config Config, token Token, opts ...Option) *Refresher {
	r := RefreshToken(config, token, opts...)
	r.entry.store, r.entry.key = fileStoreOf(path)
	r.isFile = true
	return r
}

func fileStoreOf(path string) (store *FileStore, key string) {
	return NewFileStore(filepath.Dir(path)), filepath.Base(path)
}

// FromFile reads a token file and returns its login and the base URL of the login (target_url). The
// login keeps its newest token in the same file.
//
// The file is JSON with the keys access_token, client_id, client_secret, created_at (ISO 8601 with
// a zone), refresh_token, target_url and token_type, and optionally expires_in (seconds). For a
// file that cannot be read as such, the error is a *FormatError. FromFile waits at most ten seconds
// for the file system.
func FromFile(path string, opts ...Option) (r *Refresher, targetURL string, err error) {
	store, key := fileStoreOf(path)
	entry := storeEntry{store, key, new(storeCalls)}
	rec, err := entry.load(context.Background())
	if err != nil {
		return nil, "", err
	}
	if !rec.stored {
		return nil, "", fmt.Errorf("auth: token file %s: %w", path, fs.ErrNotExist)
	}
	config, bad := rec.config()
	if bad != nil {
		bad.Path = path
		return nil, "", bad
	}
	r = RefreshTokenFile(path, config, rec.token, opts...)
	r.seed.version, r.seed.fromStore = rec.version(), true
	return r, config.BaseURL, nil
}

// config returns the application in a token file.
func (r record) config() (Config, *FormatError) {
	text := make(map[string]string)
	for _, key := range []string{keyRefreshToken, keyAccessToken, keyCreatedAt, keyClientID, keyClientSecret, keyTargetURL} {
		if _, ok := r.fields[key]; !ok {
			return Config{}, &FormatError{Key: key, Problem: "missing"}
		}
		var bad *FormatError
		if text[key], bad = r.text(key); bad != nil {
			return Config{}, bad
		}
	}
	for _, key := range []string{keyClientID, keyClientSecret, keyTargetURL} {
		if text[key] == "" {
			return Config{}, &FormatError{Key: key, Problem: "empty"}
		}
	}
	config := Config{
		ClientID:     text[keyClientID],
		ClientSecret: NewSecret(text[keyClientSecret]),
		BaseURL:      text[keyTargetURL],
	}
	if _, err := config.origin(nil); err != nil {
		return Config{}, &FormatError{Key: keyTargetURL, Problem: "not a base URL, such as https://api.factorialhr.com"}
	}
	return config, nil
}

// ToFile writes the login and its base URL to a token file for FromFile or for Factorial's Python
// client. If the file exists, it keeps its other keys, and its token if that is newer. ToFile does
// not use the network.
func (r *Refresher) ToFile(ctx context.Context, path, targetURL string) error {
	store, key := fileStoreOf(path)
	file := storeEntry{store, key, r.entry.calls}
	return file.update(ctx, func(rec *record) (version, error) {
		rec.setClient(r.config, targetURL)
		newest := r.newest(*rec)
		if held := r.held(); rec.stored && rec.line.isEmpty() && isOlderByDate(rec.token, held.token) {
			newest = held // only the dates relate the file to this login
		}
		if newest.line.generation == 0 && len(newest.line.spent) == 0 {
			return newest, nil // there is no order yet
		}
		if !rec.stored || !newest.token.same(rec.token) {
			newest.line.generation = nextGeneration(newest.line.generation)
		}
		newest.line = r.seed.remembered(newest.line)
		return newest, nil
	})
}

// isOlderByDate reports whether a token that another program stored is older than the token that
// this process holds, by more than the error of dates.
func isOlderByDate(t, held Token) bool {
	return !held.isZero() && !t.CreatedAt.IsZero() && wall(t.CreatedAt).Add(dateMargin).Before(wall(held.CreatedAt))
}

// dateMargin is the largest error of the difference between two dates: see createdAt.
const dateMargin = 10 * time.Minute

// setClient adds the application, which a token file needs.
func (r *record) setClient(config Config, targetURL string) {
	r.set(keyClientID, config.ClientID)
	r.set(keyClientSecret, config.ClientSecret.Reveal())
	r.set(keyTargetURL, targetURL)
}
