package auth

import (
	"context"
	"sync/atomic"
	"time"
)

// storeCalls bounds the calls that one user of a TokenStore makes. A store may hang and ignore its
// context: a network file system that is gone, a Redis that does not respond. storeCalls owns the
// goroutine of each call. It abandons a call that does not return in time, and later disposes of
// the result. Its zero value is ready to use.
type storeCalls struct {
	hanging atomic.Int32 // abandoned calls that have not returned
}

const (
	// abandonAfter is how long a call may take to notice the end of its context.
	abandonAfter = 500 * time.Millisecond
	maxHanging   = 4
)

// errHanging means that the store was not called.
const errHanging = problem("auth: the token store hangs: earlier calls have not returned yet")

// outcome is what a call returned, or its panic.
type outcome[T any] struct {
	value    T
	err      error
	panicked any
}

// within makes a call and waits for it until ctx ends, at most for timeout. If the call returns a
// value after that, late receives the value; late may be nil.
func within[T any](ctx context.Context, c *storeCalls, timeout time.Duration, call func(context.Context) (T, error), late func(T)) (T, error) {
	var none T
	if c.hanging.Load() >= maxHanging {
		return none, errHanging
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	done := make(chan outcome[T], 1)
	go func() {
		var o outcome[T]
		defer func() {
			o.panicked = recover()
			done <- o
		}()
		o.value, o.err = call(ctx)
	}()
	o, ok := await(ctx, done)
	if !ok {
		c.hanging.Add(1)
		go func() { // ends with the call
			o := <-done
			c.hanging.Add(-1)
			if late != nil && o.err == nil && o.panicked == nil {
				late(o.value)
			}
		}()
		return none, ctx.Err()
	}
	if o.panicked != nil {
		panic(o.panicked) // on the caller's goroutine, as if the caller had made the call
	}
	return o.value, o.err
}

// await returns the result of a call, or false if the call is still running a moment after ctx
// ended.
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
