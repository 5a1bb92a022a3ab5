package factorialhr_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
)

func TestWhatAnObserverIsTold(t *testing.T) {
	tests := map[string]struct {
		answer   http.HandlerFunc
		op       factorialhr.Operation
		opts     []factorialhr.RequestOption
		events   []string
		statuses []int // of the attempts
		failed   bool
	}{
		"a call that succeeds": {
			answer: status(200, `{"id":"7"}`), op: getThing,
			events:   []string{"start things.Things.Get", "attempt of things.Things.Get", "end of things.Things.Get"},
			statuses: []int{200},
		},
		"a retry": {
			answer: inTurn(status(503, ""), status(200, `{"id":"7"}`)), op: getThing,
			events: []string{
				"start things.Things.Get", "attempt of things.Things.Get", "attempt of things.Things.Get", "end of things.Things.Get",
			},
			statuses: []int{503, 200},
		},
		"a mismatch": {
			answer: status(200, `{"count":"n/a"}`), op: getThing,
			events: []string{
				"start things.Things.Get", "attempt of things.Things.Get", "mismatch in things.Things.Get", "end of things.Things.Get",
			},
			statuses: []int{200},
		},
		"a call that fails": {
			answer: status(404, ""), op: getThing, failed: true,
			events:   []string{"start things.Things.Get", "attempt of things.Things.Get", "end of things.Things.Get"},
			statuses: []int{404},
		},
		"a call that is refused": {
			answer: status(404, ""), op: createThing, failed: true, opts: []factorialhr.RequestOption{factorialhr.ReadOnly()},
			events: []string{"start things.Things.Create", "end of things.Things.Create"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var seen watcher
				c := serve(t, func(w http.ResponseWriter, r *http.Request) {
					time.Sleep(time.Second)
					test.answer(w, r)
				}, append(test.opts, factorialhr.Observe(&seen))...)
				_, err := call(t.Context(), c, &test.op)
				if diff := cmp.Diff(test.events, seen.events); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
				var statuses []int
				for i, a := range seen.attempts {
					statuses = append(statuses, a.StatusCode)
					if a.Number != i+1 || a.Duration != time.Second || (a.Err == nil) != (a.StatusCode == 200) {
						t.Errorf("attempt %+v", a)
					}
				}
				if diff := cmp.Diff(test.statuses, statuses); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
				end := seen.calls[0]
				if end.Err != err || (err != nil) != test.failed || end.Attempts != len(test.statuses) ||
					end.Duration != time.Duration(end.Attempts)*time.Second+end.Waited {
					t.Errorf("the call ended as %+v, %v", end, err)
				}
			})
		})
	}
}

func TestSeveralObservers(t *testing.T) {
	var ofClient, ofCall watcher
	c := serve(t, status(200, `{"id":"7"}`), factorialhr.Observe(&ofClient))
	for range 2 {
		if _, err := call(t.Context(), c, &getThing, factorialhr.Observe(&ofCall)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := call(t.Context(), c, &getThing); err != nil {
		t.Fatal(err)
	}
	if len(ofClient.calls) != 3 || len(ofCall.calls) != 2 {
		t.Errorf("that of the client saw %d calls, that of two calls saw %d", len(ofClient.calls), len(ofCall.calls))
	}
}

func TestTheContextOfAnObserverReachesTheRequest(t *testing.T) {
	var seen watcher
	var got any
	c := newClient(t, transportFunc(func(r *http.Request) (*http.Response, error) {
		got = r.Context().Value(watchedKey{})
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(`{"id":"7"}`)), Request: r}, nil
	}), factorialhr.Observe(&seen))
	if _, err := call(t.Context(), c, &getThing); err != nil || got != getThing.Name {
		t.Errorf("the request knows %v, %v", got, err)
	}
}

func TestTheStructuredLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		c := serve(t, inTurn(
			status(503, "secret-name", "X-Request-Id", "r1"), status(200, `{"count":"secret-count"}`, "X-Request-Id", "r2"),
			status(404, `{"errors":["secret-name"]}`),
		), factorialhr.Observe(factorialhr.LogTo(textLog(&log))))
		if _, err := call(t.Context(), c, &getThing); err != nil {
			t.Fatal(err)
		}
		if _, err := call(t.Context(), c, &getThing); !errors.Is(err, factorialhr.ErrNotFound) {
			t.Fatal(err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		_, _ = call(ended, c, &getThing)

		const call = "operation=things.Things.Get method=GET path=things/things/{id}"
		want := `level=DEBUG msg="factorialhr attempt failed" ` + call + ` attempt=1 status=503 duration=0s request_id=r1 ` +
			`error.operation=things.Things.Get error.method=GET error.path=things/things/{id} error.status=503 error.attempts=1 error.request_id=r1
level=WARN msg="factorialhr response has unexpected values" ` + call + ` count=1 first="[/count: want int, got string]"
level=DEBUG msg="factorialhr call" ` + call + ` status=200 attempts=2 duration=0s waited=0s request_id=r2
level=INFO msg="factorialhr call failed" ` + call + ` status=404 attempts=1 duration=0s waited=0s ` +
			`error.operation=things.Things.Get error.method=GET error.path=things/things/{id} error.status=404 error.attempts=1
level=DEBUG msg="factorialhr call failed" ` + call + ` status=0 attempts=0 duration=0s waited=0s ` +
			`error.operation=things.Things.Get error.method=GET error.path=things/things/{id} error.status=0 error.attempts=0 error.cause="context canceled"
`
		got := regexp.MustCompile(`(duration|waited)=\S+`).ReplaceAllString(log.String(), "$1=0s")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}
