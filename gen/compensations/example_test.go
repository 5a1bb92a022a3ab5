package compensations_test

import (
	"context"
	"fmt"
	"log"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/compensations"
)

// A payroll program sends its results back: net pay and taxes of each employee, in cents. One call
// takes at most 1,000 amounts and is atomic, so a chunk ends between two employees. This is the one
// creation of the API that is safe to repeat after any failure: it replaces what is there.
//
// The operations exist since API version 2026-10-01.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"compensations/payroll_runs": [{"id": "4", "label": "October", "status": "calculation", "locked": false}],
		"compensations/concepts": [{"id": "1", "name": "net_pay", "default": true}, {"id": "2", "name": "income_tax", "default": true}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), compensations.New(srv.Client())

	run, err := api.PayrollRuns.Get(ctx, "4")
	if err != nil {
		log.Fatal(err)
	}
	if run.Locked {
		log.Fatal("the run is closed")
	}

	const netPay, incomeTax factorialhr.ID = "1", "2"
	var chunk []compensations.PayrollResultResultInput
	amounts := 0
	send := func() error {
		if len(chunk) == 0 {
			return nil
		}
		_, err := api.PayrollResults.BulkCreate(ctx, compensations.PayrollResultBulkCreateParams{PayrollRunID: run.ID, Results: chunk})
		fmt.Println(amounts, "amounts of", len(chunk), "employees")
		chunk, amounts = nil, 0
		return err
	}
	for employee := range 700 {
		result := compensations.PayrollResultResultInput{
			EmployeeID: factorialhr.ID(strconv.Itoa(employee + 1)),
			Items: []compensations.PayrollResultResultItemInput{
				{PayrollConceptID: netPay, Amount: 180_000}, // every employee needs the net pay
				{PayrollConceptID: incomeTax, Amount: 42_000},
			},
		}
		if amounts+len(result.Items) > 1000 {
			if err := send(); err != nil {
				log.Fatal(err) // the error names the employees
			}
		}
		chunk, amounts = append(chunk, result), amounts+len(result.Items)
	}
	if err := send(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 1000 amounts of 500 employees
	// 400 amounts of 200 employees
}
