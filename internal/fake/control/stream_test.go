package control_test

import (
	"bufio"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/control"
)

func TestTheLogBeginsWithTheLatestRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, f := start(control.Options{})
		f.requests = numbered(1, 150)
		p, leave := follow(h, "")
		for want := 51; want <= 150; want++ {
			if l, _ := p.next(); l.number(t) != want {
				t.Fatalf("%+v, not %d", l, want)
			}
		}
		f.log(h, control.Request{Number: 151, Path: "/<b>"})
		l, _ := p.next()
		if l.number(t) != 151 || !strings.Contains(l.data, `"path":"/<b>"`) || !strings.HasSuffix(l.id, "-151") {
			t.Errorf("%+v", l)
		}
		if err := document(t, h).CheckSchema("Request", []byte(l.data)); err != nil {
			t.Error(err)
		}
		h.Delivery(control.Delivery{Event: "timeoff/leave/create", Retry: new(time.Now())})
		l, _ = p.next()
		if err := document(t, h).CheckSchema("Delivery", []byte(l.data)); l.event != "delivery" || err != nil {
			t.Errorf("%+v: %v", l, err)
		}
		leave()
		synctest.Wait()
		if n := control.Streams(h); n != 0 {
			t.Errorf("%d streams remain", n)
		}
	})
}

func TestEveryChangeAppearsInTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _ := start(control.Options{})
		p, leave := follow(h, "")
		defer leave()
		synctest.Wait()
		for _, change := range []struct{ method, path, body, state string }{
			{"POST", "reset", "", `{"action":"reset"`},
			{"POST", "keep", "", `{"action":"keep"`},
			{"POST", "load", "{}", `{"action":"load"`},
			{"POST", "records/teams/teams", "{}", `{"action":"insert","resource":"teams/teams","id":"3"`},
			{"PATCH", "records/teams/teams/1", "{}", `{"action":"change","resource":"teams/teams","id":"1"`},
			{"DELETE", "records/teams/teams/1", "", `{"action":"remove","resource":"teams/teams","id":"1"`},
			{"POST", "faults", `{"kind":"truncate"}`, `{"action":"inject"`},
			{"DELETE", "faults/1", "", `{"action":"clear_faults","id":"1"`},
			{"DELETE", "faults", "", `{"action":"clear_faults"`},
			{"POST", "clock", `{"advance":"1h"}`, `{"action":"advance"`},
			{"POST", "clock", `{"stop_at":"2026-10-01T00:00:00Z"}`, `{"action":"stop_at"`},
			{"POST", "clock", `{"run":true}`, `{"action":"run_clock"`},
			{"POST", "tokens/expire", "", `{"action":"expire_access_tokens"`},
			{"POST", "tokens/revoke", "", `{"action":"revoke_tokens"`},
			{"POST", "tokens/login", "", `{"action":"login"`},
			{"POST", "tokens/company-login", "", `{"action":"company_login"`},
			{"POST", "events", `{"event":"timeoff/leave/create"}`, `{"action":"emit","event":"timeoff/leave/create"`},
			{"POST", "sync-runs", `{"integration_uuid":"u"}`, `{"action":"start_sync_run","resource":"integrations/sync_runs","id":"9"`},
			{"DELETE", "requests", "", `{"action":"forget_requests"`},
		} {
			if w := send(h, change.method, "/_fake/"+change.path, change.body); w.Code >= 300 {
				t.Fatalf("%+v: %d %s", change, w.Code, w.Body)
			}
			l, ok := p.next()
			if !ok || l.event != "state" || !strings.HasPrefix(l.data, change.state) {
				t.Fatalf("%+v: %+v", change, l)
			}
			if err := document(t, h).CheckSchema("State", []byte(l.data)); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestASlowReaderLearnsHowMuchItMissed(t *testing.T) {
	for _, test := range []struct {
		name string
		body string // of each request
		sent int
		held int
	}{
		{"of many requests", "", 3000, 1024},
		{"of large requests", strings.Repeat("x", 64<<10), 200, 31},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, f := start(control.Options{})
				p, leave := follow(h, "")
				defer leave()
				f.log(h, control.Request{Number: 1})
				if l, _ := p.next(); l.number(t) != 1 {
					t.Fatal(l)
				}
				synctest.Wait()
				f.log(h, control.Request{Number: 2}) // its writer now waits for the test
				synctest.Wait()
				for n := 3; n <= 2+test.sent; n++ {
					f.log(h, control.Request{Number: n, Body: test.body})
				}
				if l, _ := p.next(); l.number(t) != 2 {
					t.Fatal(l)
				}
				for n := 3; n < 3+test.held; n++ {
					if l, _ := p.next(); l.number(t) != n {
						t.Fatalf("%+v, not %d", l, n)
					}
				}
				l, _ := p.next()
				if want := fmt.Sprintf(`{"lost":%d}`, test.sent-test.held); l.event != "gap" || l.data != want {
					t.Fatalf("%.200v, not %s", l, want)
				}
				if err := document(t, h).CheckSchema("Gap", []byte(l.data)); err != nil {
					t.Error(err)
				}
				f.log(h, control.Request{Number: 3 + test.sent})
				if l, _ := p.next(); l.number(t) != 3+test.sent {
					t.Fatal(l)
				}
			})
		})
	}
}

func TestABrowserThatConnectsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, f := start(control.Options{})
		f.requests = numbered(1, 10)
		read := func(lastID string, count int) (all []line) {
			p, leave := follow(h, lastID)
			defer leave()
			for range count {
				l, _ := p.next()
				all = append(all, l)
			}
			return all
		}
		first := read("", 10)
		if l := read(first[7].id, 2); l[0].number(t) != 9 || l[1].number(t) != 10 {
			t.Errorf("after 8: %+v", l)
		}
		f.requests = numbered(1, 300)
		if l := read(first[9].id, 2); l[0].event != "gap" || l[0].data != `{"lost":190}` || l[1].number(t) != 201 {
			t.Errorf("after 10 of 300: %+v", l)
		}
		f.requests = numbered(1, 20)
		h.Restarted()
		if l := read(first[9].id, 1); l[0].number(t) != 1 {
			t.Errorf("after a reset: %+v", l)
		}
		for _, id := range []string{"", "-", "7", first[0].id + "x", "\x00"} {
			if l := read(id, 1); l[0].number(t) != 1 {
				t.Errorf("with the id %q: %+v", id, l)
			}
		}
		synctest.Wait()
		if n := control.Streams(h); n != 0 {
			t.Errorf("%d streams remain", n)
		}
	})
}

func TestNoRequestIsMissedOrRepeatedWhileAReaderJoins(t *testing.T) {
	h, f := start(control.Options{})
	server := httptest.NewServer(h)
	defer server.Close()
	const total = 400
	var readers sync.WaitGroup
	go func() {
		for n := 1; n <= total; n++ {
			f.log(h, control.Request{Number: n})
			time.Sleep(50 * time.Microsecond)
		}
	}()
	for range 8 {
		readers.Go(func() {
			resp, err := server.Client().Get(server.URL + "/_fake/log")
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			last := 0
			for lines := bufio.NewScanner(resp.Body); last < total && lines.Scan(); {
				data, ok := strings.CutPrefix(lines.Text(), "data: ")
				if !ok {
					continue
				}
				n := line{event: "request", data: data}.number(t)
				if last != 0 && n != last+1 {
					t.Errorf("%d follows %d", n, last)
				}
				last = n
			}
			if last != total {
				t.Errorf("the stream ended after %d", last)
			}
		})
		time.Sleep(time.Millisecond)
	}
	readers.Wait()
}

func TestTheStreamsEndWithTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _ := start(control.Options{})
		var all []*pipe
		for range 64 {
			p, leave := follow(h, "")
			defer leave()
			all = append(all, p)
		}
		for _, p := range all {
			<-p.chunks // the beginning of the stream
		}
		synctest.Wait()
		w := send(h, "GET", "/_fake/log", "")
		if w.Code != 503 || !strings.Contains(w.Body.String(), "64 streams") {
			t.Errorf("the 65th stream: %d %s", w.Code, w.Body)
		}
		if err := document(t, h).Check("GET", "/_fake/log", w.Code, w.Body.Bytes()); err != nil {
			t.Error(err)
		}
		h.Close()
		h.Close()
		for _, p := range all {
			if l, ok := p.next(); ok {
				t.Errorf("%+v after the end", l)
			}
		}
		if n := control.Streams(h); n != 0 {
			t.Errorf("%d streams remain", n)
		}
	})
}

func TestAQuietStreamStaysOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _ := start(control.Options{})
		p, leave := follow(h, "")
		defer leave()
		if chunk := <-p.chunks; chunk != "retry: 1000\n\n" {
			t.Errorf("%q", chunk)
		}
		began := time.Now()
		if chunk := <-p.chunks; !strings.HasPrefix(chunk, ": ") || time.Since(began) != 15*time.Second {
			t.Errorf("%q after %v", chunk, time.Since(began))
		}
	})
}

// busy is a fake whose log grows while a reader joins.
type busy struct {
	*fake
	more func()
}

func (b busy) Requests(q control.Query) ([]control.Request, error) {
	b.more()
	return b.fake.Requests(q)
}

func TestTheLogStaysInOrderWhenManyRequestsArriveWhileAReaderJoins(t *testing.T) {
	const total = 150
	f := newFake()
	var h *control.Handler
	var logging sync.WaitGroup
	h = control.New(busy{f, func() {
		logging.Go(func() {
			for n := 1; n <= total; n++ {
				f.log(h, control.Request{Number: n})
			}
		})
		time.Sleep(10 * time.Millisecond) // enough for some of them; any number is right
	}}, control.Options{})
	p, leave := follow(h, "")
	defer leave()
	for last := 0; last < total; {
		l, _ := p.next()
		n := l.number(t)
		if last != 0 && n != last+1 {
			t.Fatalf("%d follows %d", n, last)
		}
		last = n
	}
	logging.Wait()
	f.log(h, control.Request{Number: total + 1})
	if l, _ := p.next(); l.number(t) != total+1 {
		t.Errorf("%+v", l)
	}
}
