package redisstore

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/redis/go-redis/v9"
)

func TestAnErrorOfRedisShowsNoToken(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"a replica":                        {errors.New("READONLY You can't write against a read only replica. hunter2"), "redisstore: save: READONLY"},
		"a script of an older Redis":       {errors.New("ERR Error running script: @user_script:2: -READONLY hunter2"), "redisstore: save: READONLY"},
		"a wrong password":                 {errors.New("WRONGPASS invalid username-password pair: hunter2"), "redisstore: save: WRONGPASS"},
		"a command that is quoted":         {errors.New("ERR unknown command 'EVAL', with args beginning with: 'hunter2'"), "redisstore: save: redis failed"},
		"a connection that is refused":     {&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, "redisstore: save: dial: connection refused"},
		"a host that is unknown":           {fmt.Errorf("hunter2: %w", &net.DNSError{Name: "hunter2"}), "redisstore: save: the host name was not resolved"},
		"a client that was closed already": {redis.ErrClosed, "redisstore: save: redis failed"},
	} {
		t.Run(name, func(t *testing.T) {
			err := failed("save", test.err)
			if err.Error() != test.want || strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), "hunter2") {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if !errors.Is(err, test.err) {
				t.Error("errors.Is does not find it any more")
			}
		})
	}
}
