package factorialtest_test

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/webhook"
)

const integrationUUID = "123e4567-e89b-12d3-a456-426614174000"

// The whole path: the SDK creates a run, the fake calls the integration, the receiver of package
// webhook passes on the typed call, and the integration reports its result.
func TestASyncRunReachesTheIntegration(t *testing.T) {
	needs(t, "integrations.SyncRuns.Create")
	mux, err := webhook.NewMux(webhook.Challenge("challenge-of-a-test"))
	if err != nil {
		t.Fatal(err)
	}
	defer mux.Shutdown(context.WithoutCancel(t.Context()))
	srv := factorialtest.New(t, factorialtest.DeliverTo(mux), factorialtest.SyncRunsTo(
		"https://integration.example/"+webhook.SyncRunEvent.Name(), http.Header{"x-factorial-wh-challenge": {"challenge-of-a-test"}}))
	client := srv.Client()
	got := make(chan webhook.SyncRun, 1)
	webhook.OnSyncRun(mux, func(ctx context.Context, e webhook.Event[webhook.SyncRun]) error {
		err := client.Post(ctx, "integrations/syncable_sync_runs/bulk_upsert", map[string]any{
			"sync_run_id": e.Record.SyncRunID,
			"items": []map[string]string{{
				"external_identifier": "challenge-of-a-test", "syncable_type": "expenses/expense", "status": "success",
			}},
		}, nil)
		got <- e.Record
		return err
	}, webhook.Synchronous())
	var run struct {
		ID              factorialhr.ID
		Status          string
		IntegrationUUID string `json:"integration_uuid"`
	}
	err = client.Post(t.Context(), "integrations/sync_runs", map[string]string{
		"company_id": "1", "marketplace_integration_uuid": integrationUUID,
	}, &run)
	if err != nil {
		t.Fatal(err)
	}
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := webhook.SyncRun{SyncRunID: run.ID, IntegrationUUID: integrationUUID, CompanyID: "1"}
	if call := <-got; call != want {
		t.Errorf("got %+v, want %+v", call, want)
	}
	if run.IntegrationUUID != integrationUUID || run.Status != "running" {
		t.Errorf("the run is %+v", run)
	}
	if all := srv.Deliveries(); len(all) != 1 || !all[0].Delivered || all[0].Event != webhook.SyncRunEvent.Name() {
		t.Errorf("the deliveries are %+v", all)
	}
}

func TestSyncRunsAreTriedAgain(t *testing.T) {
	needs(t, "integrations.SyncRuns.Create")
	synctest.Test(t, func(t *testing.T) {
		in := receiver{statuses: []int{500, 503}}
		srv := factorialtest.New(t, factorialtest.DeliverTo(&in), factorialtest.SyncRunsTo("https://integration.example/run", nil))
		subscribe(t, srv, "timeoff/leave/approve", "https://receiver.example/approved", "")
		id, err := srv.StartSyncRun(integrationUUID)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(48 * time.Hour)
		got := in.all()
		if want := `{"sync_run_id":"` + id + `","integration_uuid":"` + integrationUUID + `","company_id":"1"}`; len(got) != 3 || got[2].body != want || got[2].path != "/run" {
			t.Errorf("got %+v, want three times %s", got, want)
		}
		if run := object(t, string(srv.Records("integrations/sync_runs")[3])); run["id"] != id || run["status"] != "running" {
			t.Errorf("the run is %v", run)
		}
	})
}

// A call that cannot be delivered ends after the last attempt and disables no subscription.
func TestASyncRunThatNobodyTakes(t *testing.T) {
	needs(t, "integrations.SyncRuns.Create")
	synctest.Test(t, func(t *testing.T) {
		down := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
		srv := factorialtest.New(t, factorialtest.DeliverTo(down), factorialtest.SyncRunsTo("https://integration.example/run", nil))
		for range 2 {
			if _, err := srv.StartSyncRun(integrationUUID); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(72 * time.Hour)
		if all := srv.Deliveries(); len(all) != 40 || !all[39].Retry.IsZero() {
			t.Errorf("there were %d attempts", len(all))
		}
	})
}

func TestSyncRunsBeforeIDsWereText(t *testing.T) {
	needs(t, "integrations.SyncRuns.Create")
	var in receiver
	// In the tables of versioned, every version has sync runs.
	srv := factorialtest.New(t, factorialtest.Tables(versioned(t)), factorialtest.DeliverTo(&in),
		factorialtest.SyncRunsTo("https://integration.example/run", nil))
	old := srv.Client(factorialhr.APIVersion("2026-04-01"))
	body := map[string]string{"marketplace_integration_uuid": integrationUUID}
	if err := old.Post(t.Context(), "integrations/sync_runs", body, nil); err != nil {
		t.Fatal(err)
	}
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := in.all(), `{"sync_run_id":4,"integration_uuid":"`+integrationUUID+`","company_id":1}`; len(got) != 1 || got[0].body != want {
		t.Errorf("got %+v, want %s", got, want)
	}
}

// needsProperties skips a test if no version describes the objects of a list in a body.
func needsProperties(t *testing.T, schema, list string) {
	t.Helper()
	api, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range api.Schemas[schema].Properties {
		if p.Name == list && p.Items != nil && p.Items.Ref+p.Items.Type != "" {
			return
		}
	}
	t.Skipf("%s does not describe the objects of %s in %s", api.Version, list, schema)
}

// needs skips a test if no version in the tables has an operation: the module can be generated for
// older versions too.
func needs(t *testing.T, operation string) {
	t.Helper()
	api, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(api.Operations, func(op apitable.Operation) bool { return op.Name == operation }) {
		t.Skipf("%s does not have %s", api.Version, operation)
	}
}
