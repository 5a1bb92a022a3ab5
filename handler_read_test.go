package factorialhr_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// once is the option of tests in which a retry would change nothing.
var once = factorialhr.MaxAttempts(1)

func zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

func TestAnswersAreReadUpToTheirLimit(t *testing.T) {
	const limit = 1000
	record := func(n int) string {
		return fmt.Sprintf(`{"id":"7","name":%q}`, strings.Repeat("x", n-len(`{"id":"7","name":""}`)))
	}
	endless := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat(" ", 1000)); err != nil {
				return
			}
		}
	}
	tests := map[string]struct {
		answer http.HandlerFunc
		limit  int64 // 0: the limit of all cases
		want   error // nil: it is read
		text   string
	}{
		"as large as the limit":       {answer: status(200, record(limit))},
		"one byte larger":             {answer: status(200, record(limit+1)), want: factorialhr.ErrResponseTooLarge},
		"large by its Content-Length": {answer: status(200, record(limit*10)), want: factorialhr.ErrResponseTooLarge},
		"endless":                     {answer: endless, want: factorialhr.ErrResponseTooLarge},
		"without a limit":             {answer: status(200, record(limit+1)), limit: math.MaxInt64},
		"compressed":                  {answer: status(200, zipped(record(limit)), "Content-Encoding", "gzip")},
		"compressed, and large when it is not": {
			answer: status(200, zipped(record(limit+1)), "Content-Encoding", "gzip"), want: factorialhr.ErrResponseTooLarge,
		},
		"not compressed as it says": {
			answer: status(200, record(100), "Content-Encoding", "gzip"), want: gzip.ErrHeader, text: "not compressed as its header says",
		},
		"compressed in a way nobody asked for": {
			answer: status(200, "\x1b\x00\x00", "Content-Encoding", "br"), want: factorialhr.ErrUnexpectedResponse, text: "not JSON",
		},
		"shorter than its Content-Length": {
			answer: status(200, record(100), "Content-Length", "200"), want: io.ErrUnexpectedEOF, text: "the connection ended before the response did",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := serve(t, test.answer, factorialhr.MaxResponseBytes(cmp.Or(test.limit, limit)), once)
			got, err := call(t.Context(), c, &createThing)
			if test.want == nil {
				if err != nil || got.ID != "7" {
					t.Fatalf("got %v, %v", got, err)
				}
				return
			}
			if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.text) {
				t.Fatalf("got %v", err)
			}
			if !errors.Is(err, factorialhr.ErrOutcomeUnknown) {
				t.Errorf("the server said that it did it, or may have: %v", err)
			}
		})
	}
}

func TestTheAnswerOfAnErrorIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		written := 0
		c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			for written < 16<<20 {
				n, err := io.WriteString(w, strings.Repeat("x", 1<<10))
				if written += n; err != nil {
					return
				}
			}
		})
		_, err := call(t.Context(), c, &getThing)
		e, ok := errors.AsType[*factorialhr.Error](err)
		if !ok || !errors.Is(err, factorialhr.ErrForbidden) {
			t.Fatalf("got %v", err)
		}
		if got := len(e.RawBody()); got != 64<<10 {
			t.Errorf("kept %d bytes", got)
		}
		synctest.Wait()
		if written > 1<<20 {
			t.Errorf("%d bytes were read of it", written)
		}
	})
}

func TestAnErrorWhoseAnswerBreaksOffIsStillThatError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := memnet.New()
		rawServer(t, network, func(conn net.Conn, r *http.Request) {
			io.WriteString(conn, "HTTP/1.1 422 X\r\nContent-Length: 500\r\n\r\n{\"errors\":")
		})
		c := newClient(t, network.Transport(t))
		_, err := call(t.Context(), c, &getThing)
		if e, ok := errors.AsType[*factorialhr.Error](err); !ok || !errors.Is(err, factorialhr.ErrUnprocessable) || string(e.RawBody()) != `{"errors":` {
			t.Errorf("got %v", err)
		}
	})
}

func TestEveryAnswerIsClosed(t *testing.T) {
	tests := map[string]struct {
		status int
		body   string
		opts   []factorialhr.RequestOption
	}{
		"a good one":      {200, `{}`, nil},
		"no content":      {204, ``, nil},
		"an error":        {404, `{}`, nil},
		"one too large":   {200, `{"a":"0123456789"}`, []factorialhr.RequestOption{factorialhr.MaxResponseBytes(3)}},
		"a redirect":      {302, ``, nil},
		"one of bad JSON": {200, `{`, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			body := &closable{Reader: strings.NewReader(test.body)}
			c := newClient(t, transportFunc(func(r *http.Request) (*http.Response, error) {
				return &http.Response{
					StatusCode: test.status, Body: body, ContentLength: -1, Request: r,
					Header: http.Header{"Location": {"https://elsewhere.example/"}},
				}, nil
			}), append(test.opts, once)...)
			_, _ = call(t.Context(), c, &getThing)
			if !body.closed {
				t.Error("the body is still open")
			}
		})
	}
}

type closable struct {
	io.Reader
	closed bool
}

func (c *closable) Close() error {
	c.closed = true
	return nil
}
