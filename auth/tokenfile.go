package auth

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
)

// RefreshTokenFile is RefreshToken with the newest token kept in a file, which one machine's
// programs may share. The directory must exist; the file is created by the first refresh, unless
// FromFile's or ToFile's is there already. See FileStore for what keeps it safe.
//
// The file is the one that Factorial's Python client reads and writes. That client takes no lock,
// so the two must not run at the same time.
func RefreshTokenFile(path string, config Config, token Token, opts ...Option) *Refresher {
	r := RefreshToken(config, token, opts...)
	r.store, r.key = fileStoreOf(path)
	r.isFile = true
	return r
}

func fileStoreOf(path string) (store *FileStore, key string) {
	return NewFileStore(filepath.Dir(path)), filepath.Base(path)
}

// FromFile reads a token file and returns the login in it, which keeps itself in that file from
// then on, and the base URL that it belongs to (target_url).
//
// The file is JSON with the keys access_token, client_id, client_secret, created_at (ISO 8601
// with a zone), refresh_token, target_url and token_type, and optionally expires_in (seconds).
// The error of a bad file is a *FormatError. FromFile waits at most ten seconds for the file system.
func FromFile(path string, opts ...Option) (r *Refresher, targetURL string, err error) {
	store, key := fileStoreOf(path)
	rec, err := new(storeCalls).load(context.Background(), store, key)
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
	r.seed, r.seedStored = rec.version(), true
	return r, config.BaseURL, nil
}

// config returns the application that a token file names.
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
	if _, err := config.origin(); err != nil {
		return Config{}, &FormatError{Key: keyTargetURL, Problem: "not the base URL of an API: an https URL is"}
	}
	return config, nil
}

// ToFile writes the login to a token file for FromFile or for Factorial's Python client, with the
// base URL that it belongs to. An existing file keeps the keys that are not the token's, and a
// newer token. It needs no network.
func (r *Refresher) ToFile(ctx context.Context, path, targetURL string) error {
	store, key := fileStoreOf(path)
	return r.calls.update(ctx, store, key, func(rec *record) (version, error) {
		rec.setClient(r.config, targetURL)
		newest := r.newest(*rec)
		if held := r.held(); rec.stored && rec.line.isEmpty() && r.isOlderByDate(rec.token, held.token) {
			newest = held // nothing but the dates connects the file and this login
		}
		if newest.line.generation == 0 && len(newest.line.spent) == 0 {
			return newest, nil // there is no order yet
		}
		if !rec.stored || !newest.token.same(rec.token) {
			newest.line.generation = nextGeneration(newest.line.generation)
		}
		if !r.seedStored && !r.seed.token.isZero() {
			newest.line.seeds = appended(newest.line.seeds, maxSeeds, fingerprint(r.seed.token))
		}
		return newest, nil
	})
}

// isOlderByDate reports whether a token in a file of another program is older than one that this
// process holds, by more than dates are wrong.
func (r *Refresher) isOlderByDate(t, held Token) bool {
	return !held.isZero() && !t.CreatedAt.IsZero() && wall(t.CreatedAt).Add(dateMargin).Before(wall(held.CreatedAt))
}

// dateMargin is by how much the dates of two tokens may contradict their order: see createdAt.
const dateMargin = 10 * time.Minute

// setClient puts beside the token what a token file needs.
func (r *record) setClient(config Config, targetURL string) {
	r.set(keyClientID, config.ClientID)
	r.set(keyClientSecret, config.ClientSecret.Reveal())
	r.set(keyTargetURL, targetURL)
}
