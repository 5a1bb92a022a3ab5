package auth

import (
	"context"
	"time"
)

// TokenStore keeps tokens for all programs that share them, so that one process at a time
// exchanges a refresh token and all others get the new one. It stores bytes under keys, one key
// for each login (a company, or a user of it); a program that serves many companies uses one
// store and one base transport for all of them.
//
// NewMemoryStore, NewFileStore and the module auth/redisstore implement it. A wrapper that
// encrypts the bytes is a TokenStore too. Implementations are safe for concurrent use.
type TokenStore interface {
	// Load returns what was saved last, or ErrNotStored. It does not wait for a lock and never
	// sees a save that is half done.
	Load(ctx context.Context, key string) ([]byte, error)
	// Lock waits for the exclusive right to replace what is stored under key: at most one
	// goroutine of one process on one machine holds it.
	Lock(ctx context.Context, key string) (TokenLock, error)
}

// TokenLock is the exclusive right to one key of a TokenStore.
type TokenLock interface {
	// Save replaces what is stored, entirely or not at all, and returns when a crash cannot
	// undo it. If the lock was lost to somebody else in the meantime, as one that times out can
	// be, it saves nothing and returns ErrLockLost.
	Save(ctx context.Context, data []byte) error
	// Unlock gives the right back.
	Unlock(ctx context.Context) error
}

// SaveToken stores the token of a new login under key, for example from the handler of
// Config.RedirectURL. Every Refresher with this store and key takes it up when it next needs one.
func SaveToken(ctx context.Context, store TokenStore, key string, token Token) error {
	lock, err := store.Lock(ctx, key)
	if err != nil {
		return &SaveError{Op: "lock", Err: err}
	}
	defer unlock(ctx, lock)
	rec, err := loadRecord(ctx, store, key)
	if err != nil {
		return err
	}
	data, err := rec.with(token)
	if err != nil {
		return err
	}
	if err := lock.Save(ctx, data); err != nil {
		return &SaveError{Op: "save", Err: err}
	}
	return nil
}

// unlock does not take the end of ctx for an excuse: others wait for the lock.
func unlock(ctx context.Context, lock TokenLock) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), unlockTimeout)
	defer cancel()
	_ = lock.Unlock(ctx) // a lock that is gone is as good as one given back
}

const unlockTimeout = 5 * time.Second
