package webhook_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/webhook"
)

// everyForm returns v in every form in which programs print, log and encode it.
func everyForm(t *testing.T, v any) string {
	t.Helper()
	var all strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%o", "%U", "%.99v", "%#x", "% x"} {
		fmt.Fprintf(&all, verb+"\n", v)
		fmt.Fprintf(&all, verb+"\n", []any{v})
		fmt.Fprintf(&all, verb+"\n", struct{ V any }{v})
	}
	if err, ok := v.(error); ok {
		fmt.Fprintf(&all, "%v\n%#v\n%+v\n", fmt.Errorf("wrapped: %w", err), errors.Join(err, err), errors.Join(err))
	}
	for _, each := range []any{v, []any{v}, map[string]any{"v": v}, struct{ V any }{v}} {
		text, err := json.Marshal(each)
		if err != nil {
			t.Error(err)
		}
		all.Write(text)
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&all, nil), slog.NewJSONHandler(&all, nil)} {
		slog.New(h).Info("it", "v", v, "all", []any{v}, slog.Group("g", "v", v))
	}
	return all.String()
}

// checkTellsNothing checks that no form of v contains personal data, as text or as numbers.
func checkTellsNothing(t *testing.T, v any) {
	t.Helper()
	text := everyForm(t, v)
	for _, form := range []string{"personal", "112 101 114", "706572736f6e616c", "0x70, 0x65", "cGVyc29uYWw", "4100041", "0x3e9009"} {
		if strings.Contains(strings.ToLower(text), strings.ToLower(form)) {
			t.Errorf("it holds %q:\n%s", form, text)
		}
	}
}

type employee struct{ Name string }

type personalError struct{ name string }

func (e personalError) Error() string { return "no bank account of " + e.name }

// personalRuntimeError imitates an error of the Go runtime.
type personalRuntimeError struct{ personalError }

func (personalRuntimeError) RuntimeError() {}

func TestAPanicIsReportedWithoutItsValue(t *testing.T) {
	const salary = 4100041
	var salaries []int
	noSalaries := func() map[string]int { return nil }()
	var none any = "personal"
	tests := map[string]struct {
		panics func()
		text   string
	}{
		"a text":                  {func() { panic("personal") }, ""},
		"bytes":                   {func() { panic([]byte("personal")) }, ""},
		"a record":                {func() { panic(employee{"personal"}) }, ""},
		"a pointer to a record":   {func() { panic(&employee{"personal"}) }, ""},
		"a number":                {func() { panic(salary) }, ""},
		"a function":              {func() { panic(func() string { return "personal" }) }, ""},
		"an error":                {func() { panic(personalError{"personal"}) }, ""},
		"an error that is joined": {func() { panic(errors.Join(errBad, errors.New("personal"))) }, ""},
		"an error of a kind that only the runtime has": {func() { panic(personalRuntimeError{personalError{"personal"}}) }, ""},
		"a slog value":               {func() { panic(slog.StringValue("personal")) }, ""},
		"a message":                  {func() { panic(json.RawMessage(`{"name":"personal"}`)) }, ""},
		"a field of nil":             {func() { _ = (*employee)(nil).Name }, ": runtime error: invalid memory address or nil pointer dereference"},
		"an index out of range":      {func() { _ = salaries[salary] }, ": runtime error: index out of range"},
		"a slice out of range":       {func() { _ = salaries[:salary] }, ": runtime error: slice bounds out of range"},
		"a conversion":               {func() { _ = none.(int) }, ": interface conversion: interface {} is string, not int"},
		"an array that is too short": {func() { _ = [4]int(make([]int, 3)) }, ": runtime error: cannot convert slice"},
		"a map of nil":               {func() { noSalaries["personal"] = 1 }, ": assignment to entry in nil map"},
		"a key that has no hash":     {func() { _ = map[any]int{}[[]string{"personal"}] }, "hash of unhashable type"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var l log
			var logged bytes.Buffer
			mux := newMux(t, webhook.Observe(&l), webhook.Observe(webhook.LogTo(slog.New(slog.NewJSONHandler(&logged, nil)))))
			webhook.On(mux, noteCreate, func(context.Context, webhook.Event[note]) error {
				handlePay(test.panics, salary, "personal")
				return nil
			})
			s := serve(t, mux)
			s.deliver(noteCreate, `{"text":"personal"}`)
			finish(t, mux)
			p, ok := errors.AsType[*webhook.PanicError](l.errs()[0])
			if !ok || !strings.HasPrefix(p.Error(), "webhook: the handler panicked") || !strings.HasSuffix(p.Error(), test.text) && !strings.Contains(p.Error(), "hash of") ||
				test.text == "" && p.Error() != "webhook: the handler panicked" {
				t.Fatalf("got %v", l.errs()[0])
			}
			checkTellsNothing(t, p)
			checkTellsNothing(t, *p)
			checkTellsNothing(t, l.handled[0])
			checkTellsNothing(t, string(p.Stack)+logged.String())
			if p.Value == nil {
				t.Error("the value is gone")
			}
			for _, want := range []string{"webhook_test.handlePay", "text_test.go:", "webhook_test.TestAPanicIsReportedWithoutItsValue"} {
				if !strings.Contains(string(p.Stack), want) || !strings.Contains(logged.String(), want) {
					t.Errorf("the stack lacks %s:\n%s", want, p.Stack)
				}
			}
		})
	}
}

