package redisstore_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth/redisstore"
	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// wait waits for at most d.
func wait(t *testing.T, l factorialhr.Limiter, method string, d time.Duration) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	return l.Wait(ctx, method)
}

func TestTheProgramsOfACompanyShareOneBudgetOfPosts(t *testing.T) {
	t.Parallel()
	redis := startRedis(t)
	first := redisstore.NewLimiter(redis.newClient(), "acme")
	second := redisstore.NewLimiter(redis.newClient(), "acme")
	other := redisstore.NewLimiter(redis.newClient(), "globex")

	var passed, refused int
	began := time.Now()
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 60 {
		limiter := []factorialhr.Limiter{first, second}[i%2]
		all.Go(func() {
			err := wait(t, limiter, http.MethodPost, 2*time.Second)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				passed++
			case errors.Is(err, context.DeadlineExceeded):
				refused++
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	most := 21 + int(time.Since(began)/(time.Second/3)) // 20 at once, then three a second
	if passed < 20 || passed > most || passed+refused != 60 {
		t.Errorf("%d passed and %d were refused", passed, refused)
	}
	if err := wait(t, first, http.MethodGet, 5*time.Second); err != nil {
		t.Errorf("a GET: %v", err)
	}
	if err := wait(t, other, http.MethodPost, 5*time.Second); err != nil {
		t.Errorf("a POST of another company: %v", err)
	}
	if err := wait(t, second, http.MethodPost, 10*time.Second); err != nil {
		t.Errorf("a POST that waits: %v", err)
	}
	for _, key := range []string{"factorialhr:{acme}:posts", "factorialhr:{globex}:posts"} {
		if left, err := redis.newClient().PTTL(t.Context(), key).Result(); err != nil || left <= 0 {
			t.Errorf("%s expires in %s, %v", key, left, err)
		}
	}
}

func TestAPostThatCannotWaitTakesNoPlace(t *testing.T) {
	t.Parallel()
	l := redisstore.NewLimiter(startRedis(t).newClient(), "acme", redisstore.PostsPerMinute(10)) // one each 6.7 s
	if err := wait(t, l, http.MethodPost, 10*time.Second); err != nil {
		t.Fatal(err)
	}
	before := time.Now()
	for range 100 {
		if err := wait(t, l, http.MethodPost, time.Second); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
	}
	if err := wait(t, l, http.MethodPost, 30*time.Second); err != nil {
		t.Errorf("after %s: %v", time.Since(before), err)
	}
}

func TestAPauseHoldsAllPrograms(t *testing.T) {
	t.Parallel()
	redis := startRedis(t)
	first := redisstore.NewLimiter(redis.newClient(), "acme")
	second := redisstore.NewLimiter(redis.newClient(), "acme")
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut} {
		first.Pause(3 * time.Second)
		first.Pause(time.Millisecond) // does not shorten it
		if err := wait(t, second, method, time.Second); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s during the pause: %v", method, err)
		}
		if err := wait(t, second, method, 30*time.Second); err != nil {
			t.Errorf("%s after the pause: %v", method, err)
		}
	}
	first.Pause(2 * time.Hour)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if err := second.Wait(t.Context(), method); !errors.Is(err, factorialhr.ErrRateLimited) {
			t.Errorf("%s during a long pause: %v", method, err)
		}
	}
	if left := redis.newClient().PTTL(t.Context(), "factorialhr:{acme}:pause").Val(); left < 14*time.Minute || left > 15*time.Minute {
		t.Errorf("Redis keeps a pause of two hours for %s", left)
	}
}

func TestA429HoldsTheClientsOfOtherPrograms(t *testing.T) {
	t.Parallel()
	redis := startRedis(t)
	srv := factorialtest.New(t, factorialtest.Faults(factorialtest.Fault{
		Kind: factorialtest.RateLimit, RetryAfter: "3600", Times: 1, Operation: "teams.Teams.Create",
	}))
	program := func() *factorialhr.Client {
		return srv.Client(factorialhr.RateLimiter(redisstore.NewLimiter(redis.newClient(), "acme")))
	}
	first, second := program(), program()
	for _, c := range []*factorialhr.Client{first, second} {
		err := c.Post(t.Context(), "teams/teams", map[string]string{"name": "Payroll"}, nil)
		if !errors.Is(err, factorialhr.ErrRateLimited) {
			t.Errorf("got %v", err)
		}
		if n := len(srv.RequestsTo("teams.Teams.Create")); n != 1 {
			t.Errorf("the server received %d requests", n)
		}
	}
}

func TestALimiterWithoutRedis(t *testing.T) {
	t.Parallel()
	redis := startRedis(t)
	client := redis.newClient()
	alone := redisstore.NewLimiter(client, "acme")
	fallback := redisstore.NewLimiter(client, "acme", redisstore.Fallback(20))
	redis.stop()
	for name, test := range map[string]struct {
		limiter factorialhr.Limiter
		method  string
		passes  bool
	}{
		"a POST fails":                  {alone, http.MethodPost, false},
		"a GET passes":                  {alone, http.MethodGet, true},
		"a POST passes with a fallback": {fallback, http.MethodPost, true},
	} {
		err := wait(t, test.limiter, test.method, 20*time.Second)
		if (err == nil) != test.passes || err != nil && !strings.HasPrefix(err.Error(), "redisstore: wait: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	alone.Pause(time.Hour) // returns
}
