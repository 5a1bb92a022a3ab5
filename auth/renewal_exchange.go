package auth

import (
	"context"
	"errors"
	"time"
)

// choose returns the version whose refresh token to exchange: the newest, unless its successor was
// saved.
func (n *renewal) choose(t task, rec record) (version, error) {
	newest := n.seed.newest(rec, t.used)
	seed, untried := n.seed.untried(rec, newest.line)
	switch {
	case newest.token.isZero():
		return version{}, ErrNotStored
	case t.why == unauthorized && t.used.isYoung(&n.clock):
		return version{}, errNoOther
	case !newest.token.canRefresh() && untried:
		return seed, nil
	case !newest.token.canRefresh():
		return version{}, errNoOther
	case newest.line.hasSpent(newest.token):
		return version{}, errSpent
	case !untried && t.why != forced:
		return newest, n.stillRefused(newest.token)
	}
	return newest, nil
}

// canExchange reports whether there is a refresh token.
func (n *renewal) canExchange(t task, rec record) bool {
	newest := n.seed.newest(rec, t.used)
	_, untried := n.seed.untried(rec, newest.line)
	return newest.token.canRefresh() || untried
}

const (
	exchangeTimeout = 15 * time.Second // for one response of the server
	confirmAfter    = time.Second      // before a refused token is sent again
	confirmed       = 2                // refusals after which another token is tried
)

// errSeedRefused means that the server refused the seed as a new login, so the stored token is the
// newest.
var errSeedRefused = errors.New("auth: the server refuses the token that the program was given, and another one is stored")

// exchange returns the successor of from. If the seed and the stored token may belong to two
// logins, a refusal of the first is confirmed, then the other one is tried. One refusal is not
// enough, because it may be a mistake of the server or of a proxy.
func (n *renewal) exchange(ctx context.Context, t task, rec record, from version) (version, error) {
	next, err := n.send(ctx, t, from)
	seed, untried := n.seed.untried(rec, from.line)
	startsWithSeed := t.used == nil && n.isNewSeed(from, rec)
	if !isRefusal(err) || !untried && !startsWithSeed {
		return next, err
	}
	if n.refusals.of(from.token).count < confirmed {
		if !sleep(ctx, confirmAfter) {
			return version{}, err
		}
		if next, again := n.sendAnyway(ctx, t, from); !isRefusal(again) {
			return next, again
		}
	}
	if startsWithSeed {
		n.seed.refused.Store(true)
		return version{}, errSeedRefused
	}
	next, seedErr := n.send(ctx, t, seed)
	if isRefusal(seedErr) {
		return version{}, err // of the newest token
	}
	return next, seedErr
}

// isNewSeed reports whether a version is the seed and the store holds another token.
func (n *renewal) isNewSeed(v version, rec record) bool {
	return rec.stored && !n.seed.fromStore && v.token.same(n.seed.token) && !v.token.same(rec.token)
}

// send exchanges a refresh token, unless the server has just refused it.
func (n *renewal) send(ctx context.Context, t task, from version) (version, error) {
	if t.why != forced {
		if err := n.stillRefused(from.token); err != nil {
			return version{}, err
		}
	}
	return n.sendAnyway(ctx, t, from)
}

func (n *renewal) sendAnyway(ctx context.Context, t task, from version) (version, error) {
	// The exchange has its own time, because one that is broken off may have spent the token.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), exchangeTimeout)
	defer cancel()
	sent := n.clock.now()
	got, err := t.exchanger.refresh(ctx, from.token.RefreshToken)
	if refused, ok := errors.AsType[*ExchangeError](err); ok && refused.Code == "invalid_grant" {
		n.refusals.note(from.token, refused.Status, n.clock.running())
		return version{}, n.refusal(from.token, refused.Status)
	}
	if err != nil {
		return version{}, err
	}
	switch {
	case !got.date.IsZero():
		n.clock.learnSkew(got.date, sent)
	case !got.token.CreatedAt.IsZero(): // by the same clock
		n.clock.learnSkew(got.token.CreatedAt, sent)
	}
	if got.token.CreatedAt.IsZero() {
		got.token.CreatedAt = n.clock.server().UTC()
	}
	return n.seed.successor(from, got.token), nil
}

// stillRefused returns the last refusal of a token until it is time to send the token again.
func (n *renewal) stillRefused(t Token) error {
	last := n.refusals.of(t)
	if !last.holds(n.clock.running()) {
		return nil
	}
	return n.refusal(t, last.status)
}

// refusal returns the error for a refresh token that the server refuses.
func (n *renewal) refusal(t Token, status int) error {
	reason := ErrRefreshTokenRejected
	if past(t.RefreshTokenExpiration(), n.clock.server()) {
		reason = ErrRefreshTokenExpired
	}
	return &ExchangeError{Op: "refresh", Status: status, Code: "invalid_grant", Err: reason}
}

func isRefusal(err error) bool {
	return errors.Is(err, ErrRefreshTokenRejected) || errors.Is(err, ErrRefreshTokenExpired)
}
