package factorialtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

const newMembership = `{"team_id":"1","employee_id":"9"}`

func TestFaultsOfRequests(t *testing.T) {
	for _, test := range []struct {
		name   string
		fault  factorialtest.Fault
		status int // 0: no response
		acted  bool
		check  func(*testing.T, *http.Response, string)
	}{
		{"a limit without a word when to come back", factorialtest.Fault{Kind: factorialtest.RateLimit}, 429, false, func(t *testing.T, r *http.Response, _ string) {
			if r.Header.Get("Retry-After") != "" {
				t.Error("there is a Retry-After")
			}
		}},
		{"a limit that tells when to come back", factorialtest.Fault{Kind: factorialtest.RateLimit, RetryAfter: "7"}, 429, false, func(t *testing.T, r *http.Response, _ string) {
			if got := r.Header.Get("Retry-After"); got != "7" {
				t.Errorf("Retry-After is %q", got)
			}
		}},
		{"the page of a proxy", factorialtest.Fault{Kind: factorialtest.ServerError}, 502, false, func(t *testing.T, r *http.Response, body string) {
			if !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") || !strings.Contains(body, "<html>") {
				t.Errorf("got %s", body)
			}
		}},
		{"another status", factorialtest.Fault{Kind: factorialtest.ServerError, Status: 503}, 503, false, nil},
		{"an error after the work was done", factorialtest.Fault{Kind: factorialtest.ServerError, Acts: true}, 502, true, nil},
		{"cut before the work", factorialtest.Fault{Kind: factorialtest.ResetBefore}, 0, false, nil},
		{"cut after the work", factorialtest.Fault{Kind: factorialtest.ResetAfter}, 0, true, nil},
		{"cut in the middle of the response", factorialtest.Fault{Kind: factorialtest.Truncate}, 201, true, nil},
		{"a record of another type", factorialtest.Fault{Kind: factorialtest.Malformed}, 201, true, func(t *testing.T, _ *http.Response, body string) {
			if !strings.Contains(body, `"n/a"`) && !strings.Contains(body, `"none"`) {
				t.Errorf("got %s", body)
			}
		}},
		{"another operation is not hit", factorialtest.Fault{Kind: factorialtest.ResetBefore, Operation: "timeoff.*", MayMiss: true}, 201, true, nil},
		{"another method is not hit", factorialtest.Fault{Kind: factorialtest.ResetBefore, Method: "GET", MayMiss: true}, 201, true, nil},
		{"a pattern hits", factorialtest.Fault{Kind: factorialtest.ResetBefore, Operation: "*.Create"}, 0, false, nil},
		{"the first is let through", factorialtest.Fault{Kind: factorialtest.ResetBefore, Skip: 1, MayMiss: true}, 201, true, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.Faults(test.fault))
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+resources+"teams/memberships", strings.NewReader(newMembership))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
			resp, err := srv.HTTPClient().Do(r)
			var body []byte
			if err == nil {
				defer resp.Body.Close()
				body, err = io.ReadAll(resp.Body)
			}
			cut := test.status == 0 || test.fault.Kind == factorialtest.Truncate
			if (err != nil) != cut {
				t.Fatalf("the connection: %v", err)
			}
			if test.status != 0 && resp.StatusCode != test.status {
				t.Errorf("status %d", resp.StatusCode)
			}
			if test.check != nil {
				test.check(t, resp, string(body))
			}
			log := srv.Requests()
			if len(log) != 1 || log[0].Status != test.status || slices.ContainsFunc(log[0].Changes, isNew) != test.acted {
				t.Errorf("the log has %+v", log)
			}
		})
	}
}

func isNew(c factorialtest.Change) bool { return c.Kind == factorialtest.Created }

