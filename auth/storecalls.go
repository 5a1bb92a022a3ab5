package auth

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// storeCalls bounds the calls of one user of a TokenStore. A store may hang in spite of its context:
// a file on a network file system that is gone, a Redis that stands still. storeCalls owns the
// goroutine of each call; it abandons a call that does not return in time, and takes back what the
// call brings later. Its zero value is ready.
type storeCalls struct {
	hanging atomic.Int32 // abandoned calls that still run
}

const (
	loadTimeout = 10 * time.Second
	lockTimeout = time.Minute
	// abandonAfter is how long a call may take to notice the end of its context.
	abandonAfter = 500 * time.Millisecond
	maxHanging   = 4
)

// errHanging means that a store was not called, because it hangs.
const errHanging = problem("auth: the token store hangs: earlier calls have not returned yet")

// called is the result of a call.
type called[T any] struct {
	value    T
	err      error
	panicked any
}

// within runs a call and waits for it, no longer than timeout and ctx allow. A late result goes to
// late, which may be nil.
func within[T any](ctx context.Context, c *storeCalls, timeout time.Duration, call func(context.Context) (T, error), late func(T)) (T, error) {
	var none T
	if c.hanging.Load() >= maxHanging {
		return none, errHanging
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	done := make(chan called[T], 1)
	go func() {
		var result called[T]
		defer func() {
			result.panicked = recover()
			done <- result
		}()
		result.value, result.err = call(ctx)
	}()
	result, ok := await(ctx, done)
	if !ok {
		c.hanging.Add(1)
		go func() { // ends with the call
			result := <-done
			c.hanging.Add(-1)
			if late != nil && result.err == nil && result.panicked == nil {
				late(result.value)
			}
		}()
		return none, ctx.Err()
	}
	if result.panicked != nil {
		panic(result.panicked) // on the goroutine of the caller, as without the detour
	}
	return result.value, result.err
}

// await returns the result of a call, or false if the call still runs a moment after ctx ended.
func await[T any](ctx context.Context, done <-chan T) (result T, ok bool) {
	select {
	case result = <-done:
		return result, true
	case <-ctx.Done():
	}
	timer := time.NewTimer(abandonAfter)
	defer timer.Stop()
	select {
	case result = <-done:
		return result, true
	case <-timer.C:
		return result, false
	}
}

// load reads a record in time.
func (c *storeCalls) load(ctx context.Context, store TokenStore, key string) (record, error) {
	rec, err := within(ctx, c, loadTimeout, func(ctx context.Context) (record, error) {
		return loadRecord(ctx, store, key)
	}, nil)
	_, saying := errors.AsType[*SaveError](err)
	if _, ok := errors.AsType[*FormatError](err); err == nil || ok || saying {
		return rec, err
	}
	return record{}, &SaveError{Op: "load", Err: err}
}

// lock takes a lock in time. A lock that comes late is given back.
func (c *storeCalls) lock(ctx context.Context, store TokenStore, key string) (*heldLock, error) {
	lock, err := within(ctx, c, lockTimeout, func(ctx context.Context) (TokenLock, error) {
		return store.Lock(ctx, key)
	}, func(lock TokenLock) {
		ctx, cancel := context.WithTimeout(context.Background(), unlockTimeout)
		defer cancel()
		_ = lock.Unlock(ctx)
	})
	if err != nil {
		return nil, &SaveError{Op: "lock", Err: err}
	}
	return &heldLock{lock: lock, calls: c, turn: make(chan struct{}, 1)}, nil
}

// heldLock is a TokenLock whose calls are bounded. Its calls run one after the other, so that an
// abandoned save ends before the lock goes to another process.
type heldLock struct {
	lock  TokenLock
	calls *storeCalls
	turn  chan struct{} // holds a value during a call
}

// do runs one call of the lock.
func (l *heldLock) do(ctx context.Context, c *storeCalls, timeout time.Duration, call func(context.Context) error) error {
	_, err := within(ctx, c, timeout, func(ctx context.Context) (struct{}, error) {
		l.turn <- struct{}{}
		defer func() { <-l.turn }()
		return struct{}{}, call(ctx)
	}, nil)
	return err
}

func (l *heldLock) save(ctx context.Context, data []byte) error {
	return l.do(ctx, l.calls, saveTimeout, func(ctx context.Context) error { return l.lock.Save(ctx, data) })
}

// prepare proves that a record of so many bytes can be saved, if the store is able to tell.
func (l *heldLock) prepare(ctx context.Context, size int) error {
	p, ok := l.lock.(SavePreparer)
	if !ok {
		return nil
	}
	err := l.do(ctx, l.calls, saveTimeout, func(ctx context.Context) error { return p.PrepareSave(ctx, size) })
	if err != nil && !errors.Is(err, ErrLockLost) {
		return &SaveError{Op: "prepare", Err: err}
	}
	return err
}

// unlock runs even when ctx is done, and however many calls hang: other processes wait for the lock.
func (l *heldLock) unlock(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	_ = l.do(ctx, new(storeCalls), unlockTimeout, func(context.Context) error {
		// After an abandoned save it begins late.
		ctx, cancel := context.WithTimeout(ctx, unlockTimeout)
		defer cancel()
		return l.lock.Unlock(ctx) // a lock that is gone is as good as one given back
	})
}

const unlockTimeout = 5 * time.Second
