// Package agestore encrypts the tokens of package auth before another store keeps them, so that a
// copy of a disk, a backup or a database dump contains no login.
//
//	key, err := agestore.KeyFile("/run/secrets/token-key") // as age-keygen writes it
//	…
//	store := agestore.New(auth.NewFileStore("/var/lib/hr-sync"), key)
//	login := auth.RefreshToken(config, auth.Token{}, auth.StoreIn(store, "acme"))
//
// The format is the binary one of age (https://age-encryption.org/v1): the command
// age -d -i token-key decrypts a stored token. Inside, a first line names the key of the token, so
// nobody can put the token of one company under the key of another. Encryption does not protect
// from an attacker who can read the memory of the program or its key, or who puts back an older
// token.
//
// The package is a separate module, so that other programs do not depend on age.
package agestore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"filippo.io/age"

	"github.com/factorialhr-go/factorialhr/auth"
)

// Store is an auth.TokenStore that encrypts for another one. It is safe for concurrent use if the
// other store is.
type Store struct {
	store      auth.TokenStore
	recipient  age.Recipient
	identities []age.Identity
	plain      bool
}

// An Option changes a Store.
type Option func(*Store)

// FormerKeys names keys that Load also accepts. The next Save encrypts with the key of the store.
// To change a key, name the old one here until every login has been refreshed once.
func FormerKeys(keys ...Key) Option {
	return func(s *Store) {
		for _, key := range keys {
			s.identities = append(s.identities, key.identity)
		}
	}
}

// AcceptPlain makes Load accept a token that is not encrypted, from the time before the store
// encrypted. The next Save encrypts it. Without the option, Load returns an *auth.FormatError.
func AcceptPlain() Option { return func(s *Store) { s.plain = true } }

// New returns a store that encrypts with key and keeps the result in store.
func New(store auth.TokenStore, key Key, opts ...Option) *Store {
	s := &Store{store: store, recipient: key.recipient, identities: []age.Identity{key.identity}}
	for _, option := range opts {
		option(s)
	}
	return s
}

// errKey means that the store has the zero Key.
var errKey = errors.New("agestore: the store has no key: use KeyFile, ParseKey or Passphrase")

// magic begins every file of age in its binary form.
const magic = "age-encryption.org/v1\n"

// Load implements auth.TokenStore. A token that none of the keys decrypts, or that was stored under
// another key, is an *auth.FormatError.
func (s *Store) Load(ctx context.Context, key string) ([]byte, error) {
	if s.recipient == nil {
		return nil, errKey
	}
	data, err := s.store.Load(ctx, key)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(data, []byte(magic)) {
		if s.plain {
			return data, nil
		}
		return nil, &auth.FormatError{Problem: "it is not encrypted with age; the option AcceptPlain reads it"}
	}
	return s.decrypt(key, data)
}

func (s *Store) decrypt(key string, data []byte) ([]byte, error) {
	var identities []age.Identity
	for _, identity := range s.identities {
		if identity != nil {
			identities = append(identities, identity)
		}
	}
	r, err := age.Decrypt(bytes.NewReader(data), identities...)
	if err != nil {
		if _, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
			return nil, &auth.FormatError{Problem: "it is encrypted with another key; the option FormerKeys adds one"}
		}
		return nil, &auth.FormatError{Problem: "it is damaged: age cannot read its header"}
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, &auth.FormatError{Problem: "it is damaged: age cannot decrypt it"}
	}
	name, token, found := bytes.Cut(text, []byte("\n"))
	if stored, err := strconv.Unquote(string(name)); !found || err != nil || stored != key {
		return nil, &auth.FormatError{Problem: "it was stored under another key"}
	}
	return token, nil
}

func (s *Store) encrypt(key string, data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, s.recipient)
	if err == nil {
		_, err = w.Write(append([]byte(strconv.Quote(key)+"\n"), data...))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("agestore: encrypt: %w", err)
	}
	return out.Bytes(), nil
}

// Lock implements auth.TokenStore. The other store holds the lock.
func (s *Store) Lock(ctx context.Context, key string) (auth.TokenLock, error) {
	if s.recipient == nil {
		return nil, errKey
	}
	inner, err := s.store.Lock(ctx, key)
	if err != nil {
		return nil, err
	}
	return &lock{TokenLock: inner, store: s, key: key}, nil
}

// lock is an auth.TokenLock and an auth.SavePreparer.
type lock struct {
	auth.TokenLock
	store *Store
	key   string
}

// Save implements auth.TokenLock.
func (l *lock) Save(ctx context.Context, data []byte) error {
	encrypted, err := l.store.encrypt(l.key, data)
	if err != nil {
		return err
	}
	return l.TokenLock.Save(ctx, encrypted)
}

// PrepareSave implements auth.SavePreparer: it encrypts zeros, and passes the size of the result on
// to a store that prepares.
func (l *lock) PrepareSave(ctx context.Context, size int) error {
	encrypted, err := l.store.encrypt(l.key, make([]byte, size))
	if err != nil {
		return err
	}
	if preparer, ok := l.TokenLock.(auth.SavePreparer); ok {
		return preparer.PrepareSave(ctx, len(encrypted))
	}
	return nil
}
