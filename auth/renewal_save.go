package auth

import (
	"context"
	"errors"
	"time"
)

// pending is a token that is not saved yet.
type pending struct {
	version
	// over is what was stored when the token was exchanged; known is false if the store was out
	// of reach.
	over  record
	known bool
}

// overtaken reports whether a newer token was stored since: by another process, by a person who
// logged in again, or by a save of this one that seemed to fail.
func (p *pending) overtaken(rec record) bool {
	if !rec.stored || p.known && p.over.stored && rec.token.same(p.over.token) {
		return false
	}
	return !rec.version().isStale(p.version)
}

// save keeps the pending token safe. It returns the record as it is stored now.
func (r *Refresher) save(ctx context.Context, lock *heldLock, rec record) (record, error) {
	next := r.renewal.pending.version
	generation := max(next.line.generation, nextGeneration(rec.line.generation))
	next.line = next.line.with(rec.line)
	next.line.generation = generation
	next.line.spent = without(next.line.spent, fingerprint(next.token))
	if r.isFile {
		rec.setClient(r.config, r.targetURL())
	}
	data, err := rec.with(next)
	if err != nil {
		return rec, err
	}
	if err := saveWithRetries(ctx, lock, data); err != nil {
		return rec, err
	}
	r.renewal.pending, r.renewal.reported = nil, false
	rec.token, rec.line, rec.stored = next.token, next.line, true
	return rec, nil
}

func saveWithRetries(ctx context.Context, lock *heldLock, data []byte) error {
	// The exchange may have used up the time, and what it brought must not be lost.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
	defer cancel()
	for attempt := 1; ; attempt++ {
		err := lock.save(ctx, data)
		if err == nil || errors.Is(err, ErrLockLost) { // without the lock begin again
			return err
		}
		if attempt == saveAttempts || !wait(ctx, time.Duration(attempt)*100*time.Millisecond) {
			return &SaveError{Op: "save", Err: err}
		}
	}
}

// withoutStore is what becomes of a refresh while the store is out of reach: nothing, so that no
// token is spent that cannot be kept; or, with ContinueUnsaved, the same in memory alone. rec is what
// could be read.
func (r *Refresher) withoutStore(ctx context.Context, e *exchanger, rec record, used *state, why reason, failed *SaveError) (*state, error) {
	if !r.continueUnsaved || why == closing {
		return nil, failed
	}
	if s, err := r.adopt(rec, used, why); s != nil || err != nil {
		return s, err // what the program was given is still good
	}
	p := r.renewal.pending
	if p == nil {
		p = &pending{over: rec, known: rec.stored}
	}
	inUse := used != nil && used.token.same(p.token)
	if r.renewal.pending == nil || inUse && (why != expired || !used.usable(r.now(), r.running())) {
		from, err := r.choose(rec, used, why)
		if err != nil {
			return nil, err
		}
		if p.version, err = r.exchange(ctx, e, rec, from, why); err != nil {
			return nil, err
		}
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
	s, err := r.newState(r.renewal.pending.version, true)
	if err != nil {
		return nil, err
	}
	if again := r.moment().add(resaveAfter); s.early.wall.IsZero() || again.wall.Before(s.early.wall) {
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
