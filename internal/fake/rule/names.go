package rule

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// bodyNames maps names in bodies to the names of the same facts in records, by the name of the
// shape. Factorial documents each pair, some by their texts alone.
var bodyNames = map[string]map[string]string{
	"attendance.OvertimeRequest": {"hours_amount": "hours_amount_in_cents"},
	"attendance.Review":          {"reviewed_by": "author_id"},
	"compensations.EmployeesCompensation": {
		"employee_id": "payroll_run_employee_id", "concept_id": "payroll_concept_id",
		"is_overwritten": "amount_is_overwritten", "amount_overwritten": "amount",
	},
	"custom_fields.Field":               {"label": "label_text"},
	"custom_resources.Value":            {"custom_resource_id": "resource_id"},
	"finance.FinancialDocument":         {"invoice_number": "document_number", "invoice_date": "document_date"},
	"locations.Location":                {"address_line_one": "address_line_1", "address_line_two": "address_line_2"},
	"performance.ReviewOwner":           {"review_process_id": "performance_review_process_id"},
	"performance.ReviewEvaluation":      {"new_reviewer_access_id": "reviewer_access_id"},
	"posts.Post":                        {"post_group_id": "posts_group_id"},
	"procurement.PurchaseOrder":         {"header_field_values": "header_field_values_by_key", "line_items": "line_items_by_key"},
	"project_management.BudgetStrategy": {"budget_strategy_type": "budget_type"},
	"shift_management.Shift":            {"work_area_id": "locations_work_area_id"},
	"time_planning.PlanningVersion":     {"schedule_id": "work_schedule_schedule_id"},
	"timeoff.BlockedPeriod":             {"time_periods_attributes": "time_periods"},
}

// recorded returns the name and the value in a record of a name and a value in a body.
func recorded(s *spec.Shape, name string, v json.RawMessage) (string, json.RawMessage) {
	to := bodyNames[s.Name][name]
	if to == "" || s.Has(name) {
		return name, v
	}
	if name == "hours_amount" { // hours, but hundredths of an hour in the record
		if hours, err := strconv.ParseFloat(value.Plain(v), 64); err == nil {
			v = value.Number(int(math.Round(hours * 100)))
		}
	}
	return to, v
}
