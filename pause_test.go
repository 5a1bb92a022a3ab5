package factorialhr_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// refusedFor checks that a call was refused without a request and that a pause of about left is what remains.
func refusedFor(t *testing.T, err error, left time.Duration) {
	t.Helper()
	e, ok := errors.AsType[*factorialhr.Error](err)
	switch {
	case !ok || !errors.Is(err, factorialhr.ErrRateLimited):
		t.Errorf("it was not refused: %v", err)
	case e.Attempts != 0 || e.StatusCode != 0 || e.Outcome != factorialhr.OutcomeNotSent || errors.Is(err, factorialhr.ErrOutcomeUnknown):
		t.Errorf("it was sent: %+v", e)
	case (e.RetryAfter - left).Abs() > time.Second:
		t.Errorf("it says %v, want %v", e.RetryAfter, left)
	case !strings.Contains(err.Error(), "the client did not send this"):
		t.Errorf("it does not say why: %v", err)
	}
}

func TestAWaitBeyondTheCapEndsTheCall(t *testing.T) {
	tests := map[string]struct {
		status int
		header []string
		date   time.Duration // of the server's clock, from ours
		want   time.Duration // Error.RetryAfter
	}{
		"an hour":                          {status: 429, header: []string{"Retry-After", "3600"}, want: time.Hour},
		"a second more than a minute":      {status: 429, header: []string{"Retry-After", "61"}, want: 61 * time.Second},
		"a fraction more than a minute":    {status: 429, header: []string{"Retry-After", "60.5"}, want: 60500 * time.Millisecond},
		"more than a year":                 {status: 429, header: []string{"Retry-After", "99999999999999999999"}, want: 365 * 24 * time.Hour},
		"the reset of a rate limit":        {status: 429, header: []string{"RateLimit-Reset", "3600"}, want: time.Hour},
		"a structured reset":               {status: 429, header: []string{"RateLimit", `"day";r=0;t=3600`}, want: time.Hour},
		"a date by a clock that is fast":   {status: 429, header: []string{"Retry-After", "date"}, date: 24 * time.Hour, want: time.Hour},
		"a date by a clock that is slow":   {status: 429, header: []string{"Retry-After", "date"}, date: -24 * time.Hour, want: time.Hour},
		"an epoch by a clock that is slow": {status: 429, header: []string{"X-RateLimit-Reset", "epoch"}, date: -24 * time.Hour, want: time.Hour},
		"503 for an hour":                  {status: 503, header: []string{"Retry-After", "3600"}, want: time.Hour},
	}
	for name, test := range tests {
		for _, op := range []*factorialhr.Operation{&getThing, &updateThing, &createThing} {
			t.Run(name+", "+op.Method, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var requests atomic.Int32
					c := serve(t, func(w http.ResponseWriter, r *http.Request) {
						requests.Add(1)
						now := time.Now().Add(test.date).UTC()
						w.Header().Set("Date", now.Format(http.TimeFormat))
						value := test.header[1]
						value = strings.ReplaceAll(value, "date", now.Add(time.Hour).Format(http.TimeFormat))
						value = strings.ReplaceAll(value, "epoch", fmt.Sprint(now.Add(time.Hour).Unix()))
						w.Header().Set(test.header[0], value)
						w.WriteHeader(test.status)
					})
					start := time.Now()
					_, err := call(t.Context(), c, op)
					e, ok := errors.AsType[*factorialhr.Error](err)
					if !ok || e.StatusCode != test.status || e.RetryAfter != test.want || e.Attempts != 1 || e.Waited != 0 {
						t.Fatalf("got %v, %+v", err, e)
					}
					if time.Since(start) != 0 || requests.Load() != 1 {
						t.Errorf("%d requests in %v", requests.Load(), time.Since(start))
					}
					if errors.Is(err, factorialhr.ErrRateLimited) != (test.status == 429) {
						t.Errorf("the sentinel is wrong: %v", err)
					}
					reads, writes := c.Paused()
					if paused := reads > 0 || writes > 0; paused != (test.status == 429) {
						t.Errorf("paused for %v and %v", reads, writes)
					}
				})
			})
		}
	}
}

