package webhook_test

import (
	"io"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/webhook"
)

func TestASlowBody(t *testing.T) {
	tests := map[string]struct {
		serverTimeout, muxTimeout, want time.Duration
	}{
		"the mux interrupts it":                {0, 10 * time.Second, 10 * time.Second},
		"a server that is stricter goes first": {4 * time.Second, 10 * time.Second, 4 * time.Second},
		"a server that is more patient":        {time.Minute, 10 * time.Second, 10 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var l log
				mux := newMux(t, webhook.Observe(&l), webhook.ReadTimeout(test.muxTimeout))
				webhook.On(mux, noteCreate, new(inbox).put)
				s := serveWith(t, mux, test.serverTimeout)
				body, trickle := io.Pipe()
				r := s.request(t.Context(), noteCreate.Name(), "")
				r.Body = body
				var trickling sync.WaitGroup
				trickling.Go(func() {
					for {
						if _, err := trickle.Write([]byte(" ")); err != nil {
							return
						}
						// Not at the moment of a timeout: a client that fails to write does not read the answer.
						time.Sleep(700 * time.Millisecond)
					}
				})
				defer trickling.Wait()
				defer trickle.Close()
				start := time.Now()
				if status, _ := s.do(r); status != http.StatusRequestTimeout {
					t.Errorf("got %d", status)
				}
				if took := time.Since(start); took < test.want || took > test.want+time.Second {
					t.Errorf("it took %v", took)
				}
				synctest.Wait()
				if diff := cmp.Diff([]webhook.Result{webhook.ResultSlow}, l.results()); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestABodyThatBreaksOff(t *testing.T) {
	var l log
	mux := newMux(t, webhook.Observe(&l))
	webhook.On(mux, noteCreate, new(inbox).put)
	s := serve(t, mux)
	body, write := io.Pipe()
	r := s.request(t.Context(), noteCreate.Name(), "")
	r.Body = body
	go func() {
		_, _ = write.Write([]byte("{"))
		write.CloseWithError(errBad)
	}()
	if status, _ := s.do(r); status != 0 {
		t.Errorf("got %d", status)
	}
	finish(t, mux)
	for len(l.results()) == 0 {
		runtime.Gosched()
	}
	if diff := cmp.Diff([]webhook.Result{webhook.ResultIncomplete}, l.results()); diff != "" {
		t.Error(diff)
	}
}
