package absences_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/absences"
)

// altered returns a client that sees the responses of the server after a change.
func altered(srv *factorialtest.Server, change func(*http.Request, string) string) *factorialhr.Client {
	base := srv.HTTPClient().Transport
	return srv.Client(factorialhr.HTTPClient(&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		response, err := base.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			return nil, err
		}
		body = []byte(change(r, string(body)))
		response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		response.Header.Del("Content-Length")
		return response, nil
	})}))
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A value that cannot be read must not look like an open end or a pending decision.
func TestALeaveThatCannotBeReadIsANote(t *testing.T) {
	for _, test := range []struct{ from, to, field string }{
		{`"finish_on":"2027-03-10"`, `"finish_on":"soon"`, "finish_on"},
		{`"finish_on":"2027-03-10"`, `"finish_on":20270310`, "finish_on"},
		{`"start_on":"2027-03-10"`, `"start_on":null`, "start_on"},
		{`"start_on":"2027-03-10"`, `"start_on":"10.3."`, "start_on"},
		{`"approved":true`, `"approved":"yes"`, "approved"},
		{`"employee_id":"1"`, `"employee_id":null`, "employee_id"},
		{`"half_day":null`, `"half_day":["end_of_day"]`, "half_day"},
	} {
		srv := newStaff(t)
		insertLeave(t, srv, nil)
		insertLeave(t, srv, fields{"id": "2", "employee_id": "2", "start_on": "2027-03-11", "finish_on": "2027-03-11", "approved": true})
		reader := absences.New(altered(srv, func(r *http.Request, body string) string {
			if strings.HasSuffix(r.URL.Path, "/timeoff/leaves") {
				return strings.Replace(body, test.from, test.to, 1)
			}
			return body
		}))
		found, err := reader.Between(t.Context(), first, last, absences.Query{Pending: true})
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"leave-2 of [2] 2027-03-11 to 2027-03-11", "note on leave-1, " + test.field + ", left: true"}
		if d := cmp.Diff(want, lines(found)); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.to, d)
		}
	}
}

// The client keeps a number in a text, so the package can read it.
func TestAValueOfAnotherTypeThatIsKeptIsRead(t *testing.T) {
	srv := newStaff(t)
	insertLeave(t, srv, fields{"hours_amount_in_cents": 150})
	reader := absences.New(altered(srv, func(_ *http.Request, body string) string {
		return strings.Replace(body, `"hours_amount_in_cents":150`, `"hours_amount_in_cents":"150"`, 1)
	}))
	found, err := reader.Between(t.Context(), first, last, absences.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"leave-1 of [1] 2027-03-10 to 2027-03-10 hours 1h30m0s"}, lines(found)); d != "" {
		t.Errorf("the events differ (-want +got):\n%s", d)
	}
}

// The API ignores a filter that it does not know. The package checks each record.
func TestAServerWithoutFiltersChangesNothing(t *testing.T) {
	srv := newStaff(t)
	insertLeave(t, srv, nil)
	insertLeave(t, srv, fields{"id": "2", "approved": nil})
	insertLeave(t, srv, fields{"id": "3", "approved": false})
	insertLeave(t, srv, fields{"id": "4", "start_on": "2027-05-01", "finish_on": "2027-05-02"})
	insertLeave(t, srv, fields{"id": "5", "employee_id": "2"})
	insertHoliday(t, srv, fields{"date": "2027-05-01"})
	base := srv.HTTPClient().Transport
	client := srv.Client(factorialhr.HTTPClient(&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.URL.RawQuery = ""
		return base.RoundTrip(r)
	})}))
	found, err := absences.New(client).Between(t.Context(), first, last, absences.Query{EmployeeIDs: []factorialhr.ID{"1"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"leave-1 of [1] 2027-03-10 to 2027-03-10", "note on leave-2, approved, left: true"}
	if d := cmp.Diff(want, lines(found)); d != "" {
		t.Errorf("the events differ (-want +got):\n%s", d)
	}
}

// The API blanks out a decision that the user may not see. The leave does not vanish silently.
func TestADecisionThatIsHiddenIsANote(t *testing.T) {
	srv := newStaff(t)
	insertLeave(t, srv, nil)
	reader := absences.New(altered(srv, func(_ *http.Request, body string) string {
		return strings.Replace(body, `"approved":true`, `"approved":null`, 1)
	}))
	for pending, want := range map[bool]string{
		false: "note on leave-1, approved, left: true", true: "leave-1 of [1] 2027-03-10 to 2027-03-10 pending",
	} {
		found, err := reader.Between(t.Context(), first, last, absences.Query{Pending: pending})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]string{want}, lines(found)); d != "" {
			t.Errorf("pending is %v (-want +got):\n%s", pending, d)
		}
	}
}

