package filter

import (
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
)

// A demand holds the sets of query parameters of which the API needs one: each set is a list of
// parameters that go together. It does not enforce most of the parameters that the spec calls
// required, such as only_active.
type demand [][]string

// demands holds the lists that the API refuses with 400 without some filter, by operation.
var demands = map[string]demand{
	"payrollemployees.Identifiers.List": {{"country"}}, // seen

	// The rest is documented.
	"attendance.EstimatedTimes.List":             {{"start_on", "end_on", "employee_ids[]"}},
	"compensations.AdditionalCompensations.List": {{"ids[]"}, {"contract_version_ids[]"}, {"employee_ids[]"}, {"payroll_concept_ids[]"}},
	"compensations.PayrollRunParticipants.List":  {{"payroll_run_ids[]"}},
	"contracts.ContractActivityPeriods.List":     {{"contract_id"}},
	"timeoff.PolicyTimelines.List":               {{"employee_id"}},
	"contracts.ContractVersionMetaData.List":     {{"contract_version_ids[]"}},
	"costcenters.ResourceDistributions.List":     {{"resource_ids[]"}},
	"projectmanagement.ExportableExpenses.List":  {{"start_date", "end_date", "project_ids[]"}},
	"timeoff.FrenchLeaveDayCounts.List":          {{"leave_ids[]"}, {"from", "to"}},
}

// defaults holds the parameters that have an effect when the query lacks them, by operation. They
// are documented, except for deleted leaves, which is inferred.
var defaults = map[string]map[string]string{
	"attendance.WorkedTimes.List":        {"include_non_attendable_employees": "false"},
	"compensations.Cycles.List":          {"include_archived": "false"},
	"finance.CostCenterMemberships.List": {"only_active": "true"},
	"timeoff.Leaves.List":                {"include_deleted_leaves": "false"},
}

// companions holds the parameters that need another one, by operation: documented.
var companions = map[string]map[string]string{
	"timeoff.LeaveTypes.List": {"employee_id": "reference_date"},
}

// mostValues is the documented maximum number of values of a parameter, by operation.
var mostValues = map[string]map[string]int{
	"timeoff.AllowanceStats.List":               {"employee_ids[]": 25},
	"employees.Employees.List":                  {"identifiers[]": 100, "social_security_numbers[]": 100},
	"compensations.PayrollRunParticipants.List": {"payroll_run_ids[]": 5},
	"costcenters.ResourceDistributions.List":    {"resource_ids[]": 100},
}

// demanded refuses a query without the filters that the list demands, or with too many values.
func (q *Query) demanded() error {
	sets := demands[q.Op.Name]
	if len(sets) > 0 && !slices.ContainsFunc(sets, q.sends) {
		if len(sets) == 1 {
			for _, name := range sets[0] {
				if !q.Sends(name) {
					return reply.BadParameter(name, "is missing")
				}
			}
		}
		var all []string
		for _, set := range sets {
			all = append(all, strings.Join(set, " and "))
		}
		return reply.BadRequest("One of these is missing: " + strings.Join(all, ", "))
	}
	for name, other := range companions[q.Op.Name] {
		if q.Sends(name) && !q.Sends(other) {
			return reply.BadParameter(other, "is missing")
		}
	}
	for name, most := range mostValues[q.Op.Name] {
		if len(q.Values[name]) > most {
			return reply.BadParameter(name, "has too many values")
		}
	}
	return nil
}

// Sends reports whether the query has a value for a parameter.
func (q *Query) Sends(name string) bool { return q.sends([]string{name}) }

// sends reports whether the query has a value for each of the parameters.
func (q *Query) sends(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		return !slices.ContainsFunc(q.Values[name], func(v string) bool { return v != "" })
	})
}
