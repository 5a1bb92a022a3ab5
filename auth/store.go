package auth

import (
	"context"
	"errors"
)

// TokenStore keeps tokens for all programs that share them: one process at a time exchanges a
// refresh token, and the other processes load the new one. It stores bytes under keys, with one key
// for each login (a company, or a user of a company). A program that serves many companies uses one
// store and one base transport for all of them.
//
// MemoryStore, FileStore and the modules auth/redisstore and auth/keyringstore implement it. The
// module auth/agestore encrypts for another store. Implementations must be safe for concurrent use.
type TokenStore interface {
	// Load returns the bytes of the last Save, or ErrNotStored. It does not wait for a lock, and
	// never returns a part of a Save.
	Load(ctx context.Context, key string) ([]byte, error)
	// Lock waits for the exclusive right to replace the bytes under key. At most one goroutine of
	// one process on one machine holds it.
	Lock(ctx context.Context, key string) (TokenLock, error)
}

// TokenLock is the exclusive right to one key of a TokenStore.
type TokenLock interface {
	// Save replaces the stored bytes, completely or not at all. It returns when a crash can no
	// longer undo it. If another process has taken the lock, for example because the lock timed
	// out, Save changes nothing and returns ErrLockLost.
	Save(ctx context.Context, data []byte) error
	// Unlock releases the lock.
	Unlock(ctx context.Context) error
}

// SavePreparer is a TokenLock that can find out in advance whether a Save would fail. A Refresher
// calls PrepareSave before it exchanges a refresh token, so it spends no token if the store is full
// or read-only. The locks of FileStore and auth/redisstore implement it. A store that wraps another
// one should pass the call on.
type SavePreparer interface {
	// PrepareSave proves that Save can store size bytes. It reserves the space, on the server of
	// the store if there is one, until Save or Unlock. It does not change the stored bytes.
	PrepareSave(ctx context.Context, size int) error
}

// SaveToken stores the token of a new login under key, for example in the handler of
// Config.RedirectURL. Every Refresher with this store and key adopts it when it next needs a token.
// Its CreatedAt does not matter.
//
// If this store has already replaced the refresh token, which works once, SaveToken returns
// ErrRefreshTokenRejected. It waits at most a minute for the lock, and at most ten seconds for each
// other call of the store.
func SaveToken(ctx context.Context, store TokenStore, key string, token Token) error {
	entry := storeEntry{store, key, new(storeCalls)}
	return entry.update(ctx, func(rec *record) (version, error) {
		switch {
		case token.isZero():
			return version{}, errors.New("auth: there is no token to save")
		case rec.line.hasSpent(token):
			return version{}, errSpent
		}
		line := rec.line
		if rec.stored {
			line = rec.version().line
		}
		if line = line.beginning(token); !rec.stored || !rec.token.same(token) {
			line.generation = nextGeneration(line.generation)
		}
		return version{token, line}, nil
	})
}
