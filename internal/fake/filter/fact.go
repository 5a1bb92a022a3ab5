package filter

import (
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// factFilters holds the filters that mean less, or more, than their names say, by operation and
// parameter. Factorial documents all of them unless a comment says otherwise. Names that a version
// of the API does not have are never looked up. See also ranges.
var factFilters = map[string]func(naming) filter{
	// False does nothing. The lists of employees are like that by rule.
	"attendance.Shifts.List half_day":               trueOnly,
	"attendance.EditTimesheetRequests.List pending": trueOnly,
	"locations.Locations.List main":                 trueOnly,
	"compensations.Concepts.List default":           trueOnly,
	"timeoff.Allowances.List by_overtime":           byOvertime,

	// One of the two suffices.
	"expenses.Expensables.List employee_ids[]": claimants,
	"expenses.Expensables.List reporter_ids[]": claimants,

	// Any value but these two selects nothing. The expense of a claim tells how it was made.
	"expenses.Expensables.List creation_type[]": madeBy("manual", "automatic"),

	// Alone, include_pending selects pending leaves. That false does nothing is inferred.
	"timeoff.Leaves.List approved":        decided,
	"timeoff.Leaves.List include_pending": decided,

	// One employee whom the caller may not see empties the list. The fake knows only employees that
	// do not exist.
	"timeoff.AllowanceStats.List employee_ids[]": accessible,

	// The API counts every employee in, if one is asked for.
	"attendance.WorkedTimes.List include_non_attendable_employees": attendable,

	// The time of day does nothing.
	"employees.Employees.List updated_at_gteq": func(n naming) filter { return onDays(n.boundRule()) },

	// The versions that took effect by a day, not those in force.
	"contracts.ContractVersions.List date": func(n naming) filter { return atMost(n.shape.At("effective_on"), false) },
}

// trueOnly ignores false.
func trueOnly(n naming) filter {
	f := n.booleanRule()
	if f == nil {
		return nil
	}
	return func(q *Query, records []*record.Record, values []string) predicate {
		if values[0] != "true" {
			return nil
		}
		return f(q, records, values)
	}
}

func byOvertime(n naming) filter {
	if i := n.shape.At("source_units"); i >= 0 {
		return ifTrue(equal(i, "overtime_units"))
	}
	return nil
}

// claimants selects the claims of some employees, or those that they submitted for others.
func claimants(n naming) filter {
	employee, reporter := n.shape.At("employee_id"), n.shape.At("reporter_id")
	return func(q *Query, _ []*record.Record, _ []string) predicate {
		owners, reporters := q.Values["employee_ids[]"], q.Values["reporter_ids[]"]
		return func(r *record.Record) bool {
			return contains(owners, value.Plain(r.Value(employee))) || contains(reporters, value.Plain(r.Value(reporter)))
		}
	}
}

// madeBy selects the claims whose expense was made in one of the requested ways, among the known.
func madeBy(known ...string) func(naming) filter {
	return func(n naming) filter {
		f := n.via("expense_id", "creation_type")
		return func(q *Query, records []*record.Record, values []string) predicate {
			return f(q, records, slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !slices.Contains(known, v) }))
		}
	}
}

// decided handles both parameters about the decision: include_pending adds the pending leaves to
// those that approved selects.
func decided(n naming) filter {
	i := n.shape.At("approved")
	return func(q *Query, _ []*record.Record, _ []string) predicate {
		approved, pending := q.Values.Get("approved"), q.Values.Get("include_pending") == "true"
		if approved == "" && !pending {
			return nil
		}
		return func(r *record.Record) bool {
			v := value.Plain(r.Value(i))
			return v == "" && pending || v != "" && v == approved
		}
	}
}

// accessible selects nothing if one of the employees does not exist. Like a reference in a body, it
// is not checked if the list of employees is empty.
func accessible(n naming) filter {
	fits := oneOf(n.shape.At("employee_id"))
	return func(q *Query, records []*record.Record, values []string) predicate {
		staff, _ := q.Store.RecordsOf("employees/employees")
		for _, id := range values {
			if _, found := slices.BinarySearchFunc(staff, id, (*record.Record).CompareID); !found && len(staff) > 0 {
				return func(*record.Record) bool { return false }
			}
		}
		return fits(q, records, values)
	}
}

// onDays cuts the time of day off.
func onDays(f filter) filter {
	if f == nil {
		return nil
	}
	return func(q *Query, records []*record.Record, values []string) predicate {
		days := make([]string, len(values))
		for i, v := range values {
			days[i] = v[:min(len(v), len(time.DateOnly))]
		}
		return f(q, records, days)
	}
}

// twoBounds is a range of two parameters.
type twoBounds struct {
	from, to string // the parameters
	first    string // the property that must not lie before from
	last     string // the property that must not lie after to
	alone    lonely
	after    bool // from is not in the range
	before   bool // to is not in the range
	days     bool // the time of day does nothing
}

// lonely says what one bound does without the other.
type lonely int

const (
	open    lonely = iota // the range has no other end
	ignored               // nothing
	aDay                  // from selects that day, to everything up to that day
)

// ranges holds the ranges that differ from the rule, by operation. Factorial documents all of them.
var ranges = map[string]twoBounds{
	"attendance.Shifts.List":                {from: "start_on", to: "end_on", first: "reference_date", last: "reference_date"},
	"attendance.EditTimesheetRequests.List": {from: "start_on", to: "end_on", first: "date", last: "date", alone: aDay},
	"attendance.OvertimeRequests.List":      {from: "start_on", to: "end_on", first: "date", last: "date", alone: aDay},
	"attendance.WorkedTimes.List":           {from: "start_on", to: "end_on", first: "date", last: "date", alone: ignored},
	"expenses.Expensables.List":             {from: "from", to: "to", first: "effective_on", last: "effective_on", alone: ignored},
	"expenses.Expenses.List":                {from: "from", to: "to", first: "effective_on", last: "effective_on", alone: ignored, before: true},
	"expenses.Mileages.List":                {from: "from", to: "to", first: "effective_on", last: "effective_on", alone: ignored, before: true},
	"shiftmanagement.Shifts.List":           {from: "start_at", to: "end_at", first: "end_at", last: "start_at", days: true},
	"employeeupdates.Summaries.List":        {from: "starts_on", to: "ends_on", first: "starts_on", last: "starts_on", after: true, before: true},
	// The records have no date; those of the leaves decide.
	"timeoff.FrenchLeaveDayCounts.List": {from: "from", to: "to", alone: ignored},
}

// rangeRule handles the parameters in ranges.
func (n naming) rangeRule(of string) filter {
	b, ok := ranges[of]
	if !ok || n.name != b.from && n.name != b.to {
		return nil
	}
	isFrom, other := n.name == b.from, b.to
	if !isFrom {
		other = b.from
	}
	var f filter
	switch {
	case b.first == "":
		f = n.elsewhereRule()
	case isFrom && b.after:
		f = compared(n.shape.At(b.first), false, func(c int) bool { return c > 0 })
	case isFrom:
		f = atLeast(n.shape.At(b.first), false)
	case b.before:
		f = compared(n.shape.At(b.last), false, func(c int) bool { return c < 0 })
	default:
		f = atMost(n.shape.At(b.last), false)
	}
	if b.days {
		f = onDays(f)
	}
	day := oneOf(n.shape.At(b.first))
	return func(q *Query, records []*record.Record, values []string) predicate {
		switch alone := q.Values.Get(other) == ""; {
		case alone && b.alone == ignored:
			return nil
		case alone && b.alone == aDay && isFrom:
			return day(q, records, values)
		}
		return f(q, records, values)
	}
}
