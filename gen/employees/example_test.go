package employees_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/contracts"
	"github.com/factorialhr-go/factorialhr/gen/employees"
)

// A new colleague joins: the employee and the first version of the contract come from one call,
// salary and hours follow on the contract version, and the invitation is a mail to the employee.
func Example() {
	day := time.Date(2026, time.November, 2, 9, 0, 0, 0, time.UTC)
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.At(day))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	ctx, client := context.Background(), srv.Client()
	staff, terms := employees.New(client).Employees, contracts.New(client).ContractVersions

	start := factorialhr.NewDate(2026, time.December, 1)
	joiner, err := staff.CreateWithContract(ctx, employees.EmployeeCreateWithContractParams{
		CompanyID: "1", FirstName: "Ada", LastName: "Falk", Email: "ada@example.com", // the address is the login
		ContractStartsOn: start, ContractEffectiveOn: start, LegalEntityID: "1", LocationID: "1", ManagerID: "1",
	})
	if errors.Is(err, factorialhr.ErrOutcomeUnknown) {
		log.Fatal("look for the address before creating the employee again: ", err)
	}
	if err != nil {
		log.Fatal(err) // 422 if another employee has the address
	}

	versions, err := terms.GetAll(ctx, &contracts.ContractVersionListParams{EmployeeIDs: []factorialhr.ID{joiner.ID}})
	if err != nil {
		log.Fatal(err)
	}
	for _, v := range versions {
		v, err := terms.Update(ctx, v.ID, contracts.ContractVersionUpdateParams{
			JobTitle:              factorialhr.Set("Welder"),
			SalaryAmount:          factorialhr.Set(3_000_000), // cents
			SalaryFrequency:       factorialhr.Set("yearly"),
			WorkingHours:          factorialhr.Set(4_000), // hundredths of an hour
			WorkingHoursFrequency: factorialhr.Set("week"),
			TrialPeriodEndsOn:     factorialhr.Null[factorialhr.Date](), // clears it; a field that is not set stays
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(v.JobTitle, "from", v.EffectiveOn)
	}
	if _, err := staff.Invite(ctx, joiner.ID, employees.EmployeeInviteParams{CompanyID: joiner.CompanyID}); err != nil {
		log.Fatal(err)
	}

	// Employment ends with TerminatedOn. Active says whether the employee has access to Factorial.
	today := factorialhr.NewDate(day.Date())
	employed := joiner.TerminatedOn.IsZero() || joiner.TerminatedOn.Compare(today) >= 0
	fmt.Println(joiner.FullName, "employed:", employed)
	// Output:
	// Welder from 2026-12-01
	// Ada Falk employed: true
}
