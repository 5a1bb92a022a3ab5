package redisstore_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/auth/redisstore"
)

func TestAStoreKeepsTokensByKey(t *testing.T) {
	client := startRedis(t).newClient()
	store := redisstore.New(client, redisstore.Prefix("test:"))
	if _, err := store.Load(t.Context(), "acme"); !errors.Is(err, auth.ErrNotStored) {
		t.Errorf("nothing stored: %v", err)
	}
	for _, key := range []string{"acme", "globex", "with {braces} and spaces"} {
		lock, err := store.Lock(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if err := lock.Save(t.Context(), []byte("token of "+key)); err != nil {
			t.Error(err)
		}
		if err := lock.Unlock(t.Context()); err != nil {
			t.Error(err)
		}
	}
	for _, key := range []string{"acme", "globex", "with {braces} and spaces"} {
		if data, err := store.Load(t.Context(), key); err != nil || string(data) != "token of "+key {
			t.Errorf("got %q, %v", data, err)
		}
	}
	if _, err := redisstore.New(client).Load(t.Context(), "acme"); !errors.Is(err, auth.ErrNotStored) {
		t.Errorf("another prefix: %v", err)
	}
}

func TestOneHolderAtATime(t *testing.T) {
	server := startRedis(t)
	var inside, total int
	var mu sync.Mutex
	var group sync.WaitGroup
	for range 4 {
		store := redisstore.New(server.newClient())
		for range 4 {
			group.Go(func() {
				for range 5 {
					lock, err := store.Lock(t.Context(), "acme")
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					if inside++; inside != 1 {
						t.Errorf("%d holders", inside)
					}
					total++
					mu.Unlock()
					mu.Lock()
					inside--
					mu.Unlock()
					lock.Unlock(t.Context())
				}
			})
		}
	}
	group.Wait()
	if total != 4*4*5 {
		t.Errorf("%d locks", total)
	}
}

func TestWaitingForALockEndsWithItsContext(t *testing.T) {
	store := redisstore.New(startRedis(t).newClient())
	lock, err := store.Lock(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock(t.Context())
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := store.Lock(ctx, "acme"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if other, err := store.Lock(t.Context(), "globex"); err != nil {
		t.Errorf("another key: %v", err)
	} else {
		other.Unlock(t.Context())
	}
}

func TestALivingHolderKeepsItsLock(t *testing.T) {
	t.Parallel() // it waits most of the time
	// The user has only the rights in the documentation.
	server := startRedis(t, "--user", "default", "on", "nopass", "~factorialhr:*", "+@connection", "+get", "+set", "+del", "+pexpire", "+eval", "+evalsha")
	store := redisstore.New(server.newClient(), redisstore.LockTTL(3*time.Second))
	lock, err := store.Lock(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock(t.Context())
	ctx, cancel := context.WithTimeout(t.Context(), 7*time.Second)
	defer cancel()
	if _, err := store.Lock(ctx, "acme"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the lock went to another: %v", err)
	}
	if err := lock.Save(t.Context(), []byte("token")); err != nil {
		t.Error(err)
	}
	if data, err := store.Load(t.Context(), "acme"); err != nil || string(data) != "token" {
		t.Errorf("got %q, %v", data, err)
	}
}

func TestAHolderThatSleptCannotOverwrite(t *testing.T) {
	client := startRedis(t).newClient()
	store := redisstore.New(client)
	sleeper, err := store.Lock(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	// As if its process had slept for longer than the lock lasts.
	if err := client.Del(t.Context(), "factorialhr:{acme}:lock").Err(); err != nil {
		t.Fatal(err)
	}
	if err := sleeper.Save(t.Context(), []byte("still mine")); err != nil {
		t.Errorf("no other process took the lock, but Save failed: %v", err)
	}
	other, err := store.Lock(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	if err := sleeper.Save(t.Context(), []byte("old")); !errors.Is(err, auth.ErrLockLost) {
		t.Errorf("before the other saved: %v", err)
	}
	if err := other.Save(t.Context(), []byte("new")); err != nil {
		t.Error(err)
	}
	if err := sleeper.Save(t.Context(), []byte("old")); !errors.Is(err, auth.ErrLockLost) {
		t.Errorf("after the other saved: %v", err)
	}
	if err := sleeper.Unlock(t.Context()); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := store.Lock(ctx, "acme"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the sleeper gave back a lock that was not its own: %v", err)
	}
	if data, _ := store.Load(t.Context(), "acme"); string(data) != "new" {
		t.Errorf("stored %q", data)
	}
	if err := other.Unlock(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestADeadHolderIsOutlived(t *testing.T) {
	server := startRedis(t)
	dead := server.client()
	if _, err := redisstore.New(dead, redisstore.LockTTL(200*time.Millisecond)).Lock(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	dead.Close() // it cannot extend its lock any more
	lock, err := redisstore.New(server.newClient()).Lock(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	lock.Unlock(t.Context())
}

func TestWhatIsSavedSurvivesAPowerCut(t *testing.T) {
	server := startRedis(t)
	store := redisstore.New(server.newClient())
	if err := auth.SaveToken(t.Context(), store, "acme", auth.Token{RefreshToken: auth.NewSecret("r")}); err != nil {
		t.Fatal(err)
	}
	server.stop()
	if _, err := store.Load(t.Context(), "acme"); err == nil || errors.Is(err, auth.ErrNotStored) {
		t.Errorf("without a server: %v", err)
	}
	server.start()
	if data, err := store.Load(t.Context(), "acme"); err != nil || len(data) == 0 {
		t.Errorf("after the power cut: %q, %v", data, err)
	}
}