func TestALongWaitRefusesCallsOfItsKind(t *testing.T) {
	for _, test := range []struct {
		refused *factorialhr.Operation
		same    []*factorialhr.Operation
		others  []*factorialhr.Operation
	}{
		{&getThing, []*factorialhr.Operation{&getThing, &listThings}, []*factorialhr.Operation{&createThing, &updateThing, &deleteThing, &searchThing}},
		{&createThing, []*factorialhr.Operation{&createThing, &updateThing, &deleteThing, &searchThing}, []*factorialhr.Operation{&getThing}},
		{&deleteThing, []*factorialhr.Operation{&createThing, &updateThing}, []*factorialhr.Operation{&getThing}},
	} {
		t.Run(test.refused.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var requests atomic.Int32
				busy := status(429, "", "Retry-After", "600")
				c := serve(t, func(w http.ResponseWriter, r *http.Request) {
					if requests.Add(1) == 1 {
						busy(w, r)
						return
					}
					io.WriteString(w, `{"id":"7"}`)
				})
				if _, err := call(t.Context(), c, test.refused); !errors.Is(err, factorialhr.ErrRateLimited) {
					t.Fatal(err)
				}
				for passed := time.Duration(0); passed < 10*time.Minute; passed += 200 * time.Second {
					for _, op := range test.same {
						_, err := call(t.Context(), c, op)
						refusedFor(t, err, 10*time.Minute-passed)
					}
					time.Sleep(200 * time.Second)
				}
				if requests.Load() != 1 {
					t.Errorf("%d requests", requests.Load())
				}
				time.Sleep(time.Second)
				if reads, writes := c.Paused(); reads != 0 || writes != 0 {
					t.Errorf("it goes on for %v and %v", reads, writes)
				}
				manyAtOnce(t, c, test.same[0], 20) // the server's whole wait is over: all of them pass
			})
			synctest.Test(t, func(t *testing.T) {
				c := serve(t, inTurn(status(429, "", "Retry-After", "600"), status(200, `{"id":"7"}`)))
				_, _ = call(t.Context(), c, test.refused)
				for _, op := range test.others {
					if _, err := call(t.Context(), c, op); err != nil {
						t.Errorf("%s is another kind: %v", op.Method, err)
					}
				}
			})
		})
	}
}

// long is a server that answers 429 and hours until it is open, and counts.
type long struct {
	requests atomic.Int32
	answer   atomic.Pointer[http.HandlerFunc]
}

func (s *long) then(h http.HandlerFunc) { s.answer.Store(&h) }

func (s *long) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.requests.Add(1)
	(*s.answer.Load())(w, r)
}

// paused returns a client whose writes are paused for 6 hours.
func paused(t *testing.T, opts ...factorialhr.RequestOption) (*long, *factorialhr.Client) {
	t.Helper()
	s := new(long)
	s.then(status(429, "", "Retry-After", "21600"))
	c := serve(t, s.ServeHTTP, append(opts, factorialhr.WithoutPacing())...)
	if _, err := call(t.Context(), c, &createThing); !errors.Is(err, factorialhr.ErrRateLimited) {
		t.Fatal(err)
	}
	return s, c
}

