package payrollemployees_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/payrollemployees"
)

// The tax numbers of two employees in Italy: one is corrected, one is added. The list requires the
// country: without it, the API responds with 400.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"payroll_employees/identifiers": [
		{"id": "1", "employee_id": "12", "country": "it", "tax_id": "FLKDAA80A41F205X"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), payrollemployees.New(srv.Client())

	wanted := map[factorialhr.ID]string{"12": "FLKDAA80A41F205Z", "13": "SRRBOX85M01H501W"}
	italy := &payrollemployees.IdentifierListParams{Country: payrollemployees.IdentifierCountryIT}
	known, err := api.Identifiers.GetAll(ctx, italy)
	if err != nil {
		log.Fatal(err)
	}
	for _, i := range known {
		number, ok := wanted[i.EmployeeID]
		delete(wanted, i.EmployeeID)
		if !ok || i.TaxID == number {
			continue
		}
		_, err := api.Identifiers.Update(ctx, i.ID, payrollemployees.IdentifierUpdateParams{
			Country: factorialhr.Set(i.Country), // the update requires it, too
			TaxID:   factorialhr.Set(number),
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("corrected: employee", i.EmployeeID)
	}
	for employee, number := range wanted {
		_, err := api.Identifiers.Create(ctx, payrollemployees.IdentifierCreateParams{
			EmployeeID: employee, Country: payrollemployees.IdentifierCountryIT, TaxID: number,
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("added: employee", employee)
	}
	// Output:
	// corrected: employee 12
	// added: employee 13
}
