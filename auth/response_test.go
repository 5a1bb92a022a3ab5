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

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

func TestARefusalIsToldWithTheStatusOfTheServer(t *testing.T) {
	for _, status := range []int{200, 400, 401} { // servers disagree about the status
		t.Run(http.StatusText(status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{})
				f.aroundToken = func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(status)
					io.WriteString(w, `{"error":"invalid_grant"}`)
				}
				r := auth.RefreshToken(f.config(), auth.Token{RefreshToken: f.login().RefreshToken})
				for range 2 { // the second time the client does not send it
					_, err := r.Token(t.Context())
					e, ok := errors.AsType[*auth.ExchangeError](err)
					if !ok || e.Status != status || e.Code != "invalid_grant" || !errors.Is(err, auth.ErrRefreshTokenRejected) {
						t.Errorf("got %v", err)
					}
					time.Sleep(2 * time.Second)
				}
			})
		})
	}
}

func TestAServerThatAsksToWaitIsLeftAlone(t *testing.T) {
	for _, test := range []struct {
		name, header string
		failures     bool          // requests fail until then, instead of waiting
		until        time.Duration // when the client sends the next request to the server
	}{
		{"a moment", "3", false, 3 * time.Second},
		{"longer than a request should wait", "40", true, 40 * time.Second},
		{"a date", "Sat, 01 Jan 2000 02:00:30 GMT", true, 30 * time.Second},
		{"absurdly long", "86400", true, time.Minute},
		{"nonsense", "hunter2", false, 0},
		{"the past", "-7", false, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{})
				var asked []time.Time
				f.aroundToken = func(w http.ResponseWriter, r *http.Request, next http.Handler) {
					if asked = append(asked, time.Now()); len(asked) == 1 {
						w.Header().Set("Retry-After", test.header)
						w.WriteHeader(http.StatusTooManyRequests)
						return
					}
					next.ServeHTTP(w, r)
				}
				client := f.client(auth.RefreshToken(f.config(), f.login()))
				time.Sleep(2 * time.Hour)
				failures := 0
				for range 200 {
					if _, err := get(t.Context(), client); err != nil {
						failures++
						if e, ok := errors.AsType[*auth.ExchangeError](err); !ok || e.Status != 429 {
							t.Fatalf("got %v", err)
						}
					}
					time.Sleep(time.Second)
				}
				if len(asked) != 2 || (failures > 0) != test.failures {
					t.Fatalf("the server was asked %d times, %d requests failed", len(asked), failures)
				}
				if waited := asked[1].Sub(asked[0]); waited < test.until || waited > test.until+2*time.Second {
					t.Errorf("asked again after %v, want %v", waited, test.until)
				}
			})
		})
	}
}

func TestOddFieldsOfAnAnswerDoNoHarm(t *testing.T) {
	for _, test := range []struct {
		name, fields string
		life         time.Duration
	}{
		{"no expires_in", ``, time.Hour},
		{"expires_in zero", `,"expires_in":0`, time.Hour},
		{"expires_in negative", `,"expires_in":-5`, time.Hour},
		{"expires_in null", `,"expires_in":null`, time.Hour},
		{"expires_in a string", `,"expires_in":"7200"`, 2 * time.Hour},
		{"expires_in huge", `,"expires_in":99999999999`, 1<<31*time.Second - time.Second},
		{"created_at a string", `,"created_at":"946684800"`, time.Hour},
		{"created_at negative", `,"created_at":-1`, time.Hour},
		{"created_at in milliseconds", `,"created_at":946684800000`, time.Hour},
		{"created_at beyond all calendars", `,"created_at":1e300`, time.Hour},
		{"created_at two minutes before the response's date", `,"created_at":946684680`, 58 * time.Minute},
		{"created_at a day before the response's date", `,"created_at":946598400`, time.Hour},
		{"created_at a day after the response's date", `,"created_at":946771200`, time.Hour},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{})
				f.aroundToken = func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
					w.Header().Set("Content-Type", "application/json")
					io.WriteString(w, `{"access_token":"t","refresh_token":"r2"`+test.fields+`}`)
				}
				store := auth.NewMemoryStore()
				seed := auth.Token{RefreshToken: auth.NewSecret("r")}
				token, err := auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme")).Token(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if got := time.Until(token.AccessTokenExpiration()); got != test.life {
					t.Errorf("it lives %v, want %v", got, test.life)
				}
				again, err := auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme")).Token(t.Context())
				if err != nil || !again.AccessTokenExpiration().Equal(token.AccessTokenExpiration()) {
					t.Errorf("read back: until %v, %v", again.AccessTokenExpiration(), err)
				}
			})
		})
	}
}

func TestWhatIsNoTokenIsAnErrorInTime(t *testing.T) {
	for _, test := range []struct {
		name, contentType string
		respond           func(w http.ResponseWriter)
		requests          int
	}{
		{"a page", "text/html", func(w http.ResponseWriter) { io.WriteString(w, "<html>") }, 1},
		{"nothing", "application/json", func(w http.ResponseWriter) { w.WriteHeader(http.StatusNoContent) }, 1},
		{"a token behind two megabytes", "application/json", func(w http.ResponseWriter) {
			io.WriteString(w, `{"padding":"`+strings.Repeat("x", 2<<20)+`","access_token":"t"}`)
		}, 1},
		{"a byte every ten seconds", "application/json", func(w http.ResponseWriter) {
			for range 100 {
				if _, err := io.WriteString(w, " "); err != nil || http.NewResponseController(w).Flush() != nil {
					return
				}
				time.Sleep(10 * time.Second)
			}
		}, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{})
				var requests atomic.Int64
				f.aroundToken = func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
					requests.Add(1)
					w.Header().Set("Content-Type", test.contentType)
					test.respond(w)
				}
				seed := auth.Token{RefreshToken: f.login().RefreshToken}
				start := time.Now()
				_, err := auth.RefreshToken(f.config(), seed).Token(t.Context())
				if e, ok := errors.AsType[*auth.ExchangeError](err); !ok || errors.Is(err, auth.ErrRefreshTokenRejected) || e.Status/100 != 2 {
					t.Errorf("got %v", err)
				}
				if took := time.Since(start); took > time.Minute || int(requests.Load()) != test.requests {
					t.Errorf("%d requests in %v", requests.Load(), took)
				}
			})
		})
	}
}
