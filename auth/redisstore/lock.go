package redisstore

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/factorialhr-go/factorialhr/auth"
)

// Redis runs each script atomically.
var (
	// takeLock takes a free lock and records the holder, whose name outlives the lock. It also
	// succeeds for the holder, because the client repeats a call if the response is lost.
	takeLock = redis.NewScript(`
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
	redis.call('SET', KEYS[2], ARGV[1])
	return 1
end
if redis.call('GET', KEYS[1]) == ARGV[1] then
	return 1
end
return 0`)

	// saveToken saves only for the last holder. It can be repeated.
	saveToken = redis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
	return 0
end
redis.call('SET', KEYS[2], ARGV[2])
return 1`)

	// reserveRoom writes a placeholder, which expires, only for the last holder.
	reserveRoom = redis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
	return 0
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1`)

	// extendLock and freeLock only change the holder's own lock.
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

// roomLife is the lifetime of a placeholder if its process dies.
const roomLife = time.Minute

// lock implements auth.TokenLock and auth.SavePreparer.
type lock struct {
	store  *Store
	key    string
	holder string
	room   bool // PrepareSave wrote the placeholder

	stop     context.CancelFunc // ends the extender
	extender sync.WaitGroup     // the goroutine that extends the lock
}

// take tries once to take the lock.
func (l *lock) take(ctx context.Context) (bool, error) {
	s := l.store
	return takeLock.Run(ctx, s.client, []string{s.lockKey(l.key), s.holderKey(l.key)}, l.holder, s.lockTTL.Milliseconds()).Bool()
}

// free releases a lock that was taken after the caller had stopped waiting.
func (l *lock) free(taken bool) {
	if taken {
		_ = l.release(context.Background())
	}
}

// release frees the lock if this holder still has it.
func (l *lock) release(ctx context.Context) error {
	return freeLock.Run(ctx, l.store.client, []string{l.store.lockKey(l.key)}, l.holder).Err()
}

// extend keeps extending the lock until Unlock.
func (l *lock) extend(ctx context.Context) {
	ctx, l.stop = context.WithCancel(context.WithoutCancel(ctx))
	ttl := l.store.lockTTL
	l.extender.Go(func() {
		tick := time.NewTicker(max(ttl/3, time.Millisecond))
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				// An error needs no handling: if another process takes the lock, Save fails.
				_, _ = within(ctx, &l.store.hanging, "extend", func(ctx context.Context) (struct{}, error) {
					return struct{}{}, extendLock.Run(ctx, l.store.client, []string{l.store.lockKey(l.key)}, l.holder, ttl.Milliseconds()).Err()
				}, nil)
			case <-ctx.Done():
				return
			}
		}
	})
}

// PrepareSave implements auth.SavePreparer. Redis refuses the placeholder for the same reasons as
// the token: not enough memory, a disk that it cannot write, too few replicas, or because it is a
// replica.
func (l *lock) PrepareSave(ctx context.Context, size int) error {
	s := l.store
	noise := make([]byte, size)
	_, _ = rand.Read(noise) // never fails
	reserved, err := within(ctx, &s.hanging, "prepare", func(ctx context.Context) (bool, error) {
		return reserveRoom.Run(ctx, s.client, []string{s.holderKey(l.key), s.roomKey(l.key)}, l.holder, noise, roomLife.Milliseconds()).Bool()
	}, nil)
	if err == nil && !reserved {
		err = auth.ErrLockLost
	}
	l.room = l.room || reserved
	return err
}

// giveRoom removes the placeholder. If that fails, the placeholder expires.
func (l *lock) giveRoom(ctx context.Context) {
	if !l.room {
		return
	}
	l.room = false
	_, _ = within(ctx, &l.store.hanging, "save", func(ctx context.Context) (int64, error) {
		return l.store.client.Del(ctx, l.store.roomKey(l.key)).Result()
	}, nil)
}

// Save implements auth.TokenLock.
func (l *lock) Save(ctx context.Context, data []byte) error {
	l.giveRoom(ctx)
	s := l.store
	saved, err := within(ctx, &s.hanging, "save", func(ctx context.Context) (bool, error) {
		return saveToken.Run(ctx, s.client, []string{s.holderKey(l.key), s.tokenKey(l.key)}, l.holder, data).Bool()
	}, nil)
	if err == nil && !saved {
		err = auth.ErrLockLost
	}
	return err
}

// Unlock implements auth.TokenLock.
func (l *lock) Unlock(ctx context.Context) error {
	l.stop()
	l.extender.Wait() // it abandons its call at once
	l.giveRoom(ctx)
	_, err := within(ctx, &l.store.hanging, "unlock", func(ctx context.Context) (struct{}, error) {
		return struct{}{}, l.release(ctx)
	}, nil)
	return err
}