func TestAfterAQuarterOfAnHourOneRequestAsks(t *testing.T) {
	slowly := func(h http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { time.Sleep(time.Second); h(w, r) }
	}
	const rest = 6*time.Hour - 15*time.Minute
	tests := map[string]struct {
		answer http.HandlerFunc
		open   bool          // the calls after it are sent
		left   time.Duration // otherwise the pause that remains
		asks   bool          // the next call may ask
	}{
		"it is taken":                           {answer: status(200, `{"id":"7"}`), open: true},
		"it is rejected for what it says":       {answer: status(422, "{}"), open: true},
		"it finds nothing":                      {answer: status(404, "{}"), open: true},
		"429 once more, for another hour":       {answer: status(429, "", "Retry-After", "3600"), left: time.Hour},
		"429 once more, for less than it was":   {answer: status(429, "", "Retry-After", "120"), left: 2 * time.Minute},
		"429 once more, without a time":         {answer: status(429, ""), left: rest},
		"429 once more, for a moment":           {answer: status(429, "", "Retry-After", "5"), open: true},
		"a server error says nothing":           {answer: status(500, ""), left: rest, asks: true},
		"503 says nothing":                      {answer: status(503, ""), left: rest, asks: true},
		"a connection that breaks says nothing": {answer: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, left: rest, asks: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, c := paused(t)
				time.Sleep(15*time.Minute - time.Second)
				_, err := call(t.Context(), c, &createThing)
				refusedFor(t, err, rest+time.Second)
				time.Sleep(time.Second)

				s.then(slowly(test.answer))
				var running sync.WaitGroup
				var refused atomic.Int32
				for range 50 {
					running.Go(func() {
						_, err := call(t.Context(), c, &createThing, once)
						if e, ok := errors.AsType[*factorialhr.Error](err); ok && e.Attempts == 0 {
							refusedFor(t, err, rest)
							refused.Add(1)
						}
					})
				}
				running.Wait()
				if s.requests.Load() != 2 || refused.Load() != 49 {
					t.Fatalf("%d requests, %d calls refused", s.requests.Load()-1, refused.Load())
				}

				s.then(status(200, `{"id":"7"}`))
				if _, writes := c.Paused(); (writes - test.left).Abs() > 2*time.Second {
					t.Errorf("it goes on for %v, want %v", writes, test.left)
				}
				_, err = call(t.Context(), c, &createThing)
				switch {
				case test.open || test.asks:
					if err != nil || s.requests.Load() != 3 {
						t.Errorf("%d requests: %v", s.requests.Load(), err)
					}
				default:
					refusedFor(t, err, test.left)
					if time.Sleep(min(15*time.Minute, test.left)); s.requests.Load() != 2 {
						t.Errorf("%d requests", s.requests.Load())
					}
					if _, err = call(t.Context(), c, &createThing); err != nil {
						t.Errorf("a quarter of an hour later: %v", err)
					}
				}
				if _, writes := c.Paused(); writes != 0 {
					t.Errorf("a success did not end it: %v", writes)
				}
			})
		})
	}
}

func TestAProbeThatIsGivenUpLetsTheNextCallAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := paused(t)
		time.Sleep(15 * time.Minute)
		s.then(func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := call(ctx, c, &createThing); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		s.then(status(200, `{"id":"7"}`))
		if _, err := call(t.Context(), c, &createThing); err != nil {
			t.Error(err)
		}
	})
}

func TestAPauseCanBeEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := paused(t)
		if reads, writes := c.Paused(); reads != 0 || writes != 6*time.Hour {
			t.Errorf("paused for %v and %v", reads, writes)
		}
		_, err := call(t.Context(), c, &updateThing)
		refusedFor(t, err, 6*time.Hour)
		c.Resume()
		if reads, writes := c.Paused(); reads != 0 || writes != 0 {
			t.Errorf("paused for %v and %v", reads, writes)
		}
		if _, err := call(t.Context(), c, &createThing); !errors.Is(err, factorialhr.ErrRateLimited) || s.requests.Load() != 2 {
			t.Errorf("it was not sent: %v", err) // and begins another pause
		}
		_, err = call(t.Context(), c, &updateThing)
		refusedFor(t, err, 6*time.Hour)
	})
	var none *factorialhr.Client
	none.Resume()
	if reads, writes := none.Paused(); reads != 0 || writes != 0 {
		t.Error("a nil client is paused")
	}
}

