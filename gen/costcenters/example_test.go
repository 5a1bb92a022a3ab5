package costcenters_test

import (
	"context"
	"fmt"
	"log"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/costcenters"
	"github.com/factorialhr-go/factorialhr/gen/expenses"
	"github.com/factorialhr-go/factorialhr/gen/finance"
)

// The approved expenses by cost center. One call takes at most 100 ids of one type of record. A
// percentage is a fraction: 0.25 is a quarter. The cost centers themselves are in package finance.
//
// The domain exists since API version 2027-01-01, so the client asks for that version.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"finance/cost_centers": [{"id": "1", "name": "Bridge"}, {"id": "2", "name": "Workshop"}],
		"expenses/expensables": [
			{"id": "91", "status": "approved", "reimbursable_amount": 10000, "reimbursable_currency": "EUR"},
			{"id": "92", "status": "approved", "reimbursable_amount": 3000, "reimbursable_currency": "EUR"}],
		"cost_centers/resource_distributions": [
			{"resource_type": "expenses/expensable", "resource_id": "91", "cost_center_id": "1", "percentage": 0.25},
			{"resource_type": "expenses/expensable", "resource_id": "91", "cost_center_id": "2", "percentage": 0.75},
			{"resource_type": "expenses/expensable", "resource_id": "92", "cost_center_id": "1", "percentage": 1}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, client := context.Background(), srv.Client(factorialhr.APIVersion("2027-01-01"))

	cents := map[factorialhr.ID]int{}
	var ids []factorialhr.ID
	approved := &expenses.ExpensableListParams{Status: []expenses.ExpensableStatus{expenses.ExpensableStatusApproved}}
	for e, err := range expenses.New(client).Expensables.All(ctx, approved) {
		if err != nil {
			log.Fatal(err)
		}
		cents[e.ID] = factorialhr.Deref(e.ReimbursableAmount)
		ids = append(ids, e.ID)
	}
	total := map[factorialhr.ID]float64{}
	for chunk := range slices.Chunk(ids, 100) {
		params := &costcenters.ResourceDistributionListParams{ResourceType: "expenses/expensable", ResourceIDs: chunk}
		for d, err := range costcenters.New(client).ResourceDistributions.All(ctx, params) {
			if err != nil {
				log.Fatal(err)
			}
			total[d.CostCenterID] += float64(cents[d.ResourceID]) * d.Percentage
		}
	}
	for c, err := range finance.New(client).CostCenters.All(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %.2f\n", c.Name, total[c.ID]/100)
	}
	// Output:
	// Bridge: 55.00
	// Workshop: 75.00
}
