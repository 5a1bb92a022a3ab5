package processes_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/processes"
)

// The onboarding tasks of a joiner start. A process is the definition; creating a materialized
// process starts a run of it for one employee. Runs have no list, so keep the id.
//
// The domain exists since API version 2026-10-01.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"processes/processes": [
		{"id": "1", "name": "Welcome", "category": "onboarding"},
		{"id": "2", "name": "Farewell", "category": "offboarding"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), processes.New(srv.Client())

	onboarding, err := api.Processes.GetAll(ctx, &processes.ProcessListParams{
		Categories: []processes.ProcessCategory{processes.ProcessCategoryOnboarding},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range onboarding {
		run, err := api.MaterializedProcesses.Create(ctx, processes.MaterializedProcessCreateParams{
			CompanyID: "1", ProcessID: p.ID, EmployeeID: "12",
		})
		if errors.Is(err, factorialhr.ErrOutcomeUnknown) {
			log.Fatal("the run may have started; look at the employee's tasks before you start it again: ", err)
		}
		if err != nil {
			log.Fatal(err) // for example, a step cannot find the manager of the employee
		}
		fmt.Println(p.Name, "runs:", run.ProcessID == p.ID && run.FinalizedAt.IsZero())
	}
	// Output:
	// Welcome runs: true
}
