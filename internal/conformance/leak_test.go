package conformance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// Markers in every value that these tests send and receive: a text, and the digits of a number.
const (
	leakText   = "leak"
	leakNumber = 2718281
)

// leaking is a leaf with a marker.
func leaking(b *builder, t reflect.Type, s *schema) any {
	b.n++
	switch {
	case t == fileType:
		return file(leakText + "-file")
	case t == rawType:
		return map[string]any{leakText + "-name": leakText + "-value"}
	case s.Type == "boolean":
		return true
	case s.Type == "integer":
		return leakNumber
	case s.Type == "number":
		return leakNumber + 0.5
	}
	return fmt.Sprint(leakText, "-text-", b.n)
}

// A witness is an observer that records everything it receives, and every form in which a program
// could log an error.
type witness struct{ out bytes.Buffer }

func (w *witness) Start(ctx context.Context, op *factorialhr.Operation) context.Context {
	fmt.Fprintf(&w.out, "%+v\n", op)
	return ctx
}

func (w *witness) Attempt(_ context.Context, _ *factorialhr.Operation, a factorialhr.AttemptInfo) {
	fmt.Fprintf(&w.out, "%+v\n", a)
	w.error(a.Err)
}

func (w *witness) Mismatch(_ context.Context, _ *factorialhr.Operation, m []factorialhr.Mismatch) {
	fmt.Fprintf(&w.out, "%+v\n", m)
}

func (w *witness) End(_ context.Context, _ *factorialhr.Operation, c factorialhr.CallInfo) {
	fmt.Fprintf(&w.out, "%+v\n", c)
	w.error(c.Err)
}

// error records err and everything it wraps.
func (w *witness) error(err error) {
	if err == nil {
		return
	}
	asJSON, _ := json.Marshal(err)
	fmt.Fprintf(&w.out, "%v %+v %s %q %#v %s\n", err, err, err, err, err, asJSON)
	if v, ok := err.(slog.LogValuer); ok {
		fmt.Fprintln(&w.out, v.LogValue())
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		w.error(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, err := range e.Unwrap() {
			w.error(err)
		}
	}
}

// logger returns a logger that writes to the same record.
func (w *witness) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(&w.out, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// leaks reports the markers in the record.
func (w *witness) leaks(p *problems) {
	text := w.out.String()
	if text == "" {
		p.addf("nothing was written down")
	}
	for _, marker := range []string{leakText, fmt.Sprint(leakNumber)} {
		if i := strings.Index(text, marker); i >= 0 {
			p.addf("%s is in …%s…", marker, text[max(0, i-80):min(len(text), i+40)])
		}
	}
}

// failures are the ways in which a call can fail. Everything the server sends contains markers;
// json is a response of the operation with values of wrong types.
var failures = map[string]func(s *server, json []byte) (want error){
	"a rejection": func(s *server, _ []byte) error {
		s.willFail(422, []byte(`{"errors":{"leak-field":["leak"],"email":["leak"],"exception":["leak"]},"message":"leak 2718281","error":"leak"}`))
		return factorialhr.ErrUnprocessable
	},
	"a broken server": func(s *server, _ []byte) error {
		s.willFail(500, []byte(`<html>leak`))
		return factorialhr.ErrServer
	},
	"HTML": func(s *server, _ []byte) error {
		s.willAnswer([]byte(`<html>leak`))
		return factorialhr.ErrUnexpectedResponse
	},
	"an answer that ends too early": func(s *server, json []byte) error {
		s.willAnswer(json[:len(json)-1])
		return factorialhr.ErrUnexpectedResponse
	},
	"wrong types": func(s *server, json []byte) error {
		s.willAnswer(json)
		return factorialhr.ErrMismatch
	},
}

func TestNoCallThatFailsTellsWhatItSentOrGot(t *testing.T) {
	t.Parallel()
	for name, fail := range failures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			checkLeaks(t, s, s.client, func(answer []byte) error { return fail(s, answer) })
		})
	}
	t.Run("a transport that tells everything", func(t *testing.T) {
		t.Parallel()
		cause := errors.New("broken")
		client := &http.Client{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("%s %s %v: %w", r.Method, r.URL, r.Header, cause)
		})}
		checkLeaks(t, newServer(t), client, func([]byte) error { return cause })
	})
}

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// checkLeaks calls every operation strictly, with markers. fail makes the call fail and returns the
// expected error.
func checkLeaks(t *testing.T, s *server, client *http.Client, fail func(answer []byte) error) {
	t.Helper()
	var w witness
	c, err := factorialhr.New(auth.APIKey(apiKey), factorialhr.HTTPClient(client), factorialhr.WithoutPacing(), factorialhr.MaxAttempts(1),
		factorialhr.Strict(), factorialhr.Observe(&w), factorialhr.Observe(factorialhr.LogTo(w.logger())),
		factorialhr.APIVersion(unheld), factorialhr.UserAgent(leakText), factorialhr.Header("X-Trace", leakText))
	if err != nil {
		t.Fatal(err)
	}
	check(t, description(t), func(op *operation, p *problems) {
		w.out.Reset()
		a := &answerer{&caller{server: s, client: c}, op, method{}, p}
		var ok bool
		if a.method, ok = a.found(op, op.name, p); !ok {
			return
		}
		spoil := &spoiler{placed: map[string]string{}}
		answer, err := json.Marshal(a.parts(style{leaf: leaking}, style{leaf: spoil.leaf}))
		if err != nil {
			p.addf("%v", err)
			return
		}
		want := fail(answer)
		args := prepare(op, a.method, &style{leaf: leaking}, p)
		_, err = a.method.value(t.Context(), leakText+"/id", args.params)
		w.error(err)
		e, ok := errors.AsType[*factorialhr.Error](err)
		if !ok || !errors.Is(err, want) {
			p.addf("failed with %v", err)
			return
		}
		if e.Operation != op.goName() || !strings.Contains(err.Error(), op.goName()) || !strings.Contains(err.Error(), op.path) {
			p.addf("the error is named %q: %v", e.Operation, err)
		}
		w.leaks(p)
	})
}

