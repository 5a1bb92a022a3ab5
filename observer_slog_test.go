package factorialhr_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
)

// textLog writes events of every level as text, without times.
func textLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.Level(-100), ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
}

// eventsOf returns the level and the text of each event in a log.
func eventsOf(log string) (events []string) {
	for _, m := range regexp.MustCompile(`level=(\S+) msg=(?:"factorialhr ([^"]*)"|\S+)`).FindAllStringSubmatch(log, -1) {
		events = append(events, m[1]+" "+m[2])
	}
	return events
}

func TestTheEventsOfALog(t *testing.T) {
	answer := func(codes ...int) http.HandlerFunc {
		var handlers []http.HandlerFunc
		for _, code := range codes {
			handlers = append(handlers, status(code, ""))
		}
		return inTurn(handlers...)
	}
	reset := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	tests := map[string]struct {
		answer http.HandlerFunc
		op     *factorialhr.Operation
		opts   []factorialhr.RequestOption
		want   []string
	}{
		"a call that succeeds":                  {answer(204), &getThing, nil, []string{"DEBUG call"}},
		"a call that succeeds after a retry":    {answer(503, 204), &getThing, nil, []string{"DEBUG attempt failed", "DEBUG call"}},
		"after two":                             {answer(503, 502, 204), &getThing, nil, []string{"DEBUG attempt failed", "DEBUG attempt failed", "DEBUG call"}},
		"a call that fails after its retries":   {answer(503, 503, 503, 503), &getThing, nil, []string{"DEBUG attempt failed", "DEBUG attempt failed", "DEBUG attempt failed", "ERROR call failed"}},
		"a call that may not be tried again":    {answer(503), &createThing, nil, []string{"ERROR call failed"}},
		"a call with one attempt":               {answer(503), &getThing, []factorialhr.RequestOption{once}, []string{"ERROR call failed"}},
		"a connection that breaks":              {reset, &createThing, nil, []string{"ERROR call failed"}},
		"a connection that breaks, and a retry": {inTurn(reset, status(200, `{"id":"7"}`)), &getThing, nil, []string{"DEBUG attempt failed", "DEBUG call"}},
		"HTML":                                  {status(200, "<html>"), &getThing, nil, []string{"ERROR call failed"}},
		"a redirect":                            {status(302, "", "Location", "https://example.com"), &getThing, nil, []string{"ERROR call failed"}},
		"Strict": {status(200, `{"count":"n/a"}`), &getThing, []factorialhr.RequestOption{factorialhr.Strict()},
			[]string{"WARN response has unexpected values", "ERROR call failed"}},
		"a call that is not sent": {answer(204), &createThing, []factorialhr.RequestOption{factorialhr.ReadOnly()}, []string{"ERROR call failed"}},
		"a deletion of nothing":   {inTurn(reset, status(404, "")), &deleteThing, nil, []string{"DEBUG attempt failed", "DEBUG call"}},
	}
	for code, level := range map[int]string{
		400: "WARN", 401: "WARN", 402: "WARN", 403: "WARN", 404: "INFO", 405: "WARN", 408: "ERROR", 409: "INFO", 410: "INFO", 415: "WARN",
		422: "INFO", 428: "WARN", 429: "WARN", 499: "WARN", 500: "ERROR", 501: "ERROR", 599: "ERROR",
	} {
		tests[fmt.Sprint("the status ", code)] = struct {
			answer http.HandlerFunc
			op     *factorialhr.Operation
			opts   []factorialhr.RequestOption
			want   []string
		}{answer(code), &createThing, []factorialhr.RequestOption{once}, []string{level + " call failed"}}
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				c := serve(t, test.answer, append(test.opts, factorialhr.Observe(factorialhr.LogTo(textLog(&log))))...)
				_, _ = call(t.Context(), c, test.op)
				if diff := cmp.Diff(test.want, eventsOf(log.String())); diff != "" {
					t.Errorf("-want +got:\n%s%s", diff, log.String())
				}
			})
		})
	}
}

