package factorialhr_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// httpDate is d from now, as a header says it.
func httpDate(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }

func TestHowLongARetryWaits(t *testing.T) {
	tests := map[string]struct {
		status      int
		header      []string // name, value
		date        time.Duration
		least, most time.Duration
		asked       time.Duration // what the error says that the server asked for
	}{
		"no header: up to half a second":          {status: 503, least: 0, most: 500 * time.Millisecond},
		"seconds":                                 {status: 503, header: []string{"Retry-After", "7"}, least: 7 * time.Second, most: 8 * time.Second, asked: 7 * time.Second},
		"an HTTP date":                            {status: 503, date: 30 * time.Second, least: 29 * time.Second, most: 31 * time.Second, asked: 30 * time.Second},
		"an HTTP date in the past":                {status: 503, date: -time.Hour, most: 500 * time.Millisecond},
		"a minute is the longest wait":            {status: 503, header: []string{"Retry-After", "60"}, least: time.Minute, most: 61 * time.Second, asked: time.Minute},
		"what is no time":                         {status: 503, header: []string{"Retry-After", "soon"}, most: 500 * time.Millisecond},
		"a negative number":                       {status: 503, header: []string{"Retry-After", "-5"}, most: 500 * time.Millisecond},
		"the reset of a rate limit":               {status: 429, header: []string{"RateLimit-Reset", "9"}, least: 9 * time.Second, most: 10 * time.Second, asked: 9 * time.Second},
		"the reset under its old name":            {status: 429, header: []string{"X-RateLimit-Reset", "9"}, least: 9 * time.Second, most: 10 * time.Second, asked: 9 * time.Second},
		"429 without a header: the client pauses": {status: 429, least: time.Second, most: 2 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if test.date != 0 {
					time.Sleep(time.Until(time.Now().Truncate(time.Second).Add(time.Second))) // dates have whole seconds
					test.header = []string{"Retry-After", httpDate(test.date)}
				}
				c := serve(t, status(test.status, "", test.header...))
				_, err := call(t.Context(), c, &getThing, once)
				if e, ok := errors.AsType[*factorialhr.Error](err); !ok || (e.RetryAfter-test.asked).Abs() > 5*time.Second {
					t.Errorf("the error says %v, want %v", e.RetryAfter, test.asked)
				}

				c = serve(t, inTurn(status(test.status, "", test.header...), status(200, `{"id":"7"}`)))
				start := time.Now()
				if _, err := call(t.Context(), c, &getThing); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start); took < test.least || took > test.most {
					t.Errorf("it took %v, want %v to %v", took, test.least, test.most)
				}
			})
		})
	}
}

func TestRetriesEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rec := recorder{answer: status(503, "")}
		c := serve(t, rec.ServeHTTP)
		_, err := call(t.Context(), c, &getThing)
		e, ok := errors.AsType[*factorialhr.Error](err)
		if !ok || e.Attempts != 4 || len(rec.all()) != 4 || e.StatusCode != 503 || !errors.Is(err, factorialhr.ErrServer) {
			t.Fatalf("got %v after %d requests", err, len(rec.all()))
		}
		if e.Waited <= 0 || e.Waited > (500+1000+2000)*time.Millisecond {
			t.Errorf("waited %v", e.Waited)
		}
		if !strings.HasSuffix(err.Error(), ": 503 Service Unavailable, after 4 attempts") {
			t.Errorf("got %v", err)
		}
	})
}

func TestBodiesAreSentAgainFromTheirStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rec := recorder{answer: inTurn(status(429, ""), status(429, ""), status(200, `{"id":"7"}`))}
		c := serve(t, rec.ServeHTTP)
		in := factorialhr.Input{Body: factorialhr.FileFromBytes("f", []byte("content"))}
		if _, err := factorialhr.Call[thing](t.Context(), c, &createThing, in); err != nil {
			t.Fatal(err)
		}
		if got := rec.all(); len(got) != 3 || got[0].Body != "content" || got[1].Body != "content" || got[2].Body != "content" {
			t.Errorf("got %q", got)
		}
	})
}

