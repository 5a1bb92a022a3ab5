package factorialtest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/webhook"
)

// receiver keeps the deliveries and responds with the next of its statuses, and with 200 after the
// last.
type receiver struct {
	mu       sync.Mutex
	statuses []int
	got      []delivered
}

type delivered struct {
	path, body string
	header     http.Header
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, delivered{q.URL.Path, string(body), q.Header})
	if len(r.statuses) > 0 {
		w.WriteHeader(r.statuses[0])
		r.statuses = r.statuses[1:]
	}
}

func (r *receiver) all() []delivered {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]delivered(nil), r.got...)
}

func subscribe(t *testing.T, srv *factorialtest.Server, event, target, more string) string {
	t.Helper()
	return subscribeAt(t, srv, factorialhr.DefaultAPIVersion, event, target, more)
}

// subscribeAt is subscribe by a request at a version.
func subscribeAt(t *testing.T, srv *factorialtest.Server, version, event, target, more string) string {
	t.Helper()
	status, body := do(t, srv, http.MethodPost, resourcesAt(version)+"api_public/webhook_subscriptions",
		`{"subscription_type":"`+event+`","target_url":"`+target+`","company_id":"1"`+more+`}`)
	if status != http.StatusCreated {
		t.Fatalf("%d %s", status, body)
	}
	id, _ := object(t, body)["id"].(string)
	return id
}

func TestWhatHappensIsDelivered(t *testing.T) {
	var in receiver
	srv := factorialtest.New(t, factorialtest.DeliverTo(&in))
	subscribe(t, srv, "timeoff/leave/approve", "https://receiver.example/approved", `,"challenge":"of-a-test"`)
	subscribe(t, srv, "tasks/task/bulk_delete", "https://receiver.example/gone", `,"api_version":"2026-04-01"`)
	do(t, srv, http.MethodPost, "timeoff/leaves/approve", `{"id":"2"}`)
	do(t, srv, http.MethodPost, "timeoff/leaves/reject", `{"id":"2"}`) // no subscription to this event
	do(t, srv, http.MethodPost, "tasks/tasks/bulk_delete", `{"ids":["2","3"]}`)
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := in.all()
	if len(got) != 2 {
		t.Fatalf("got %d deliveries", len(got))
	}
	approved := object(t, got[0].body)
	if got[0].path != "/approved" || approved["id"] != "2" || approved["approved"] != true {
		t.Errorf("got %+v", got[0])
	}
	if h := got[0].header; h.Get("X-Factorial-Wh-Challenge") != "of-a-test" || h.Get("X-Factorial-Author-Type") != "company" || h.Get("Content-Type") != "application/json" {
		t.Errorf("got %v", h)
	}
	if !strings.HasPrefix(got[1].body, "[{") || !strings.Contains(got[1].body, `"id":2,`) {
		t.Errorf("a list, with numbers for ids: %s", got[1].body)
	}
	if h := got[1].header; h.Get("X-Factorial-Wh-Challenge") != "" {
		t.Errorf("a challenge that nobody set: %v", h)
	}
}

func TestDeliveriesAreTriedAgainAndGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := receiver{statuses: make([]int, 25)}
		for i := range in.statuses {
			in.statuses[i] = http.StatusInternalServerError
		}
		srv := factorialtest.New(t, factorialtest.DeliverTo(&in))
		id := subscribe(t, srv, "teams/team/update", "https://receiver.example/", "")
		start := time.Now()
		do(t, srv, http.MethodPut, "teams/teams/1", `{"name":"New"}`)
		time.Sleep(60 * time.Hour)
		log := srv.Deliveries()
		if len(log) != 20 || len(in.all()) != 20 {
			t.Fatalf("%d attempts", len(log))
		}
		if took := log[19].Time.Sub(start); took < 47*time.Hour || took > 48*time.Hour {
			t.Errorf("the last after %v", took)
		}
		for i, d := range log {
			if d.Attempt != i+1 || d.Status != 500 || d.Delivered || d.Retry.IsZero() != (i == 19) {
				t.Errorf("got %+v", d)
			}
		}
		_, body := do(t, srv, http.MethodGet, "api_public/webhook_subscriptions/"+id, "")
		if object(t, body)["enabled"] != false {
			t.Errorf("the subscription: %s", body)
		}
		do(t, srv, http.MethodPut, "teams/teams/1", `{"name":"Newer"}`)
		synctest.Wait()
		if len(in.all()) != 20 {
			t.Error("a subscription that is disabled gets webhooks")
		}
		in.mu.Lock()
		in.statuses = nil
		in.mu.Unlock()
		do(t, srv, http.MethodPut, "api_public/webhook_subscriptions/"+id, `{"enabled":true}`)
		do(t, srv, http.MethodPut, "teams/teams/1", `{"name":"Newest"}`)
		synctest.Wait()
		if got := srv.Deliveries(); len(got) != 21 || !got[20].Delivered {
			t.Errorf("after it was switched on: %+v", got[20:])
		}
	})
}

