package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/integrations"
	"github.com/factorialhr-go/factorialhr/webhook"
)

const (
	integration = "6f3c1b0a-0000-4000-8000-000000000001"
	challenge   = "made-up-for-this-test"
	upsert      = "integrations.SyncableSyncRuns.BulkUpsert"
)

type object = map[string]any

// start returns a service and a fake that calls it. The fake has no expense but those given.
func start(t *testing.T, dir string, list ...object) (*service, *factorialtest.Server, *bytes.Buffer) {
	t.Helper()
	var target http.Handler
	srv := factorialtest.New(t,
		factorialtest.DeliverTo(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { target.ServeHTTP(w, r) })),
		factorialtest.SyncRunsTo("https://partner.test/"+webhook.SyncRunEvent.Name(), http.Header{"x-factorial-wh-challenge": {challenge}}))
	for _, made := range srv.Records("expenses/expenses") {
		var o struct{ ID string }
		if err := json.Unmarshal(made, &o); err != nil {
			t.Fatal(err)
		}
		if _, err := srv.Remove("expenses/expenses", o.ID); err != nil {
			t.Fatal(err)
		}
	}
	for _, o := range list {
		all := object{"status": "approved", "effective_on": "2026-10-05", "amount": 1250, "currency": "EUR", "merchant_name": "Corner Bakery"}
		for k, v := range o {
			all[k] = v
		}
		if _, err := srv.Insert("expenses/expenses", all); err != nil {
			t.Fatal(err)
		}
	}
	var text bytes.Buffer
	client := srv.Client(factorialhr.MaxAttempts(1))
	s, err := newService(client, challenge, dir, integration, "1", slog.New(slog.NewTextHandler(&text, nil)))
	if err != nil {
		t.Fatal(err)
	}
	target = s.mux
	return s, srv, &text
}

// call lets Factorial call the integration, and returns when the call has its response.
func call(t *testing.T, srv *factorialtest.Server, uuid string) string {
	t.Helper()
	id, err := srv.StartSyncRun(uuid)
	if err != nil {
		t.Fatal(err)
	}
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	return id
}

// reported returns the reports that the server received: identifier, status and field of each item.
func reported(t *testing.T, srv *factorialtest.Server) (reports []string) {
	t.Helper()
	for _, r := range srv.RequestsTo(upsert) {
		if r.Fault == factorialtest.ServerError {
			continue // the fake did not read the body
		}
		var body integrations.SyncableSyncRunBulkUpsertParams
		if err := json.Unmarshal(r.Body, &body); err != nil {
			t.Fatal(err)
		}
		var items []string
		for _, item := range body.Items {
			var why map[string]string
			_ = json.Unmarshal(item.ErrorMessages, &why)
			text := item.ExternalIdentifier + ":" + string(item.Status)
			for field := range why {
				text += ":" + field
			}
			items = append(items, text)
		}
		reports = append(reports, strings.Join(items, " "))
	}
	return reports
}

func entries(t *testing.T, dir string) int {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "books", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	return len(paths)
}

