package keyringstore

import (
	"context"
	"strings"

	"github.com/zalando/go-keyring"

	"github.com/factorialhr-go/factorialhr/auth"
)

// lock is an auth.TokenLock and an auth.SavePreparer.
type lock struct {
	store *Store
	key   string
	file  auth.TokenLock
	saved <-chan struct{} // closed when the last Save has ended; nil before the first one
}

// PrepareSave implements auth.SavePreparer. It saves an entry of the same size and removes it: a
// keyring refuses large entries (Windows 2,560 bytes, macOS about 3,000).
func (l *lock) PrepareSave(ctx context.Context, size int) error {
	return l.store.probe(ctx, strings.Repeat("x", size))
}

// Save implements auth.TokenLock.
func (l *lock) Save(ctx context.Context, data []byte) error {
	var err error
	_, err, l.saved = l.store.begin(ctx, "save", func() (string, error) {
		return "", keyring.Set(l.store.service, l.key, string(data))
	})
	return err
}

// Unlock implements auth.TokenLock. If a Save was abandoned, it may still replace the token. Then
// nobody gets the lock before it has ended, although Unlock returns when ctx ends.
func (l *lock) Unlock(ctx context.Context) error {
	if l.saved == nil {
		return l.file.Unlock(ctx)
	}
	select {
	case <-l.saved:
		return l.file.Unlock(ctx)
	case <-ctx.Done():
		go func() { // ends with the call of the keyring
			<-l.saved
			_ = l.file.Unlock(context.WithoutCancel(ctx))
		}()
		return ctx.Err()
	}
}
