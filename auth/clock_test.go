package auth_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// wallClock is a clock that can be set. The timers of the bubble do not notice, like those of a
// machine that slept.
type wallClock struct{ ahead atomic.Int64 }

func (c *wallClock) now() time.Time { return time.Now().Round(0).Add(time.Duration(c.ahead.Load())) }

func (c *wallClock) set(ahead time.Duration) { c.ahead.Store(int64(ahead)) }

func TestAMachineThatSleepsAtNightKeepsItsLogin(t *testing.T) {
	for _, asleep := range []time.Duration{8 * time.Hour, 16 * time.Hour, 23 * time.Hour, 47 * time.Hour} {
		t.Run(asleep.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var clock wallClock
				f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily, Now: clock.now})
				seed := f.login()
				r := auth.RefreshToken(f.config(), seed, auth.Clock(clock.now))
				told, stop := keepAlive(t, r)
				var slept time.Duration
				for range 30 {
					time.Sleep(61 * time.Minute)
					slept += asleep
					clock.set(slept)
				}
				time.Sleep(61 * time.Minute)
				stop()
				f.mustGet(f.client(r))
				r.Close()
				if len(told()) != 0 || f.oauth.Counts().Refused != 0 {
					t.Errorf("told %v, %d refused", told(), f.oauth.Counts().Refused)
				}
			})
		})
	}
}

func TestKeepAliveSurvivesAClockThatIsSet(t *testing.T) {
	for _, ahead := range []time.Duration{-3 * day, -400 * day, -time.Hour, time.Hour, 3 * day, 400 * day} {
		t.Run(ahead.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var clock wallClock
				f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
				r := auth.RefreshToken(f.config(), f.login(), auth.Clock(clock.now))
				_, stop := keepAlive(t, r)
				time.Sleep(day)
				clock.set(ahead)
				time.Sleep(20 * day)
				clock.set(0)
				time.Sleep(20 * day)
				stop()
				f.mustGet(f.client(r))
				r.Close()
				if got := f.oauth.Counts(); got.Refused != 0 || got.Refreshes > 14 {
					t.Errorf("counts: %+v", got)
				}
			})
		})
	}
}

func TestAClockThatIsSetCostsNoRequest(t *testing.T) {
	for _, dates := range []struct {
		name                string
		noDate, noCreatedAt bool
	}{{"all dates", false, false}, {"no Date header", true, false}, {"no created_at", false, true}, {"no date at all", true, true}} {
		for _, ahead := range []time.Duration{-24 * time.Hour, -2 * time.Hour, -time.Hour, -59*time.Minute - 30*time.Second, -30 * time.Minute,
			-time.Minute, time.Minute, 30 * time.Minute, time.Hour, 3 * time.Hour, 400 * day} {
			t.Run(dates.name+" "+ahead.String(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var clock wallClock
					f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
					f.aroundToken = func(w http.ResponseWriter, r *http.Request, next http.Handler) {
						next.ServeHTTP(&fewDates{w, dates.noDate, dates.noCreatedAt}, r)
					}
					r := auth.RefreshToken(f.config(), f.login(), auth.Clock(clock.now))
					client := f.client(r)
					work := func() {
						for range 5 * 120 {
							// A body that cannot be sent twice, so that nothing mends a 401.
							status, err := send(t.Context(), client, http.MethodPost, io.MultiReader(strings.NewReader("x")))
							if err != nil || status != http.StatusOK {
								t.Fatalf("got %d, %v", status, err)
							}
							time.Sleep(30 * time.Second)
						}
					}
					work()
					clock.set(ahead)
					work()
					clock.set(0)
					work()
					r.Close()
					if got := f.oauth.Counts(); got.Refreshes > 24 || got.Unauthorized != 0 {
						t.Errorf("in fifteen hours: %+v", got)
					}
				})
			})
		}
	}
}

// fewDates takes dates out of the responses of a server.
type fewDates struct {
	http.ResponseWriter
	noDate, noCreatedAt bool
}

