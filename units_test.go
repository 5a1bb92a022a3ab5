package factorialhr_test

import (
	"encoding/json"
	"fmt"
	"log"
	"math"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/banking"
	"github.com/factorialhr-go/factorialhr/gen/contracts"
	"github.com/factorialhr-go/factorialhr/gen/expenses"
	"github.com/factorialhr-go/factorialhr/gen/payroll"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// A salary is a number of cents for a time that a second field names.
func ExampleCents() {
	var version contracts.ContractVersion
	err := json.Unmarshal([]byte(`{
		"salary_amount": 3400000, "salary_frequency": "yearly",
		"working_hours": 3750, "working_hours_frequency": "week"
	}`), &version)
	if err != nil {
		log.Fatal(err)
	}
	if amount, per, ok := version.Salary(); ok {
		fmt.Println(amount, per)
	}
	if hours, per, ok := version.WorkingTime(); ok {
		fmt.Println(hours, per)
	}
	// Output:
	// 34000.00 yearly
	// 37h30m0s week
}

func TestAMethodOfAModelReturnsANumberWithItsUnit(t *testing.T) {
	for _, tc := range []struct {
		name   string
		record string
		read   func(data []byte) string
		want   string
	}{
		{"a salary", `{"salary_amount": 3400000, "salary_frequency": "yearly"}`, salary, "34000.00 yearly true"},
		{"a salary of nothing", `{"salary_amount": 0, "salary_frequency": "monthly"}`, salary, "0.00 monthly true"},
		{"a salary that is null", `{"salary_amount": null, "salary_frequency": "monthly"}`, salary, "0.00 monthly false"},
		{"a salary that is absent", `{}`, salary, "0.00  false"},
		{"a salary without a frequency", `{"salary_amount": 1}`, salary, "0.01  true"},
		{"a negative salary", `{"salary_amount": -150}`, salary, "-1.50  true"},
		{"the largest salary", fmt.Sprintf(`{"salary_amount": %d}`, math.MaxInt64), salary, "92233720368547758.07  true"},

		{"working hours", `{"working_hours": 4000, "working_hours_frequency": "week"}`, workingTime, "40h0m0s week true"},
		{"no working hours", `{"working_hours": 0, "working_hours_frequency": "week"}`, workingTime, "0s week true"},
		{"working hours that are null", `{"working_hours": null}`, workingTime, "0s  false"},
		{"too many working hours", fmt.Sprintf(`{"working_hours": %d}`, math.MaxInt64), workingTime, "0s  false"},

		{"hours of a leave", `{"hours_amount_in_cents": 450}`, leaveHours, "4h30m0s true"},
		{"a hundredth of an hour", `{"hours_amount_in_cents": 1}`, leaveHours, "36s true"},
		{"a leave of days", `{}`, leaveHours, "0s false"},
		{"a negative number of hours", `{"hours_amount_in_cents": -100}`, leaveHours, "-1h0m0s true"},
		{"the smallest number of hours", fmt.Sprintf(`{"hours_amount_in_cents": %d}`, math.MinInt64), leaveHours, "0s false"},

		{"minutes of a shift", `{"minutes": 481}`, shiftDuration, "8h1m0s true"},
		{"minutes with a fraction", `{"expected_minutes": 7.5}`, expected, "7m30s true"},
		{"too many minutes", `{"expected_minutes": 1e300}`, expected, "0s false"},
		{"hundredths of a minute", `{"minutes_in_cents": 150}`, supplementDuration, "1m30s true"},

		{"a number of units", `{"amount_in_cents": 250, "unit": "units"}`, supplementAmount, "2.50 units"},
		{"no number of units", `{"unit": "money"}`, supplementAmount, " money"},
		{"hundredths of a day", `{"max_days_in_cents": 2250}`, maxDays, "22.50"},
		{"no limit of days", `{"max_days_in_cents": null}`, maxDays, ""},
		{"zero days", `{"max_days_in_cents": 0}`, maxDays, "0.00"},

		{"a balance that the spec requires", `{"account_balance_cents": -205}`, balance, "-2.05"},
		{"a balance that is missing all the same", `{}`, balance, "0.00"},
		{"an amount whose name tells no unit", `{"amount": 1999, "currency": "EUR"}`, expense, "19.99 true"},
		{"a distance", `{"mileage": 1250, "units": "km"}`, distance, "12.50 km"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.read([]byte(tc.record)); got != tc.want {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}

func decoded[T any](data []byte) *T {
	var record T
	if err := json.Unmarshal(data, &record); err != nil {
		panic(err)
	}
	return &record
}

func salary(data []byte) string {
	amount, per, ok := decoded[contracts.ContractVersion](data).Salary()
	return fmt.Sprint(amount.String()+" "+per+" ", ok)
}

func workingTime(data []byte) string {
	d, per, ok := decoded[contracts.ContractVersion](data).WorkingTime()
	return fmt.Sprint(d.String()+" "+per+" ", ok)
}

func leaveHours(data []byte) string { return duration(decoded[timeoff.Leave](data).HoursAmount()) }

func shiftDuration(data []byte) string { return duration(decoded[attendance.Shift](data).Duration()) }

func expected(data []byte) string {
	return duration(decoded[attendance.EstimatedTime](data).ExpectedDuration())
}

func supplementDuration(data []byte) string {
	return duration(decoded[payroll.Supplement](data).Duration())
}

func supplementAmount(data []byte) string {
	number, per := decoded[payroll.Supplement](data).Amount()
	return number.String() + " " + string(per)
}

func maxDays(data []byte) string { return decoded[timeoff.LeaveType](data).MaxDays().String() }

func balance(data []byte) string {
	return decoded[banking.BankAccount](data).AccountBalance().String()
}

func expense(data []byte) string {
	amount, ok := decoded[expenses.Expensable](data).Money()
	return fmt.Sprint(amount.String()+" ", ok)
}

func distance(data []byte) string {
	number, per := decoded[expenses.Mileage](data).Distance()
	return number.String() + " " + per
}

func duration(d time.Duration, ok bool) string { return fmt.Sprint(d.String()+" ", ok) }
