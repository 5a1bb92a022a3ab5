package auth

import (
	"context"
	"errors"
	"time"
)

// withoutStore handles an error of the store before an exchange. By default it returns the error,
// so that no refresh token is spent whose successor cannot be saved. With ContinueUnsaved it does
// the rest of the task in memory. It returns other errors unchanged. rec is what could be read.
func (n *renewal) withoutStore(ctx context.Context, t task, rec record, err error) (*state, error) {
	failed, ok := errors.AsType[*SaveError](err)
	if !ok || !n.continueUnsaved || t.why == closing {
		return nil, err
	}
	if next, err := n.adopt(t, rec); next != nil || err != nil {
		return next, err // the token that the program was given is still good
	}
	if n.pending == nil || n.isPendingUsedUp(t) {
		if err := n.exchangeUnsaved(ctx, t, rec); err != nil {
			return nil, err
		}
	}
	return n.useUnsaved(failed)
}

// isPendingUsedUp reports whether requests use the pending token already and the task is to replace
// it.
func (n *renewal) isPendingUsedUp(t task) bool {
	inUse := t.used != nil && t.used.token.same(n.pending.token)
	return inUse && (t.why != expired || !t.used.usable(n.clock.present()))
}

// exchangeUnsaved exchanges the newest refresh token. Its successor becomes the pending token.
func (n *renewal) exchangeUnsaved(ctx context.Context, t task, rec record) error {
	from, err := n.choose(t, rec)
	if err != nil {
		return err
	}
	next, err := n.exchange(ctx, t, rec, from)
	if err != nil {
		return err
	}
	if n.pending == nil {
		n.pending = &pending{over: rec, known: rec.stored}
	}
	n.pending.version = next
	return nil
}

// useUnsaved handles an error after an exchange, which left a pending token. With ContinueUnsaved,
// requests use that token, and a flight saves it soon. By default, no request uses it.
func (n *renewal) useUnsaved(err error) (*state, error) {
	failed, ok := errors.AsType[*SaveError](err)
	if !ok || !n.continueUnsaved {
		return nil, err
	}
	if !n.reported && n.report != nil {
		n.report(failed)
	}
	n.reported = true
	next, err := newState(n.pending.version, true, &n.clock)
	if err != nil {
		return nil, err
	}
	if again := n.clock.present().add(resaveAfter); next.early.wall.IsZero() || again.wall.Before(next.early.wall) {
		next.early = again
	}
	return next, nil
}

// resaveAfter is the pause between two attempts to save a token that is in use.
const resaveAfter = 30 * time.Second
