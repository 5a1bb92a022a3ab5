// Package redisstore stores the tokens of package auth in Redis and shares the budget of POSTs, for
// programs on many machines.
//
//	client := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
//	store := redisstore.New(client)
//	method := auth.RefreshToken(config, token, auth.StoreIn(store, "acme"))
//	limiter := redisstore.NewLimiter(client, "acme")
//	api, err := factorialhr.New(method, factorialhr.RateLimiter(limiter))
//
// A refresh token works once, so Redis must never lose a write that it has acknowledged: set
// appendonly to yes, appendfsync to always, and maxmemory-policy to noeviction. A replica that
// takes over without the newest token also loses the login; min-replicas-to-write makes that less
// likely.
//
// The package is a separate module, so that other programs do not depend on Redis. It needs Redis 6
// or later, or a server with the same protocol.
package redisstore

import (
	"context"
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/factorialhr-go/factorialhr/auth"
)

const (
	defaultPrefix  = "factorialhr:"
	defaultLockTTL = 15 * time.Second
	poll           = 25 * time.Millisecond
)

// Store is an auth.TokenStore. It is safe for concurrent use.
//
// For each key, Redis holds a token, a lock that times out if its holder dies, and the name of the
// last holder. Only the last holder can save. So a process that sleeps for longer than its lock
// lasts cannot overwrite the token of another process. Before an exchange, Redis also holds a
// placeholder, which proves that it accepts writes and has enough memory. All of them are in one
// slot of a Redis cluster.
//
// A method returns when its context ends, and it waits at most ten seconds for each call of Redis,
// even if the client has no timeouts.
type Store struct {
	client  redis.UniversalClient
	prefix  string
	lockTTL time.Duration
	hanging atomic.Int32 // abandoned calls that have not returned
}

// Option changes a Store or a Limiter.
type Option func(*options)

type options struct {
	prefix         string
	lockTTL        time.Duration
	postsPerMinute int
	fallback       int
}

func newOptions(all []Option) options {
	o := options{prefix: defaultPrefix, lockTTL: defaultLockTTL, postsPerMinute: defaultPostsPerMinute}
	for _, option := range all {
		option(&o)
	}
	return o
}

// Prefix sets the prefix of every key in Redis. The default is "factorialhr:".
func Prefix(prefix string) Option { return func(o *options) { o.prefix = prefix } }

// LockTTL sets the time for which the lock of a dead process keeps other processes waiting for a
// Store. The default is 15 seconds. A process that is alive extends its lock.
func LockTTL(d time.Duration) Option { return func(o *options) { o.lockTTL = d } }

// New returns a store. The caller configures and closes the client, and may share it.
func New(client redis.UniversalClient, opts ...Option) *Store {
	o := newOptions(opts)
	return &Store{client: client, prefix: o.prefix, lockTTL: o.lockTTL}
}

// The braces put the keys of one token into one slot of a cluster.
func (s *Store) tokenKey(key string) string  { return s.prefix + "{" + key + "}:token" }
func (s *Store) lockKey(key string) string   { return s.prefix + "{" + key + "}:lock" }
func (s *Store) holderKey(key string) string { return s.prefix + "{" + key + "}:holder" }
func (s *Store) roomKey(key string) string   { return s.prefix + "{" + key + "}:room" }

// Load implements auth.TokenStore.
func (s *Store) Load(ctx context.Context, key string) ([]byte, error) {
	data, err := within(ctx, &s.hanging, "load", func(ctx context.Context) ([]byte, error) {
		return s.client.Get(ctx, s.tokenKey(key)).Bytes()
	}, nil)
	if errors.Is(err, redis.Nil) {
		return nil, auth.ErrNotStored
	}
	return data, err
}

// Lock implements auth.TokenStore.
func (s *Store) Lock(ctx context.Context, key string) (auth.TokenLock, error) {
	l := &lock{store: s, key: key, holder: rand.Text()}
	for {
		taken, err := within(ctx, &s.hanging, "lock", l.take, l.free)
		if err != nil {
			return nil, err
		}
		if taken {
			l.extend(ctx)
			return l, nil
		}
		select {
		case <-time.After(poll/2 + mathrand.N(poll)):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
