package auth

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

const (
	keepAliveAfter = 5 * 24 * time.Hour // of the week of a refresh token
	keepAliveRetry = time.Hour
	lastDay        = 24 * time.Hour
)

// LoginNeeded tells that a person has to log in again, by Config.AuthCodeURL and SaveToken.
type LoginNeeded struct {
	// Before is the moment after which no request succeeds. It is zero if that is now.
	Before time.Time
	// Err is why: ErrRefreshTokenRejected or ErrRefreshTokenExpired in its chain if it is too
	// late, otherwise what has kept the refresh from succeeding so far.
	Err error
}

// KeepAlive refreshes the token before its week is over even when nobody calls the API, until ctx
// ends, and returns the error of ctx. Run it in a goroutine of the program for each login. Among
// processes with one store it costs no more than one refresh each five days.
//
// It calls tell, which may be nil, when refreshing has failed for so long that a day is left, and
// when the server has refused the refresh token: once each, until there is another token. It waits
// for tell, which should hand the news over and return. A login that is saved to the store is taken
// up within the next hour or so.
//
// A login without a refresh token needs no keeping alive: it returns nil at once.
func (r *Refresher) KeepAlive(ctx context.Context, tell func(LoginNeeded)) error {
	var told struct { // what tell was called for
		token    Token
		any, now bool
	}
	for {
		token, err := r.keep(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil && token.RefreshToken.IsZero():
			return nil
		case err != nil && tell != nil:
			need, needed := r.loginNeeded(token, err)
			now := need.Before.IsZero()
			if needed && (!told.any || !told.token.same(token) || now && !told.now) {
				told.token, told.any, told.now = token, true, now
				tell(need)
			}
		}
		next := keepAliveRetry
		if err == nil {
			next = max(r.untilKeepAlive(token), 0)
		}
		// The jitter keeps the many logins of one program apart.
		if !sleep(ctx, next+rand.N(keepAliveRetry/4)) {
			return ctx.Err()
		}
	}
}

// keep refreshes the token if it is old enough, and returns the newest.
func (r *Refresher) keep(ctx context.Context) (Token, error) {
	rec, err := loadRecord(ctx, r.store, r.key)
	if err != nil {
		return r.Current(), err
	}
	newest := r.candidates(rec)[0]
	if newest.RefreshToken.IsZero() && !newest.AccessToken.IsZero() || r.untilKeepAlive(newest) > 0 {
		return newest, nil
	}
	refreshed, err := r.Refresh(ctx)
	if err != nil {
		return newest, err
	}
	return refreshed, nil
}

// untilKeepAlive returns how long a refresh token may rest. One of unknown age must not.
func (r *Refresher) untilKeepAlive(t Token) time.Duration {
	if t.CreatedAt.IsZero() {
		return 0
	}
	return t.CreatedAt.Add(keepAliveAfter).Sub(r.serverNow())
}

func (r *Refresher) loginNeeded(t Token, err error) (LoginNeeded, bool) {
	if isRefusal(err) || errors.Is(err, ErrNotStored) {
		return LoginNeeded{Err: err}, true
	}
	before := t.RefreshTokenExpiration()
	if before.IsZero() || before.Sub(r.serverNow()) > lastDay {
		return LoginNeeded{}, false
	}
	return LoginNeeded{Before: before, Err: err}, true
}

// sleep waits for d and reports whether ctx let it.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