func TestTheOutcomeOfEachExpense(t *testing.T) {
	for name, test := range map[string]struct {
		expense object
		context any
		want    string
	}{
		"an approved expense is booked":         {object{"id": "71"}, nil, "expense-71:success"},
		"an id with a slash is a file":          {object{"id": "1/2"}, nil, "expense-1%2F2:success"},
		"an amount of 0 is an amount":           {object{"id": "71", "amount": 0}, nil, "expense-71:success"},
		"an amount of null is invalid":          {object{"id": "71", "amount": nil}, nil, "expense-71:invalid:amount"},
		"no currency is invalid":                {object{"id": "71", "currency": ""}, nil, "expense-71:invalid:currency"},
		"a draft is left out":                   {object{"id": "71", "status": "draft"}, nil, ""},
		"a status that is new is left out":      {object{"id": "71", "status": "on_the_moon"}, nil, ""},
		"the first day belongs to the period":   {object{"id": "71"}, object{"from": "2026-10-05", "to": "2026-10-31"}, "expense-71:success"},
		"the last day belongs to the period":    {object{"id": "71"}, object{"from": "2026-10-01", "to": "2026-10-05"}, "expense-71:success"},
		"a day before the period is left out":   {object{"id": "71"}, object{"from": "2026-10-06", "to": nil}, ""},
		"a day after the period is left out":    {object{"id": "71"}, object{"to": "2026-10-04"}, ""},
		"a run without a period takes all days": {object{"id": "71", "effective_on": "2020-01-01"}, object{}, "expense-71:success"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s, srv, log := start(t, dir, test.expense)
			run := call(t, srv, integration)
			if test.context != nil {
				if err := srv.Change("integrations/sync_runs", run, object{"context": test.context}); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.workOnce(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(reported(t, srv), "; "); got != test.want {
				t.Errorf("reported %q, want %q", got, test.want)
			}
			if booked := entries(t, dir) == 1; booked != strings.HasSuffix(test.want, ":success") {
				t.Errorf("booked: %v", booked)
			}
			if strings.Contains(log.String(), "Bakery") {
				t.Errorf("the log names a merchant: %s", log)
			}
		})
	}
}

func TestTheCallIsStoredBeforeTheResponse(t *testing.T) {
	dir := t.TempDir()
	_, srv, _ := start(t, dir, object{"id": "71"})
	call(t, srv, integration)
	if d := srv.Deliveries(); len(d) != 1 || !d[0].Delivered || len(srv.RequestsTo(upsert)) != 0 {
		t.Fatalf("got %+v", d)
	}
	// Another process works on it.
	s, again, _ := start(t, dir, object{"id": "71"})
	if _, err := again.Insert("integrations/sync_runs", object{"id": "4", "integration_uuid": integration, "status": "running", "company_id": "1"}); err != nil {
		t.Fatal(err)
	}
	if err := s.workOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := reported(t, again); !slices.Equal(got, []string{"expense-71:success"}) {
		t.Errorf("reported %q", got)
	}
}

func TestARepeatedCallReportsOnce(t *testing.T) {
	dir := t.TempDir()
	s, srv, _ := start(t, dir, object{"id": "71"})
	run := factorialhr.ID(call(t, srv, integration))
	repeat := webhook.Event[webhook.SyncRun]{Record: webhook.SyncRun{SyncRunID: run, IntegrationUUID: integration, CompanyID: "1"}}
	for range 3 {
		if err := s.receive(t.Context(), repeat); err != nil {
			t.Fatal(err)
		}
		if err := s.workOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := reported(t, srv); len(got) != 1 || entries(t, dir) != 1 {
		t.Errorf("reported %q, %d entries", got, entries(t, dir))
	}
}

// A failure anywhere leaves the run open, and the next attempt books nothing twice.
func TestAFailureIsMadeUpFor(t *testing.T) {
	for name, test := range map[string]struct {
		fault  factorialtest.Fault
		booked int // after the failure
	}{
		"the run cannot be read":           {factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "integrations.SyncRuns.Get"}, 0},
		"the second page cannot be read":   {factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "expenses.Expenses.List", Skip: 1}, 0},
		"the expenses are cut off":         {factorialtest.Fault{Kind: factorialtest.Truncate, Operation: "expenses.Expenses.List"}, 0},
		"the report is refused":            {factorialtest.Fault{Kind: factorialtest.ServerError, Operation: upsert}, 130},
		"the second report is refused":     {factorialtest.Fault{Kind: factorialtest.ServerError, Operation: upsert, Skip: 1}, 130},
		"the response to a report is lost": {factorialtest.Fault{Kind: factorialtest.ResetAfter, Operation: upsert}, 130},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s, srv, _ := start(t, dir, slices.Repeat([]object{{}}, 130)...)
			call(t, srv, integration)
			test.fault.Times = 1
			if err := srv.Inject(test.fault); err != nil {
				t.Fatal(err)
			}
			if err := s.workOnce(t.Context()); err == nil {
				t.Fatal("no error")
			}
			if got := entries(t, dir); got != test.booked {
				t.Errorf("%d entries after the failure", got)
			}
			if err := s.workOnce(t.Context()); err != nil {
				t.Fatal(err)
			}
			reports := reported(t, srv)
			last := strings.Fields(strings.Join(reports[max(0, len(reports)-2):], " "))
			slices.Sort(last)
			if got := len(slices.Compact(last)); got != 130 || entries(t, dir) != 130 {
				t.Errorf("%d items in the last two reports, %d entries", got, entries(t, dir))
			}
		})
	}
}
