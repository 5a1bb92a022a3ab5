package integrations_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/integrations"
)

// A payroll partner synchronises records one by one and reports the result of each. A report can be
// repeated: it matches by run, external identifier and type. Within an hour, Factorial counts an
// item without a report as failed.
//
// The operations exist since API version 2026-10-01.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	ctx, api := context.Background(), integrations.New(srv.Client())

	// Factorial starts a run by a webhook with its id. Here the partner starts it.
	run, err := api.SyncRuns.Create(ctx, integrations.SyncRunCreateParams{
		CompanyID: "1", MarketplaceIntegrationUUID: "8d3f0b52-7c1a-4d53-9a90-2f6d3a9d2c11",
	})
	if err != nil {
		log.Fatal(err)
	}

	transfer := func(id factorialhr.ID) error {
		if id == "13" {
			return errors.New("no tax number")
		}
		return nil
	}
	var items []integrations.SyncableSyncRunItemInput
	for _, id := range []factorialhr.ID{"12", "13"} {
		item := integrations.SyncableSyncRunItemInput{
			ExternalIdentifier: "hire-" + id.String(), SyncableID: id,
			SyncableType: integrations.SyncTypeEmployeeUpdatesNewHire, Status: "success",
		}
		if err := transfer(id); err != nil { // the error of one record does not end the run
			item.Status = "failed"
			if item.ErrorMessages, err = json.Marshal([]string{err.Error()}); err != nil {
				log.Fatal(err)
			}
		}
		items = append(items, item)
	}
	reported, err := api.SyncableSyncRuns.BulkUpsert(ctx, integrations.SyncableSyncRunBulkUpsertParams{SyncRunID: run.ID, Items: items})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range reported {
		fmt.Println(r.SyncRunID == run.ID, r.Status)
	}
	// Output:
	// true success
	// true failed
}
