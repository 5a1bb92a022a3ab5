package auth

import (
	"context"
	"errors"
	"time"
)

// flight is one refresh. Many requests may wait for it.
type flight struct {
	why  reason
	done chan struct{} // closed at the end, when the fields below are set
	next *state
	err  error
}

const (
	// flightTimeout bounds the waits of a flight: for the lock, for the store, before another
	// attempt. An exchange or a save that has begun has its own time.
	flightTimeout = time.Minute
	// closingTimeout is the flightTimeout of the last save, for which the end of a program waits.
	closingTimeout = 20 * time.Second
)

// renew waits for the successor of a state. If another goroutine has replaced the state already, it
// returns the current one.
func (r *Refresher) renew(ctx context.Context, used *state, why reason) (*state, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f, s, err := r.join(used, why, false)
		if f == nil {
			return s, err
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if f.why != why && (f.why == closing || errors.Is(f.err, errNoOther)) {
			continue // the result is not about this reason
		}
		return f.next, f.err
	}
}

// renewInBackground begins a flight unless there is one.
func (r *Refresher) renewInBackground(used *state) { _, _, _ = r.join(used, expired, true) }

// join returns the flight in progress or begins one. If there is nothing to wait for, it returns no
// flight but the result.
func (r *Refresher) join(used *state, why reason, background bool) (*flight, *state, error) {
	e, err := r.bind(nil, nil, nil)
	if err != nil {
		return nil, nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.current.Load(); s != used {
		return nil, s, nil
	}
	if r.flight != nil {
		return r.flight, nil, nil
	}
	if why != forced && r.clock.running() < r.failed.until(background) {
		return nil, nil, r.failed.err
	}
	return r.begin(task{e, used, why}), nil, nil
}

// joinLast returns the flight in progress, or begins the last one, which saves the pending token.
// It returns nil if there is neither.
func (r *Refresher) joinLast() (f *flight, last bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.flight != nil:
		return r.flight, false
	case r.renewal.pending != nil:
		return r.begin(task{r.exchanger, r.current.Load(), closing}), true
	default:
		return nil, false
	}
}

// begin starts a flight. The caller holds mu.
func (r *Refresher) begin(t task) *flight {
	f := &flight{why: t.why, done: make(chan struct{})}
	r.flight = f
	go r.fly(f, t)
	return f
}

// fly runs a flight to its end, even if the request that began it is cancelled.
func (r *Refresher) fly(f *flight, t task) {
	timeout := flightTimeout
	if t.why == closing {
		timeout = closingTimeout
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	f.next, f.err = r.renewal.run(ctx, t)

	r.mu.Lock()
	defer r.mu.Unlock()
	r.flight = nil
	switch {
	case f.err == nil:
		r.current.Store(f.next)
		r.failed = failure{}
	case !errors.Is(f.err, errNoOther):
		r.failed = failure{err: f.err, at: r.clock.running(), count: r.failed.count + 1}
	}
	close(f.done)
}

// failure is how the last flights have failed.
type failure struct {
	err   error
	at    time.Duration // of the last one, on the running clock
	count int           // in a row
}

// longestPause bounds the pause between two flights, even if the server asks for more.
const longestPause = time.Minute

// until returns when the next flight may begin, so that requests do not hammer a server or a store
// that is down. Requests that wait for a token get the error for a second, or for as long as the
// server asked. In the background, the pause grows with each failure.
func (f failure) until(background bool) time.Duration {
	if f.err == nil {
		return 0
	}
	pause := time.Second
	if background {
		pause <<= min(f.count-1, 5)
	}
	return f.at + max(pause, min(askedToWait(f.err), longestPause))
}
