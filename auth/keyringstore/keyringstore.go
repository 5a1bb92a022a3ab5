// Package keyringstore keeps the tokens of package auth in the keyring of the system: the Keychain
// of macOS, the Credential Manager of Windows, the Secret Service of a Linux desktop (GNOME
// Keyring, KWallet). It is for programs that a person starts, such as a command-line tool.
//
//	store, err := keyringstore.Open(ctx, "hr-sync")
//	if errors.Is(err, keyringstore.ErrUnavailable) {
//		// A server, a container or an SSH session has no keyring: keep the tokens in files.
//	}
//	login := auth.RefreshToken(config, auth.Token{}, auth.StoreIn(store, "acme"))
//
// An entry belongs to a service, which is the program, and has the key of the token as its user.
// Every program that the person runs can read it, once the keyring is unlocked.
//
// The package is a separate module, so that other programs do not depend on D-Bus.
package keyringstore

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/zalando/go-keyring"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/cause"
)

// ErrUnavailable means that there is no keyring that this program can use: the system has none, no
// session runs, or the keyring is locked and nobody unlocks it.
var ErrUnavailable = errors.New("keyringstore: the system has no keyring that this program can use")

// Store is an auth.TokenStore. It is safe for concurrent use.
//
// A keyring has no locks, so the lock of a key is a file, name.lock, in a directory of the user:
// see [LockDir]. The keys must be plain file names.
//
// The keyring may show the person a dialog. A method returns when its context ends, even if the
// dialog is still there.
type Store struct {
	service string
	locks   *auth.FileStore // only its locks
	turn    chan struct{}   // holds a value during a call of the keyring
}

// An Option changes a Store.
type Option func(*options)

type options struct{ lockDir string }

// LockDir sets the directory of the lock files. Programs that share a login need the same one. The
// default is factorialhr/locks in the user's configuration directory (os.UserConfigDir). Open
// creates it.
func LockDir(dir string) Option { return func(o *options) { o.lockDir = dir } }

// Open returns a store for a service, which is the name of the program as a keyring shows it. To
// find out whether the keyring works, Open saves an entry, reads it and removes it. If that fails,
// or is not done when ctx ends, the error is ErrUnavailable.
func Open(ctx context.Context, service string, opts ...Option) (*Store, error) {
	if strings.TrimSpace(service) == "" {
		return nil, errors.New("keyringstore: Open requires the name of the program")
	}
	var o options
	for _, option := range opts {
		option(&o)
	}
	if o.lockDir == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return nil, cause.New("keyringstore: no directory for locks: see LockDir", err)
		}
		o.lockDir = filepath.Join(dir, "factorialhr", "locks")
	}
	if err := os.MkdirAll(o.lockDir, 0o700); err != nil {
		return nil, cause.New("keyringstore: create the directory of the locks: "+cause.Or(err, "failed").Error(), err)
	}
	s := &Store{service: service, locks: auth.NewFileStore(o.lockDir), turn: make(chan struct{}, 1)}
	if err := s.probe(ctx, "works"); err != nil {
		return nil, &unavailable{err}
	}
	return s, nil
}

// unavailable is ErrUnavailable with its cause. Its text has no part of the keyring's.
type unavailable struct{ err error }

func (e *unavailable) Error() string        { return ErrUnavailable.Error() }
func (e *unavailable) Is(target error) bool { return target == ErrUnavailable }
func (e *unavailable) Unwrap() error        { return e.err }

// probe proves that the keyring can keep a text.
func (s *Store) probe(ctx context.Context, text string) error {
	user := "probe-" + rand.Text()
	read, err := s.call(ctx, "prepare", func() (string, error) {
		if err := keyring.Set(s.service, user, text); err != nil {
			return "", err
		}
		read, err := keyring.Get(s.service, user)
		return read, errors.Join(err, keyring.Delete(s.service, user))
	})
	if err == nil && read != text {
		err = errors.New("keyringstore: prepare: the keyring does not return what it saved")
	}
	return err
}

// Load implements auth.TokenStore.
func (s *Store) Load(ctx context.Context, key string) ([]byte, error) {
	text, err := s.call(ctx, "load", func() (string, error) { return keyring.Get(s.service, key) })
	if errors.Is(err, keyring.ErrNotFound) {
		return nil, auth.ErrNotStored
	}
	if err != nil {
		return nil, err
	}
	return []byte(text), nil
}

// Lock implements auth.TokenStore.
func (s *Store) Lock(ctx context.Context, key string) (auth.TokenLock, error) {
	file, err := s.locks.Lock(ctx, key)
	if err != nil {
		return nil, err
	}
	return &lock{store: s, key: key, file: file}, nil
}

// Remove removes the token under key, as a logout does. Without a token, it does nothing.
func (s *Store) Remove(ctx context.Context, key string) error {
	file, err := s.locks.Lock(ctx, key)
	if err != nil {
		return err
	}
	_, err = s.call(ctx, "remove", func() (string, error) { return "", keyring.Delete(s.service, key) })
	if errors.Is(err, keyring.ErrNotFound) {
		err = nil
	}
	return errors.Join(err, file.Unlock(ctx))
}
