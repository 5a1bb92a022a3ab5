package webhook

import (
	"context"
	"errors"
)

// accept puts j into the queue, unless it is a duplicate, and waits for it if its handler is synchronous. ctx is that of
// the request.
func (m *Mux) accept(ctx context.Context, j *job) (result Result, storeErr error) {
	if m.config.store != nil {
		if result, storeErr = m.claim(j); result != ResultAccepted {
			return result, storeErr
		}
	}
	if j.route.config.synchronous {
		j.done = make(chan Result, 1)
		j.overdue = make(chan struct{})
	}
	result = m.queue.push(j)
	switch {
	case result != ResultAccepted:
		storeErr = errors.Join(storeErr, m.release(j))
	case j.route.config.synchronous:
		result = m.await(ctx, j)
	}
	return result, storeErr
}

// await waits for the handler of j. A request that ends before the handler began takes the job with it, and so does
// Shutdown; a handler that has begun goes on.
func (m *Mux) await(ctx context.Context, j *job) (result Result) {
	select {
	case result := <-j.done:
		return result
	case <-j.overdue:
		return ResultOverdue
	case <-m.base.Done():
		result = ResultClosed
	case <-ctx.Done():
		result = ResultGone
	}
	if m.queue.withdraw(j) {
		_ = m.release(j) // an error costs the next attempt a little time
	}
	return result
}
