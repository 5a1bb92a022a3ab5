package factorialhr_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

func TestTheTimeOfAnAttempt(t *testing.T) {
	file := factorialhr.FileFromBytes("f", []byte("x"))
	tests := map[string]struct {
		body any
		opts []factorialhr.RequestOption
		want time.Duration
	}{
		"is a minute":                   {nil, nil, time.Minute},
		"is a minute with a body":       {map[string]int{}, nil, time.Minute},
		"is 15 minutes with a file":     {file, nil, 15 * time.Minute},
		"can be set":                    {nil, []factorialhr.RequestOption{factorialhr.AttemptTimeout(5 * time.Second)}, 5 * time.Second},
		"can be set with a file":        {file, []factorialhr.RequestOption{factorialhr.AttemptTimeout(5 * time.Second)}, 5 * time.Second},
		"can be longer than a minute":   {nil, []factorialhr.RequestOption{factorialhr.AttemptTimeout(time.Hour)}, time.Hour},
		"can be longer for one attempt": {nil, []factorialhr.RequestOption{factorialhr.AttemptTimeout(time.Second), factorialhr.AttemptTimeout(2 * time.Second)}, 2 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := serve(t, func(w http.ResponseWriter, r *http.Request) {
					io.Copy(io.Discard, r.Body)
					<-r.Context().Done()
				})
				start := time.Now()
				_, err := factorialhr.Call[thing](t.Context(), c, &createThing, factorialhr.Input{Body: test.body}, test.opts...)
				if took := time.Since(start); took != test.want {
					t.Errorf("it took %v", took)
				}
				e, ok := errors.AsType[*factorialhr.Error](err)
				if !ok || !e.Timeout() || !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, factorialhr.ErrOutcomeUnknown) {
					t.Errorf("got %v", err)
				}
				if !strings.Contains(err.Error(), "no answer in time") {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func TestTheTimeOfAnAttemptCoversTheBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := io.WriteString(w, " "); err != nil {
					return
				}
				http.NewResponseController(w).Flush()
				time.Sleep(time.Second)
			}
		}, factorialhr.AttemptTimeout(30*time.Second), once)
		start := time.Now()
		if _, err := call(t.Context(), c, &getThing); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 30*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

func TestWaitingForATurnIsNotPartOfAnAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := serve(t, status(200, `{"id":"7"}`), factorialhr.AttemptTimeout(time.Second))
		if took := manyAtOnce(t, c, &createThing, 50); took != 10*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

func TestTheTimeoutOfTheCallersClientHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		given := &http.Client{Timeout: 3 * time.Second, Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})}
		c := newClient(t, nil, factorialhr.HTTPClient(given), once)
		start := time.Now()
		_, err := call(t.Context(), c, &createThing)
		if time.Since(start) != 3*time.Second || !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, factorialhr.ErrOutcomeUnknown) {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}