func (w *fewDates) WriteHeader(status int) {
	if w.noDate {
		w.Header()["Date"] = nil
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *fewDates) Write(p []byte) (int, error) {
	if w.noCreatedAt {
		_, err := w.ResponseWriter.Write([]byte(strings.Replace(string(p), `"created_at"`, `"odd"`, 1)))
		return len(p), err
	}
	return w.ResponseWriter.Write(p)
}

func TestAWrongClockDoesNotSpendTokensOnAnEndpointThatAlwaysAnswers401(t *testing.T) {
	for _, ahead := range []time.Duration{-3 * time.Hour, -30 * time.Second, 0, 30 * time.Second, 3 * time.Hour} {
		t.Run(ahead.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var clock wallClock
				f := newFake(t, oauthserver.Options{})
				f.aroundToken = func(w http.ResponseWriter, r *http.Request, next http.Handler) {
					next.ServeHTTP(&fewDates{w, true, false}, r)
				}
				r := auth.RefreshToken(f.config(), f.login(), auth.Clock(clock.now))
				client := f.client(r)
				f.mustGet(client)
				clock.set(ahead)
				f.status.Store(http.StatusUnauthorized)
				for range 3600 {
					if status, err := get(t.Context(), client); err != nil || status != 401 {
						t.Fatalf("got %d, %v", status, err)
					}
					time.Sleep(time.Second)
				}
				r.Close()
				if got := f.oauth.Counts().Refreshes; got > 63 {
					t.Errorf("%d refreshes in an hour of 401s", got)
				}
			})
		})
	}
}

func TestAClockThatIsSetBackDoesNotExtendAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var clock wallClock
		f := newFake(t, oauthserver.Options{})
		f.aroundToken = times(3, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(503) })
		client := f.client(auth.RefreshToken(f.config(), auth.Token{RefreshToken: f.login().RefreshToken}, auth.Clock(clock.now)))
		if _, err := get(t.Context(), client); err == nil {
			t.Error("the outage was not told")
		}
		clock.set(-24 * time.Hour)
		time.Sleep(2 * time.Second)
		f.mustGet(client)
	})
}

// afterSleep returns a moment by the wall clock as a program has computed it before its machine slept:
// the monotonic clock, which stood still meanwhile, is so much behind.
func afterSleep(at time.Time, slept time.Duration) time.Time {
	// wall, ext, loc: the second is the monotonic reading.
	*(*int64)(unsafe.Add(unsafe.Pointer(&at), 8)) += int64(slept)
	return at
}

func TestExpiriesCountTheTimeThatTheMachineSlept(t *testing.T) {
	expired := afterSleep(time.Now().Add(-time.Hour), 2*time.Hour)
	if !expired.After(time.Now()) || expired.Round(0).After(time.Now().Round(0)) {
		t.Skip("NOT TESTED: time.Time is built otherwise")
	}
	server := &keyServer{}
	rt, err := auth.AccessToken("t", auth.ExpiresAt(expired)).Transport(server, mustParse(t, fakeOrigin))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rt.RoundTrip(mustRequest(t)); !errors.Is(err, auth.ErrAccessTokenExpired) {
		t.Errorf("ExpiresAt: %v", err)
	}
	token := auth.Token{
		AccessToken: auth.NewSecret("a"), RefreshToken: auth.NewSecret("r"),
		CreatedAt: afterSleep(time.Now().Add(-2*time.Hour), 3*time.Hour), ExpiresIn: time.Hour,
	}
	if !token.AccessTokenExpired() {
		t.Error("AccessTokenExpired does not count it")
	}
	token.CreatedAt = afterSleep(time.Now().Add(-8*day), 8*day)
	if !token.RefreshTokenExpired() {
		t.Error("RefreshTokenExpired does not count it")
	}
	f := newFake(t, oauthserver.Options{}) // in real time: that of a bubble has one clock
	token = f.login()
	token.CreatedAt = afterSleep(time.Now().Add(-2*time.Hour), 3*time.Hour)
	f.mustGet(f.client(auth.RefreshToken(f.config(), token)))
	f.wantCounts(1, 0)
}
