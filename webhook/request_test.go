package webhook_test

import (
	"context"
	"io"
	"net/http"
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
						// Not a divisor of a timeout: a client whose write fails does not read the
						// response.
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

// A client without the challenge cannot hold a connection either, even on a server without timeouts
// of its own: net/http reads the rest of a body before it sends a response or reads the next
// request.
func TestASlowBodyThatIsRefused(t *testing.T) {
	tests := map[string]struct {
		change func(*http.Request)
		want   webhook.Result
	}{
		"without a challenge":     {func(r *http.Request) { r.Header.Del("x-factorial-wh-challenge") }, webhook.ResultUnverified},
		"to a path of no event":   {func(r *http.Request) { r.URL.Path = "/factorial/x" }, webhook.ResultUnknownPath},
		"with another method":     {func(r *http.Request) { r.Method = http.MethodPut }, webhook.ResultMethod},
		"with a compressed body":  {func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }, webhook.ResultContentType},
		"with too long a promise": {func(r *http.Request) { r.ContentLength = 2 << 20 }, webhook.ResultTooLarge},
		"with a length of a sort": {func(r *http.Request) { r.Header.Del("x-factorial-wh-challenge"); r.ContentLength = 1 << 17 }, webhook.ResultUnverified},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var l log
				mux := newMux(t, webhook.Observe(&l), webhook.ReadTimeout(10*time.Second))
				webhook.On(mux, noteCreate, new(inbox).put)
				s := serve(t, mux)
				body, trickle := io.Pipe()
				r := s.request(t.Context(), noteCreate.Name(), "")
				r.Body, r.ContentLength = body, -1
				test.change(r)
				closed := make(chan struct{})
				go func() {
					defer close(closed)
					for {
						if _, err := trickle.Write([]byte(" ")); err != nil {
							return
						}
						time.Sleep(700 * time.Millisecond)
					}
				}()
				go s.do(r)
				select {
				case <-closed:
				case <-time.After(time.Minute):
					t.Error("the connection is open still")
					trickle.Close()
					<-closed
				}
				if diff := cmp.Diff([]webhook.Result{test.want}, l.results()); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestABodyThatBreaksOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
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
		synctest.Wait()
		if diff := cmp.Diff([]webhook.Result{webhook.ResultIncomplete}, l.results()); diff != "" {
			t.Error(diff)
		}
	})
}

// The read deadline ends with the body, whether the mux or the server set it: the handler has all
// its time, and so does the next request on the connection.
func TestTheTimeToReadEndsWithTheBody(t *testing.T) {
	for name, timeout := range map[string]time.Duration{"of the mux": 0, "of a stricter server": 500 * time.Millisecond, "of a server as strict": time.Second, "of a server that is more patient": time.Minute} {
		t.Run(name, func(t *testing.T) { testTheTimeToRead(t, timeout) })
	}
}

func testTheTimeToRead(t *testing.T, serverTimeout time.Duration) {
	synctest.Test(t, func(t *testing.T) {
		var b inbox
		mux := newMux(t, webhook.ReadTimeout(time.Second), webhook.Synchronous())
		webhook.On(mux, noteCreate, func(ctx context.Context, e webhook.Event[note]) error {
			select {
			case <-time.After(30 * time.Second):
				return b.put(ctx, e)
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		s := serveWith(t, mux, serverTimeout)
		for range 3 {
			if got, _ := s.do(s.request(t.Context(), noteUpdate.Name(), "{}")); got != 404 {
				t.Errorf("got %d", got)
			}
			time.Sleep(5 * time.Second)
			if got := s.deliver(noteCreate, `{"id":1}`); got != 200 {
				t.Errorf("got %d", got)
			}
			time.Sleep(5 * time.Second)
		}
		finish(t, mux)
		if n := len(b.all()); n != 3 {
			t.Errorf("%d were handled", n)
		}
	})
}
