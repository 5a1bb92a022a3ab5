package people_test

import (
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/people"
)

// today is the day of the snapshots. The dates of a test lie around it.
var today = date("2026-10-15")

func date(s string) factorialhr.Date {
	d, err := factorialhr.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// fields are the properties of a record.
type fields map[string]any

// with returns f with other properties.
func (f fields) with(more fields) fields {
	out := fields{}
	for _, m := range []fields{f, more} {
		for k, v := range m {
			out[k] = v
		}
	}
	return out
}

// ada and her terms are what most situations start from.
var (
	ada = fields{
		"id": "7", "company_id": "1", "first_name": "Ada", "last_name": "Vega", "full_name": "Ada Vega", "preferred_name": nil,
		"login_email": "ada@example.com", "email": "ada.vega@example.com", "company_identifier": "E7", "manager_id": "1",
		"location_id": "1", "legal_entity_id": "1", "terminated_on": nil, "termination_reason_type": nil,
		"created_at": "2020-02-01T08:00:00Z",
	}
	terms = fields{
		"id": "70", "company_id": "1", "employee_id": "7", "contracts_contract_id": "700", "effective_on": "2020-03-01", "starts_on": "2020-03-01",
		"ends_on": nil, "job_title": "Engineer", "working_hours": 4000, "working_hours_frequency": "week",
		"working_week_days": "friday,monday,tuesday,wednesday,thursday", "salary_amount": 3_400_000, "salary_frequency": "yearly",
		"salary_currency": "EUR", "created_at": "2020-02-01T08:00:00Z",
	}
)

// A company is a fake with few people.
type company struct {
	t *testing.T
	*factorialtest.Server
}

// newCompany starts a fake with a boss, two teams, two locations and two legal entities.
func newCompany(t *testing.T, opts ...factorialtest.Option) company {
	t.Helper()
	opts = append([]factorialtest.Option{factorialtest.Seed(0), factorialtest.At(today.Time().Add(9 * time.Hour))}, opts...)
	c := company{t, factorialtest.New(t, opts...)}
	c.insert("locations/locations", fields{"id": "1", "name": "Vigo"}, fields{"id": "2", "name": "Porto"})
	c.insert("companies/legal_entities",
		fields{"id": "1", "legal_name": "Vega S.L.", "currency": "EUR"}, fields{"id": "2", "legal_name": "Vega Ltd", "currency": "GBP"})
	c.insert("teams/teams", fields{"id": "1", "name": "Kernel"}, fields{"id": "2", "name": "Shell"})
	c.insert("employees/employees", ada.with(fields{"id": "1", "first_name": "Bo", "last_name": "Ruiz", "full_name": "Bo Ruiz", "login_email": "bo@example.com",
		"email": "bo@example.com", "company_identifier": "E1", "manager_id": nil}))
	c.insert("contracts/contract_versions", terms.with(fields{"id": "10", "employee_id": "1", "contracts_contract_id": "100", "job_title": "Head"}))
	c.insert("teams/memberships", fields{"id": "1", "employee_id": "1", "team_id": "1", "lead": true, "direct": true})
	return c
}

func (c company) insert(resource string, records ...fields) {
	c.t.Helper()
	for _, r := range records {
		if _, err := c.Insert(resource, r); err != nil {
			c.t.Fatal(err)
		}
	}
}

func (c company) change(resource, id string, f fields) {
	c.t.Helper()
	if err := c.Change(resource, id, f); err != nil {
		c.t.Fatal(err)
	}
}

func (c company) read(day factorialhr.Date, opts ...people.Option) *people.Snapshot {
	c.t.Helper()
	s, err := people.Read(c.t.Context(), c.Client(), day, opts...)
	if err != nil {
		c.t.Fatal(err)
	}
	return s
}

// find reads the snapshot of today and returns one person.
func (c company) find(id factorialhr.ID, opts ...people.Option) people.Person {
	c.t.Helper()
	p, ok := c.read(today, opts...).Find(id)
	if !ok {
		c.t.Fatalf("no person with the id %s", id)
	}
	return p
}
