package auth

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// renewal replaces the token of a login. One flight at a time uses it. Its fields after login are
// what a flight leaves to the next one; no other code touches them, except that joinLast reads
// pending between two flights.
type renewal struct {
	*login
	pending  *pending // a token that is not saved yet
	reported bool     // ContinueUnsaved has reported the failure of the store
	refusals refusals
}

// task is what a flight has to do.
type task struct {
	exchanger *exchanger
	used      *state // the token to replace, which is the current one; nil before the first use
	why       reason
}

// reason is why a flight replaces a token.
type reason int

const (
	expired      reason = iota // it has expired, or is about to
	unauthorized               // the API responded with 401
	forced                     // the caller of Refresh wants another token
	closing                    // Close wants the pending token saved, and nothing else
)

const (
	attempts     = 3                      // of a task
	attemptPause = 250 * time.Millisecond // between two attempts, longer each time
	longestWait  = 5 * time.Second        // between two attempts, if the server asks for it
)

// errNoOther means that there is no other token: the token is too young for a 401 to be about its
// age, or there is no refresh token.
var errNoOther = errors.New("auth: there is no other token to try")

// run does a task. After an error that may pass it begins again with a look at the store, because
// another process may have saved a token since.
func (n *renewal) run(ctx context.Context, t task) (*state, error) {
	for attempt := 1; ; attempt++ {
		next, err := n.attempt(ctx, t)
		asked := askedToWait(err)
		if err == nil || attempt == attempts || !mayPass(err) || asked > longestWait {
			return next, err
		}
		if !sleep(ctx, asked) || !sleepAbout(ctx, time.Duration(attempt)*attemptPause) {
			return nil, err
		}
	}
}

// attempt does the steps of a task in the order that keeps a login alive when processes share it
// and when one of them crashes: a new token is saved before it is used, and a refresh token is sent
// only if no newer one is stored.
func (n *renewal) attempt(ctx context.Context, t task) (*state, error) {
	if next, err := n.look(ctx, t); next != nil || err != nil {
		return next, err
	}
	lock, err := n.entry.lock(ctx)
	if err != nil {
		return n.withoutStore(ctx, t, record{}, err)
	}
	defer lock.unlock(ctx)
	if err := lock.load(ctx); err != nil {
		return n.withoutStore(ctx, t, lock.rec, err)
	}
	if next, err := n.settle(ctx, t, lock); next != nil || err != nil {
		return next, err
	}
	if t.why == closing {
		return t.used, nil
	}
	if next, err := n.adopt(t, lock.rec); next != nil || err != nil {
		return next, err
	}
	return n.exchangeAndSave(ctx, t, lock)
}

// look adopts a newer token without the lock: the process that saved it no longer needs the old
// one. For a 401, it also decides whether another token can help. It returns nil if the task needs
// the lock.
func (n *renewal) look(ctx context.Context, t task) (*state, error) {
	if n.pending != nil {
		return nil, nil // only settle knows whether the stored token is newer
	}
	rec, err := n.entry.load(ctx)
	if err == nil {
		if next, err := n.adopt(t, rec); next != nil || err != nil {
			return next, err
		}
	}
	if t.why == unauthorized && (t.used.isYoung(&n.clock) || !n.canExchange(t, rec)) {
		return nil, errNoOther
	}
	return nil, nil
}

// adopt returns the newest known token if it is usable and not the one to replace. Otherwise it
// returns nil.
func (n *renewal) adopt(t task, rec record) (*state, error) {
	newest := n.seed.newest(rec, t.used)
	if (t.used != nil || t.why == forced) && newest.token.same(n.seed.held(t.used).token) {
		return nil, nil
	}
	next, err := newState(newest, false, &n.clock)
	if err != nil && newest.token.canRefresh() {
		return nil, nil // no header can carry the access token, but its refresh token leads to another
	}
	if err != nil || !next.usable(n.clock.present()) {
		return nil, err
	}
	return next, nil
}

// exchangeAndSave exchanges the newest refresh token, saves its successor and only then returns it.
func (n *renewal) exchangeAndSave(ctx context.Context, t task, lock *heldLock) (*state, error) {
	from, err := n.choose(t, lock.rec)
	if err != nil {
		return nil, err
	}
	if err := n.prepare(ctx, t, lock, from); err != nil {
		return n.withoutStore(ctx, t, lock.rec, err)
	}
	next, err := n.exchange(ctx, t, lock.rec, from)
	if isRefusal(err) && n.isReplaced(ctx, lock.rec) {
		return nil, ErrLockLost
	}
	if err != nil {
		return nil, err
	}
	n.pending = &pending{version: next, over: lock.rec, known: true}
	if err := n.savePending(ctx, t, lock); err != nil {
		return n.useUnsaved(err)
	}
	return newState(next, true, &n.clock)
}

// prepare proves that the successor of a token can be saved, before the token is spent.
func (n *renewal) prepare(ctx context.Context, t task, lock *heldLock, from version) error {
	data, err := n.encode(t, lock.rec, n.seed.successor(from, from.token))
	if err != nil {
		return err
	}
	return lock.prepare(ctx, len(data)+placeholder)
}

// placeholder is how many bytes the next record may be longer than the stored one.
const placeholder = 4 << 10

// isReplaced reports whether another process has saved a token in spite of the lock. That happens
// if this process sleeps for longer than its lock lasts. A refusal of the old token then says
// nothing about the login.
func (n *renewal) isReplaced(ctx context.Context, was record) bool {
	// The sleep may have used up the time of ctx.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookTimeout)
	defer cancel()
	now, err := n.entry.load(ctx)
	return err == nil && now.stored && !(was.stored && now.token.same(was.token))
}

const lookTimeout = 5 * time.Second

// mayPass reports whether another attempt may succeed.
func mayPass(err error) bool {
	if e, ok := errors.AsType[*ExchangeError](err); ok {
		return e.retry
	}
	if e, ok := errors.AsType[*SaveError](err); ok {
		return e.Op != "save" // a save has its own attempts
	}
	return errors.Is(err, ErrLockLost) || errors.Is(err, errSeedRefused)
}

// askedToWait returns how long the server asked the client to wait.
func askedToWait(err error) time.Duration {
	if e, ok := errors.AsType[*ExchangeError](err); ok {
		return e.wait
	}
	return 0
}

// sleepAbout sleeps for d, give or take a half. It reports whether ctx allowed that.
func sleepAbout(ctx context.Context, d time.Duration) bool {
	return sleep(ctx, d/2+rand.N(d))
}
