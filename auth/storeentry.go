package auth

import (
	"context"
	"errors"
	"time"
)

// storeEntry is one key of a TokenStore. Its calls return in time, even if the store hangs.
type storeEntry struct {
	store TokenStore
	key   string
	calls *storeCalls
}

const (
	loadTimeout   = 10 * time.Second
	lockTimeout   = time.Minute
	saveTimeout   = 10 * time.Second
	unlockTimeout = 5 * time.Second
)

// load returns the stored record. Its error is a *SaveError or a *FormatError.
func (e *storeEntry) load(ctx context.Context) (record, error) {
	rec, err := within(ctx, e.calls, loadTimeout, func(ctx context.Context) (record, error) {
		return loadRecord(ctx, e.store, e.key)
	}, nil)
	_, isSave := errors.AsType[*SaveError](err)
	_, isFormat := errors.AsType[*FormatError](err)
	if err != nil && !isSave && !isFormat {
		return record{}, &SaveError{Op: "load", Err: err}
	}
	return rec, err
}

// lock waits for the lock. It unlocks a lock that comes too late. Its error is a *SaveError.
func (e *storeEntry) lock(ctx context.Context) (*heldLock, error) {
	lock, err := within(ctx, e.calls, lockTimeout, func(ctx context.Context) (TokenLock, error) {
		return e.store.Lock(ctx, e.key)
	}, func(lock TokenLock) {
		ctx, cancel := context.WithTimeout(context.Background(), unlockTimeout)
		defer cancel()
		_ = lock.Unlock(ctx)
	})
	if err != nil {
		return nil, &SaveError{Op: "lock", Err: err}
	}
	return &heldLock{lock: lock, entry: e, turn: make(chan struct{}, 1)}, nil
}

// update replaces the record with the version that change returns, under the lock.
func (e *storeEntry) update(ctx context.Context, change func(*record) (version, error)) error {
	lock, err := e.lock(ctx)
	if err != nil {
		return err
	}
	defer lock.unlock(ctx)
	if err := lock.load(ctx); err != nil {
		return err
	}
	next, err := change(&lock.rec)
	if err != nil {
		return err
	}
	data, err := lock.rec.with(next)
	if err != nil {
		return err
	}
	if err := lock.save(ctx, data); err != nil {
		return &SaveError{Op: "save", Err: err}
	}
	return nil
}

// heldLock is the lock of a storeEntry, with the record that was loaded under it. Its calls run one
// after the other, so that an abandoned save ends before another process gets the lock.
type heldLock struct {
	lock  TokenLock
	entry *storeEntry
	rec   record
	turn  chan struct{} // holds a value during a call
}

func (l *heldLock) load(ctx context.Context) (err error) {
	l.rec, err = l.entry.load(ctx)
	return err
}

// prepare proves that a record of size bytes can be saved, if the store can tell.
func (l *heldLock) prepare(ctx context.Context, size int) error {
	p, ok := l.lock.(SavePreparer)
	if !ok {
		return nil
	}
	err := l.do(ctx, l.entry.calls, saveTimeout, func(ctx context.Context) error { return p.PrepareSave(ctx, size) })
	if err != nil && !errors.Is(err, ErrLockLost) {
		return &SaveError{Op: "prepare", Err: err}
	}
	return err
}

// save tries once to save. It returns the store's error.
func (l *heldLock) save(ctx context.Context, data []byte) error {
	return l.do(ctx, l.entry.calls, saveTimeout, func(ctx context.Context) error { return l.lock.Save(ctx, data) })
}

// unlock runs even if ctx is done or other calls hang, because other processes wait for the lock.
func (l *heldLock) unlock(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	_ = l.do(ctx, new(storeCalls), unlockTimeout, func(context.Context) error {
		// The timeout begins here, because an abandoned save may delay the call.
		ctx, cancel := context.WithTimeout(ctx, unlockTimeout)
		defer cancel()
		return l.lock.Unlock(ctx) // an error changes nothing: the lock is lost or times out
	})
}

// do makes one call of the lock, after the previous one has returned.
func (l *heldLock) do(ctx context.Context, c *storeCalls, timeout time.Duration, call func(context.Context) error) error {
	_, err := within(ctx, c, timeout, func(ctx context.Context) (struct{}, error) {
		l.turn <- struct{}{}
		defer func() { <-l.turn }()
		return struct{}{}, call(ctx)
	}, nil)
	return err
}
