package redisstore_test

import (
	"context"
	"errors"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/auth/redisstore"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

func TestARedisThatRefusesSpendsNoToken(t *testing.T) {
	const password = "hunter2"
	for _, test := range []struct {
		name     string
		args     []string // of redis-server
		password string   // of the client
		want     string   // in the error
	}{
		{"a replica, which cannot be written", []string{"--replicaof", "127.0.0.1", "1"}, "", "READONLY"},
		{"a wrong password", []string{"--requirepass", "another"}, password, "WRONGPASS"},
		{"no memory left", []string{"--maxmemory", "1", "--maxmemory-policy", "noeviction"}, "", "OOM"},
		{"a user who may not lock", []string{"--user", "default", "on", "nopass", "~*", "+@read", "+@connection"}, "", "NOPERM"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := startRedis(t, test.args...)
			client := redis.NewClient(&redis.Options{Addr: server.addr, Password: test.password, MaxRetries: -1})
			defer client.Close()
			api := newAPI(t, oauthserver.StrictFamily, 2*time.Second)
			seed := auth.Token{RefreshToken: auth.NewSecret(api.oauth.Login().RefreshToken)}
			store := redisstore.New(client)
			_, err := auth.RefreshToken(config(api.target), seed, auth.StoreIn(store, "acme")).Token(t.Context())
			if _, ok := errors.AsType[*auth.SaveError](err); !ok || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), password) {
				t.Errorf("got %v", err)
			}
			if got := api.oauth.Counts(); got.Refreshes != 0 || got.Refused != 0 {
				t.Errorf("counts: %+v", got)
			}
		})
	}
}

func TestWhatBelongsToATokenLiesInOneSlotOfACluster(t *testing.T) {
	if version, _ := exec.Command("redis-server", "--version").Output(); strings.Contains(string(version), "v=6.") {
		t.Skip("NOT TESTED: this redis-server is older than version 7")
	}
	_, busPort, _ := net.SplitHostPort(freeAddress(t))
	server := startRedis(t, "--cluster-enabled", "yes", "--cluster-port", busPort)
	admin := server.newClient()
	if err := admin.Do(t.Context(), "CLUSTER", "ADDSLOTSRANGE", 0, 16383).Err(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for !strings.Contains(admin.ClusterInfo(ctx).Val(), "cluster_state:ok") {
		if ctx.Err() != nil {
			t.Fatal("the cluster does not come up")
		}
		time.Sleep(10 * time.Millisecond)
	}
	client := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{server.addr}})
	defer client.Close()
	for _, prefix := range []string{"factorialhr:", "", "{app}:", "a{b"} {
		for _, key := range []string{"acme", "with {braces} and spaces", "{", "übergrößenträger/1"} {
			store := redisstore.New(client, redisstore.Prefix(prefix))
			want := "token of " + key
			if err := save(ctx, store, key, want); err != nil {
				t.Errorf("prefix %q, key %q: %v", prefix, key, err)
			}
			if data, err := store.Load(ctx, key); err != nil || string(data) != want {
				t.Errorf("prefix %q, key %q: got %q, %v", prefix, key, data, err)
			}
		}
	}
}

func save(ctx context.Context, store auth.TokenStore, key, text string) error {
	lock, err := store.Lock(ctx, key)
	if err != nil {
		return err
	}
	return errors.Join(lock.Save(ctx, []byte(text)), lock.Unlock(ctx))
}
