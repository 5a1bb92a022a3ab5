package factorialtest

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// reports is the span of control: each leader has this many direct reports, the last one possibly
// fewer.
const reports = 8

// firstAccess keeps access ids and employee ids apart, which exposes a client that confuses the
// two.
const firstAccess = 700_000

// person is an employee in the plan of the company.
type person struct {
	given, family, gender string
	location, entity      int
	manager               int // -1 for the first employee
	joined                time.Time
	left                  time.Time // zero for a current employee
}

func (p *company) person(i int) person {
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
func (q person) lastDay(p *company) time.Time {
	if q.left.IsZero() {
		return p.before(1)
	}
	return q.left
}

func (p *company) manager(i int) int {
	if i == 0 {
		return -1
	}
	return (i - 1) / reports
}

// leads reports whether employee i has direct reports.
func (p *company) leads(i int) bool { return i*reports+1 < p.size }

// leaders returns the number of employees who lead others, which is also the number of teams.
func (p *company) leaders() int { return max(1, (p.size-2)/reports+1) }

func (q person) name() string { return q.given + " " + q.family }

func (q person) email(i int) string {
	return strings.ToLower(q.given+"."+q.family) + strconv.Itoa(i+1) + "@example.com"
}

func (p *company) planStaff() {
	p.rows["employees/employees"] = rows{p.size, p.employee}
	p.rows["contracts/contract_versions"] = rows{p.size, p.contractVersion}
	p.rows["contracts/contracts"] = rows{p.size, p.contract}
	p.rows["api_public/credentials"] = rows{1, func(int) fields {
		return fields{
			"id": text("access-1"), "employee_id": null, "role": text("admin"),
			"name": text("Fable & Sons"), "legal_name": text("Fable & Sons S.L."), "tos": jsonTrue, "gdpr_tos": jsonTrue,
		}
	}}
}

func (p *company) employee(i int) fields {
	r, q := p.random("employee", i), p.person(i)
	town := towns[q.location%len(towns)]
	born := p.before(365*20 + r.IntN(365*40))
	age := p.day.Year() - born.Year()
	if born.AddDate(age, 0, 0).After(p.day) {
		age--
	}
	f := fields{
		"id": numericID(i + 1), "access_id": numericID(firstAccess + i + 1),
		"first_name": text(q.given), "last_name": text(q.family), "full_name": text(q.name()),
		"preferred_name": null, "gender": text(q.gender),
		"email": text(q.email(i)), "login_email": text(q.email(i)),
		"identifier": text(strconv.Itoa(10_000_000 + r.IntN(80_000_000))), "identifier_type": text("dni"),
		"birthday_on": date(born), "age_number": number(age),
		"nationality": text(town.country), "country": text(town.country), "city": text(town.city),
		"state": text(town.state), "postal_code": text(town.postalCode),
		"address_line_1":  text("Example Street " + strconv.Itoa(1+r.IntN(200))),
		"phone_number":    text("555" + strconv.Itoa(100_000+r.IntN(900_000))), // unassigned: Spanish numbers do not begin with 5
		"legal_entity_id": numericID(q.entity + 1), "location_id": numericID(q.location + 1),
		"default_work_area_id": null, "company_identifier": text("E" + strconv.Itoa(i+1)),
		"manager_id": managerID(q.manager), "timeoff_manager_id": managerID(q.manager),
		"seniority_calculation_date": date(q.joined), "created_at": dateTime(q.joined),
		"updated_at": dateTime(p.before(r.IntN(60))),
		"active":     boolean(q.left.IsZero()), "attendable": boolean(q.left.IsZero()), "is_terminating": jsonFalse,
	}
	if !q.left.IsZero() {
		f["terminated_on"] = date(q.left)
		f["termination_reason"] = text("End of contract")
	}
	return f
}

func managerID(i int) json.RawMessage {
	if i < 0 {
		return null
	}
	return numericID(i + 1)
}

func (p *company) contract(i int) fields {
	q := p.person(i)
	return fields{
		"id": numericID(i + 1), "employee_id": numericID(i + 1), "legal_entity_id": numericID(q.entity + 1),
		"starts_on": date(q.joined), "created_at": dateTime(q.joined),
	}
}

func (p *company) contractVersion(i int) fields {
	r, q := p.random("contract", i), p.person(i)
	starts, ends := q.joined, null
	if !q.left.IsZero() {
		ends = date(q.left)
	}
	return fields{
		"id": numericID(i + 1), "employee_id": numericID(i + 1), "contracts_contract_id": numericID(i + 1),
		"country": text(towns[q.location%len(towns)].country), "job_title": text(pick(r, jobTitles)),
		"effective_on": date(starts), "starts_on": date(starts), "ends_on": ends, "has_payroll": jsonTrue, "has_trial_period": jsonFalse,
		"salary_amount": number(100 * (18_000 + 500*r.IntN(100))), "salary_currency": text("EUR"),
		"salary_frequency": text("yearly"), "working_hours": number(4000), "working_hours_frequency": text("week"),
		"working_week_days":                text("monday,tuesday,wednesday,thursday,friday"),
		"working_time_percentage_in_cents": number(10_000), "fr_forfait_jours": jsonFalse,
		"bank_holiday_treatment": text("non_workable"),
		"created_at":             dateTime(starts), "updated_at": dateTime(starts),
	}
}
