package auth

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// renewal is what flights leave to the next one.
type renewal struct {
	pending  *pending
	reported bool      // ContinueUnsaved has told of this failure
	refused  []refused // the newest last
}

const (
	attempts        = 3                // of a refresh that may succeed later
	saveAttempts    = 4                // of a save
	exchangeTimeout = 15 * time.Second // for one response of the server
	saveTimeout     = 10 * time.Second // for all attempts of a save
	lookTimeout     = 5 * time.Second  // for a look at the store after a refusal
	resaveAfter     = 30 * time.Second // ContinueUnsaved
	youngest        = time.Minute      // a 401 for a younger token has another reason than its age
	maxRefused      = 8
	confirmAfter    = time.Second // a refusal, before another token is tried
	refusedPause    = time.Minute // before a refused token is sent again, doubled with each refusal
	refusedLongest  = time.Hour
	placeholder     = 4 << 10         // bytes by which the next record may exceed the stored one
	longestWait     = 5 * time.Second // within a refresh, if the server asks to wait
	longestPause    = time.Minute     // between two, whatever the server asks
)

// replaceToken finds or makes a successor of used. After each failure it begins again with the
// store: what it does not know about the last exchange may be written there by now.
func (r *Refresher) replaceToken(ctx context.Context, e *exchanger, used *state, why reason) (*state, error) {
	for attempt := 1; ; attempt++ {
		next, err := r.tryReplace(ctx, e, used, why)
		asked := askedToWait(err)
		if err == nil || attempt == attempts || !canSucceedLater(err) || asked > longestWait {
			return next, err
		}
		if !sleep(ctx, asked) || !wait(ctx, time.Duration(attempt)*250*time.Millisecond) {
			return nil, err
		}
	}
}

// tryReplace is the order that keeps a login alive through crashes and among processes: under the
// lock, load; take up what is newer; otherwise prove that the store can be written, exchange, then
// save, and only then use.
func (r *Refresher) tryReplace(ctx context.Context, e *exchanger, used *state, why reason) (*state, error) {
	// A newer token needs no lock: the process that saved it has let go of the old one.
	if rec, err := r.calls.load(ctx, r.store, r.key); r.renewal.pending == nil {
		if err == nil {
			if s, err := r.adopt(rec, used, why); s != nil || err != nil {
				return s, err
			}
		}
		if why == unauthorized && (r.isYoung(used) || !r.canRefresh(rec)) {
			return nil, errNoOther
		}
	}
	lock, err := r.calls.lock(ctx, r.store, r.key)
	if failed, ok := errors.AsType[*SaveError](err); ok {
		return r.withoutStore(ctx, e, record{}, used, why, failed)
	}
	defer lock.unlock(ctx)
	rec, err := r.calls.load(ctx, r.store, r.key)
	if failed, ok := errors.AsType[*SaveError](err); ok {
		return r.withoutStore(ctx, e, record{}, used, why, failed)
	}
	if err != nil {
		return nil, err
	}
	if p := r.renewal.pending; p != nil && p.overtaken(rec) {
		r.renewal.pending, r.renewal.reported = nil, false
	} else if p != nil {
		rec, err = r.save(ctx, lock, rec)
		if failed, ok := errors.AsType[*SaveError](err); ok {
			return r.withoutStore(ctx, e, rec, used, why, failed)
		}
		if err != nil {
			return nil, err
		}
		s, err := r.newState(rec.version(), false)
		if err != nil || why == closing || why == expired && s.usable(r.now(), r.running()) {
			return s, err
		}
	}
	if why == closing {
		return used, nil // another's token is for the next request to take up
	}
	if s, err := r.adopt(rec, used, why); s != nil || err != nil {
		return s, err
	}
	from, err := r.choose(rec, used, why)
	if err != nil {
		return nil, err
	}
	if err := r.prepare(ctx, lock, rec, from); err != nil {
		if failed, ok := errors.AsType[*SaveError](err); ok {
			return r.withoutStore(ctx, e, rec, used, why, failed)
		}
		return nil, err
	}
	next, err := r.exchange(ctx, e, rec, from, why)
	if isRefusal(err) && r.replaced(ctx, rec) {
		return nil, ErrLockLost
	}
	if err != nil {
		return nil, err
	}
	r.renewal.pending = &pending{version: next, over: rec, known: true}
	if _, err := r.save(ctx, lock, rec); err != nil {
		return r.unsaved(err)
	}
	return r.newState(next, true)
}

// prepare proves that the successor of a token can be saved, as long as nothing is spent.
func (r *Refresher) prepare(ctx context.Context, lock *heldLock, rec record, from version) error {
	if r.isFile {
		rec.setClient(r.config, r.targetURL())
	}
	data, err := rec.with(r.successor(from, from.token))
	if err != nil {
		return err
	}
	return lock.prepare(ctx, len(data)+placeholder)
}

// replaced reports whether another token was stored in spite of the lock, as happens when its holder
// sleeps for longer than it lasts. Then the refusal of the old one says nothing about the login.
func (r *Refresher) replaced(ctx context.Context, was record) bool {
	// The sleep may have used up the time.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookTimeout)
	defer cancel()
	now, err := r.calls.load(ctx, r.store, r.key)
	return err == nil && now.stored && !(was.stored && now.token.same(was.token))
}

// adopt returns the newest token that is known, if it is another than used and requests can be
// sent with it.
func (r *Refresher) adopt(rec record, used *state, why reason) (*state, error) {
	newest := r.newest(rec)
	if (used != nil || why == forced) && newest.token.same(r.Current()) {
		return nil, nil
	}
	s, err := r.newState(newest, false)
	if err != nil && newest.token.canRefresh() {
		return nil, nil // no header can carry the access token, but there is a way to the next one
	}
	if err != nil || !s.usable(r.now(), r.running()) {
		return nil, err
	}
	return s, nil
}

// canSucceedLater reports whether a refresh is worth another attempt.
func canSucceedLater(err error) bool {
	if e, ok := errors.AsType[*ExchangeError](err); ok {
		return e.retry
	}
	if e, ok := errors.AsType[*SaveError](err); ok {
		return e.Op != "save" // which was tried several times
	}
	return errors.Is(err, ErrLockLost) || errors.Is(err, errNoLogin)
}

// askedToWait is how long the server asked to be left alone, 0 if it did not.
func askedToWait(err error) time.Duration {
	if e, ok := errors.AsType[*ExchangeError](err); ok {
		return e.wait
	}
	return 0
}

// wait sleeps for about d.
func wait(ctx context.Context, d time.Duration) bool { return sleep(ctx, d/2+rand.N(d)) }
