package redisstore_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/factorialhr-go/factorialhr/auth/redisstore"
)

// newStill returns a client of a Redis, and a function after which the Redis stands still.
func newStill(t *testing.T) (client *redis.Client, stop func()) {
	t.Helper()
	var proxy switchable
	client = redis.NewClient(&redis.Options{Addr: proxy.between(t, startRedis(t).addr), ReadTimeout: -1, WriteTimeout: -1, MaxRetries: -1})
	t.Cleanup(func() { client.Close() })
	if err := client.Ping(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	return client, func() { close(proxy.still) }
}

// The bounds are far from the second that a look takes and from the ten of another call.
func TestARedisThatStandsStillDelaysARequestByASecond(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		method string
		posts  int // before it, so that the next one waits for its place
	}{
		"a GET":                             {http.MethodGet, 0},
		"a DELETE":                          {http.MethodDelete, 0},
		"a POST that already has its place": {http.MethodPost, 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, stop := newStill(t)
			limiter := redisstore.NewLimiter(client, "acme", redisstore.PostsPerMinute(60))
			for range test.posts {
				if err := limiter.Wait(t.Context(), http.MethodPost); err != nil {
					t.Fatal(err)
				}
			}
			if test.posts > 0 {
				client.AddHook(afterNext(stop))
			} else {
				stop()
			}
			began := time.Now()
			if err := limiter.Wait(t.Context(), test.method); err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took > 6*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestARequestThatEndsWhileRedisStandsStillDoesNotPass(t *testing.T) {
	t.Parallel()
	client, stop := newStill(t)
	limiter := redisstore.NewLimiter(client, "acme")
	stop()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := limiter.Wait(ctx, http.MethodGet); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// afterNext is a hook of a Redis client that calls a function after the next command.
type afterNext func()

func (afterNext) DialHook(next redis.DialHook) redis.DialHook { return next }

func (afterNext) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (f afterNext) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	var once sync.Once
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		once.Do(f)
		return err
	}
}