func TestADeleteThatFindsNothingLeft(t *testing.T) {
	dropped := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	tests := map[string]struct {
		first http.HandlerFunc
		op    factorialhr.Operation
		gone  bool
	}{
		"after an answer that never came, it was done": {dropped, deleteThing, true},
		"after 502, it was done":                       {status(502, ""), deleteThing, true},
		"after 504, it was done":                       {status(504, ""), deleteThing, true},
		"after 429, it never was":                      {status(429, ""), deleteThing, false},
		"at once, it never was":                        {status(404, ""), deleteThing, false},
		"a PUT is something else":                      {dropped, updateThing, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var info factorialhr.ResponseInfo
				var seen watcher
				c := serve(t, inTurn(test.first, status(404, `{"errors":["gone"]}`)), factorialhr.Observe(&seen))
				got, err := call(t.Context(), c, &test.op, factorialhr.ResponseInto(&info))
				if info.AlreadyGone != test.gone || seen.calls[0].AlreadyGone != test.gone {
					t.Errorf("AlreadyGone is %v and %v", info.AlreadyGone, seen.calls[0].AlreadyGone)
				}
				if test.gone {
					if err != nil || *got != (thing{}) || info.StatusCode != 404 || info.Attempts != 2 {
						t.Errorf("got %v, %v, %+v", got, err, info)
					}
				} else if !errors.Is(err, factorialhr.ErrNotFound) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func TestTheOutcomeCountsAllAttempts(t *testing.T) {
	dropped := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	const gone = 0 // no answer: nobody listens any more
	tests := map[string]struct {
		op      factorialhr.Operation
		first   http.HandlerFunc
		then    int
		outcome factorialhr.Outcome
	}{
		"perhaps done, then rejected":         {updateThing, status(502, ""), 422, factorialhr.OutcomeUnknown},
		"perhaps done, then in conflict":      {updateThing, dropped, 409, factorialhr.OutcomeUnknown},
		"perhaps done, then limited":          {deleteThing, dropped, 429, factorialhr.OutcomeUnknown},
		"perhaps done, then not sent":         {deleteThing, dropped, gone, factorialhr.OutcomeUnknown},
		"limited, then not sent":              {createThing, status(429, ""), gone, factorialhr.OutcomeNotSent},
		"limited, then rejected":              {createThing, status(429, ""), 422, factorialhr.OutcomeRejected},
		"limited, then perhaps done":          {createThing, status(429, ""), 502, factorialhr.OutcomeUnknown},
		"a reading is judged in the same way": {getThing, status(502, ""), 403, factorialhr.OutcomeUnknown},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := memnet.New()
				network.Serve(t, productionAddress, inTurn(test.first, status(max(test.then, 200), "")))
				transport := network.Transport(t)
				transport.DisableKeepAlives = true
				dialled := 0
				transport.DialTLSContext = func(ctx context.Context, kind, address string) (net.Conn, error) {
					if dialled++; dialled > 1 && test.then == gone {
						address = "nobody:443"
					}
					return network.DialContext(ctx, kind, address)
				}
				_, err := call(t.Context(), newClient(t, transport), &test.op, factorialhr.MaxAttempts(2))
				e, ok := errors.AsType[*factorialhr.Error](err)
				if !ok || e.Outcome != test.outcome || e.StatusCode != test.then || e.Attempts != 2 {
					t.Errorf("outcome %v after %d attempts, want %v: %v", e.Outcome, e.Attempts, test.outcome, err)
				}
			})
		})
	}
}

func TestACallDoesNotWaitForWhatComesTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := serve(t, status(503, "", "Retry-After", "30"))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		_, err := call(ctx, c, &getThing)
		if time.Since(start) > 0 {
			t.Errorf("it waited %v", time.Since(start))
		}
		if !errors.Is(err, factorialhr.ErrServer) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestTheRetryBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := true
		rec := recorder{answer: func(w http.ResponseWriter, r *http.Request) {
			if down {
				w.WriteHeader(503)
				return
			}
			io.WriteString(w, `{"id":"7"}`)
		}}
		c := serve(t, rec.ServeHTTP)
		const calls = 200
		for range calls {
			if _, err := call(t.Context(), c, &getThing); !errors.Is(err, factorialhr.ErrServer) {
				t.Fatal(err)
			}
		}
		if got := len(rec.all()); got != calls+100 {
			t.Errorf("%d requests for %d calls while the server was down, want 100 retries", got, calls)
		}

		down = false
		for range 20 { // they earn two retries
			if _, err := call(t.Context(), c, &getThing); err != nil {
				t.Fatal(err)
			}
		}
		down = true
		before := len(rec.all())
		_, err := call(t.Context(), c, &getThing)
		if got := len(rec.all()) - before; got != 3 || err == nil {
			t.Errorf("%d requests, want the first and two retries: %v", got, err)
		}
	})
}

func TestARetryAfterA429EarnsNoMoreThanACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answers := []int{503}
		rec := recorder{answer: func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(answers[0])
			if answers[0] == 200 {
				io.WriteString(w, `{"id":"7"}`)
			}
			if len(answers) > 1 {
				answers = answers[1:]
			}
		}}
		c := serve(t, rec.ServeHTTP)
		for range 200 { // until nothing is left
			_, _ = call(t.Context(), c, &getThing)
		}
		answers = []int{429, 200, 429, 200, 503}
		for range 2 {
			if _, err := call(t.Context(), c, &getThing); err != nil {
				t.Fatal(err)
			}
		}
		before := len(rec.all())
		_, err := call(t.Context(), c, &getThing)
		if got := len(rec.all()) - before; got != 1 || err == nil {
			t.Errorf("%d requests, want one: %v", got, err)
		}
	})
}

func TestA429CostsNoBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rec := recorder{answer: status(429, "", "Retry-After", "1")}
		c := serve(t, rec.ServeHTTP)
		for range 60 {
			if _, err := call(t.Context(), c, &getThing); !errors.Is(err, factorialhr.ErrRateLimited) {
				t.Fatal(err)
			}
		}
		if got := len(rec.all()); got != 240 {
			t.Errorf("%d requests, want 4 for each call", got)
		}
	})
}

func TestWhichAnswersAreTriedAgain(t *testing.T) {
	tests := map[int]struct{ safe, idempotent, unsafe bool }{
		400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 422: {},
		408: {safe: true},
		429: {safe: true, idempotent: true, unsafe: true},
		500: {safe: true},
		501: {},
		502: {safe: true, idempotent: true},
		503: {safe: true, idempotent: true},
		504: {safe: true, idempotent: true},
		520: {safe: true}, // of a proxy in front
	}
	for code, test := range tests {
		for op, again := range map[*factorialhr.Operation]bool{
			&getThing: test.safe, &searchThing: test.safe, &updateThing: test.idempotent, &deleteThing: test.idempotent, &createThing: test.unsafe,
		} {
			t.Run(fmt.Sprintf("%d of a %s that is %v", code, op.Method, op.Retry), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					rec := recorder{answer: status(code, "")}
					c := serve(t, rec.ServeHTTP)
					_, err := call(t.Context(), c, op, factorialhr.MaxAttempts(2))
					if got := len(rec.all()) == 2; got != again || err == nil {
						t.Errorf("%d requests, %v", len(rec.all()), err)
					}
				})
			})
		}
	}
}