// A POST that waits for its turn or for a retry is refused when the pause begins, and keeps what it knows.
func TestAPauseThatBeginsBetweenTwoAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := new(long)
		s.then(status(503, "", "Retry-After", "10"))
		c := serve(t, s.ServeHTTP)
		var running sync.WaitGroup
		running.Go(func() {
			_, err := call(t.Context(), c, &updateThing)
			e, ok := errors.AsType[*factorialhr.Error](err)
			if !ok || !errors.Is(err, factorialhr.ErrRateLimited) || !errors.Is(err, factorialhr.ErrServer) || e.Attempts != 1 ||
				e.Outcome != factorialhr.OutcomeUnknown || (e.RetryAfter-3590*time.Second).Abs() > 2*time.Second {
				t.Errorf("got %v, %+v", err, e)
			}
		})
		synctest.Wait()
		s.then(status(429, "", "Retry-After", "3600"))
		if _, err := call(t.Context(), c, &createThing); !errors.Is(err, factorialhr.ErrRateLimited) {
			t.Error(err)
		}
		running.Wait()
		if s.requests.Load() != 2 {
			t.Errorf("%d requests", s.requests.Load())
		}
	})
}

func TestAShortWaitAfterALongOneDoesNotShortenIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		after := func(d time.Duration, h http.HandlerFunc) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) { time.Sleep(d); h(w, r) }
		}
		c := serve(t, inTurn( // all are in flight before the first is answered
			after(time.Second, status(429, "", "Retry-After", "600")),
			after(2*time.Second, status(429, "", "Retry-After", "2")),
			after(3*time.Second, status(429, "", "Retry-After", "120")),
			after(4*time.Second, status(200, `{"id":"7"}`)),
		))
		var running sync.WaitGroup
		for range 4 {
			running.Go(func() { _, _ = call(t.Context(), c, &getThing, once) })
		}
		running.Wait()
		if reads, _ := c.Paused(); (reads - 597*time.Second).Abs() > time.Second {
			t.Errorf("it goes on for %v", reads)
		}
	})
}

func TestALimiterIsToldOfTheWholeWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := new(door)
		c := serve(t, status(429, "", "Retry-After", "3600"), factorialhr.RateLimiter(d))
		for range 3 {
			if _, err := call(t.Context(), c, &getThing); !errors.Is(err, factorialhr.ErrRateLimited) {
				t.Error(err)
			}
		}
		if len(d.pauses) != 1 || d.pauses[0] != time.Hour || len(d.waits) != 1 {
			t.Errorf("it was told %v and asked %v", d.pauses, d.waits)
		}
	})
}

// A 429 whose body breaks off says as much as one that is whole.
func TestALongWaitOfAResponseThatBreaksOff(t *testing.T) {
	network := memnet.New()
	var requests atomic.Int32
	broken := func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		w.Header().Set("Retry-After", "3600")
		w.Header().Set("Content-Length", "100")
		w.WriteHeader(429)
		io.WriteString(w, "{")
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	network.Serve(t, productionAddress, http.HandlerFunc(broken))
	c := newClient(t, network.Transport(t))
	_, err := call(t.Context(), c, &createThing)
	if e, ok := errors.AsType[*factorialhr.Error](err); !ok || e.RetryAfter != time.Hour || e.StatusCode != 429 || requests.Load() != 1 {
		t.Errorf("%d requests: %v", requests.Load(), err)
	}
	_, err = call(t.Context(), c, &createThing)
	refusedFor(t, err, time.Hour)
}

func TestALongWaitInTheMiddleOfAList(t *testing.T) {
	page := func(n int, next bool) string {
		return fmt.Sprintf(`{"data":[{"id":"%d"},{"id":"%d"}],"meta":{"total":8,"limit":2,"has_next_page":%v,"end_cursor":"c%d"}}`, 2*n, 2*n+1, next, n)
	}
	for name, opts := range map[string][]factorialhr.RequestOption{
		"one page after the other": nil,
		"ahead":                    {factorialhr.Prefetch(2)},
		"in parallel":              {factorialhr.Parallel(2)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var pages atomic.Int32
				c := serve(t, func(w http.ResponseWriter, r *http.Request) {
					if n := int(pages.Add(1)); n <= 2 {
						io.WriteString(w, page(n-1, true))
						return
					}
					status(429, "", "Retry-After", "3600")(w, r)
				})
				start := time.Now()
				var got []string
				var failed error
				for record, err := range factorialhr.CallAll[thing](t.Context(), c, &listThings, nil, opts...) {
					if err != nil {
						failed = err
						break
					}
					got = append(got, string(record.ID))
				}
				e, ok := errors.AsType[*factorialhr.Error](failed)
				if !ok || !errors.Is(failed, factorialhr.ErrRateLimited) || (e.RetryAfter-time.Hour).Abs() > time.Second {
					t.Errorf("got %v", failed)
				}
				if len(got) < 2 || time.Since(start) > 0 {
					t.Errorf("%v in %v", got, time.Since(start))
				}
				before := pages.Load()
				_, err := factorialhr.CallGetAll[thing](t.Context(), c, &listThings, nil, opts...)
				if !errors.Is(err, factorialhr.ErrRateLimited) || pages.Load() != before {
					t.Errorf("%d requests during the pause: %v", pages.Load()-before, err)
				}
			})
		})
	}
}

