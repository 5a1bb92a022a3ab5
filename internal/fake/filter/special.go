package filter

import (
	"strconv"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// specialFilters holds the filters that no rule derives, by operation and parameter. Names that a
// version of the API does not have are never looked up.
var specialFilters = map[string]func(naming) filter{
	"employees.Employees.List team_ids[]": membersOf,
	// Here type means the type of the leave.
	"timeoff.Leaves.List type_is_payable":  func(n naming) filter { return n.via("leave_type_id", "payable") },
	"timeoff.Leaves.List type_is_workable": func(n naming) filter { return n.via("leave_type_id", "workable") },

	"ats.Candidates.List remote":                 func(n naming) filter { return n.via("ats_job_posting_ids", "remote") },
	"ats.Candidates.List minimum_average_rating": ratedAtLeast,
	"ats.Candidates.List archived":               func(n naming) filter { return when(negated(active(n.shape))) },
	"customfields.Values.List slug":              func(n naming) filter { return n.via("field_id", "slug") },
	// The instance is the record that has the value.
	"customfields.Values.List instance_id": func(n naming) filter { return n.equal("valuable_id") },
	// A team has the holidays of the locations where its members work.
	"holidays.CompanyHolidays.List team_ids[]": holidaysOfTeams,
	// An imputable project is a project.
	"projectmanagement.ImputableProjects.List employee_ids[]": imputableFor,

	// An attendance belongs to a participant, who belongs to a session.
	"trainings.SessionAttendances.List session_id": attendancesOf,
	// The last shift of each employee; last_working_shift skips breaks.
	"attendance.Shifts.List latest_shift":                               func(n naming) filter { return lastShift(n, nil) },
	"attendance.Shifts.List last_working_shift":                         func(n naming) filter { return lastShift(n, n.is("workable")) },
	"timeplanning.PlanningVersions.List only_active":                    planInForce,
	"expenses.Expensables.List include_grouped":                         func(n naming) filter { return ifFalse(negated(having(n.shape, "group"))) },
	"expenses.Expensables.List include_manual_drafts":                   func(n naming) filter { return ifFalse(negated(manualDraft(n.shape))) },
	"expenses.Expenses.List include_manual_drafts":                      func(n naming) filter { return ifFalse(negated(manualDraft(n.shape))) },
	"expenses.Mileages.List include_manual_drafts":                      func(n naming) filter { return ifFalse(negated(manualDraft(n.shape))) },
	"finance.Categories.List category_level":                            categoryLevel,
	"finance.JournalLines.List reconciliation_status":                   reconciliation,
	"tasks.Tasks.List involvee_id":                                      func(n naming) filter { return anyOf([]filter{n.equal("assignee_ids"), n.equal("author_employee_id")}) },
	"performance.ReviewProcessTargets.List managed_by_filter":           managedBy("access_id"),
	"performance.ReviewEvaluations.List with_targets_managed_by_filter": managedBy("target_access_id"),

	// The rules would give these a meaning that they may not have: see docs/testing.md.
	"bookkeepersmanagement.Incidences.List type[]":     undecided,
	"contracts.MaterializedTemplates.List field_ids[]": undecided,
	"timeoff.AllowanceStats.List reference_date":       undecided,
	"timeoff.Leaves.List only_active":                  undecided,
	"trainings.Sessions.List active":                   undecided,
	"trainings.SessionAccessMemberships.List status[]": undecided,
	"trainings.TrainingMemberships.List due_date":      undecided,
}

func undecided(naming) filter { return nil }

func (n naming) equal(property string) filter {
	if i := n.shape.At(property); i >= 0 {
		return oneOf(i)
	}
	return nil
}

func (n naming) is(property string) condition {
	if i := n.shape.At(property); i >= 0 {
		return equal(i, "true")
	}
	return nil
}

// via filters by a property of the record that another property refers to.
func (n naming) via(property, of string) filter {
	at := n.shape.At(property)
	to, key := n.api.ReferredInRole(n.resource.Domain(), property)
	if at < 0 || to == nil || !to.Shape.Has(of) {
		return nil
	}
	return through(spec.Relation{At: at, To: to, Key: key}, oneOf(to.Shape.At(of)))
}

// membersOf selects the members of the requested teams. Teams list their members themselves.
func membersOf(n naming) filter {
	teams := n.api.Resources["teams/teams"]
	if teams == nil {
		return nil
	}
	return namedIn(teams, spec.Relation{At: teams.Shape.At("employee_ids")}, oneOf(teams.Shape.ID))
}

func attendancesOf(n naming) filter {
	members := n.api.Resources["trainings/session_access_memberships"]
	if members == nil {
		return nil
	}
	ref := spec.Relation{At: n.shape.At("session_access_membership_id"), To: members, Key: members.Shape.ID}
	return through(ref, oneOf(members.Shape.At("session_id")))
}

func holidaysOfTeams(n naming) filter {
	staff, places := n.api.Resources["employees/employees"], n.api.Resources["locations/locations"]
	if staff == nil || places == nil {
		return nil
	}
	members := n.at(staff, n.name).referenceRule()
	if members == nil {
		return nil
	}
	there := namedIn(staff, spec.Relation{At: staff.Shape.At("location_id")}, members)
	return through(spec.Relation{At: n.shape.At("location_id"), To: places, Key: places.Shape.ID}, there)
}

func imputableFor(n naming) filter {
	workers := n.api.Resources["project_management/project_workers"]
	if workers == nil {
		return nil
	}
	return namedIn(workers, spec.Relation{At: workers.Shape.At("project_id")}, oneOf(workers.Shape.At("employee_id")))
}

// ratedAtLeast selects candidates with an application that has at least the requested rating.
func ratedAtLeast(n naming) filter {
	applications := n.api.Resources["ats/applications"]
	if applications == nil {
		return nil
	}
	rating := applications.Shape.At("rating_average")
	return namedIn(applications, spec.Relation{At: applications.Shape.At("ats_candidate_id")}, func(_ *Query, _ []*record.Record, values []string) predicate {
		least, _ := strconv.ParseFloat(values[0], 64)
		return func(r *record.Record) bool {
			got, err := strconv.ParseFloat(value.Plain(r.Value(rating)), 64)
			return err == nil && got >= least
		}
	})
}

// attendable leaves out the records of employees whose time is not recorded, unless the query asks
// for one employee.
func attendable(n naming) filter {
	at, staff := n.shape.At("employee_id"), n.api.Resources["employees/employees"]
	if at < 0 || staff == nil || !staff.Shape.Has("attendable") {
		return nil
	}
	ref := spec.Relation{At: at, To: staff, Key: staff.Shape.ID}
	unrecorded := through(ref, when(equal(staff.Shape.At("attendable"), "false")))
	return func(q *Query, records []*record.Record, values []string) predicate {
		if values[0] != "false" || len(q.Values["employee_ids[]"]) == 1 {
			return nil
		}
		return not(unrecorded)(q, records, []string{"true"})
	}
}

func lastShift(n naming, fits condition) filter {
	s := n.shape
	return ifLast(s.At("employee_id"), []int{s.At("date"), s.At("clock_in")}, fits)
}

// planInForce selects each employee's last plan that has begun.
func planInForce(n naming) filter {
	at := n.shape.At("effective_at")
	if at < 0 {
		return nil
	}
	begun := func(q *Query, r *record.Record) bool {
		from := value.Plain(r.Value(at))
		return from[:min(len(from), len(time.DateOnly))] <= q.Now.Format(time.DateOnly)
	}
	return ifLast(n.shape.At("employee_id"), []int{at}, begun)
}

// manualDraft tests for a draft that was entered by hand.
func manualDraft(s *spec.Shape) condition {
	status, made := s.At("status"), s.At("creation_type")
	if status < 0 {
		return nil
	}
	return func(_ *Query, r *record.Record) bool {
		return value.Plain(r.Value(status)) == "draft" && (made < 0 || value.Plain(r.Value(made)) == "manual")
	}
}

// categoryLevel selects subcategories, which have a parent, or categories, which have none.
func categoryLevel(n naming) filter {
	parent := n.shape.At("parent_category_id")
	if parent < 0 {
		return nil
	}
	return func(_ *Query, _ []*record.Record, values []string) predicate {
		switch values[0] {
		case "category":
			return func(r *record.Record) bool { return value.IsNull(r.Value(parent)) }
		case "subcategory":
			return func(r *record.Record) bool { return !value.IsNull(r.Value(parent)) }
		}
		return nil
	}
}

// reconciliation treats snoozed lines as not reconciled, because the records do not tell the two
// apart.
func reconciliation(n naming) filter {
	at := n.shape.At("fully_reconciled_at")
	if at < 0 {
		return nil
	}
	return func(_ *Query, _ []*record.Record, values []string) predicate {
		reconciled := values[0] == "reconciled"
		return func(r *record.Record) bool { return !value.IsNull(r.Value(at)) == reconciled }
	}
}

// managedBy selects the records of employees who report to a manager, directly or indirectly. The
// parameter is an object with two members.
func managedBy(property string) func(naming) filter {
	return func(n naming) filter {
		at, staff := n.shape.At(property), n.api.Resources["employees/employees"]
		if at < 0 || staff == nil {
			return nil
		}
		s := staff.Shape
		parameter := n.parameter.Name
		managed := func(q *Query, all []*record.Record, _ []string) predicate {
			manager := q.Values.Get(parameter + "[manager_employee_id]")
			if manager == "" {
				return nil
			}
			led := map[string]bool{manager: true}
			direct := q.Values.Get(parameter+"[only_direct_reports]") == "true"
			for grown := !direct; grown; {
				grown = false
				for _, r := range all {
					if !led[r.ID] && led[value.Plain(r.Get(s, "manager_id"))] {
						led[r.ID], grown = true, true
					}
				}
			}
			return func(r *record.Record) bool { return led[value.Plain(r.Get(s, "manager_id"))] }
		}
		return through(spec.Relation{At: at, To: staff, Key: s.At("access_id")}, managed)
	}
}