func TestAPageThatFailsLeavesNoHalfResult(t *testing.T) {
	for _, operation := range []string{
		"employees.Employees.List", "locations.Locations.List", "holidays.CompanyHolidays.List", "timeoff.Leaves.List",
		"teams.Teams.List", "teams.Memberships.List",
	} {
		srv := newStaff(t)
		for i := range 150 { // two pages
			insertLeave(t, srv, fields{"id": fmt.Sprint(i + 1), "employee_id": "1"})
		}
		reader := absences.New(srv.Client(factorialhr.MaxAttempts(1)))
		skip := 0
		if operation == "timeoff.Leaves.List" {
			skip = 1
		}
		fault := factorialtest.Fault{Kind: factorialtest.ServerError, Operation: operation, Skip: skip, Status: 500}
		if err := srv.Inject(fault); err != nil {
			t.Fatal(err)
		}
		q := absences.Query{TeamIDs: []factorialhr.ID{"7"}}
		found, err := reader.Between(t.Context(), first, last, q)
		if found != nil || !errors.Is(err, factorialhr.ErrServer) || !strings.HasPrefix(err.Error(), "absences.Between: ") {
			t.Errorf("%s: %+v %v", operation, found, err)
		}
		changes, state, err := reader.Since(t.Context(), absences.State{CompanyID: "1"}, first, last, q)
		if changes != nil || state.Events != nil || err == nil {
			t.Errorf("%s: %+v %+v %v", operation, changes, state, err)
		}
	}
}

// A query of many employees reads the whole lists and selects from them.
func TestALargeTeam(t *testing.T) {
	srv := newStaff(t)
	insertLeave(t, srv, fields{"id": "999", "employee_id": "1"})
	insertHoliday(t, srv, nil)
	for i := range 230 {
		id := fmt.Sprint(i + 100)
		for resource, f := range map[string]fields{
			"employees/employees": {"id": id, "location_id": "1", "terminated_on": nil},
			"teams/memberships":   {"id": id, "team_id": "9", "employee_id": id},
		} {
			if _, err := srv.Insert(resource, f); err != nil {
				t.Fatal(err)
			}
		}
		insertLeave(t, srv, fields{"id": id, "employee_id": id})
	}
	q := absences.Query{TeamIDs: []factorialhr.ID{"9"}}
	reader := absences.New(srv.Client())
	c, state := since(t, reader, absences.State{}, first, last, q)
	if len(c.Came) != 231 {
		t.Errorf("%d events, want 231", len(c.Came))
	}
	for _, e := range c.Came {
		if e.Kind == absences.Holiday && len(e.EmployeeIDs) != 230 {
			t.Errorf("the holiday concerns %d employees, want the 230 of the team", len(e.EmployeeIDs))
		}
	}
	c, _ = since(t, reader, state, date("2027-04-01"), date("2027-04-02"), q)
	for _, g := range c.Gone {
		if g.Reason != absences.Passed {
			t.Errorf("%s is gone: %s", g.UID, g.Reason)
		}
	}
	if len(c.Gone) != 231 {
		t.Errorf("%d events are gone, want 231", len(c.Gone))
	}
	for _, r := range srv.Requests() {
		if n := len(r.Query.Encode()); n > 2000 {
			t.Errorf("%s has a query of %d bytes", r.Operation, n)
		}
	}
}

func TestQueriesThatAreRefused(t *testing.T) {
	srv := newStaff(t)
	reader := absences.New(srv.Client())
	for _, test := range []struct {
		name     string
		from, to factorialhr.Date
		query    absences.Query
		want     error
		requests bool
	}{
		{"no days", factorialhr.Date{}, last, absences.Query{}, factorialhr.ErrInvalidRequest, false},
		{"the end first", last, first, absences.Query{}, factorialhr.ErrInvalidRequest, false},
		{"no employees", first, last, absences.Query{EmployeeIDs: []factorialhr.ID{}}, factorialhr.ErrInvalidRequest, false},
		{"an empty employee", first, last, absences.Query{EmployeeIDs: []factorialhr.ID{"1", ""}}, factorialhr.ErrInvalidRequest, false},
		{"no teams", first, last, absences.Query{TeamIDs: []factorialhr.ID{}}, factorialhr.ErrInvalidRequest, false},
		{"a hidden employee", first, last, absences.Query{EmployeeIDs: []factorialhr.ID{"1", "77"}}, factorialhr.ErrNotFound, true},
		{"a hidden team", first, last, absences.Query{TeamIDs: []factorialhr.ID{"7", "77"}}, factorialhr.ErrNotFound, true},
	} {
		srv.ForgetRequests()
		found, err := reader.Between(t.Context(), test.from, test.to, test.query)
		if found != nil || !errors.Is(err, test.want) || strings.Contains(err.Error(), "77") {
			t.Errorf("%s: %+v %v", test.name, found, err)
		}
		if sent := len(srv.Requests()) > 0; sent != test.requests {
			t.Errorf("%s: sent is %v", test.name, sent)
		}
	}
}
