package company

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// reports is the span of control: each leader has this many direct reports, the last one possibly
// fewer.
const reports = 8

// person is an employee in the plan of the company.
type person struct {
	given, family, gender string
	location, entity      int
	manager               int // -1 for the first employee
	joined                time.Time
	left                  time.Time // zero for a current employee
}

func (p *Plan) person(i int) person {
	r := p.random("person", i)
	q := person{
		given:    pick(r, givenNames),
		family:   pick(r, familyNames),
		gender:   pick(r, []string{"female", "male", "other"}),
		location: r.IntN(p.locations()),
		entity:   r.IntN(p.entities()),
		manager:  p.manager(i),
	}
	if i >= reports && r.IntN(12) == 0 && !p.leads(i) {
		q.left = p.before(1 + r.IntN(25))
	}
	q.joined = p.before(settled + r.IntN(3000))
	return q
}

// settled is the minimum number of days since an employee joined.
const settled = 120

// lastDay returns the last day on which q may have worked.
func (q person) lastDay(p *Plan) time.Time {
	if q.left.IsZero() {
		return p.before(1)
	}
	return q.left
}

func (p *Plan) manager(i int) int {
	if i == 0 {
		return -1
	}
	return (i - 1) / reports
}

// leads reports whether employee i has direct reports.
func (p *Plan) leads(i int) bool { return i*reports+1 < p.size }

// leaders returns the number of employees who lead others, which is also the number of teams.
func (p *Plan) leaders() int { return max(1, (p.size-2)/reports+1) }

func (q person) name() string { return q.given + " " + q.family }

func (q person) email(i int) string {
	return strings.ToLower(q.given+"."+q.family) + strconv.Itoa(i+1) + "@example.com"
}

func (p *Plan) planStaff() {
	p.rows["employees/employees"] = rows{p.size, p.employee}
	p.rows["contracts/contract_versions"] = rows{p.size, p.contractVersion}
	p.rows["contracts/contracts"] = rows{p.size, p.contract}
	p.rows["api_public/credentials"] = rows{1, func(int) value.Fields {
		return value.Fields{
			"id": value.Text("access-1"), "employee_id": value.Null, "role": value.Text("admin"),
			"name": value.Text("Fable & Sons"), "legal_name": value.Text("Fable & Sons S.L."), "tos": value.True, "gdpr_tos": value.True,
		}
	}}
}

func (p *Plan) employee(i int) value.Fields {
	r, q := p.random("employee", i), p.person(i)
	town := towns[q.location%len(towns)]
	born := p.before(365*20 + r.IntN(365*40))
	age := p.day.Year() - born.Year()
	if born.AddDate(age, 0, 0).After(p.day) {
		age--
	}
	f := value.Fields{
		"id": value.NumericID(i + 1), "access_id": value.NumericID(record.FirstAccess + i + 1),
		"first_name": value.Text(q.given), "last_name": value.Text(q.family), "full_name": value.Text(q.name()),
		"preferred_name": value.Null, "gender": value.Text(q.gender),
		"email": value.Text(q.email(i)), "login_email": value.Text(q.email(i)),
		"identifier": value.Text(strconv.Itoa(10_000_000 + r.IntN(80_000_000))), "identifier_type": value.Text("dni"),
		"birthday_on": value.Date(born), "age_number": value.Number(age),
		"nationality": value.Text(town.country), "country": value.Text(town.country), "city": value.Text(town.city),
		"state": value.Text(town.state), "postal_code": value.Text(town.postalCode),
		"address_line_1":  value.Text("Example Street " + strconv.Itoa(1+r.IntN(200))),
		"phone_number":    value.Text("555" + strconv.Itoa(100_000+r.IntN(900_000))), // unassigned: Spanish numbers do not begin with 5
		"legal_entity_id": value.NumericID(q.entity + 1), "location_id": value.NumericID(q.location + 1),
		"default_work_area_id": value.Null, "company_identifier": value.Text("E" + strconv.Itoa(i+1)),
		"manager_id": managerID(q.manager), "timeoff_manager_id": managerID(q.manager),
		"seniority_calculation_date": value.Date(q.joined), "created_at": value.DateTime(q.joined),
		"updated_at": value.DateTime(p.before(r.IntN(60))),
		"active":     value.Bool(q.left.IsZero()), "attendable": value.Bool(q.left.IsZero()), "is_terminating": value.False,
	}
	if !q.left.IsZero() {
		f["terminated_on"] = value.Date(q.left)
		f["termination_reason"] = value.Text("End of contract")
	}
	return f
}

func managerID(i int) json.RawMessage {
	if i < 0 {
		return value.Null
	}
	return value.NumericID(i + 1)
}

func (p *Plan) contract(i int) value.Fields {
	q := p.person(i)
	return value.Fields{
		"id": value.NumericID(i + 1), "employee_id": value.NumericID(i + 1), "legal_entity_id": value.NumericID(q.entity + 1),
		"starts_on": value.Date(q.joined), "created_at": value.DateTime(q.joined),
	}
}

func (p *Plan) contractVersion(i int) value.Fields {
	r, q := p.random("contract", i), p.person(i)
	starts, ends := q.joined, value.Null
	if !q.left.IsZero() {
		ends = value.Date(q.left)
	}
	return value.Fields{
		"id": value.NumericID(i + 1), "employee_id": value.NumericID(i + 1), "contracts_contract_id": value.NumericID(i + 1),
		"country": value.Text(towns[q.location%len(towns)].country), "job_title": value.Text(pick(r, jobTitles)),
		"effective_on": value.Date(starts), "starts_on": value.Date(starts), "ends_on": ends, "has_payroll": value.True, "has_trial_period": value.False,
		"salary_amount": value.Number(100 * (18_000 + 500*r.IntN(100))), "salary_currency": value.Text("EUR"),
		"salary_frequency": value.Text("yearly"), "working_hours": value.Number(4000), "working_hours_frequency": value.Text("week"),
		"working_week_days":                value.Text("monday,tuesday,wednesday,thursday,friday"),
		"working_time_percentage_in_cents": value.Number(10_000), "fr_forfait_jours": value.False,
		"bank_holiday_treatment": value.Text("non_workable"),
		"created_at":             value.DateTime(starts), "updated_at": value.DateTime(starts),
	}
}
