package auth

import (
	"context"
	"errors"
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

// SavePreparer is a TokenLock that can tell in advance whether a save would fail. A Refresher asks
// before it exchanges a refresh token, which works once: a store that is full or read-only then costs
// nothing, even if the process dies. The locks of FileStore and auth/redisstore implement it. A store
// that wraps another one should pass the call on.
type SavePreparer interface {
	// PrepareSave proves that Save can store size bytes: it reserves the room, as the server of the
	// store sees it, until Save or Unlock. It changes nothing that is stored.
	PrepareSave(ctx context.Context, size int) error
}

// SaveToken stores the token of a new login under key, for example from the handler of
// Config.RedirectURL. Every Refresher with this store and key takes it up when it next needs one,
// whatever CreatedAt says.
//
// A refresh token that this store has replaced already is refused with ErrRefreshTokenRejected: it
// works once. SaveToken waits at most a minute for the lock, and ten seconds for each other call of
// the store.
func SaveToken(ctx context.Context, store TokenStore, key string, token Token) error {
	return new(storeCalls).update(ctx, store, key, func(rec *record) (version, error) {
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

// update replaces a record under the lock.
func (c *storeCalls) update(ctx context.Context, store TokenStore, key string, change func(*record) (version, error)) error {
	lock, err := c.lock(ctx, store, key)
	if err != nil {
		return err
	}
	defer lock.unlock(ctx)
	rec, err := c.load(ctx, store, key)
	if err != nil {
		return err
	}
	next, err := change(&rec)
	if err != nil {
		return err
	}
	data, err := rec.with(next)
	if err != nil {
		return err
	}
	if err := lock.save(ctx, data); err != nil {
		return &SaveError{Op: "save", Err: err}
	}
	return nil
}
