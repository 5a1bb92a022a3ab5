package redisstore

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/cause"
)

// callTimeout bounds one call of Redis with its retries. A client may be configured without
// timeouts, and by default it ignores the deadline of its context.
const callTimeout = 10 * time.Second

// maxHanging bounds the abandoned calls of a Store or a Limiter that have not returned.
const maxHanging = 16

// errHanging means that no call was made.
var errHanging = errors.New("Redis does not respond: earlier calls have not returned yet")

// within makes a call and waits for it until ctx ends, at most for callTimeout. An abandoned call
// counts as hanging until it returns. If it succeeds then, late receives its value; late may be
// nil.
func within[T any](ctx context.Context, hanging *atomic.Int32, what string, call func(context.Context) (T, error), late func(T)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	if hanging.Load() >= maxHanging {
		return none, cause.New("redisstore: "+what+": "+errHanging.Error(), errHanging)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	done := make(chan result, 1)
	go func() {
		value, err := call(ctx)
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		if r.err != nil {
			return none, failed(what, r.err)
		}
		return r.value, nil
	case <-ctx.Done():
	}
	hanging.Add(1)
	go func() { // ends with the call
		r := <-done
		hanging.Add(-1)
		if r.err == nil && late != nil {
			late(r.value)
		}
	}()
	return none, failed(what, ctx.Err())
}
