package people_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/people"
)

func TestTheEmploymentOfAPerson(t *testing.T) {
	second := func(more fields) fields {
		return terms.with(fields{"id": "71", "contracts_contract_id": "701", "job_title": "Architect"}).with(more)
	}
	tests := []struct {
		name     string
		employee fields
		versions []fields
		status   people.Status
		notes    []people.Note
		title    string
		start    string
	}{
		{"at work", nil, []fields{terms}, people.Employed, nil, "Engineer", "2020-03-01"},
		{"at work without access to the app", fields{"active": false}, []fields{terms}, people.Employed, nil, "Engineer", "2020-03-01"},
		{"a leaver with access to the app", fields{"active": true, "terminated_on": "2026-10-14"}, []fields{terms},
			people.Departed, nil, "", "2020-03-01"},
		{"on the last day", fields{"terminated_on": "2026-10-15"}, []fields{terms.with(fields{"ends_on": "2026-10-15"})},
			people.Employed, nil, "Engineer", "2020-03-01"},
		{"with a termination ahead", fields{"terminated_on": "2026-12-31"}, []fields{terms}, people.Employed, nil, "Engineer", "2020-03-01"},
		{"hired in the future", nil, []fields{terms.with(fields{"starts_on": "2026-11-01", "effective_on": "2026-11-01"})},
			people.Upcoming, nil, "Engineer", "2026-11-01"},
		{"terminated before the first day", fields{"terminated_on": "2026-10-10"},
			[]fields{terms.with(fields{"starts_on": "2026-10-05", "effective_on": "2026-10-05"})}, people.Departed, nil, "", "2026-10-05"},
		{"rehired, with the termination cleared", nil,
			[]fields{terms.with(fields{"ends_on": "2023-01-31"}), second(fields{"starts_on": "2026-01-01", "effective_on": "2026-01-01"})},
			people.Employed, nil, "Architect", "2026-01-01"},
		{"rehired, with the old termination on record", fields{"terminated_on": "2023-01-31"},
			[]fields{terms.with(fields{"ends_on": "2023-01-31"}), second(fields{"starts_on": "2026-01-01", "effective_on": "2026-01-01"})},
			people.Employed, []people.Note{people.NoteRehired}, "Architect", "2026-01-01"},
		{"a leaver who comes back later", fields{"terminated_on": "2023-01-31"},
			[]fields{terms.with(fields{"ends_on": "2023-01-31"}), second(fields{"starts_on": "2027-01-01", "effective_on": "2027-01-01"})},
			people.Upcoming, []people.Note{people.NoteRehired}, "Architect", "2027-01-01"},
		{"without a contract", nil, nil, people.Unclear, []people.Note{people.NoteNoContract}, "", ""},
		{"a leaver without a contract", fields{"terminated_on": "2026-01-31"}, nil, people.Departed, nil, "", ""},
		{"with two contracts", nil, []fields{terms, second(fields{"starts_on": "2025-01-01", "effective_on": "2025-01-01"})},
			people.Employed, []people.Note{people.NoteSeveralContracts}, "Architect", "2025-01-01"},
		{"with an end ahead", nil, []fields{terms.with(fields{"ends_on": "2026-12-31"})}, people.Employed, nil, "Engineer", "2020-03-01"},
		{"on the last day of the contract", nil, []fields{terms.with(fields{"ends_on": "2026-10-15"})}, people.Employed, nil, "Engineer", "2020-03-01"},
		{"with a contract that ended and no termination", nil, []fields{terms.with(fields{"ends_on": "2026-09-30"})},
			people.Unclear, []people.Note{people.NoteContractEnded}, "", "2020-03-01"},
		{"with new terms since today", nil, []fields{terms, terms.with(fields{"id": "72", "effective_on": "2026-10-15", "job_title": "Lead"})},
			people.Employed, nil, "Lead", "2020-03-01"},
		{"with new terms from tomorrow", nil, []fields{terms, terms.with(fields{"id": "72", "effective_on": "2026-10-16", "job_title": "Lead"})},
			people.Employed, nil, "Engineer", "2020-03-01"},
		{"with a renewal that moves the end", nil,
			[]fields{terms.with(fields{"ends_on": "2026-06-30"}), terms.with(fields{"id": "72", "effective_on": "2026-06-01", "ends_on": "2026-12-31"})},
			people.Employed, nil, "Engineer", "2020-03-01"},
		{"with two versions of one day, the later correction counts", nil,
			[]fields{terms.with(fields{"id": "72", "job_title": "Corrected", "created_at": "2020-02-02T08:00:00Z"}), terms},
			people.Employed, nil, "Corrected", "2020-03-01"},
		{"with a contract whose terms begin later", nil, []fields{terms.with(fields{"effective_on": "2026-11-01"})},
			people.Employed, []people.Note{people.NoteNoTerms}, "", "2020-03-01"},
		{"with contracts of an API version without contract ids", nil,
			[]fields{terms.with(fields{"contracts_contract_id": nil}), terms.with(fields{"id": "72", "contracts_contract_id": nil,
				"effective_on": "2026-01-01", "job_title": "Lead"})}, people.Employed, nil, "Lead", "2020-03-01"},
		{"between two periods of one contract", nil, []fields{terms.with(fields{"ends_on": "2026-01-31"}),
			terms.with(fields{"id": "72", "effective_on": "2026-12-01", "job_title": "Lead"})}, people.Upcoming, nil, "Lead", "2026-12-01"},
		{"with a termination and a contract that both have ended", fields{"terminated_on": "2026-09-30"},
			[]fields{terms.with(fields{"ends_on": "2026-09-30"})}, people.Departed, nil, "", "2020-03-01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newCompany(t)
			c.insert("employees/employees", ada.with(tt.employee))
			c.insert("contracts/contract_versions", tt.versions...)
			p := c.find("7")
			if p.Status != tt.status || !slices.Equal(p.Notes, tt.notes) {
				t.Errorf("the status is %s with the notes %q, want %s with %q", p.Status, p.Notes, tt.status, tt.notes)
			}
			if p.JobTitle != tt.title || p.StartsOn.String() != tt.start {
				t.Errorf("the job is %q since %s, want %q since %s", p.JobTitle, p.StartsOn, tt.title, tt.start)
			}
		})
	}
}

