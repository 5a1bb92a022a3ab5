package auth

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

const (
	keepAliveAfter = 5 * 24 * time.Hour // of the week of a refresh token
	keepAliveLook  = 45 * time.Minute   // between two looks, and a jitter of at most a third of it
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
// It looks at the clock and at the store at least once an hour, as long as the machine is awake: a
// machine that sleeps at night keeps its login. A store that hangs holds up a look for a minute or
// two, and the end of ctx by a second at most.
//
// It calls tell, which may be nil, when refreshing has failed for so long that a day is left, and
// when the server has refused the refresh token: once each, until there is another token. It waits
// for tell, which should hand the news over and return. A login that is saved to the store is taken
// up within the next hour.
//
// A login without a refresh token needs no keeping alive: it returns nil at once.
func (r *Refresher) KeepAlive(ctx context.Context, tell func(LoginNeeded)) error {
	var told struct { // what tell was called for
		token    Token
		any, now bool
	}
	var rest resting
	for {
		token, err := r.keep(ctx, &rest)
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
		next := keepAliveLook
		if err == nil {
			next = min(next, max(r.untilKeepAlive(token), 0))
		}
		// The jitter keeps the many logins of one program apart.
		if !sleep(ctx, next+rand.N(keepAliveLook/3)) {
			return ctx.Err()
		}
	}
}

// resting is how long a token may rest by the clock that nobody sets.
type resting struct {
	token Token
	until time.Duration // by Refresher.running
}

// keep refreshes the token if it is old enough, and returns the newest.
func (r *Refresher) keep(ctx context.Context, rest *resting) (Token, error) {
	rec, err := r.calls.load(ctx, r.store, r.key)
	if err != nil {
		return r.Current(), err
	}
	newest := r.newest(rec).token
	if !rest.token.same(newest) {
		rest.token, rest.until = newest, r.running()+min(r.untilKeepAlive(newest), keepAliveAfter)
	}
	due := r.untilKeepAlive(newest) <= 0 || r.running() >= rest.until || r.isAhead(rec)
	if newest.RefreshToken.IsZero() && !newest.AccessToken.IsZero() || !due {
		return newest, nil
	}
	refreshed, err := r.Refresh(ctx)
	if err != nil {
		return newest, err
	}
	return refreshed, nil
}

// isAhead reports whether the store has lost what this process has saved. The next process to start
// would send a spent token.
func (r *Refresher) isAhead(rec record) bool {
	known := r.current.Load() != nil || r.seedStored
	return known && rec.stored && rec.version().isStale(r.held())
}

// untilKeepAlive returns how long a refresh token may rest. One of unknown age must not.
func (r *Refresher) untilKeepAlive(t Token) time.Duration {
	if t.CreatedAt.IsZero() {
		return 0
	}
	return wall(t.CreatedAt).Add(keepAliveAfter).Sub(r.serverNow())
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
