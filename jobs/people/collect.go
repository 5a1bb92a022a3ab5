package people

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr"
)

var (
	errNoID = fmt.Errorf("an employee has no id: %w", factorialhr.ErrUnexpectedResponse)
	errDay  = errors.New("the day is missing or not a date")
)

// collect passes each record of a list to add, and whether one of the used properties is not what
// its field expects. Such a field is zero, which would look like an empty value.
func collect[T any](pages iter.Seq2[*factorialhr.Page[T], error], used []string, add func(record *T, odd bool) error) error {
	for page, err := range pages {
		if err != nil {
			return err
		}
		odd := map[int]bool{}
		for _, m := range page.Mismatches {
			if m.Kept {
				continue
			}
			// The pointer is /data/3/terminated_on, or /data/3 for a record that is not an object.
			parts := strings.Split(m.Pointer, "/")
			if len(parts) < 3 || parts[1] != "data" {
				return factorialhr.ErrMismatch
			}
			n, err := strconv.Atoi(parts[2])
			if err != nil || len(parts) == 3 {
				return factorialhr.ErrMismatch
			}
			odd[n] = odd[n] || slices.Contains(used, parts[3])
		}
		for i := range page.Data {
			if err := add(&page.Data[i], odd[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// whole refuses a record with an odd value: without the value it cannot be joined.
func whole[T any](add func(*T)) func(*T, bool) error {
	return func(record *T, odd bool) error {
		if odd {
			return factorialhr.ErrMismatch
		}
		add(record)
		return nil
	}
}

func usedOfEmployees() []string {
	return []string{
		"id", "company_id", "created_at", "terminated_on", "first_name", "last_name", "preferred_name", "full_name", "login_email",
		"email", "company_identifier", "termination_reason_type", "manager_id", "location_id", "legal_entity_id",
	}
}

func usedOfContracts() []string {
	return []string{
		"id", "employee_id", "contracts_contract_id", "effective_on", "starts_on", "ends_on", "created_at", "job_title", "working_hours",
		"working_hours_frequency", "working_week_days", "salary_amount", "salary_frequency", "salary_currency",
	}
}
