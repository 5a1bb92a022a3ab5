package auth

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
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
// The error of a bad file is a *FormatError.
func FromFile(path string, opts ...Option) (r *Refresher, targetURL string, err error) {
	store, key := fileStoreOf(path)
	rec, err := loadRecord(context.Background(), store, key)
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
	return RefreshTokenFile(path, config, rec.token, opts...), config.BaseURL, nil
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
	lock, err := store.Lock(ctx, key)
	if err != nil {
		return &SaveError{Op: "lock", Err: err}
	}
	defer unlock(ctx, lock)
	rec, err := loadRecord(ctx, store, key)
	if err != nil {
		return err
	}
	rec.setClient(r.config, targetURL)
	data, err := rec.with(r.candidates(rec)[0])
	if err != nil {
		return err
	}
	if err := lock.Save(ctx, data); err != nil {
		return &SaveError{Op: "save", Err: err}
	}
	return nil
}

// setClient puts beside the token what a token file needs.
func (r *record) setClient(config Config, targetURL string) {
	r.set(keyClientID, config.ClientID)
	r.set(keyClientSecret, config.ClientSecret.Reveal())
	r.set(keyTargetURL, targetURL)
}