func TestTheDayDecides(t *testing.T) {
	c := newCompany(t)
	c.insert("employees/employees", ada.with(fields{"terminated_on": "2026-06-30"}))
	c.insert("contracts/contract_versions", terms, terms.with(fields{"id": "71", "effective_on": "2024-01-01", "job_title": "Lead"}))
	for day, want := range map[string]people.Status{
		"2020-02-29": people.Upcoming, "2020-03-01": people.Employed, "2026-06-30": people.Employed, "2026-07-01": people.Departed,
	} {
		p, _ := c.read(date(day)).Find("7")
		if p.Status != want {
			t.Errorf("on %s: %s, want %s", day, p.Status, want)
		}
	}
	if p, _ := c.read(date("2023-12-31")).Find("7"); p.JobTitle != "Engineer" || p.LastDay() != date("2026-06-30") {
		t.Errorf("on the last day of 2023: %s until %s", p.JobTitle, p.LastDay())
	}
}

func TestTheHoursOfAWeek(t *testing.T) {
	for _, tt := range []struct {
		name  string
		terms fields
		want  time.Duration
		known bool
	}{
		{"37.5 hours a week", fields{"working_hours": 3750}, 37*time.Hour + 30*time.Minute, true},
		{"zero hours a week", fields{"working_hours": 0}, 0, true},
		{"6 hours on four days", fields{"working_hours": 600, "working_hours_frequency": "day", "working_week_days": "monday, Tuesday,friday,thursday"}, 24 * time.Hour, true},
		{"a day of unknown days", fields{"working_hours": 600, "working_hours_frequency": "day", "working_week_days": "lunes"}, 0, false},
		{"a month", fields{"working_hours": 16000, "working_hours_frequency": "month"}, 0, false},
		{"a year", fields{"working_hours": 178000, "working_hours_frequency": "year"}, 0, false},
		{"no period", fields{"working_hours_frequency": nil}, 0, false},
		{"no hours", fields{"working_hours": nil}, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newCompany(t)
			c.insert("employees/employees", ada)
			c.insert("contracts/contract_versions", terms.with(tt.terms))
			if got, ok := c.find("7").Hours.Week(); got != tt.want || ok != tt.known {
				t.Errorf("%v, %v", got, ok)
			}
		})
	}
}

