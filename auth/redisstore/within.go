package redisstore

import (
	"context"
	"errors"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/cause"
)

// callTimeout bounds one call of Redis, its retries included. A client can be configured to wait for
// ever, and it ignores its context unless it is told otherwise.
const callTimeout = 10 * time.Second

// maxHanging bounds the calls that a Store has abandoned and that still run.
const maxHanging = 16

// errHanging means that Redis was not called.
var errHanging = errors.New("Redis does not respond: earlier calls have not returned yet")

// within runs a call and waits for it until ctx ends, at most callTimeout. The Store owns the
// goroutine of an abandoned call; what the call brings late goes to late, which may be nil.
func within[T any](ctx context.Context, s *Store, what string, call func(context.Context) (T, error), late func(T)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	if s.hanging.Load() >= maxHanging {
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
	s.hanging.Add(1)
	go func() { // ends with the call
		r := <-done
		s.hanging.Add(-1)
		if r.err == nil && late != nil {
			late(r.value)
		}
	}()
	return none, failed(what, ctx.Err())
}