func TestTheEventOfACallWhoseContextEnds(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	tests := map[string]struct {
		answer http.HandlerFunc
		end    func(context.Context) (context.Context, context.CancelFunc)
		want   string
	}{
		"cancelled": {hang, func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return ctx, cancel
		}, "DEBUG call failed"},
		"cancelled for a reason": {hang, func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancelCause(ctx)
			time.AfterFunc(time.Second, func() { cancel(errors.New("secret-body")) })
			return ctx, func() { cancel(nil) }
		}, "DEBUG call failed"},
		"cancelled while it waits to try again": {status(503, "", "Retry-After", "30"), func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return ctx, cancel
		}, "DEBUG attempt failed|DEBUG call failed"},
		"cancelled before it began": {hang, func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			return ctx, cancel
		}, "DEBUG call failed"},
		"out of time": {hang, func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Second)
		}, "ERROR call failed"},
		"out of time, the attempt": {hang, func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Hour)
		}, "ERROR call failed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				opts := []factorialhr.RequestOption{factorialhr.Observe(factorialhr.LogTo(textLog(&log)))}
				if !strings.Contains(test.want, "attempt") {
					opts = append(opts, once)
				}
				c := serve(t, test.answer, opts...)
				ctx, cancel := test.end(t.Context())
				defer cancel()
				_, _ = call(ctx, c, &getThing)
				if got := strings.Join(eventsOf(log.String()), "|"); got != test.want || strings.Contains(log.String(), "secret") {
					t.Errorf("got %s\n%s", got, log.String())
				}
			})
		})
	}
}

// A context that ends after the response does not change the level of the call.
func TestARejectionKeepsItsLevelAfterTheEndOfTheContext(t *testing.T) {
	var log bytes.Buffer
	o := factorialhr.LogTo(textLog(&log))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := call(t.Context(), serve(t, status(403, "")), &getThing)
	o.End(ctx, &getThing, factorialhr.CallInfo{StatusCode: 403, Err: err})
	if got := strings.Join(eventsOf(log.String()), "|"); got != "WARN call failed" {
		t.Errorf("got %s", got)
	}
}

