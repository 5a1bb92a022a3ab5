package people_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/people"
)

func TestTheViewJoinsTheRecords(t *testing.T) {
	c := newCompany(t)
	c.insert("employees/employees", ada)
	c.insert("contracts/contract_versions", terms)
	c.insert("teams/memberships",
		fields{"id": "2", "employee_id": "7", "team_id": "2", "lead": true, "direct": true},
		fields{"id": "3", "employee_id": "7", "team_id": "1", "lead": false, "direct": false}) // inherited
	got, err := json.MarshalIndent(c.find("7", people.Fields(people.AllFields()...)), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
 "id": "7",
 "status": "employed",
 "created_at": "2020-02-01T08:00:00.000Z",
 "starts_on": "2020-03-01",
 "first_name": "Ada",
 "last_name": "Vega",
 "full_name": "Ada Vega",
 "login_email": "ada@example.com",
 "email": "ada.vega@example.com",
 "company_identifier": "E7",
 "job_title": "Engineer",
 "hours": {
  "agreed": "40h0m0s",
  "per": "week",
  "days": 5,
  "week": "40h0m0s"
 },
 "salary": {
  "amount_in_cents": 3400000,
  "per": "yearly",
  "currency": "EUR"
 },
 "teams": [
  {
   "id": "2",
   "name": "Shell",
   "lead": true
  }
 ],
 "manager": {
  "id": "1",
  "name": "Bo Ruiz"
 },
 "location": {
  "id": "1",
  "name": "Vigo"
 },
 "legal_entity": {
  "id": "1",
  "name": "Vega S.L."
 }
}`
	if string(got) != want {
		t.Errorf("got %s", got)
	}
}

func TestReferencesThatTheCredentialDoesNotSeeKeepTheirIDs(t *testing.T) {
	c := newCompany(t)
	c.insert("employees/employees", ada.with(fields{"manager_id": "99", "location_id": "98", "legal_entity_id": "97"}))
	c.insert("contracts/contract_versions", terms)
	p := c.find("7")
	if p.Manager != (people.Ref{ID: "99"}) || p.Location != (people.Ref{ID: "98"}) || p.LegalEntity != (people.Ref{ID: "97"}) {
		t.Errorf("%#v, %#v, %#v", p.Manager, p.Location, p.LegalEntity)
	}
}

// Nothing leaves that the allow-list does not name.
func TestTheAllowList(t *testing.T) {
	c := newCompany(t)
	c.insert("employees/employees", ada.with(fields{"terminated_on": "2026-12-31", "termination_reason_type": "resignation",
		"termination_reason": "ill", "bank_number": "ES6220809324751871912999", "birthday_on": "1990-01-01"}))
	c.insert("contracts/contract_versions", terms)
	c.insert("teams/memberships", fields{"id": "2", "employee_id": "7", "team_id": "2", "lead": false, "direct": true})
	keys := map[people.Field][]string{
		people.FieldName: {"first_name", "last_name", "full_name"}, people.FieldLoginEmail: {"login_email"}, people.FieldEmail: {"email"},
		people.FieldCompanyIdentifier: {"company_identifier"}, people.FieldJobTitle: {"job_title"}, people.FieldHours: {"hours"},
		people.FieldTeams: {"teams"}, people.FieldManager: {"manager"}, people.FieldLocation: {"location"},
		people.FieldLegalEntity: {"legal_entity"}, people.FieldTerminationReason: {"termination_reason"}, people.FieldSalary: {"salary"},
	}
	for field, want := range keys {
		encoded, err := json.Marshal(c.find("7", people.Fields(field)))
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		if err := json.Unmarshal(encoded, &got); err != nil {
			t.Fatal(err)
		}
		for _, k := range append([]string{"id", "status", "created_at", "starts_on", "terminated_on"}, want...) {
			if _, ok := got[k]; !ok {
				t.Errorf("%s: no %s", field, k)
			}
			delete(got, k)
		}
		if len(got) > 0 {
			t.Errorf("%s: more than asked for: %v", field, got)
		}
	}
	if p := c.find("7"); p.Salary != nil || p.TerminationReason != "" {
		t.Error("the default list has the salary or the reason of the termination")
	}
	if p := c.find("7", people.Fields(people.FieldManager)); p.Manager != (people.Ref{ID: "1"}) {
		t.Error("the name of the manager leaves without the field name")
	}
	if p := c.find("7", people.Fields()); p.LoginEmail != "" || p.Status != people.Employed {
		t.Error("an empty list leaves more than the employment")
	}
	c.ForgetRequests()
	if _, err := people.Read(t.Context(), c.Client(), today, people.Fields("iban")); !errors.Is(err, people.ErrUnknownField) {
		t.Errorf("an unknown field: %v", err)
	}
	if n := len(c.Requests()); n != 0 {
		t.Errorf("an unknown field costs %d requests", n)
	}
}

func TestReadReadsWholeLists(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(250), factorialtest.At(today.Time()))
	count := func(opts ...people.Option) (int, *people.Snapshot) {
		srv.ForgetRequests()
		s, err := people.Read(t.Context(), srv.Client(), today, opts...)
		if err != nil {
			t.Fatal(err)
		}
		return len(srv.Requests()), s
	}
	n, s := count()
	if n != 12 || len(s.People) != 250 { // 3 employees, 3 versions, 3 memberships, 1 each of teams, locations and legal entities
		t.Errorf("%d people in %d requests", len(s.People), n)
	}
	if n, _ := count(people.Fields(people.FieldLoginEmail)); n != 6 {
		t.Errorf("%d requests for e-mails", n)
	}
	if len(s.Unclear()) != 0 {
		t.Errorf("%d people of the seeded company are unclear", len(s.Unclear()))
	}
}

// A page that fails leaves no half snapshot.
func TestAFailedPageFailsTheRead(t *testing.T) {
	operations := []string{
		"employees.Employees.List", "contracts.ContractVersions.List", "teams.Teams.List", "teams.Memberships.List",
		"locations.Locations.List", "companies.LegalEntities.List",
	}
	faults := []factorialtest.Fault{
		{Kind: factorialtest.ServerError}, {Kind: factorialtest.ServerError, Status: 403}, {Kind: factorialtest.ResetBefore},
		{Kind: factorialtest.Truncate}, {Kind: factorialtest.MissingCursor}, {Kind: factorialtest.RepeatCursor},
	}
	for _, operation := range operations {
		for _, fault := range faults {
			paged := strings.HasPrefix(operation, "employees") || strings.HasPrefix(operation, "contracts") || strings.HasSuffix(operation, "Memberships.List")
			if !paged && (fault.Kind == factorialtest.MissingCursor || fault.Kind == factorialtest.RepeatCursor) {
				continue // a list of one page
			}
			fault.Operation = operation
			if paged && fault.Kind != factorialtest.MissingCursor && fault.Kind != factorialtest.RepeatCursor {
				fault.Skip = 1 // the second page
			}
			srv := factorialtest.New(t, factorialtest.Seed(120), factorialtest.At(today.Time()), factorialtest.Faults(fault))
			s, err := people.Read(t.Context(), srv.Client(factorialhr.MaxAttempts(1)), today)
			if err == nil || s != nil {
				t.Errorf("%s with %s: %v, %v", operation, fault.Kind, s, err)
				continue
			}
			if !strings.HasPrefix(err.Error(), "read people: ") || strings.Count(err.Error(), "read people") != 1 || strings.Contains(err.Error(), "@") {
				t.Errorf("%s with %s: %v", operation, fault.Kind, err)
			}
		}
	}
}

func TestPagesThatAreOddButCompleteLoseNobody(t *testing.T) {
	for _, kind := range []factorialtest.FaultKind{factorialtest.EmptyPage, factorialtest.ShortPage, factorialtest.NullLimit} {
		srv := factorialtest.New(t, factorialtest.Seed(120), factorialtest.At(today.Time()), factorialtest.Faults(factorialtest.Fault{Kind: kind, Operation: "*.List"}))
		s, err := people.Read(t.Context(), srv.Client(), today)
		if err != nil || len(s.People) != 120 {
			t.Errorf("%s: %v, %v", kind, s, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	empty := factorialtest.New(t, factorialtest.Seed(0))
	if _, err := people.Read(t.Context(), empty.Client(), today); !errors.Is(err, people.ErrNobody) {
		t.Errorf("an empty company: %v", err)
	}
	if _, err := people.Read(t.Context(), empty.Client(), factorialhr.Date{}); err == nil {
		t.Error("no day: no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := people.Read(ctx, empty.Client(), today); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
}

func TestTextsAndLogsShowNoPersonalData(t *testing.T) {
	c := newCompany(t)
	c.insert("employees/employees", ada)
	c.insert("contracts/contract_versions", terms)
	s := c.read(today, people.Fields(people.AllFields()...))
	later := clone(t, s)
	later.People[1].JobTitle, later.People[1].LastName = "Secret agent", "Vega Vega"
	changes, err := people.Compare(s, later)
	if err != nil {
		t.Fatal(err)
	}
	accounts := []string{"ada@example.com", "eve@example.com"}
	m := people.Match(s.People, accounts, people.ByLoginEmail(func(a string) string { return a }))
	var log strings.Builder
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	plain := slog.New(slog.NewTextHandler(&log, nil))
	for _, v := range []any{s, *s, s.People[1], &s.People[1], changes, *changes, changes.Moved[0], changes.Moved[0].Fields[0], m, m.Pairs[0], m.Review[0]} {
		logger.Info("x", "v", v)
		plain.Info("x", "v", v)
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x", "%q"} {
			fmt.Fprintf(&log, verb+"\n", v)
		}
	}
	for _, v := range []any{s.People, changes.Moved, changes.Moved[0].Fields, m.Pairs, m.Review} {
		plain.Info("x", "v", v)
		fmt.Fprintf(&log, "%v %+v %#v %d\n", v, v, v, v)
	}
	for _, secret := range []string{"Ada", "Vega", "@", "Secret", "34000", "3400000", "Kernel", "Bo"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is in a text: %s", secret, log.String())
		}
	}
}

// clone stores a snapshot and loads it again.
func clone(t *testing.T, s *people.Snapshot) *people.Snapshot {
	t.Helper()
	stored, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	loaded := new(people.Snapshot)
	if err := json.Unmarshal(stored, loaded); err != nil {
		t.Fatal(err)
	}
	return loaded
}
