package webhook_test

import (
	"bytes"
	"context"
	"errors"
	stdlog "log"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/webhook"
)

func TestLogTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var text bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&text, &slog.HandlerOptions{
			Level: slog.LevelDebug,
			ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
				if a.Key == slog.TimeKey || a.Key == "stack" {
					return slog.Attr{}
				}
				return a
			},
		}))
		mux := newMux(t, webhook.Observe(webhook.LogTo(logger)), webhook.Observe(nil), webhook.Workers(1), webhook.Timeout(2*time.Second),
			webhook.Deduplicate(&brokenStore{claim: errors.New("store is down")}, time.Hour))
		webhook.On(mux, noteCreate, func(context.Context, webhook.Event[note]) error {
			time.Sleep(time.Second)
			return nil
		})
		webhook.On(mux, noteUpdate, func(context.Context, webhook.Event[note]) error {
			time.Sleep(3 * time.Second)
			panic("personal")
		})
		s := serve(t, mux)
		s.deliver(noteCreate, `{"id":1,"count":"personal"}`)
		time.Sleep(10 * time.Second)
		s.deliver(noteUpdate, `{"id":2}`)
		time.Sleep(10 * time.Second)
		r := s.request(t.Context(), noteCreate.Name(), "{}")
		r.Header.Set("x-factorial-wh-challenge", "wrong-secret")
		s.do(r)
		synctest.Wait()
		finish(t, mux)

		want := `level=WARN msg="webhook response" event=notes/note/create result=accepted status=200 bytes=27 duration=0s store_error="webhook: claim a delivery: store is down"
level=DEBUG msg="webhook handled" event=notes/note/create records=1 waited=0s duration=1s
level=WARN msg="webhook value has another type than its field" event=notes/note/create pointer=/count want=int got=string
level=WARN msg="webhook response" event=notes/note/update result=accepted status=200 bytes=8 duration=0s store_error="webhook: claim a delivery: store is down"
level=WARN msg="webhook handler missed its deadline" event=notes/note/update
level=ERROR msg="webhook handler failed" event=notes/note/update records=1 waited=0s duration=3s error="webhook: the handler panicked"
level=WARN msg="webhook response" event=notes/note/create result="not verified" status=403 bytes=0 duration=0s
`
		if diff := cmp.Diff(want, text.String()); diff != "" {
			t.Errorf("want and logged differ:\n%s", diff)
		}
		if strings.Contains(text.String(), "personal") || strings.Contains(text.String(), secret) {
			t.Error("the log tells too much")
		}
	})
}

func TestResultsHaveWordsAndAStatus(t *testing.T) {
	texts := make(map[string]bool)
	for r := webhook.ResultAccepted; r <= webhook.ResultGone; r++ {
		if text := r.String(); text == "" || text == "unknown" || texts[text] || r.Status() < 200 || r.Status() > 599 {
			t.Errorf("%d: %q, %d", r, text, r.Status())
		}
		texts[r.String()] = true
	}
	if r := webhook.Result(200); r.String() != "unknown" || r.Status() != 500 {
		t.Errorf("got %v, %d", r, r.Status())
	}
}

// rude panics in every method.
type rude struct{}

func (rude) Answered(context.Context, webhook.Answer)  { panic("personal") }
func (rude) Handled(context.Context, webhook.Handling) { panic("personal") }
func (rude) Overdue(context.Context, string)           { panic("personal") }

// logDefault captures the output of the default logger until the test ends.
func logDefault(t *testing.T) *bytes.Buffer {
	t.Helper()
	logger, output, flags := slog.Default(), stdlog.Writer(), stdlog.Flags()
	t.Cleanup(func() {
		slog.SetDefault(logger)
		stdlog.SetOutput(output)
		stdlog.SetFlags(flags)
	})
	var text bytes.Buffer
	slog.SetDefault(slog.New(slog.NewTextHandler(&text, nil)))
	return &text
}

// An observer that panics affects no delivery, no response, no other observer, and does not end the
// process.
func TestAnObserverThatPanics(t *testing.T) {
	text := logDefault(t)
	synctest.Test(t, func(t *testing.T) {
		var b inbox
		var l log
		mux := newMux(t, webhook.Observe(rude{}), webhook.Observe(&l), webhook.Workers(1), webhook.Timeout(time.Second))
		webhook.On(mux, noteCreate, func(ctx context.Context, e webhook.Event[note]) error {
			time.Sleep(2 * time.Second)
			return b.put(ctx, e)
		})
		s := serve(t, mux)
		for range 2 {
			if got := s.deliver(noteCreate, `{"id":1}`); got != 200 {
				t.Errorf("got %d", got)
			}
		}
		finish(t, mux)
		if len(b.all()) != 2 || len(l.results()) != 2 || len(l.errs()) != 2 || len(l.overdue) != 2 {
			t.Errorf("%d handled; observed %v, %v, %v", len(b.all()), l.results(), l.errs(), l.overdue)
		}
	})
	if n := strings.Count(text.String(), `msg="webhook observer panicked" stack=`); n != 6 || strings.Contains(text.String(), "personal") {
		t.Errorf("%d were logged:\n%s", n, text)
	}
}

// deafLogger panics on every record.
type deafLogger struct{ slog.Handler }

func (deafLogger) Handle(context.Context, slog.Record) error { panic("full") }

func TestALoggerThatPanics(t *testing.T) {
	logDefault(t)
	broken := slog.New(deafLogger{slog.NewTextHandler(new(bytes.Buffer), &slog.HandlerOptions{Level: slog.LevelDebug})})
	slog.SetDefault(broken)
	var b inbox
	mux := newMux(t, webhook.Observe(webhook.LogTo(broken)))
	webhook.On(mux, noteCreate, b.put)
	s := serve(t, mux)
	if got := s.deliver(noteCreate, `{"id":1}`); got != 200 {
		t.Errorf("got %d", got)
	}
	finish(t, mux)
	if len(b.all()) != 1 {
		t.Error("it was not handled")
	}
}
