package control_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/fake/control"
)

// line is an event as a client reads it.
type line struct{ event, id, data string }

// pipe is a response that a test reads event by event. It takes a write when the test reads.
type pipe struct {
	header http.Header
	status int
	chunks chan string
	rest   string
	gone   context.Context
}

func (p *pipe) Header() http.Header    { return p.header }
func (p *pipe) WriteHeader(status int) { p.status = status }
func (p *pipe) Flush()                 {}
func (p *pipe) Write(b []byte) (int, error) {
	select {
	case p.chunks <- string(b):
		return len(b), nil
	case <-p.gone.Done():
		return 0, p.gone.Err()
	}
}

// next returns the next event, or false at the end.
func (p *pipe) next() (line, bool) {
	for {
		if text, rest, ok := strings.Cut(p.rest, "\n\n"); ok {
			p.rest = rest
			var l line
			for field := range strings.SplitSeq(text, "\n") {
				name, value, _ := strings.Cut(field, ": ")
				switch name {
				case "event":
					l.event = value
				case "id":
					l.id = value
				case "data":
					l.data = value
				}
			}
			if l.event != "" {
				return l, true
			}
			continue
		}
		chunk, ok := <-p.chunks
		if !ok {
			return line{}, false
		}
		p.rest += chunk
	}
}

// follow reads the log until cancel.
func follow(h http.Handler, lastID string) (p *pipe, cancel func()) {
	ctx, cancel := context.WithCancel(context.Background())
	p = &pipe{header: http.Header{}, chunks: make(chan string), gone: ctx}
	r := httptest.NewRequestWithContext(ctx, "GET", "http://127.0.0.1/_fake/log", nil)
	r.Header.Set("Last-Event-ID", lastID)
	go func() {
		defer close(p.chunks)
		h.ServeHTTP(p, r)
	}()
	return p, cancel
}

func numbered(from, to int) (all []control.Request) {
	for n := from; n <= to; n++ {
		all = append(all, control.Request{Number: n})
	}
	return all
}

// number returns the number of a request's event.
func (l line) number(t *testing.T) int {
	t.Helper()
	var r struct{ Number int }
	if err := json.Unmarshal([]byte(l.data), &r); err != nil || l.event != "request" {
		t.Fatalf("%+v: %v", l, err)
	}
	return r.Number
}
