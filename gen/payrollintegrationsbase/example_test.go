package payrollintegrationsbase_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/payrollintegrationsbase"
)

// Each employee gets the code by which the payroll program knows the employee. A code belongs to a
// kind of record and its id: an employee and a location can have the same id.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"employees/employees": [
			{"id": "12", "full_name": "Ada Falk", "company_identifier": "E12"},
			{"id": "13", "full_name": "Bo Serra", "company_identifier": "E13"}],
		"payroll_integrations_base/codes": [
			{"id": "1", "integration": "datev", "codeable_type": "Employee", "codeable_id": "12", "code": "E12"},
			{"id": "2", "integration": "datev", "codeable_type": "Location", "codeable_id": "13", "code": "PORTO"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, client := context.Background(), srv.Client()
	api := payrollintegrationsbase.New(client)

	codes := map[factorialhr.ID]string{}
	ofEmployees := &payrollintegrationsbase.CodeListParams{
		Integrations: []payrollintegrationsbase.CodeIntegration{payrollintegrationsbase.CodeIntegrationDatev},
		CodeableType: "Employee",
	}
	for c, err := range api.Codes.All(ctx, ofEmployees) {
		if err != nil {
			log.Fatal(err)
		}
		codes[c.CodeableID] = c.Code
	}
	for e, err := range employees.New(client).Employees.All(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		if _, ok := codes[e.ID]; ok {
			continue
		}
		created, err := api.Codes.Create(ctx, payrollintegrationsbase.CodeCreateParams{
			Integration:  payrollintegrationsbase.CodeIntegrationDatev,
			CodeableType: "Employee",
			CodeableID:   e.ID,
			Code:         e.CompanyIdentifier,
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(e.FullName, "is", created.Code)
	}
	// Output:
	// Bo Serra is E13
}
