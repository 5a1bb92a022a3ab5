package auth

import (
	"context"
	"errors"
	"slices"
	"time"
)

// choose returns the version whose refresh token is to be exchanged: the newest, never one whose
// successor was saved.
func (r *Refresher) choose(rec record, used *state, why reason) (version, error) {
	newest := r.newest(rec)
	seed, untried := r.untriedSeed(rec, newest.line)
	switch {
	case newest.token.isZero():
		return version{}, ErrNotStored
	case why == unauthorized && r.isYoung(used):
		return version{}, errNoOther
	case !newest.token.canRefresh() && untried:
		return seed, nil
	case !newest.token.canRefresh():
		return version{}, errNoOther
	case newest.line.hasSpent(newest.token):
		return version{}, errSpent
	case !untried && why != forced:
		return newest, r.stillRefused(newest.token)
	}
	return newest, nil
}

// canRefresh reports whether there is a refresh token to exchange.
func (r *Refresher) canRefresh(rec record) bool {
	newest := r.newest(rec)
	_, untried := r.untriedSeed(rec, newest.line)
	return newest.token.canRefresh() || untried
}

// exchange asks the server for the successor of from. If the token that RefreshToken was given and
// the stored token are two logins, the server's word decides, once it has refused the first choice
// twice: one refusal may be a mistake of the server or of a proxy, and the token lives on.
func (r *Refresher) exchange(ctx context.Context, e *exchanger, rec record, from version, why reason) (version, error) {
	seed, untried := r.untriedSeed(rec, from.line)
	isSeed := rec.stored && r.current.Load() == nil && !r.seedStored && from.token.same(r.seed.token) && !from.token.same(rec.token)
	next, err := r.exchangeOne(ctx, e, from, why)
	if !isRefusal(err) || !untried && !isSeed {
		return next, err
	}
	if r.refusals(from.token).count < confirmed {
		if !sleep(ctx, confirmAfter) {
			return version{}, err
		}
		if next, again := r.exchangeOne(ctx, e, from, forced); !isRefusal(again) {
			return next, again
		}
	}
	if isSeed {
		r.seedRefused.Store(true)
		return version{}, errNoLogin
	}
	next, seedErr := r.exchangeOne(ctx, e, seed, why)
	if isRefusal(seedErr) {
		return version{}, err // the newest token's is the one to tell
	}
	return next, seedErr
}

// confirmed is the number of refusals after which another token may be tried.
const confirmed = 2

// errNoLogin means that the seed is no new login, so that the stored token is the newest.
var errNoLogin = errors.New("auth: the server refuses the token that the program was given, and another one is stored")

func (r *Refresher) exchangeOne(ctx context.Context, e *exchanger, from version, why reason) (version, error) {
	if why != forced {
		if err := r.stillRefused(from.token); err != nil {
			return version{}, err
		}
	}
	// However late it begins: what is broken off may have spent the token.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), exchangeTimeout)
	defer cancel()
	sent := r.now()
	got, err := e.refresh(ctx, from.token.RefreshToken)
	if err != nil {
		if refused, ok := errors.AsType[*ExchangeError](err); ok && refused.Code == "invalid_grant" {
			r.noteRefusal(from.token, refused.Status)
			return version{}, r.refusal(from.token, refused.Status)
		}
		return version{}, err
	}
	switch {
	case !got.date.IsZero():
		r.learnSkew(got.date, sent)
	case !got.token.CreatedAt.IsZero(): // which is by the same clock
		r.learnSkew(got.token.CreatedAt, sent)
	}
	if got.token.CreatedAt.IsZero() {
		got.token.CreatedAt = r.serverNow().UTC()
	}
	return r.successor(from, got.token), nil
}

// refused is what the server has said against a refresh token.
type refused struct {
	refreshToken Secret
	status       int
	count        int           // in a row
	at           time.Duration // of the last one, by Refresher.running
}

// noteRefusal remembers a refusal.
func (r *Refresher) noteRefusal(t Token, status int) {
	again := refused{refreshToken: t.RefreshToken, status: status, count: r.refusals(t).count + 1, at: r.running()}
	list := slices.DeleteFunc(r.renewal.refused, func(known refused) bool {
		return known.refreshToken.Reveal() == t.RefreshToken.Reveal()
	})
	list = append(list, again)
	r.renewal.refused = list[max(len(list)-maxRefused, 0):]
}

// refusals returns what is known against a refresh token, the zero value if that is nothing.
func (r *Refresher) refusals(t Token) refused {
	for _, known := range r.renewal.refused {
		if known.refreshToken.Reveal() == t.RefreshToken.Reveal() {
			return known
		}
	}
	return refused{}
}

// stillRefused returns the last refusal of a token until it is time to send the token again: a
// refusal can be a mistake, and the token has no successor.
func (r *Refresher) stillRefused(t Token) error {
	known := r.refusals(t)
	if known.count == 0 || r.running()-known.at >= min(refusedPause<<min(known.count-1, 10), refusedLongest) {
		return nil
	}
	return r.refusal(t, known.status)
}

// refusal says why a refresh token is at its end.
func (r *Refresher) refusal(t Token, status int) error {
	reason := ErrRefreshTokenRejected
	if past(t.RefreshTokenExpiration(), r.serverNow()) {
		reason = ErrRefreshTokenExpired
	}
	return &ExchangeError{Op: "refresh", Status: status, Code: "invalid_grant", Err: reason}
}

func isRefusal(err error) bool {
	return errors.Is(err, ErrRefreshTokenRejected) || errors.Is(err, ErrRefreshTokenExpired)
}