// Tokens are renewed during a pause: a login that waited for the end of one could be lost.
func TestATokenIsRenewedDuringAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tokens, gets atomic.Int32
		network := memnet.New()
		network.Serve(t, productionAddress, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/oauth/token":
				tokens.Add(1)
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprintf(w, `{"access_token":"b","refresh_token":"s","token_type":"Bearer","expires_in":7200,"created_at":%d}`, time.Now().Unix())
			case r.Method == http.MethodPost:
				status(429, "", "Retry-After", "3600")(w, r)
			case r.Header.Get("Authorization") != "Bearer b":
				w.WriteHeader(http.StatusUnauthorized)
			default:
				gets.Add(1)
				io.WriteString(w, `{"id":"7"}`)
			}
		}))
		token := auth.Token{
			AccessToken: auth.NewSecret("a"), RefreshToken: auth.NewSecret("r"),
			CreatedAt: time.Now().Add(-30 * time.Minute), ExpiresIn: 2 * time.Hour,
		}
		method := auth.RefreshToken(auth.Config{ClientID: "id", ClientSecret: auth.NewSecret("s")}, token)
		c, err := factorialhr.New(method, factorialhr.HTTPClient(&http.Client{Transport: network.Transport(t)}))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := call(t.Context(), c, &createThing); !errors.Is(err, factorialhr.ErrRateLimited) {
			t.Fatal(err)
		}
		_, err = call(t.Context(), c, &createThing)
		refusedFor(t, err, time.Hour)
		if _, err := call(t.Context(), c, &getThing); err != nil || tokens.Load() != 1 || gets.Load() != 1 {
			t.Errorf("%d tokens, %d reads: %v", tokens.Load(), gets.Load(), err)
		}
	})
}

// Many calls at once, of both kinds, over hours: the server gets what it allows, and nothing is stuck afterwards.
func TestPausesUnderLoad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var early, all atomic.Int32
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			all.Add(1)
			if time.Since(start) < 2*time.Hour {
				early.Add(1)
				w.Header().Set("Retry-After", fmt.Sprint(int((2*time.Hour-time.Since(start))/time.Second)+1))
				w.WriteHeader(429)
				return
			}
			io.WriteString(w, `{"id":"7"}`)
		}, factorialhr.WithoutPacing())
		var running sync.WaitGroup
		var refused, succeeded atomic.Int32
		for n := range 20 {
			running.Go(func() {
				op := []*factorialhr.Operation{&getThing, &createThing}[n%2]
				for time.Since(start) < 3*time.Hour {
					if _, err := call(t.Context(), c, op); err == nil {
						succeeded.Add(1)
					} else if errors.Is(err, factorialhr.ErrRateLimited) {
						refused.Add(1)
					} else {
						t.Error(err)
					}
					time.Sleep(10 * time.Second)
				}
			})
		}
		running.Wait()
		// 20 before the first answer, then for each kind one in a quarter of an hour.
		if early.Load() > 20+2*8 || early.Load() < 16 || succeeded.Load() < 20*355 {
			t.Errorf("%d requests too early, %d succeeded of %d, %d refused", early.Load(), succeeded.Load(), all.Load(), refused.Load())
		}
	})
}
