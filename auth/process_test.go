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
	Path       string    // of the token file
	Target     string    // base URL
	Epoch      time.Time // when the fast clock showed the right time
	Speed      int
	Goroutines int
	Endless    bool   // refresh again and again until somebody kills it
	Name       string // sent with each request
	FillDisk   string
}

// result is what a child prints.
type result struct {
	Requests int64
	Failures []string
}

// fastClock runs speed times as fast as the real one since epoch.
func fastClock(epoch time.Time, speed int) func() time.Time {
	return func() time.Time { return epoch.Add(time.Since(epoch) * time.Duration(speed)) }
}

func (c child) main() int {
	if c.FillDisk != "" {
		return fillDisk(c.FillDisk)
	}
	r, target, err := auth.FromFile(c.Path, auth.Clock(fastClock(c.Epoch, c.Speed)))
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
	client := &http.Client{Transport: rt}
	if c.Endless {
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
	for range c.Goroutines {
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

// named tells the server which child it is.
type named struct {
	*http.Transport
	name string
}

func (n named) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("Child", n.name)
	return n.Transport.RoundTrip(req)
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
	epoch  time.Time
	speed  int
	// done, if set, tells the children when it is enough.
	done func() bool
	// aroundToken, if set, stands around /oauth/token.
	aroundToken func(w http.ResponseWriter, r *http.Request)
}

// newLoopback serves with tokens that live for life of real time.
func newLoopback(t *testing.T, rotation oauthserver.Rotation, life time.Duration) *loopback {
	t.Helper()
	l := &loopback{t: t, epoch: time.Now(), speed: int(time.Hour / life)}
	l.oauth = oauthserver.New(oauthserver.Options{Rotation: rotation, Now: fastClock(l.epoch, l.speed), RefreshTokenLife: 10 * 365 * 24 * time.Hour})
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
	if _, err := l.oauth.Authenticate(r); err != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if l.done != nil && l.done() {
		w.Header().Set("Done", "yes")
	}
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
