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
)

// redisServer is a real redis-server on a free port of loopback. It syncs every write to the disk.
type redisServer struct {
	t    testing.TB
	addr string
	dir  string
	args []string
	cmd  *exec.Cmd
}

// notTested is printed for the whole package and for each test that is skipped.
const notTested = "NOT TESTED: auth/redisstore without a redis-server on PATH (Debian: apt-get install redis-server)"

func hasRedis() bool {
	_, err := exec.LookPath("redis-server")
	return err == nil
}

// startRedis starts a redis-server with additional arguments. It skips the test if there is none.
func startRedis(t testing.TB, args ...string) *redisServer {
	t.Helper()
	if !hasRedis() {
		t.Skip(notTested)
	}
	s := &redisServer{t: t, addr: freeAddress(t), dir: t.TempDir(), args: args}
	s.start()
	t.Cleanup(s.stop)
	return s
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (s *redisServer) start() {
	s.t.Helper()
	_, port, _ := strings.Cut(s.addr, ":")
	args := []string{"--bind", "127.0.0.1", "--port", port, "--dir", s.dir,
		"--appendonly", "yes", "--appendfsync", "always", "--save", "", "--daemonize", "no"}
	s.cmd = exec.Command("redis-server", append(args, s.args...)...)
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	client := s.client()
	defer client.Close()
	deadline := time.Now().Add(20 * time.Second)
	for err := client.Ping(context.Background()).Err(); err != nil && !isRefusal(err); err = client.Ping(context.Background()).Err() {
		if time.Now().After(deadline) {
			s.t.Fatal("redis-server does not respond")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// isRefusal reports whether the server responded with an error, so it is running.
func isRefusal(err error) bool {
	_, ok := errors.AsType[redis.Error](err)
	return ok && !redis.IsLoadingError(err)
}

// stop kills the server, like a power cut.
func (s *redisServer) stop() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	s.cmd = nil
}

func (s *redisServer) client() *redis.Client {
	return redis.NewClient(&redis.Options{Addr: s.addr})
}

// newClient returns a client that is closed when the test ends.
func (s *redisServer) newClient() *redis.Client {
	client := s.client()
	s.t.Cleanup(func() { client.Close() })
	return client
}
