package redisstore_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/auth/redisstore"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// switchable passes connections on to a Redis, until it stands still: then it takes everything and
// says nothing, as a machine does that was stopped.
type switchable struct {
	still chan struct{} // closed when it stands still
}

// between puts a switchable before a server and returns the address.
func (s *switchable) between(t *testing.T, server string) string {
	t.Helper()
	s.still = make(chan struct{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { in.Close() })
			out, err := net.Dial("tcp", server)
			if err != nil {
				return
			}
			t.Cleanup(func() { out.Close() })
			go s.pass(in, out)
			go s.pass(out, in)
		}
	}()
	return l.Addr().String()
}

func (s *switchable) pass(from, to net.Conn) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		select {
		case <-s.still:
		default:
			_, _ = to.Write(buffer[:n])
		}
	}
}

func TestARedisThatStandsStillHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	var proxy switchable
	client := redis.NewClient(&redis.Options{Addr: proxy.between(t, startRedis(t).addr), ReadTimeout: -1, WriteTimeout: -1, MaxRetries: -1})
	t.Cleanup(func() { client.Close() })
	store := redisstore.New(client, redisstore.LockTTL(time.Second))
	api := newAPI(t, oauthserver.StrictFamily, 2*time.Second)
	token := api.login(t, store)
	lock, err := store.Lock(t.Context(), "held")
	if err != nil {
		t.Fatal(err)
	}
	close(proxy.still)
	time.Sleep(time.Second) // so that the lock is being extended

	for name, call := range map[string]func(context.Context) error{
		"Load":        func(ctx context.Context) error { _, err := store.Load(ctx, "acme"); return err },
		"Lock":        func(ctx context.Context) error { _, err := store.Lock(ctx, "acme"); return err },
		"PrepareSave": func(ctx context.Context) error { return lock.(auth.SavePreparer).PrepareSave(ctx, 100) },
		"Save":        func(ctx context.Context) error { return lock.Save(ctx, []byte("x")) },
		"SaveToken":   func(ctx context.Context) error { return auth.SaveToken(ctx, store, "acme", token) },
		"KeepAlive": func(ctx context.Context) error {
			return auth.RefreshToken(config(api.target), token, auth.StoreIn(store, "acme")).KeepAlive(ctx, nil)
		},
		"Unlock": lock.Unlock,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		done := make(chan error, 1)
		go func() { done <- call(ctx) }()
		select {
		case err := <-done:
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", name, err)
			}
		case <-time.After(20 * time.Second):
			t.Errorf("%s hangs", name)
		}
		cancel()
	}
	for range 40 { // no more calls than a few are left behind
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		_, err = store.Load(ctx, "acme")
		cancel()
	}
	if err == nil || !strings.Contains(err.Error(), "have not returned yet") {
		t.Errorf("after many calls: %v", err)
	}
	if got := api.oauth.Counts().Refreshes; got != 0 {
		t.Errorf("%d exchanges", got)
	}
}

func TestARedisThatStopsTakingWritesIsNoticedBeforeAnExchange(t *testing.T) {
	for _, test := range []struct {
		name, want string
		spoil      []any
	}{
		{"no memory", "OOM", []any{"CONFIG", "SET", "maxmemory", "1"}},
		{"a replica", "READONLY", []any{"REPLICAOF", "127.0.0.1", "1"}},
		{"too few replicas", "NOREPLICAS", []any{"CONFIG", "SET", "min-replicas-to-write", "1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			admin := startRedis(t).newClient()
			store := redisstore.New(admin)
			lock, err := store.Lock(t.Context(), "acme")
			if err != nil {
				t.Fatal(err)
			}
			preparer := lock.(auth.SavePreparer)
			if err := preparer.PrepareSave(t.Context(), 5000); err != nil {
				t.Fatal(err)
			}
			if n, err := admin.StrLen(t.Context(), "factorialhr:{acme}:room").Result(); n != 5000 {
				t.Errorf("reserved %d bytes, %v", n, err)
			}
			if err := lock.Save(t.Context(), []byte("token")); err != nil {
				t.Error(err)
			}
			if n, _ := admin.Exists(t.Context(), "factorialhr:{acme}:room").Result(); n != 0 {
				t.Error("the placeholder is still there")
			}
			if err := admin.Do(t.Context(), test.spoil...).Err(); err != nil {
				t.Fatal(err)
			}
			if err := preparer.PrepareSave(t.Context(), 5000); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
			if data, err := store.Load(t.Context(), "acme"); err != nil || string(data) != "token" {
				t.Errorf("stored %q, %v", data, err)
			}
			_ = lock.Unlock(t.Context())
		})
	}
}

func TestAHolderThatLostItsLockCannotPrepare(t *testing.T) {
	client := startRedis(t).newClient()
	store := redisstore.New(client)
	sleeper, err := store.Lock(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Del(t.Context(), "factorialhr:{acme}:lock").Err(); err != nil {
		t.Fatal(err)
	}
	other, err := store.Lock(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	if err := sleeper.(auth.SavePreparer).PrepareSave(t.Context(), 10); !errors.Is(err, auth.ErrLockLost) {
		t.Errorf("got %v", err)
	}
	_ = errors.Join(sleeper.Unlock(t.Context()), other.Unlock(t.Context()))
}
