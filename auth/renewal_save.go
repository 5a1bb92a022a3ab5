package auth

import (
	"context"
	"errors"
	"time"
)

// pending is a token that is not saved yet.
type pending struct {
	version
	over  record // the stored record at the time of the exchange
	known bool   // over could be read
}

// isOvertaken reports whether a newer token was stored since the exchange: by another process, by a
// person who logged in again, or by a save of this process that seemed to fail.
func (p *pending) isOvertaken(rec record) bool {
	if !rec.stored || p.known && p.over.stored && rec.token.same(p.over.token) {
		return false
	}
	return !rec.version().isStale(p.version)
}

// settle saves the pending token, or drops it if a newer one is stored. It returns a state if the
// task is done by that, otherwise nil.
func (n *renewal) settle(ctx context.Context, t task, lock *heldLock) (*state, error) {
	if n.pending == nil {
		return nil, nil
	}
	if n.pending.isOvertaken(lock.rec) {
		n.pending, n.reported = nil, false
		return nil, nil
	}
	if err := n.savePending(ctx, t, lock); err != nil {
		return n.withoutStore(ctx, t, lock.rec, err)
	}
	next, err := newState(lock.rec.version(), false, &n.clock)
	if err != nil || t.why == closing || t.why == expired && next.usable(n.clock.present()) {
		return next, err
	}
	return nil, nil
}

// savePending saves the pending token. Then lock.rec is the new record.
func (n *renewal) savePending(ctx context.Context, t task, lock *heldLock) error {
	next := n.pending.version
	generation := max(next.line.generation, nextGeneration(lock.rec.line.generation))
	next.line = next.line.with(lock.rec.line)
	next.line.generation = generation
	next.line.spent = without(next.line.spent, fingerprint(next.token))
	data, err := n.encode(t, lock.rec, next)
	if err != nil {
		return err
	}
	if err := saveWithRetries(ctx, lock, data); err != nil {
		return err
	}
	n.pending, n.reported = nil, false
	lock.rec.token, lock.rec.line, lock.rec.stored = next.token, next.line, true
	return nil
}

// encode returns a record with another version. A token file gets the application too.
func (n *renewal) encode(t task, rec record, v version) ([]byte, error) {
	if n.isFile {
		rec.setClient(n.config, t.exchanger.origin.url(""))
	}
	return rec.with(v)
}

const (
	saveAttempts = 4
	savePause    = 100 * time.Millisecond // between two attempts, longer each time
)

func saveWithRetries(ctx context.Context, lock *heldLock, data []byte) error {
	// The save has its own time, because the exchange may have used up that of ctx.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
	defer cancel()
	for attempt := 1; ; attempt++ {
		err := lock.save(ctx, data)
		if err == nil || errors.Is(err, ErrLockLost) { // without the lock, begin with a look again
			return err
		}
		if attempt == saveAttempts || !sleepAbout(ctx, time.Duration(attempt)*savePause) {
			return &SaveError{Op: "save", Err: err}
		}
	}
}