func TestFaultsOfLists(t *testing.T) {
	for _, test := range []struct {
		kind  factorialtest.FaultKind
		query string
		check func(page) bool
	}{
		{factorialtest.NullLimit, "", func(p page) bool { return p.Meta.Limit == nil }},
		{factorialtest.MovingTotal, "", func(p page) bool { return p.Meta.Total > 20 }},
		{factorialtest.MissingCursor, "", func(p page) bool { return p.Meta.HasNextPage && p.Meta.EndCursor == "" }},
		{factorialtest.ShortPage, "limit=10", func(p page) bool { return len(p.Data) == 5 && p.Meta.HasNextPage }},
		{factorialtest.EmptyPage, "", func(p page) bool { return len(p.Data) == 0 && p.Meta.HasNextPage && p.Meta.EndCursor != "" }},
		{factorialtest.RepeatCursor, "limit=5&after_id=MQ%3D%3D", func(p page) bool { return p.Meta.HasNextPage && p.Meta.EndCursor == "MQ==" }},
		{factorialtest.MissingCursor, backwards("OQ=="), func(p page) bool { return p.Meta.HasPreviousPage && p.Meta.StartCursor == "" }},
		{factorialtest.ShortPage, backwards("OQ=="), func(p page) bool { return p.ids() == "7 8" && p.Meta.HasPreviousPage }},
		{factorialtest.EmptyPage, backwards("OQ=="), func(p page) bool { return len(p.Data) == 0 && p.Meta.HasPreviousPage && p.Meta.StartCursor != "" }},
		{factorialtest.RepeatCursor, backwards("OQ=="), func(p page) bool { return p.Meta.HasPreviousPage && p.Meta.StartCursor == "OQ==" }},
		{factorialtest.IgnorePage, "limit=5&page=2", func(p page) bool { return p.ids() == "1 2 3 4 5" }},
	} {
		t.Run(string(test.kind)+" "+test.query, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.Faults(factorialtest.Fault{Kind: test.kind}))
			if p := list(t, srv, "employees/employees?"+test.query); !test.check(p) {
				t.Errorf("got %d records and %+v", len(p.Data), p.Meta)
			}
			if status, _ := do(t, srv, http.MethodGet, "employees/employees/1", ""); status != http.StatusOK || srv.Requests()[1].Fault != "" {
				t.Error("a single record is hit, too")
			}
		})
	}
}

// backwards is a query that reads from the end.
func backwards(cursor string) string { return "limit=5&before_id=" + url.QueryEscape(cursor) }

func TestEmptyAndShortPagesLoseNothing(t *testing.T) {
	next := func(p page) (string, bool) {
		return "limit=5&after_id=" + url.QueryEscape(p.Meta.EndCursor), p.Meta.HasNextPage
	}
	previous := func(p page) (string, bool) { return backwards(p.Meta.StartCursor), p.Meta.HasPreviousPage }
	for _, test := range []struct {
		name, start string
		step        func(page) (string, bool)
	}{
		{"forwards", "limit=5", next},
		{"backwards", backwards("OTk="), previous}, // 99: after the last record
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.Seed(37), factorialtest.Faults(
				factorialtest.Fault{Kind: factorialtest.EmptyPage, Rate: 0.5}, factorialtest.Fault{Kind: factorialtest.ShortPage, Rate: 0.5},
			))
			seen := make(map[any]bool)
			hit := 0
			for query, pages, more := test.start, 0, true; more; pages++ {
				p := list(t, srv, "employees/employees?"+query)
				if len(p.Data) < 5 {
					hit++
				}
				for _, r := range p.Data {
					if seen[r["id"]] {
						t.Errorf("%v came twice", r["id"])
					}
					seen[r["id"]] = true
				}
				if pages > 60 {
					t.Fatal("no end")
				}
				query, more = test.step(p)
			}
			if len(seen) != 37 || hit < 3 {
				t.Errorf("got %d of 37; %d pages were empty or short", len(seen), hit)
			}
		})
	}
}

func TestLatencyPassesOnTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := factorialtest.New(t, factorialtest.Faults(factorialtest.Fault{Kind: factorialtest.Latency, Delay: time.Hour}))
		start := time.Now()
		if status, _ := do(t, srv, http.MethodGet, "teams/teams", ""); status != http.StatusOK || time.Since(start) != time.Hour {
			t.Errorf("%d after %v", status, time.Since(start))
		}
	})
}

func TestARateFollowsFromItsSeed(t *testing.T) {
	hits := func(seed uint64) string {
		srv := factorialtest.New(t, factorialtest.FaultSeed(seed), factorialtest.Faults(factorialtest.Fault{Kind: factorialtest.RateLimit, Rate: 0.3}))
		var b strings.Builder
		for range 200 {
			if status, _ := do(t, srv, http.MethodGet, "teams/teams/1", ""); status == http.StatusTooManyRequests {
				b.WriteByte('x')
			} else {
				b.WriteByte('.')
			}
		}
		return b.String()
	}
	first := hits(1)
	if n := strings.Count(first, "x"); n < 35 || n > 85 {
		t.Errorf("%d of 200 at a rate of 0.3", n)
	}
	if hits(1) != first {
		t.Error("the same seed hits other requests")
	}
	if hits(2) == first {
		t.Error("another seed hits the same requests")
	}
}

