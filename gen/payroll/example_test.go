package payroll_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/payroll"
)

// A bonus for one employee in the payroll of October. The period and the taxonomy (the kind of pay)
// are ids of existing records: a supplement of the month before has both.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"payroll/supplements": [
		{"id": "1", "employee_id": "12", "unit": "money", "amount_in_cents": 20000, "currency": "EUR",
		 "effective_on": "2026-10-05", "contracts_taxonomy_id": "7", "payroll_policy_period_id": "42"},
		{"id": "2", "employee_id": "12", "unit": "time", "minutes_in_cents": 9000, "equivalent_minutes_in_cents": 13500,
		 "effective_on": "2026-10-12", "contracts_taxonomy_id": "8", "payroll_policy_period_id": "42"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), payroll.New(srv.Client())

	_, err = api.Supplements.Create(ctx, payroll.SupplementCreateParams{
		EmployeeID:            "13",
		AmountInCents:         50_000,
		Unit:                  "money",
		EffectiveOn:           factorialhr.NewDate(2026, time.October, 30),
		ContractsTaxonomyID:   "7",
		PayrollPolicyPeriodID: "42",
	})
	if errors.Is(err, factorialhr.ErrOutcomeUnknown) {
		log.Fatal("read the supplements of the period; a repetition would pay twice: ", err)
	}
	if err != nil {
		log.Fatal(err)
	}

	period := &payroll.SupplementListParams{PolicyPeriodIDs: []factorialhr.ID{"42"}}
	for s, err := range api.Supplements.All(ctx, period) {
		if err != nil {
			log.Fatal(err)
		}
		switch { // the unit decides which amount is there
		case s.AmountInCents != nil && s.Unit == "money":
			fmt.Printf("employee %s: %.2f\n", s.EmployeeID, float64(*s.AmountInCents)/100)
		case s.MinutesInCents != nil && s.EquivalentMinutesInCents != nil: // hundredths of a minute
			fmt.Printf("employee %s: %d minutes, paid as %d\n", s.EmployeeID, *s.MinutesInCents/100, *s.EquivalentMinutesInCents/100)
		}
	}
	// Output:
	// employee 12: 200.00
	// employee 12: 90 minutes, paid as 135
	// employee 13: 500.00
}
