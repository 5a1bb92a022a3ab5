package auth

import (
	"context"
	"errors"
	"time"
)

// reason is why a token is to be replaced.
type reason int

const (
	expired      reason = iota // or about to
	unauthorized               // the API answered 401 to it
	forced                     // somebody asked
	closing                    // it is not, only what is not saved is to be saved
)

// flight is one refresh, whoever waits for it.
type flight struct {
	why  reason
	done chan struct{} // closed at the end; the fields below are set by then
	next *state
	err  error
}

// flightTimeout bounds the waits of a refresh: for the lock, for the store, before another attempt. An
// exchange or a save that has begun has its own time.
const flightTimeout = time.Minute

// closingTimeout is the same for the last save, for which the end of a program waits.
const closingTimeout = 20 * time.Second

var (
	// errNoOther means that there is no other token to try: a 401 is not the fault of the token's
	// age, or there is nothing to refresh it with.
	errNoOther = errors.New("auth: there is no other token to try")
	// errNoRefreshToken is what that is called by Refresh.
	errNoRefreshToken = errors.New("auth: there is no refresh token, which a company's token has no need of")
)

// renew waits for the successor of a state. It returns what is already there if somebody was
// faster.
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
			continue // that flight was another's, for another reason
		}
		return f.next, f.err
	}
}

// renewInBackground begins a refresh unless there is one.
func (r *Refresher) renewInBackground(used *state) { _, _, _ = r.join(used, expired, true) }

// join returns the flight in progress or begins one. Without a flight the answer is there already.
func (r *Refresher) join(used *state, why reason, background bool) (*flight, *state, error) {
	e, err := r.bind(nil, nil)
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
	if why != forced && r.running() < r.failed.until(background) {
		return nil, nil, r.failed.err
	}
	return r.begin(e, used, why), nil, nil
}

// joinLast returns the flight in progress, or begins one that saves what is not saved yet; nil if
// there is neither.
func (r *Refresher) joinLast() (f *flight, last bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.flight != nil:
		return r.flight, false
	case r.renewal.pending != nil:
		return r.begin(r.exchanger, r.current.Load(), closing), true
	default:
		return nil, false
	}
}

// begin starts a flight. The caller holds the lock.
func (r *Refresher) begin(e *exchanger, used *state, why reason) *flight {
	f := &flight{why: why, done: make(chan struct{})}
	r.flight = f
	go r.fly(f, e, used)
	return f
}

// fly runs the flight to its end, detached from every request: the one that began it may leave.
func (r *Refresher) fly(f *flight, e *exchanger, used *state) {
	timeout := flightTimeout
	if f.why == closing {
		timeout = closingTimeout
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	f.next, f.err = r.replaceToken(ctx, e, used, f.why)

	r.mu.Lock()
	defer r.mu.Unlock()
	r.flight = nil
	switch {
	case f.err == nil:
		r.current.Store(f.next)
		r.failed = failure{}
	case !errors.Is(f.err, errNoOther):
		r.failed = failure{err: f.err, at: r.running(), count: r.failed.count + 1}
	}
	close(f.done)
}

// failure is how flights have ended lately.
type failure struct {
	err   error
	at    time.Duration // by Refresher.running
	count int           // in a row
}

// until is when the next flight may begin, so that nobody hammers a server or a store that is
// down. Those who wait for a token get the error for a second, or for as long as the server asked; in
// the background there is time.
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
