package webhook

import (
	"context"
	"errors"
)

// accept queues j unless it is a duplicate. If the handler of j is synchronous, accept waits for it
// until ctx, the context of the request, is done.
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

// await waits for the handler of j. If the request or the mux ends before the handler starts, await
// withdraws j; a handler that has started keeps running.
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
		_ = m.release(j) // if this fails, the key stays pending until its lease ends
	}
	return result
}
