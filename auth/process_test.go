package auth_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// childVariable makes the test binary a child of a test: its value is the child as JSON.
const childVariable = "FACTORIALHR_AUTH_TEST_CHILD"

// soak reports whether the long forms of the process tests were asked for.
func soak() bool { return os.Getenv("FACTORIALHR_SOAK") == "1" }

func TestMain(m *testing.M) {
	if raw := os.Getenv(childVariable); raw != "" {
		var c child
		if err := json.Unmarshal([]byte(raw), &c); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(c.main())
	}
	os.Exit(m.Run())
}

// child is one process of a test.
type child struct {
	Path        string // of the token file
	Target      string // base URL
	Clock       clock
	Goroutines  int
	Endless     bool   // refresh again and again until somebody kills it
	Name        string // sent with each request
	FillDisk    string
	RefreshOnce bool   // and end
	BreakDisk   string // a directory
	How         string // it is broken
}

// result is what a child prints.
type result struct {
	Requests int64
	Failures []string
}

// clock is a file. It is ahead of the real time by as many minutes as the file has bytes, which all
// processes see at the same moment. So a test need not wait for an hour to pass, and no machine is
// too slow for it.
type clock string

func (c clock) now() time.Time {
	info, err := os.Stat(string(c))
	if err != nil {
		panic(err)
	}
	return time.Now().Add(time.Duration(info.Size()) * time.Minute)
}

// advance lets time pass.
func (c clock) advance(t *testing.T, d time.Duration) {
	t.Helper()
	info, err := os.Stat(string(c))
	if err == nil {
		err = os.Truncate(string(c), info.Size()+int64(d/time.Minute))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (c child) main() int {
	if c.BreakDisk != "" {
		return breakDisk(c.BreakDisk, c.How)
	}
	if c.FillDisk != "" {
		return fillDisk(c.FillDisk)
	}
	if c.RefreshOnce {
		r, _, err := auth.FromFile(c.Path)
		if err == nil {
			_, err = r.Refresh(context.Background())
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	r, target, err := auth.FromFile(c.Path, auth.Clock(c.Clock.now))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	base := named{&http.Transport{MaxIdleConnsPerHost: c.Goroutines}, c.Name}
	origin, err := http.NewRequest("GET", target, nil)
	if err != nil {
		return 1
	}
	rt, err := r.Transport(base, origin.URL)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if c.Endless {
		client := &http.Client{Transport: rt}
		for {
			if _, err := r.Refresh(context.Background()); err == nil {
				_, _ = call(client, target)
			}
		}
	}
	var res result
	var mu sync.Mutex
	var requests atomic.Int64
	var group sync.WaitGroup
	for i := range c.Goroutines {
		client := &http.Client{Transport: named{rt, fmt.Sprintf("%s.%d", c.Name, i)}}
		group.Go(func() {
			for {
				resp, err := call(client, target)
				requests.Add(1)
				if failure := failureOf(resp, err); failure != "" {
					mu.Lock()
					res.Failures = append(res.Failures, failure)
					enough := len(res.Failures) > 100
					mu.Unlock()
					if enough {
						return
					}
				}
				if resp != nil && resp.Header.Get("Done") != "" {
					return
				}
				time.Sleep(10 * time.Millisecond)
			}
		})
	}
	group.Wait()
	r.Close()
	res.Requests = requests.Load()
	if err := json.NewEncoder(os.Stdout).Encode(res); err != nil {
		return 1
	}
	return 0
}

// named tells the server which child it is, or which goroutine of one.
type named struct {
	base http.RoundTripper
	name string
}

func (n named) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Header.Get("Child") == "" {
		req = req.Clone(req.Context())
		req.Header.Set("Child", n.name)
	}
	return n.base.RoundTrip(req)
}

func call(client *http.Client, target string) (*http.Response, error) {
	resp, err := client.Get(target + "/api/things")
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp, err
}

func failureOf(resp *http.Response, err error) string {
	switch {
	case err != nil:
		return err.Error()
	case resp.StatusCode != 200:
		return resp.Status
	default:
		return ""
	}
}

// loopback is the fake API for other processes.
type loopback struct {
	t      *testing.T
	oauth  *oauthserver.Server
	target string
	clock  clock
	done   atomic.Bool // tells the children that it is enough
	// aroundToken, if set, stands around /oauth/token.
	aroundToken func(w http.ResponseWriter, r *http.Request)

	mu   sync.Mutex
	seen map[string]int // the number of the newest token that each goroutine has used
}

func newLoopback(t *testing.T, rotation oauthserver.Rotation) *loopback {
	t.Helper()
	l := &loopback{t: t, clock: clock(filepath.Join(t.TempDir(), "clock")), seen: make(map[string]int)}
	writeFile(t, string(l.clock), "")
	l.oauth = oauthserver.New(oauthserver.Options{Rotation: rotation, Now: l.clock.now})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.target = "http://" + listener.Addr().String()
	server := &http.Server{Handler: l}
	var running sync.WaitGroup
	running.Go(func() { _ = server.Serve(listener) })
	t.Cleanup(func() { server.Close(); running.Wait() })
	return l
}

func (l *loopback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/oauth/") {
		if l.aroundToken != nil && r.URL.Path == "/oauth/token" {
			l.aroundToken(w, r)
			return
		}
		l.oauth.ServeHTTP(w, r)
		return
	}
	grant, err := l.oauth.Authenticate(r)
	if err != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	l.mu.Lock()
	name := r.Header.Get("Child")
	l.seen[name] = max(l.seen[name], grant.Token)
	l.mu.Unlock()
	if l.done.Load() {
		w.Header().Set("Done", "yes")
	}
}

// haveUsed tells how many goroutines have used a token, or one that is newer.
func (l *loopback) haveUsed(token int) (goroutines int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, newest := range l.seen {
		if newest >= token {
			goroutines++
		}
	}
	return goroutines
}

// login writes the file of a person who just logged in.
func (l *loopback) login(path string) {
	l.t.Helper()
	config := auth.Config{ClientID: "client", ClientSecret: auth.NewSecret("secret")}
	r := auth.RefreshToken(config, fromServer(l.oauth.Login()))
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		l.t.Fatal(err)
	}
	if err := r.ToFile(context.Background(), path, l.target); err != nil {
		l.t.Fatal(err)
	}
}

// command returns a child that is not started yet.
func command(t *testing.T, c child) *exec.Cmd {
	t.Helper()
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+string(raw), "GORACE=atexit_sleep_ms=10")
	cmd.Stderr = os.Stderr
	return cmd
}