// handlePay has arguments that a stack of the Go runtime would show as numbers.
//
//go:noinline
func handlePay(f func(), salary int, name string) int {
	f()
	return salary + len(name)
}

// A program can still read the value from the field.
func TestThePanicOfAHandlerCanBeReached(t *testing.T) {
	var l log
	mux := newMux(t, webhook.Observe(&l))
	webhook.On(mux, noteCreate, func(_ context.Context, e webhook.Event[note]) error {
		if e.Index == 0 {
			panic(employee{"personal"})
		}
		panic(personalError{"personal"})
	})
	s := serve(t, mux)
	s.deliver(noteCreate, `[{},{}]`)
	finish(t, mux)
	p, ok := errors.AsType[*webhook.PanicError](l.errs()[0])
	if !ok || p.Value != (employee{"personal"}) {
		t.Errorf("got %v", p)
	}
	if e, ok := errors.AsType[personalError](l.errs()[0]); !ok || e.name != "personal" {
		t.Error("the error that was given to panic is not found")
	}
}

func TestAShutdownOutOfTimeShowsNoBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mux := newMux(t, webhook.Workers(1))
		webhook.On(mux, noteCreate, func(ctx context.Context, _ webhook.Event[note]) error { <-ctx.Done(); return nil })
		s := serve(t, mux)
		for range 3 {
			r := s.request(t.Context(), noteCreate.Name(), `{"text":"personal"}`)
			r.Header.Set("X-Factorial-Author-Id", "4100041")
			s.do(r)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		failure, ok := errors.AsType[*webhook.ShutdownError](mux.Shutdown(ctx))
		if !ok || len(failure.Deliveries) != 3 {
			t.Fatalf("got %v", failure)
		}
		checkTellsNothing(t, failure)
		checkTellsNothing(t, *failure)
		if text := everyForm(t, failure); !strings.Contains(text, "3 deliveries not handled: context deadline exceeded") {
			t.Errorf("it does not say what happened: %s", text)
		}
		if string(failure.Deliveries[0].Body) != `{"text":"personal"}` {
			t.Error("the body is gone")
		}
		finish(t, mux)
	})
}

// A record type that cannot be decoded produces an error without the value.
type stubborn struct{}

func (*stubborn) UnmarshalJSON(text []byte) error { return personalError{string(text)} }

func TestARecordThatCannotBeDecodedIsNotShown(t *testing.T) {
	var l log
	mux := newMux(t, webhook.Observe(&l))
	webhook.On(mux, factorialhr.EventType[stubborn](noteCreate), func(context.Context, webhook.Event[stubborn]) error { return nil })
	s := serve(t, mux)
	s.deliver(noteCreate, `{"text":"personal"}`)
	finish(t, mux)
	if err := l.errs()[0]; err != nil {
		checkTellsNothing(t, err)
	}
}

// No verb shows the content of a mux or a delivery.
func TestNoVerbShowsASecretOrABody(t *testing.T) {
	mux, err := webhook.NewMux(webhook.Challenge("personal-challenge-of-a-test"))
	if err != nil {
		t.Fatal(err)
	}
	checkTellsNothing(t, mux)
	d := webhook.Delivery{Event: noteCreate.Name(), Body: []byte(`{"text":"personal"}`), Author: webhook.Author{ID: "4100041"}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%o", "%U"} {
		if text := fmt.Sprintf(verb, d) + fmt.Sprintf(verb, &d) + fmt.Sprintf(verb, []webhook.Delivery{d}); strings.Contains(text, "personal") || strings.Contains(text, "112 101") || strings.Contains(text, "4100041") {
			t.Errorf("%s: %s", verb, text)
		}
	}
}