func TestFaultsComeAndGo(t *testing.T) {
	srv := factorialtest.New(t)
	status := func() int {
		code, _ := do(t, srv, http.MethodGet, "teams/teams/1", "")
		return code
	}
	if err := srv.Inject(factorialtest.Fault{Kind: factorialtest.RateLimit, Times: 2}); err != nil {
		t.Fatal(err)
	}
	if got := []int{status(), status(), status()}; !slices.Equal(got, []int{429, 429, 200}) {
		t.Errorf("twice: %v", got)
	}
	if err := srv.Inject(factorialtest.Fault{Kind: factorialtest.ServerError}); err != nil {
		t.Fatal(err)
	}
	if got := status(); got != 502 {
		t.Errorf("got %d", got)
	}
	srv.ClearFaults()
	if got := status(); got != 200 {
		t.Errorf("got %d", got)
	}
	if err := srv.Inject(factorialtest.Fault{Kind: "gremlins"}); err == nil {
		t.Error("an unknown kind was accepted")
	}
}

func TestThePOSTsOfAMinuteAreLimited(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.LimitPOST(2), factorialtest.At(time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)))
	post := func() int {
		status, _ := do(t, srv, http.MethodPost, "teams/memberships", newMembership)
		return status
	}
	if got := []int{post(), post(), post()}; !slices.Equal(got, []int{201, 201, 429}) {
		t.Errorf("got %v", got)
	}
	if status, _ := do(t, srv, http.MethodGet, "teams/teams", ""); status != http.StatusOK {
		t.Errorf("a GET returns %d", status)
	}
	srv.Advance(time.Minute)
	if got := post(); got != 201 {
		t.Errorf("a minute later: %d", got)
	}
	srv.StopAt(time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC))
	if got := []int{post(), post(), post()}; !slices.Equal(got, []int{201, 201, 429}) {
		t.Errorf("after the clock went back: %v", got)
	}
}

func TestTheTokenEndpointFailsToo(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Faults(factorialtest.Fault{Kind: factorialtest.ResetAfter, Operation: "oauth.Token", Times: 1}))
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {srv.Login().RefreshToken}, "client_id": {"client"}, "client_secret": {"secret"}}
	if resp, err := srv.HTTPClient().PostForm(srv.URL+"/oauth/token", form); err == nil {
		resp.Body.Close()
		t.Error("there was a response")
	}
	if got := srv.OAuthCounts().Refreshes; got != 1 {
		t.Errorf("it was exchanged %d times", got)
	}
	resp, err := srv.HTTPClient().PostForm(srv.URL+"/oauth/token", form) // the old token works until the new one is used
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || answer.Token == "" {
		t.Errorf("got %d, %v", resp.StatusCode, err)
	}
}

func TestFaultsAsText(t *testing.T) {
	for _, test := range []struct {
		text string
		want []factorialtest.Fault
		fail bool
	}{
		{text: ""},
		{text: "reset-before", want: []factorialtest.Fault{{Kind: factorialtest.ResetBefore}}},
		{text: "server-error=0.05, truncate=1@timeoff.*", want: []factorialtest.Fault{
			{Kind: factorialtest.ServerError, Rate: 0.05}, {Kind: factorialtest.Truncate, Rate: 1, Operation: "timeoff.*"},
		}},
		{text: "latency=200ms", want: []factorialtest.Fault{{Kind: factorialtest.Latency, Delay: 200 * time.Millisecond}}},
		{text: "rate-limit=0.1", want: []factorialtest.Fault{{Kind: factorialtest.RateLimit, Rate: 0.1, RetryAfter: "1"}}},
		{text: "truncate=0"},
		{text: "latency", fail: true},
		{text: "truncate=often", fail: true},
		{text: "truncate=2", fail: true},
		{text: "gremlins", fail: true},
		{text: "truncate@[", fail: true},
	} {
		t.Run(test.text, func(t *testing.T) {
			got, err := factorialtest.ParseFaults(test.text)
			if (err != nil) != test.fail || !slices.Equal(got, test.want) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}
