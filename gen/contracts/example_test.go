package contracts_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/contracts"
)

// A pay rise is a new version of the contract from its effective date. The amounts are cents and
// hundredths of an hour, each for the period that its frequency names.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"contracts/contract_versions": [
		{"id": "1", "employee_id": "12", "job_title": "Welder", "starts_on": "2024-03-01", "effective_on": "2024-03-01",
		 "salary_amount": 3000000, "salary_frequency": "yearly", "working_hours": 4000, "working_hours_frequency": "week"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, hr := context.Background(), contracts.New(srv.Client())

	_, err = hr.ContractVersions.Create(ctx, contracts.ContractVersionCreateParams{
		EmployeeID:  "12",
		EffectiveOn: factorialhr.NewDate(2027, time.January, 1),
		StartsOn:    factorialhr.NewDate(2024, time.March, 1), // the date of hire, the same in all versions
		JobTitle:    "Senior welder",

		SalaryAmount: new(3_200_000), SalaryFrequency: "yearly",
		WorkingHours: new(3_850), WorkingHoursFrequency: "week",
	})
	if errors.Is(err, factorialhr.ErrOutcomeUnknown) {
		log.Fatal("read the versions of the employee before creating it again: ", err)
	}
	if err != nil {
		log.Fatal(err)
	}

	versions := &contracts.ContractVersionListParams{EmployeeIDs: []factorialhr.ID{"12"}}
	for v, err := range hr.ContractVersions.All(ctx, versions) {
		if err != nil {
			log.Fatal(err)
		}
		if v.SalaryAmount == nil || v.WorkingHours == nil {
			continue // not set, or hidden from the user of the credential
		}
		fmt.Printf("from %s: %s, %.2f %s, %.2f hours a %s\n", v.EffectiveOn, v.JobTitle,
			float64(*v.SalaryAmount)/100, v.SalaryFrequency, float64(*v.WorkingHours)/100, v.WorkingHoursFrequency)
	}
	// Output:
	// from 2024-03-01: Welder, 30000.00 yearly, 40.00 hours a week
	// from 2027-01-01: Senior welder, 32000.00 yearly, 38.50 hours a week
}
