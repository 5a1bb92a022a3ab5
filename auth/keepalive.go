package auth

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// LoginNeeded says that a person has to log in again, through Config.AuthCodeURL and SaveToken.
type LoginNeeded struct {
	// Before is the moment after which no request succeeds. Zero means now.
	Before time.Time
	// Err is the reason. If it is too late, errors.Is finds ErrRefreshTokenRejected or
	// ErrRefreshTokenExpired. Otherwise it is the error of the last refresh.
	Err error
}

// KeepAlive refreshes the token before its week is over, even if the program makes no requests,
// until ctx ends. Then it returns the error of ctx. Run it in a goroutine for each login. Processes
// that share a store cause at most one refresh every five days together.
//
// KeepAlive looks at the clock and at the store at least once an hour while the machine is awake,
// so a machine that sleeps at night keeps its login. A store that hangs delays a look by a minute
// or two, and the return after the end of ctx by at most a second.
//
// KeepAlive calls tell, which may be nil, when a day is left and refreshing still fails, and when
// the server has refused the refresh token. It makes each call once for a token, and waits for it,
// so tell should pass the news on and return. Within an hour, KeepAlive adopts a login that
// SaveToken has stored.
//
// A login without a refresh token needs no KeepAlive: it returns nil at once.
func (r *Refresher) KeepAlive(ctx context.Context, tell func(LoginNeeded)) error {
	k := keeper{Refresher: r, tell: tell}
	for {
		token, err := k.keep(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil && !token.canRefresh():
			return nil
		case err != nil:
			k.notify(token, err)
		}
		pause := keepAliveLook
		if err == nil {
			pause = min(pause, max(r.untilKeepAlive(token), 0))
		}
		// The jitter spreads the looks of a program with many logins.
		if !sleep(ctx, pause+rand.N(keepAliveLook/3)) {
			return ctx.Err()
		}
	}
}

const (
	keepAliveAfter = 5 * 24 * time.Hour // of the week of a refresh token
	keepAliveLook  = 45 * time.Minute   // between two looks, without the jitter
	lastDay        = 24 * time.Hour
)

// keeper is one call of KeepAlive.
type keeper struct {
	*Refresher
	tell func(LoginNeeded)

	told    Token // the token of the last call of tell
	toldAny bool  // tell was called for it
	toldNow bool  // tell was called with a zero Before

	watched Token         // the newest by the last look
	rests   time.Duration // until it is refreshed at the latest, on the running clock
}

// keep refreshes the token if it is old enough. It returns the newest token.
func (k *keeper) keep(ctx context.Context) (Token, error) {
	rec, err := k.entry.load(ctx)
	if err != nil {
		return k.Current(), err
	}
	newest := k.newest(rec).token
	due := k.isDue(newest) || k.isAhead(rec)
	if !newest.canRefresh() && !newest.AccessToken.IsZero() || !due {
		return newest, nil
	}
	refreshed, err := k.Refresh(ctx)
	if err != nil {
		return newest, err
	}
	return refreshed, nil
}

// isDue reports whether it is time to refresh, on either clock.
func (k *keeper) isDue(newest Token) bool {
	left := k.untilKeepAlive(newest)
	if !k.watched.same(newest) {
		k.watched, k.rests = newest, k.clock.running()+min(left, keepAliveAfter)
	}
	return left <= 0 || k.clock.running() >= k.rests
}

// isAhead reports whether the store has lost a token that this process has saved. Then the next
// process to start would send a spent token.
func (k *keeper) isAhead(rec record) bool {
	known := k.current.Load() != nil || k.seed.fromStore
	return known && rec.stored && rec.version().isStale(k.held())
}

// notify calls tell if the error is serious and not told yet.
func (k *keeper) notify(token Token, err error) {
	need, needed := k.loginNeeded(token, err)
	if !needed || k.tell == nil {
		return
	}
	now := need.Before.IsZero()
	if !k.told.same(token) {
		k.told, k.toldAny, k.toldNow = token, false, false
	}
	if k.toldNow || k.toldAny && !now {
		return
	}
	k.toldAny, k.toldNow = true, now
	k.tell(need)
}

func (k *keeper) loginNeeded(t Token, err error) (LoginNeeded, bool) {
	if isRefusal(err) || errors.Is(err, ErrNotStored) {
		return LoginNeeded{Err: err}, true
	}
	before := t.RefreshTokenExpiration()
	if before.IsZero() || before.Sub(k.clock.server()) > lastDay {
		return LoginNeeded{}, false
	}
	return LoginNeeded{Before: before, Err: err}, true
}

// untilKeepAlive returns how long a refresh token may rest: not at all if its age is unknown.
func (r *Refresher) untilKeepAlive(t Token) time.Duration {
	if t.CreatedAt.IsZero() {
		return 0
	}
	return wall(t.CreatedAt).Add(keepAliveAfter).Sub(r.clock.server())
}

// sleep waits for d and reports whether ctx allowed that.
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