func TestLevelsThatACallerChooses(t *testing.T) {
	var changes slog.LevelVar
	levels := factorialhr.LogLevels{
		Succeeded: slog.Level(1), Expected: slog.Level(2), Rejected: slog.Level(3), Failed: slog.Level(5),
		Canceled: slog.Level(6), Attempt: slog.Level(7), Mismatch: slog.Level(9), Unknown: &changes,
	}
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		c := serve(t, inTurn(
			status(200, `{"id":"1"}`), status(404, ""), status(403, ""), status(503, ""), status(501, ""), status(200, `{"count":"n/a","news":1}`),
		), factorialhr.Observe(factorialhr.LogTo(textLog(&log), factorialhr.LogLevels{Succeeded: slog.LevelError}, levels, factorialhr.LogLevels{})))
		for range 4 {
			_, _ = call(t.Context(), c, &getThing)
		}
		changes.Set(10)
		var other struct{ Count int }
		if err := c.Get(t.Context(), "things/things", &other); err != nil {
			t.Fatal(err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		_, _ = call(ended, c, &getThing)
		want := []string{
			"INFO+1 call", "INFO+2 call failed", "INFO+3 call failed", "WARN+3 attempt failed", "WARN+1 call failed",
			"ERROR+1 response has unexpected values", "ERROR+2 response has unknown properties", "INFO+1 call", "WARN+2 call failed",
		}
		if diff := cmp.Diff(want, eventsOf(log.String())); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

func TestManyMismatchesAreOneEvent(t *testing.T) {
	var page, news []string
	for range 10_000 {
		page = append(page, `{"id":"1","count":"secret-count"}`)
	}
	for n := range 10_000 {
		news = append(news, fmt.Sprintf(`"news%d":1`, n))
	}
	for name, body := range map[string]string{
		"values":     `{"data":[` + strings.Join(page, ",") + `],"meta":{"has_next_page":false}}`,
		"properties": `{"data":[{` + strings.Join(news, ",") + `}],"meta":{"has_next_page":false}}`,
		"long names": `{"data":[{"` + strings.Repeat("x", 100_000) + `":1}],"meta":{"has_next_page":false}}`,
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			c := serve(t, status(200, body), factorialhr.Observe(factorialhr.LogTo(textLog(&log))))
			if _, err := factorialhr.CallPage[thing](t.Context(), c, &listThings, nil); err != nil {
				t.Fatal(err)
			}
			if events := eventsOf(log.String()); len(events) != 2 || log.Len() > 4000 || strings.Contains(log.String(), "secret") {
				t.Errorf("%d bytes, events: %q", log.Len(), events)
			}
		})
	}
}

func TestTheEventOfMismatches(t *testing.T) {
	var log bytes.Buffer
	o := factorialhr.LogTo(textLog(&log))
	all := []factorialhr.Mismatch{{Pointer: "/news"}, {Pointer: "/a", Want: "int", Got: "string"}, {Pointer: "/b", Want: "bool", Got: "object"}}
	o.Mismatch(t.Context(), &getThing, all)
	o.Mismatch(t.Context(), &getThing, nil)
	const op = "operation=things.Things.Get method=GET path=things/things/{id}"
	want := `level=WARN msg="factorialhr response has unexpected values" ` + op + ` count=2 first="[/a: want int, got string /b: want bool, got object]"` + "\n" +
		`level=INFO msg="factorialhr response has unknown properties" ` + op + ` count=1 first=[/news]` + "\n"
	if diff := cmp.Diff(want, log.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAttemptsThatMayBeFollowedByAnother(t *testing.T) {
	tests := map[string]struct {
		codes []int
		op    *factorialhr.Operation
		want  []bool
	}{
		"success":                {[]int{200}, &getThing, []bool{false}},
		"a retry":                {[]int{503, 200}, &getThing, []bool{true, false}},
		"the last attempt":       {[]int{503, 503, 503, 503}, &getThing, []bool{true, true, true, false}},
		"a rejection":            {[]int{404}, &getThing, []bool{false}},
		"what must not be twice": {[]int{503}, &createThing, []bool{false}},
		"a rate limit":           {[]int{429, 200}, &createThing, []bool{true, false}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var seen watcher
				var handlers []http.HandlerFunc
				for _, code := range test.codes {
					handlers = append(handlers, status(code, ""))
				}
				_, _ = call(t.Context(), serve(t, inTurn(handlers...), factorialhr.Observe(&seen)), test.op)
				var got []bool
				for _, a := range seen.attempts {
					got = append(got, a.MayRetry)
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			})
		})
	}
}

func TestALogThatIsOffCostsNothing(t *testing.T) {
	logger := slog.New(slog.NewTextHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelError}))
	o := factorialhr.LogTo(logger)
	_, err := call(t.Context(), serve(t, status(404, `{"errors":["no"]}`)), &getThing)
	mismatches := []factorialhr.Mismatch{{Pointer: "/a", Want: "int"}, {Pointer: "/b"}}
	n := testing.AllocsPerRun(100, func() {
		o.Attempt(context.Background(), &getThing, factorialhr.AttemptInfo{Err: err, MayRetry: true})
		o.Mismatch(context.Background(), &getThing, mismatches)
		o.End(context.Background(), &getThing, factorialhr.CallInfo{})
		o.End(context.Background(), &getThing, factorialhr.CallInfo{StatusCode: 404, Err: err})
	})
	if n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// An error of the credential is a failure, whatever its status.
func TestTheEventOfACredentialThatFails(t *testing.T) {
	var log bytes.Buffer
	broken := auth.AccessTokenFunc(func(context.Context) (string, error) { return "", errors.New("no token") })
	c, err := factorialhr.New(broken, factorialhr.Observe(factorialhr.LogTo(textLog(&log))))
	if err != nil {
		t.Fatal(err)
	}
	_, err = call(t.Context(), c, &getThing)
	if got := strings.Join(eventsOf(log.String()), "|"); got != "ERROR call failed" {
		t.Errorf("got %s, %v", got, err)
	}
}