func TestNoOperationTakesAnIDThatIsNone(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	check(t, description(t), func(op *operation, p *problems) {
		m, ok := c.found(op, op.name, p)
		if !ok || !m.id {
			return
		}
		ids := []factorialhr.ID{"", ".", ".."}
		if !strings.Contains(op.path, "{id}") {
			ids = ids[:1] // dots have no meaning in a body
		}
		c.server.willAnswer(emptyAnswer(op))
		for _, id := range ids {
			_, err := m.value(t.Context(), id, reflect.Value{})
			if !errors.Is(err, factorialhr.ErrInvalidRequest) || !strings.Contains(err.Error(), op.goName()) {
				p.addf("the id %q: %v", id, err)
			}
		}
		if _, n := c.server.seen(); n > 0 {
			p.addf("%d requests", n)
		}
	})
}

func TestNoListThatCannotBeFollowedTellsItsCursor(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answer string
		want   error
	}{
		"no cursor":         {`{"data":[{"id":"leak"}],"meta":{"has_next_page":true,"start_cursor":"leak"}}`, paginate.ErrNoCursor},
		"the page before":   {`{"data":[{"id":"leak"}],"meta":{"has_next_page":true,"end_cursor":"leak-id"}}`, paginate.ErrRepeatedPage},
		"odd metadata":      {`{"data":[],"meta":{"has_next_page":"leak"}}`, paginate.ErrMeta},
		"a list of no kind": {`{"data":null,"meta":{"end_cursor":"leak"}}`, factorialhr.ErrUnexpectedResponse},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			var w witness
			c := &caller{server: s, client: s.newClient(t, factorialhr.Observe(&w), factorialhr.Observe(factorialhr.LogTo(w.logger())))}
			check(t, lists(t), func(op *operation, p *problems) {
				w.out.Reset()
				for _, name := range []string{"Pages", "All", "GetAll"} {
					m, ok := c.found(op, name, p)
					if !ok {
						continue
					}
					params := reflect.New(m.params).Elem()
					params.FieldByName("AfterID").SetString("leak-id")
					s.willAnswer([]byte(test.answer))
					_, err := c.read(t.Context(), m, name, params)
					w.error(err)
					if unpaged := op.path == "attendance/shifts"; !unpaged && (!errors.Is(err, test.want) || !strings.Contains(err.Error(), op.goName())) {
						p.addf("%s: %v", name, err)
					}
				}
				w.leaks(p)
			})
		})
	}
}

func TestNoUploadThatFailsTellsTheNameOfItsFile(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	var w witness
	c := &caller{server: s, client: s.newClient(t, factorialhr.Observe(&w), factorialhr.Observe(factorialhr.LogTo(w.logger())))}
	uploads := slices.DeleteFunc(slices.Clone(description(t)), func(op *operation) bool { return !op.form })
	check(t, uploads, func(op *operation, p *problems) {
		m, ok := c.found(op, op.name, p)
		if !ok {
			return
		}
		for name, open := range map[string]func() (io.ReadCloser, error){
			"a file that is not there": func() (io.ReadCloser, error) { return os.Open("/leak/leak-name.txt") },
			"a file that shrank":       func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("leak")), nil },
		} {
			w.out.Reset()
			s.willAnswer(emptyAnswer(op))
			params := reflect.New(m.params).Elem()
			file := reflect.ValueOf(factorialhr.File{Name: "leak-name.txt", Size: 1000, Open: open})
			for i := range params.NumField() {
				switch field := params.Field(i); field.Type() {
				case fileType:
					field.Set(file)
				case reflect.SliceOf(fileType):
					field.Set(reflect.Append(field, file))
				}
			}
			_, err := m.value(t.Context(), "leak-id", params)
			w.error(err)
			if _, ok := errors.AsType[*factorialhr.FileError](err); !ok || !strings.Contains(err.Error(), op.goName()) {
				p.addf("%s: %v", name, err)
			}
			w.leaks(p)
		}
	})
}
