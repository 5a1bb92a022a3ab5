package auth

import (
	"context"
	"errors"
	"time"
)

// pending is a token that is not saved yet.
type pending struct {
	token Token
	// over is what was stored when the token was exchanged; known is false if the store was out
	// of reach.
	over  record
	known bool
}

// overtaken reports whether another token was stored since: by another process, by a person who
// logged in again, or by a save of this one that seemed to fail.
func (p *pending) overtaken(rec record) bool {
	switch {
	case !rec.stored:
		return false
	case p.known:
		return !p.over.stored || !rec.token.same(p.over.token)
	default:
		return rec.token.CreatedAt.After(p.token.CreatedAt)
	}
}

// save keeps the pending token safe. It returns the record as it is stored now.
func (r *Refresher) save(ctx context.Context, lock TokenLock, rec record) (record, error) {
	token := r.renewal.pending.token
	if r.isFile {
		rec.setClient(r.config, r.targetURL())
	}
	data, err := rec.with(token)
	if err != nil {
		return rec, err
	}
	if err := saveWithRetries(ctx, lock, data); err != nil {
		return rec, err
	}
	r.renewal.pending, r.renewal.reported = nil, false
	rec.token, rec.stored = token, true
	return rec, nil
}

func saveWithRetries(ctx context.Context, lock TokenLock, data []byte) error {
	// The exchange may have used up the time, and what it brought must not be lost.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
	defer cancel()
	for attempt := 1; ; attempt++ {
		err := lock.Save(ctx, data)
		if err == nil || errors.Is(err, ErrLockLost) { // without the lock begin again
			return err
		}
		if attempt == saveAttempts || !wait(ctx, time.Duration(attempt)*100*time.Millisecond) {
			return &SaveError{Op: "save", Err: err}
		}
	}
}

// withoutStore is what becomes of a refresh while the store is out of reach: nothing, so that no
// token is spent that cannot be kept; or, with ContinueUnsaved, the same in memory alone.
func (r *Refresher) withoutStore(ctx context.Context, e *exchanger, used *state, why reason, failed *SaveError) (*state, error) {
	if !r.continueUnsaved || why == closing {
		return nil, failed
	}
	if s, err := r.adopt(record{}, used, why); s != nil || err != nil {
		return s, err // what the program was given is still good
	}
	p := r.renewal.pending
	if p == nil {
		p = &pending{}
	}
	inUse := used != nil && used.token.same(p.token)
	if r.renewal.pending == nil || inUse && (why != expired || !used.usable(r.now())) {
		token, err := r.exchange(ctx, e, record{}, used, why)
		if err != nil {
			return nil, err
		}
		p.token = token
		r.renewal.pending = p
	}
	return r.unsaved(failed)
}

// unsaved decides what a failed save means for the pending token.
func (r *Refresher) unsaved(err error) (*state, error) {
	failed, ok := errors.AsType[*SaveError](err)
	if !ok || !r.continueUnsaved {
		return nil, err
	}
	if !r.renewal.reported && r.report != nil {
		r.report(failed)
	}
	r.renewal.reported = true
	s, err := r.newState(r.renewal.pending.token)
	if err != nil {
		return nil, err
	}
	if again := r.now().Add(resaveAfter); s.early.IsZero() || again.Before(s.early) {
		s.early = again // the next flight saves it
	}
	return s, nil
}

// targetURL is what the token file calls the base URL.
func (r *Refresher) targetURL() string {
	e, err := r.bind(nil, nil)
	if err != nil {
		return ""
	}
	return e.origin.url("")
}
