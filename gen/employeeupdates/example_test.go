package employeeupdates_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employeeupdates"
)

// A payroll program reads what happened since the last run: the summaries list all kinds of
// updates, and the list of each kind has the details for their ids.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"employee_updates/summaries": [
			{"id": "1", "type": "hiring", "employee_id": "12", "starts_on": "2026-11-02", "status": "to-do"},
			{"id": "2", "type": "termination", "employee_id": "13", "starts_on": "2026-11-13", "status": "to-do"}],
		"employee_updates/new_hires": [
			{"id": "1", "first_name": "Ada", "last_name": "Falk", "start_date": "2026-11-02", "salary_amount_in_cents": 3000000, "salary_frequency": "yearly"}],
		"employee_updates/terminations": [
			{"id": "2", "employee_id": "13", "terminated_on": "2026-11-13", "contract_end_date": "2026-11-30"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, updates := context.Background(), employeeupdates.New(srv.Client())

	kinds := map[string][]factorialhr.ID{}
	for s, err := range updates.Summaries.All(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		kinds[s.Type] = append(kinds[s.Type], s.ID)
	}
	if ids := kinds["hiring"]; len(ids) > 0 { // without ids, the list returns every record
		for h, err := range updates.NewHires.All(ctx, &employeeupdates.NewHireListParams{IDs: ids}) {
			if err != nil {
				log.Fatal(err)
			}
			fmt.Printf("%s %s starts on %s", h.FirstName, h.LastName, h.StartDate)
			if h.SalaryAmountInCents != nil {
				fmt.Printf(" for %d %s", *h.SalaryAmountInCents/100, h.SalaryFrequency)
			}
			fmt.Println()
		}
	}
	if ids := kinds["termination"]; len(ids) > 0 {
		for t, err := range updates.Terminations.All(ctx, &employeeupdates.TerminationListParams{IDs: ids}) {
			if err != nil {
				log.Fatal(err)
			}
			// Access to Factorial and employment can end on different days.
			fmt.Printf("employee %s: access ends %s, employment %s\n", t.EmployeeID, t.TerminatedOn, t.ContractEndDate)
		}
	}
	// Output:
	// Ada Falk starts on 2026-11-02 for 30000 yearly
	// employee 13: access ends 2026-11-13, employment 2026-11-30
}
