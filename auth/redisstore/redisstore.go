// Package redisstore keeps the tokens of package auth in Redis, for programs on many machines.
//
//	client := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
//	store := redisstore.New(client)
//	method := auth.RefreshToken(config, token, auth.StoreIn(store, "acme"))
//
// A refresh token works once, so what Redis has acknowledged it must not forget: switch on
// appendonly with appendfsync always, and leave maxmemory-policy at noeviction. A replica that takes
// over without the newest token loses the login too; min-replicas-to-write makes that less likely.
//
// It is a module of its own, so that nobody else's go.mod learns of Redis. It needs Redis 6 or
// later, or what speaks its protocol.
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
// For each key it has a token, a lock that times out when its holder dies, and the name of the
// last holder. Only the last holder can save: one that slept through the end of its lock cannot
// overwrite what another has saved since. Before an exchange there is a placeholder as well, which
// shows that Redis takes writes and has the room. All lie in one slot of a Redis cluster.
//
// A method returns when its context ends, and after ten seconds for each call of Redis, even if the
// client has no timeouts.
type Store struct {
	client  redis.UniversalClient
	prefix  string
	lockTTL time.Duration
	hanging atomic.Int32 // abandoned calls that still run
}

// Option changes a Store.
type Option func(*Store)

// Prefix comes before every key in Redis; "factorialhr:" unless told otherwise.
func Prefix(prefix string) Option { return func(s *Store) { s.prefix = prefix } }

// LockTTL is how long the lock of a holder that died keeps the others waiting; 15 seconds unless
// told otherwise. A holder that lives extends its lock.
func LockTTL(d time.Duration) Option { return func(s *Store) { s.lockTTL = d } }

// New returns a store. The client remains the caller's: to configure, to share and to close.
func New(client redis.UniversalClient, opts ...Option) *Store {
	s := &Store{client: client, prefix: defaultPrefix, lockTTL: defaultLockTTL}
	for _, opt := range opts {
		opt(s)
	}
	return s
}

// The braces put the keys of one token into one slot.
func (s *Store) tokenKey(key string) string  { return s.prefix + "{" + key + "}:token" }
func (s *Store) lockKey(key string) string   { return s.prefix + "{" + key + "}:lock" }
func (s *Store) holderKey(key string) string { return s.prefix + "{" + key + "}:holder" }
func (s *Store) roomKey(key string) string   { return s.prefix + "{" + key + "}:room" }

// Load implements auth.TokenStore.
func (s *Store) Load(ctx context.Context, key string) ([]byte, error) {
	data, err := within(ctx, s, "load", func(ctx context.Context) ([]byte, error) {
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
		taken, err := within(ctx, s, "lock", l.take, l.free)
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
