package integrations_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/integrations"
)

// A payroll partner synchronises the items of a run and reports the result of each. Within an hour,
// Factorial counts an item without a report as failed. Since API version 2026-10-01, BulkUpsert
// reports many items in one call.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"integrations/syncable_sync_runs": [
		{"id": "12", "sync_run_id": "5", "status": "running"},
		{"id": "13", "sync_run_id": "5", "status": "running"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), integrations.New(srv.Client())

	transfer := func(id factorialhr.ID) error {
		if id == "13" {
			return errors.New("no tax number")
		}
		return nil
	}
	for _, id := range []factorialhr.ID{"12", "13"} {
		params := integrations.SyncableSyncRunUpdateParams{Status: factorialhr.Set(integrations.SyncableSyncRunStatusSuccess)}
		if err := transfer(id); err != nil { // the error of one record does not end the run
			messages, err := json.Marshal(map[string]string{"transfer": err.Error()})
			if err != nil {
				log.Fatal(err)
			}
			params.Status = factorialhr.Set(integrations.SyncableSyncRunStatusFailed)
			params.ErrorMessages = factorialhr.Set(json.RawMessage(messages))
		}
		item, err := api.SyncableSyncRuns.Update(ctx, id, params)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("run", item.SyncRunID, "item", item.ID, item.Status)
	}
	// Output:
	// run 5 item 12 success
	// run 5 item 13 failed
}