func TestAdvanceBringsTheNextAttempt(t *testing.T) {
	in := receiver{statuses: []int{503}}
	srv := factorialtest.New(t, factorialtest.DeliverTo(&in), factorialtest.At(time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)))
	subscribe(t, srv, "teams/team/create", "https://receiver.example/", "")
	if status, body := do(t, srv, http.MethodPost, "teams/teams", `{"name":"New"}`); status != http.StatusCreated {
		t.Fatalf("%d %s", status, body)
	}
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	log := srv.Deliveries()
	if len(log) != 1 || log[0].Retry.IsZero() {
		t.Fatalf("got %+v", log)
	}
	srv.Advance(log[0].Retry.Sub(srv.Now()))
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	if log = srv.Deliveries(); len(log) != 2 || !log[1].Delivered {
		t.Errorf("got %+v", log)
	}
}

func TestEveryEventCanBeEmitted(t *testing.T) {
	var in receiver
	srv := factorialtest.New(t, factorialtest.DeliverTo(&in))
	names := srv.EventNames()
	if want := webhook.Types(); !slices.Equal(slices.Sorted(slices.Values(names)), want) {
		t.Errorf("there are %d events, want %d", len(names), len(want))
	}
	api, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range api.Events {
		subscribeAt(t, srv, versionOf(api, e.Since, e.Until), e.Name, "https://receiver.example/"+e.Name, "")
	}
	for _, name := range names {
		if err := srv.Emit(name, nil); err != nil {
			t.Error(err)
		}
	}
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, d := range in.all() {
		if len(object(t, d.body)) < 2 {
			t.Errorf("%s carries %s", d.path, d.body)
		}
		seen[strings.TrimPrefix(d.path, "/")] = true
	}
	for _, name := range names {
		if !seen[name] {
			t.Errorf("%s was not delivered", name)
		}
	}
	if err := srv.Emit("timeoff/leave/craete", nil); err == nil || !strings.HasSuffix(err.Error(), "no such event: timeoff/leave/craete; did you mean timeoff/leave/create?") {
		t.Errorf("the error of an unknown event: %v", err)
	}
}

func TestSubscriptionsAreChecked(t *testing.T) {
	srv := factorialtest.New(t)
	subscribe(t, srv, "teams/team/create", "https://receiver.example/", "")
	for name, event := range map[string]string{"an unknown event": "teams/team/forget", "a second one": "teams/team/create"} {
		t.Run(name, func(t *testing.T) {
			status, body := do(t, srv, http.MethodPost, "api_public/webhook_subscriptions",
				`{"subscription_type":"`+event+`","target_url":"https://receiver.example/","company_id":"1"}`)
			if status != http.StatusUnprocessableEntity {
				t.Errorf("got %d %s", status, body)
			}
		})
	}
}

func TestReceiversOnThisMachine(t *testing.T) {
	var in receiver
	target := httptest.NewServer(&in)
	defer target.Close()
	srv := factorialtest.New(t, factorialtest.Loopback(""))
	subscribe(t, srv, "teams/team/create", target.URL+"/here", "")
	subscribe(t, srv, "teams/team/update", "http://192.0.2.1/", "")
	if err := srv.Emit("teams/team/create", map[string]any{"id": "1"}); err != nil {
		t.Fatal(err)
	}
	if err := srv.Emit("teams/team/update", nil); err != nil {
		t.Fatal(err)
	}
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := in.all(); len(got) != 1 || got[0].path != "/here" || got[0].body != `{"id":"1"}` {
		t.Errorf("got %+v", got)
	}
	if log := srv.Deliveries(); len(log) != 2 || log[1].Status != 0 {
		t.Errorf("another machine is reached: %+v", log)
	}
}

func TestASubscriptionOfAFixtureIsEnabled(t *testing.T) {
	var in receiver
	srv := factorialtest.New(t, factorialtest.DeliverTo(&in))
	insert(t, srv, "api_public/webhook_subscriptions", map[string]any{"type": "teams/team/update", "target_url": "https://receiver.example/team"})
	do(t, srv, http.MethodPut, "teams/teams/1", `{"name":"Other"}`)
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := in.all(); len(got) != 1 || object(t, got[0].body)["id"] != "1" {
		t.Errorf("got %+v", got)
	}
}

// Waiting goroutines read a delivery while the server sets its next time.
func TestWaitingWhileDeliveriesFail(t *testing.T) {
	down := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	// The clock is stopped: a failed delivery never becomes due again, however slow the machine is.
	srv := factorialtest.New(t, factorialtest.DeliverTo(down), factorialtest.At(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)))
	subscribe(t, srv, "teams/team/update", "https://receiver.example/team", "")
	var waiting sync.WaitGroup
	for range 100 {
		if err := srv.Emit("teams/team/update", nil); err != nil {
			t.Fatal(err)
		}
		waiting.Go(func() {
			if err := srv.WaitDeliveries(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	waiting.Wait()
	if n := len(srv.Deliveries()); n != 100 {
		t.Errorf("there were %d attempts", n)
	}
}
