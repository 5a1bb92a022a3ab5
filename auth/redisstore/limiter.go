package redisstore

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"golang.org/x/time/rate"

	"github.com/factorialhr-go/factorialhr"
)

const (
	// defaultPostsPerMinute is the limit that Factorial documents.
	defaultPostsPerMinute = 200
	// longestWait is how long Wait waits for the end of a pause. It refuses requests during a
	// longer one.
	longestWait = time.Minute
	// longestPause is the longest pause that Redis keeps. Then one request shows whether the server
	// still demands it.
	longestPause = 15 * time.Minute
	// pauseTimeout bounds Pause, which has no context, and each look for a pause, without which a
	// request passes.
	pauseTimeout = time.Second
)

// Limiter is a factorialhr.Limiter that all programs of a company share through Redis: together
// they send at most 200 POSTs in any minute, and a pause that the server demands from one of them
// holds all of them. It is safe for concurrent use.
//
//   - A POST waits for its place. If the deadline of its context comes first, the call fails at
//     once with context.DeadlineExceeded, takes no place, and nothing is sent. A call that is
//     cancelled while it waits loses its place.
//   - Requests with other methods wait for the end of a pause only.
//   - During a pause of more than a minute, Wait returns an error that is
//     factorialhr.ErrRateLimited. Redis keeps a pause for at most 15 minutes. Then requests pass
//     again, and the next 429 renews it.
//   - If Redis fails, POSTs fail and nothing is sent, unless there is a [Fallback]. Other requests
//     pass, since the API documents no limit for them. They pass after a second if Redis does not
//     respond.
//
// All times come from the clock of Redis. Redis holds two small keys for each company, which
// expire.
type Limiter struct {
	client   redis.UniversalClient
	prefix   string // of the two keys, with the company
	interval time.Duration
	burst    int
	fallback *rate.Limiter // nil: POSTs fail
	hanging  atomic.Int32  // abandoned calls that have not returned
}

// PostsPerMinute sets how many POSTs a Limiter permits in any minute. The default is the documented
// limit of 200. All programs that share the budget need the same number; less than 2 counts as 2.
func PostsPerMinute(n int) Option { return func(o *options) { o.postsPerMinute = n } }

// Fallback sets how many POSTs a minute a Limiter permits in its own process while Redis fails. It
// should be the process's share of the budget. By default, POSTs fail then, and nothing is sent.
func Fallback(postsPerMinute int) Option { return func(o *options) { o.fallback = postsPerMinute } }

// NewLimiter returns a limiter that shares the budget of a company. The caller configures and
// closes the Redis client, and may share it. The company is any text that all programs agree on,
// such as the key of the token.
func NewLimiter(client redis.UniversalClient, company string, opts ...Option) *Limiter {
	o := newOptions(opts)
	l := &Limiter{client: client, prefix: o.prefix + "{" + company + "}:"}
	l.interval, l.burst = pace(o.postsPerMinute)
	if o.fallback > 0 {
		interval, burst := pace(o.fallback)
		l.fallback = rate.NewLimiter(rate.Every(interval), burst)
	}
	return l
}

// pace spreads n POSTs over a minute: a tenth at once and the rest one by one, so that there are
// never more than n in any minute.
func pace(n int) (interval time.Duration, burst int) {
	n = max(n, 2)
	burst = max(n/10, 1)
	return time.Minute / time.Duration(n-burst), burst
}

