package compensations_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/compensations"
)

// A payroll program pairs its wage types with the concepts of the company before it sends amounts,
// because an amount names its concept by id. The built-in concepts have fixed names, and a company
// names its own by a label.
//
// Since API version 2026-10-01, PayrollResults.BulkCreate takes up to 1,000 amounts in one call and
// is atomic. A caller can repeat it after any failure, because it replaces the earlier results.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"compensations/concepts": [
		{"id": "1", "name": "net_pay", "default": true, "category": "summarized_values"},
		{"id": "2", "name": "income_tax", "default": true, "category": "deductions"},
		{"id": "3", "name": "", "label": "Canteen", "default": false, "category": "deductions"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), compensations.New(srv.Client())

	ids := make(map[string]factorialhr.ID)
	for concept, err := range api.Concepts.All(ctx, &compensations.ConceptListParams{
		Categories: []compensations.ConceptCategory{compensations.ConceptCategoryDeductions},
	}) {
		if err != nil {
			log.Fatal(err)
		}
		name := concept.Label
		if concept.Default {
			name = concept.Name
		}
		ids[name] = concept.ID
	}
	for _, wageType := range []string{"income_tax", "Canteen", "Parking"} {
		id, found := ids[wageType]
		fmt.Println(wageType, id, found)
	}
	// Output:
	// income_tax 2 true
	// Canteen 3 true
	// Parking  false
}