// What a credential may not see must not look like the end of an employment.
func TestHiddenPropertiesMakeNobodyALeaver(t *testing.T) {
	for hidden, want := range map[string]people.Status{
		"starts_on": people.Employed, "effective_on": people.Unclear, "job_title": people.Employed, "manager_id": people.Employed,
	} {
		c := newCompany(t, factorialtest.WithCredential(factorialtest.Credential{Key: "user", Hidden: []string{hidden}}))
		c.insert("employees/employees", ada)
		c.insert("contracts/contract_versions", terms)
		if p := c.find("7"); p.Status != want {
			t.Errorf("without %s: %s, want %s", hidden, p.Status, want)
		}
	}
}

func TestALeaverWithAHiddenTerminationIsUnclear(t *testing.T) {
	c := newCompany(t, factorialtest.WithCredential(factorialtest.Credential{Key: "user", Hidden: []string{"terminated_on"}}))
	c.insert("employees/employees", ada.with(fields{"terminated_on": "2026-09-30"}))
	c.insert("contracts/contract_versions", terms.with(fields{"ends_on": "2026-09-30"}))
	if p := c.find("7"); p.Status != people.Unclear || !p.Has(people.NoteContractEnded) {
		t.Errorf("%s %q", p.Status, p.Notes)
	}
}

// The fake stores only values that fit, so a transport replaces them on the way.
func TestOddValuesMakeAPersonUnclear(t *testing.T) {
	for _, tt := range []struct {
		name     string
		from, to string
		status   people.Status
		notes    []people.Note
	}{
		{"a termination that is not a date", `"terminated_on":null`, `"terminated_on":"soon"`, people.Unclear, []people.Note{people.NoteUnreadable}},
		{"an end that is not a date", `"ends_on":null`, `"ends_on":"n/a"`, people.Unclear, []people.Note{people.NoteUnreadable}},
		{"a manager that is an object", `"manager_id":"1"`, `"manager_id":{}`, people.Unclear, []people.Note{people.NoteUnreadable}},
		{"hours that are a word", `"working_hours":4000`, `"working_hours":"many"`, people.Unclear, []people.Note{people.NoteUnreadable}},
		{"hours that are a number in a text", `"working_hours":4000`, `"working_hours":"4000"`, people.Employed, nil},
		{"an odd value that the view does not use", `"attendable":true`, `"attendable":[1]`, people.Employed, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newCompany(t)
			c.insert("employees/employees", ada.with(fields{"attendable": true}))
			c.insert("contracts/contract_versions", terms)
			p, _ := readThrough(c, tamper(tt.from, tt.to)).Find("7")
			if p.Status != tt.status || !slices.Equal(p.Notes, tt.notes) {
				t.Errorf("the status is %s with the notes %q", p.Status, p.Notes)
			}
		})
	}
}

func TestAMembershipThatCannotBeJoinedFailsTheRead(t *testing.T) {
	c := newCompany(t)
	client := c.Client(factorialhr.HTTPClient(tamper(`"team_id":"1"`, `"team_id":{}`)(c)))
	if s, err := people.Read(t.Context(), client, today); !errors.Is(err, factorialhr.ErrMismatch) || s != nil {
		t.Errorf("%v, %v", s, err)
	}
}

func readThrough(c company, through func(company) *http.Client) *people.Snapshot {
	c.t.Helper()
	s, err := people.Read(c.t.Context(), c.Client(factorialhr.HTTPClient(through(c))), today)
	if err != nil {
		c.t.Fatal(err)
	}
	return s
}

// tamper returns a client that replaces a text in each response.
func tamper(from, to string) func(company) *http.Client {
	return func(c company) *http.Client {
		next := c.HTTPClient().Transport
		return &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(r)
			if err != nil {
				return nil, err
			}
			body, err := io.ReadAll(resp.Body)
			if err != nil {
				return nil, err
			}
			resp.Body.Close()
			body = bytes.ReplaceAll(body, []byte(from), []byte(to))
			resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			resp.Header.Del("Content-Length")
			return resp, nil
		})}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