// Redis runs each script atomically. Times are in microseconds since 1970, which a number of Lua
// holds exactly; '%.0f' writes them without an exponent.
var (
	// takePlace takes the next place for a POST. It returns 1 and the time until then. It takes
	// none and returns 0 if that is longer than the caller can wait, or if a long pause lasts.
	takePlace = redis.NewScript(`
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local patience, longest = tonumber(ARGV[3]), tonumber(ARGV[4])
local free = tonumber(redis.call('GET', KEYS[1]) or 0)
local pause = tonumber(redis.call('GET', KEYS[2]) or 0)
local at = math.max(now, pause, free - interval * (burst - 1))
if at - now > patience or pause - now > longest then
	return {0, at - now}
end
free = math.max(at, free) + interval
redis.call('SET', KEYS[1], string.format('%.0f', free), 'PX', math.ceil((free - now) / 1000) + 1000)
return {1, at - now}`)

	// leftOfPause returns how long the pause still lasts.
	leftOfPause = redis.NewScript(`
local t = redis.call('TIME')
local pause = tonumber(redis.call('GET', KEYS[1]) or 0)
return math.max(pause - (t[1] * 1000000 + t[2]), 0)`)

	// beginPause begins a pause. It never shortens one.
	beginPause = redis.NewScript(`
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local pause = now + tonumber(ARGV[1])
if pause > tonumber(redis.call('GET', KEYS[1]) or 0) then
	redis.call('SET', KEYS[1], string.format('%.0f', pause), 'PX', math.ceil((pause - now) / 1000))
end
return 0`)
)

// Wait implements factorialhr.Limiter.
func (l *Limiter) Wait(ctx context.Context, method string) error {
	if method == http.MethodPost {
		d, taken, err := l.take(ctx)
		switch {
		case err != nil && ctx.Err() == nil && l.fallback != nil:
			return l.fallback.Wait(ctx)
		case err != nil:
			return err
		case !taken:
			return refused(ctx, d)
		}
		if err := sleep(ctx, d); err != nil {
			return err
		}
	}
	for { // a pause may have begun meanwhile
		d, err := l.left(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil || d <= 0:
			return nil
		case d > min(patience(ctx), longestWait):
			return refused(ctx, d)
		}
		if err := sleep(ctx, d); err != nil {
			return err
		}
	}
}

// Pause implements factorialhr.Limiter. It returns within a second, even if Redis does not respond;
// then only this process keeps to the pause.
func (l *Limiter) Pause(d time.Duration) {
	if d <= 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), pauseTimeout)
	defer cancel()
	_, _ = within(ctx, &l.hanging, "pause", func(ctx context.Context) (struct{}, error) {
		return struct{}{}, beginPause.Run(ctx, l.client, []string{l.pauseKey()}, min(d, longestPause).Microseconds()).Err()
	}, nil)
}

func (l *Limiter) pauseKey() string { return l.prefix + "pause" }

// take takes a place and returns the time until then. It takes none if that is too long.
func (l *Limiter) take(ctx context.Context) (d time.Duration, taken bool, err error) {
	place, err := within(ctx, &l.hanging, "wait", func(ctx context.Context) ([]int64, error) {
		return takePlace.Run(ctx, l.client, []string{l.prefix + "posts", l.pauseKey()},
			l.interval.Microseconds(), l.burst, patience(ctx).Microseconds(), longestWait.Microseconds()).Int64Slice()
	}, nil)
	if err != nil {
		return 0, false, err
	}
	if len(place) != 2 {
		return 0, false, errors.New("redisstore: wait: Redis did not return a place")
	}
	return time.Duration(place[1]) * time.Microsecond, place[0] == 1, nil
}

// left returns how long a pause still lasts.
func (l *Limiter) left(ctx context.Context) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, pauseTimeout)
	defer cancel()
	n, err := within(ctx, &l.hanging, "wait", func(ctx context.Context) (int64, error) {
		return leftOfPause.Run(ctx, l.client, []string{l.pauseKey()}).Int64()
	}, nil)
	return time.Duration(n) * time.Microsecond, err
}

// patience is how long a POST can wait for its place.
func patience(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return max(time.Until(deadline), 0)
	}
	return 24 * time.Hour
}

// refused is the error of a request that would have to wait for d.
func refused(ctx context.Context, d time.Duration) error {
	cause := factorialhr.ErrRateLimited
	if d > patience(ctx) {
		cause = context.DeadlineExceeded
	}
	return fmt.Errorf("redisstore: the request may begin in %s: %w", d.Round(time.Millisecond), cause)
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
