package redisstore

import (
	"context"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/factorialhr-go/factorialhr/auth"
)

// The scripts run in Redis without anything between their lines.
var (
	// takeLock takes a lock that is free and notes the holder, whose name outlives the lock. It
	// says yes again to the holder: the client repeats a call whose answer got lost.
	takeLock = redis.NewScript(`
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
	redis.call('SET', KEYS[2], ARGV[1])
	return 1
end
if redis.call('GET', KEYS[1]) == ARGV[1] then
	return 1
end
return 0`)

	// saveToken saves for the last holder alone. It is harmless to repeat.
	saveToken = redis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
	return 0
end
redis.call('SET', KEYS[2], ARGV[2])
return 1`)

	// extendLock and freeLock touch the holder's own lock alone.
	extendLock = redis.NewScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then
	return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0`)
	freeLock = redis.NewScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then
	return redis.call('DEL', KEYS[1])
end
return 0`)
)

// lock implements auth.TokenLock.
type lock struct {
	store  *Store
	key    string
	holder string

	stop     context.CancelFunc // of what extends it
	extender sync.WaitGroup
}

// extend keeps the lock from timing out until Unlock.
func (l *lock) extend(ctx context.Context) {
	ctx, l.stop = context.WithCancel(context.WithoutCancel(ctx))
	ttl := l.store.lockTTL
	l.extender.Go(func() {
		tick := time.NewTicker(max(ttl/3, time.Millisecond))
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				// A failure needs no answer: if the lock goes to another, Save notices.
				_ = extendLock.Run(ctx, l.store.client, []string{l.store.lockKey(l.key)}, l.holder, ttl.Milliseconds()).Err()
			case <-ctx.Done():
				return
			}
		}
	})
}

// Save implements auth.TokenLock.
func (l *lock) Save(ctx context.Context, data []byte) error {
	s := l.store
	saved, err := saveToken.Run(ctx, s.client, []string{s.holderKey(l.key), s.tokenKey(l.key)}, l.holder, data).Bool()
	if err != nil {
		return failed("save", err)
	}
	if !saved {
		return auth.ErrLockLost
	}
	return nil
}

// Unlock implements auth.TokenLock.
func (l *lock) Unlock(ctx context.Context) error {
	l.stop()
	l.extender.Wait()
	if err := freeLock.Run(ctx, l.store.client, []string{l.store.lockKey(l.key)}, l.holder).Err(); err != nil {
		return failed("unlock", err)
	}
	return nil
}
