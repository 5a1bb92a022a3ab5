package absences_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/absences"
)

func changeLines(c *absences.Changes) []string {
	short := func(uid string) string { return strings.TrimSuffix(uid, "@factorialhr") }
	list := []string{}
	for _, e := range c.Came {
		list = append(list, "came "+short(e.UID))
	}
	for _, e := range c.Changed {
		list = append(list, "changed "+short(e.UID))
	}
	for _, g := range c.Gone {
		list = append(list, "gone "+short(g.UID)+": "+string(g.Reason))
	}
	for _, n := range c.Notes {
		list = append(list, "note on "+short(n.UID))
	}
	return list
}

// stored returns the state as a program reads it back.
func stored(t *testing.T, state absences.State) absences.State {
	t.Helper()
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	var again absences.State
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(state, again, dates); d != "" {
		t.Errorf("the stored state differs (-want +got):\n%s", d)
	}
	return again
}

func since(t *testing.T, r *absences.Reader, state absences.State, from, to factorialhr.Date, q absences.Query) (*absences.Changes, absences.State) {
	t.Helper()
	c, next, err := r.Since(t.Context(), state, from, to, q)
	if err != nil {
		t.Fatal(err)
	}
	return c, stored(t, next)
}

// The company of TestSince has leave 1 of employee 1, leave 2 of employee 2, and a holiday.
func TestSince(t *testing.T) {
	leave := func(id string, f fields) func(*testing.T, *factorialtest.Server) {
		return func(t *testing.T, srv *factorialtest.Server) {
			if err := srv.Change("timeoff/leaves", id, f); err != nil {
				t.Fatal(err)
			}
		}
	}
	remove := func(resource, id string) func(*testing.T, *factorialtest.Server) {
		return func(t *testing.T, srv *factorialtest.Server) {
			if _, err := srv.Remove(resource, id); err != nil {
				t.Fatal(err)
			}
		}
	}
	team := absences.Query{TeamIDs: []factorialhr.ID{"7"}}
	for _, test := range []struct {
		name     string
		query    absences.Query
		change   func(*testing.T, *factorialtest.Server)
		from, to string // of the second run; empty: the same
		want     []string
	}{
		{"nothing", absences.Query{}, nil, "", "", []string{}},
		{"a new leave", absences.Query{}, func(t *testing.T, srv *factorialtest.Server) {
			insertLeave(t, srv, fields{"id": "3"})
		}, "", "", []string{"came leave-3"}},
		{"a new pending leave", absences.Query{}, func(t *testing.T, srv *factorialtest.Server) {
			insertLeave(t, srv, fields{"id": "3", "approved": nil})
		}, "", "", []string{}},
		{"other days", absences.Query{}, leave("1", fields{"finish_on": "2027-03-11"}), "", "", []string{"changed leave-1"}},
		{"half a day", absences.Query{}, leave("1", fields{"half_day": "end_of_day"}), "", "", []string{"changed leave-1"}},
		{"another description", absences.Query{}, leave("1", fields{"description": "x", "reason": "y"}), "", "", []string{}},
		{"another type", absences.Query{}, leave("1", fields{"leave_type_id": "6"}), "", "", []string{}},
		{"another type that counts", absences.Query{Types: absences.TypeIDs}, leave("1", fields{"leave_type_id": "6"}), "", "",
			[]string{"changed leave-1"}},
		{"rejected", absences.Query{}, leave("1", fields{"approved": false}), "", "", []string{"gone leave-1: rejected"}},
		{"rejected, with a query for it", absences.Query{Rejected: true}, leave("1", fields{"approved": false}), "", "",
			[]string{"gone leave-1: rejected"}},
		{"deleted", absences.Query{Deleted: true}, leave("1", fields{"deleted_at": "2027-03-01T10:00:00Z"}), "", "",
			[]string{"gone leave-1: deleted"}},
		{"destroyed", absences.Query{}, remove("timeoff/leaves", "1"), "", "", []string{"gone leave-1: not_visible"}},
		{"pending again", absences.Query{}, leave("1", fields{"approved": nil}), "", "", []string{"gone leave-1: undecided"}},
		{"pending again, and it counts", absences.Query{Pending: true}, leave("1", fields{"approved": nil}), "", "",
			[]string{"changed leave-1"}},
		{"moved away", absences.Query{}, leave("1", fields{"start_on": "2027-05-01", "finish_on": "2027-05-02"}), "", "",
			[]string{"gone leave-1: moved"}},
		{"the period moves on", absences.Query{}, nil, "2027-03-11", "2027-04-30",
			[]string{"gone holiday-1: passed", "gone leave-1: passed"}},
		{"the period moves on and the employee to another location", absences.Query{}, func(t *testing.T, srv *factorialtest.Server) {
			if err := srv.Change("employees/employees", "1", fields{"location_id": "2"}); err != nil {
				t.Fatal(err)
			}
		}, "2027-03-11", "2027-04-30", []string{"gone holiday-1: passed", "gone leave-1: passed"}},
		{"the period grows", absences.Query{}, func(t *testing.T, srv *factorialtest.Server) {
			insertLeave(t, srv, fields{"id": "3", "start_on": "2027-04-30", "finish_on": nil})
		}, "2027-03-01", "2027-04-30", []string{"came leave-3"}},
		{"the employee leaves the team", team, remove("teams/memberships", "1"), "", "", []string{"gone leave-1: not_selected"}},
		{"the team is empty", team, func(t *testing.T, srv *factorialtest.Server) {
			remove("teams/memberships", "1")(t, srv)
			remove("teams/memberships", "2")(t, srv)
		}, "", "", []string{"gone holiday-1: not_selected", "gone leave-1: not_selected", "gone leave-2: not_selected"}},
		{"the employee leaves the company", absences.Query{}, func(t *testing.T, srv *factorialtest.Server) {
			if err := srv.Change("employees/employees", "2", fields{"terminated_on": "2027-03-01"}); err != nil {
				t.Fatal(err)
			}
		}, "", "", []string{"gone leave-2: not_selected"}},
		{"the holiday moves", absences.Query{}, func(t *testing.T, srv *factorialtest.Server) {
			if err := srv.Change("holidays/company_holidays", "1", fields{"date": "2027-03-11"}); err != nil {
				t.Fatal(err)
			}
		}, "", "", []string{"changed holiday-1"}},
		{"the holiday is destroyed", absences.Query{}, remove("holidays/company_holidays", "1"), "", "",
			[]string{"gone holiday-1: not_visible"}},
		{"a joiner does not change a holiday", absences.Query{}, func(t *testing.T, srv *factorialtest.Server) {
			if _, err := srv.Insert("employees/employees", fields{"id": "9", "location_id": "1", "terminated_on": nil}); err != nil {
				t.Fatal(err)
			}
		}, "", "", []string{}},
		{"a leave that can no longer be read", absences.Query{}, leave("1", fields{"finish_on": "2027-03-01"}), "", "",
			[]string{"note on leave-1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := newStaff(t)
			insertLeave(t, srv, nil)
			insertLeave(t, srv, fields{"id": "2", "employee_id": "2", "start_on": "2027-03-12", "finish_on": "2027-03-12"})
			insertHoliday(t, srv, nil)
			reader := absences.New(srv.Client())
			c, state := since(t, reader, absences.State{}, first, last, test.query)
			if d := cmp.Diff([]string{"came holiday-1", "came leave-1", "came leave-2"}, changeLines(c)); d != "" {
				t.Fatalf("the first run differs (-want +got):\n%s", d)
			}
			if test.change != nil {
				test.change(t, srv)
			}
			from, to := first, last
			if test.from != "" {
				from, to = date(test.from), date(test.to)
			}
			c, next := since(t, reader, state, from, to, test.query)
			if d := cmp.Diff(test.want, changeLines(c)); d != "" {
				t.Errorf("the changes differ (-want +got):\n%s", d)
			}
			// The state was not stored: the same changes come again.
			again, same := since(t, reader, state, from, to, test.query)
			if d := cmp.Diff(c, again, dates); d != "" || cmp.Diff(next, same, dates) != "" {
				t.Errorf("a repeated run differs (-want +got):\n%s", d)
			}
			c, after := since(t, reader, next, from, to, test.query)
			c.Notes = nil
			if list := changeLines(c); len(list) > 0 || cmp.Diff(next, after, dates) != "" {
				t.Errorf("a run without changes returns %v", list)
			}
		})
	}
}

// dates compares dates and times of day in a diff.
var dates = cmp.Options{
	cmp.Comparer(func(a, b factorialhr.Date) bool { return a == b }),
	cmp.Comparer(func(a, b factorialhr.TimeOfDay) bool { return a == b }),
}

func TestAnotherSpellingOfTheHalfDayIsNoChange(t *testing.T) {
	srv := newStaff(t)
	insertLeave(t, srv, fields{"half_day": "beggining_of_day"})
	reader := absences.New(srv.Client())
	_, state := since(t, reader, absences.State{}, first, last, absences.Query{})
	for word, want := range map[string]int{"beginning_of_day": 0, "end_of_day": 1, "siesta": 1} {
		if err := srv.Change("timeoff/leaves", "1", fields{"half_day": word}); err != nil {
			t.Fatal(err)
		}
		if c, _ := since(t, reader, state, first, last, absences.Query{}); len(c.Changed) != want {
			t.Errorf("%s: %v", word, changeLines(c))
		}
	}
}

// A leave that the first request misses, because it changed during the reading, is not gone.
func TestALeaveThatTheListMissesIsNotGone(t *testing.T) {
	srv := newStaff(t)
	insertLeave(t, srv, nil)
	for _, q := range []absences.Query{{}, {Pending: true}} {
		_, state := since(t, absences.New(srv.Client()), absences.State{}, first, last, q)
		missed := altered(srv, func(r *http.Request, body string) string {
			if strings.HasSuffix(r.URL.Path, "/timeoff/leaves") && r.URL.Query().Has("from") {
				return `{"data":[],"meta":{"limit":100,"total":0,"has_next_page":false,"has_previous_page":false}}`
			}
			return body
		})
		c, next := since(t, absences.New(missed), state, first, last, q)
		if list := changeLines(c); len(list) > 0 || cmp.Diff(state, next, dates) != "" {
			t.Errorf("the changes are %v", list)
		}
	}
}

// A list without the filter approved may lack pending leaves.
func TestAPendingLeaveIsLookedUp(t *testing.T) {
	srv := newStaff(t)
	insertLeave(t, srv, fields{"approved": nil})
	q := absences.Query{Pending: true}
	client := altered(srv, func(r *http.Request, body string) string {
		if strings.HasSuffix(r.URL.Path, "/timeoff/leaves") && !r.URL.Query().Has("include_pending") {
			return `{"data":[],"meta":{"limit":100,"total":0,"has_next_page":false,"has_previous_page":false}}`
		}
		return body
	})
	_, state := since(t, absences.New(client), absences.State{}, first, last, q)
	c, _ := since(t, absences.New(client), state, date("2027-04-01"), date("2027-04-30"), q)
	if d := cmp.Diff([]string{"gone leave-1: passed"}, changeLines(c)); d != "" {
		t.Errorf("the changes differ (-want +got):\n%s", d)
	}
}

// The state keeps a leave that cannot be read for a while.
func TestALeaveThatCannotBeReadForAWhileIsNoChange(t *testing.T) {
	srv := newStaff(t)
	insertLeave(t, srv, nil)
	reader := absences.New(srv.Client())
	_, state := since(t, reader, absences.State{}, first, last, absences.Query{})
	for finish, notes := range map[string]int{"2027-03-01": 1, "2027-03-10": 0} {
		if err := srv.Change("timeoff/leaves", "1", fields{"finish_on": finish}); err != nil {
			t.Fatal(err)
		}
		c, next := since(t, reader, state, first, last, absences.Query{})
		if d := cmp.Diff(state, next, dates); len(c.Notes) != notes || len(c.Came)+len(c.Changed)+len(c.Gone) > 0 || d != "" {
			t.Errorf("%s: %v, the state differs (-want +got):\n%s", finish, changeLines(c), d)
		}
	}
}

func TestAnInterruptedRunReturnsTheStateAsItWas(t *testing.T) {
	srv := newStaff(t)
	insertLeave(t, srv, nil)
	insertLeave(t, srv, fields{"id": "2", "employee_id": "2"})
	reader := absences.New(srv.Client(factorialhr.MaxAttempts(1)))
	_, state := since(t, reader, absences.State{}, first, last, absences.Query{})
	if err := srv.Change("timeoff/leaves", "1", fields{"approved": false}); err != nil {
		t.Fatal(err)
	}
	insertLeave(t, srv, fields{"id": "3", "employee_id": "3"})
	for _, skip := range []int{0, 1} { // the period, the lookup
		err := srv.Inject(factorialtest.Fault{
			Kind: factorialtest.ServerError, Operation: "timeoff.Leaves.List", Skip: skip, Times: 1, Status: 502,
		})
		if err != nil {
			t.Fatal(err)
		}
		c, same, err := reader.Since(t.Context(), state, first, last, absences.Query{})
		if c != nil || !errors.Is(err, factorialhr.ErrServer) || cmp.Diff(state, same, dates) != "" {
			t.Errorf("skip %d: %+v %v", skip, c, err)
		}
		srv.ClearFaults()
	}
	c, _ := since(t, reader, state, first, last, absences.Query{})
	if d := cmp.Diff([]string{"came leave-3", "gone leave-1: rejected"}, changeLines(c)); d != "" {
		t.Errorf("the changes differ (-want +got):\n%s", d)
	}
}

func TestSinceRefusesTheStateOfAnotherCompany(t *testing.T) {
	srv := newStaff(t)
	insertLeave(t, srv, nil)
	reader := absences.New(srv.Client())
	_, state := since(t, reader, absences.State{}, first, last, absences.Query{})
	state.CompanyID += "7"
	c, same, err := reader.Since(t.Context(), state, first, last, absences.Query{})
	if c != nil || !errors.Is(err, absences.ErrOtherCompany) || cmp.Diff(state, same, dates) != "" {
		t.Errorf("%+v %v", c, err)
	}
	// A credential of another environment gets empty lists.
	empty := altered(srv, func(*http.Request, string) string {
		return `{"data":[],"meta":{"limit":100,"total":0,"has_next_page":false,"has_previous_page":false}}`
	})
	if _, _, err := absences.New(empty).Since(t.Context(), absences.State{}, first, last, absences.Query{}); !errors.Is(err, absences.ErrOtherCompany) {
		t.Errorf("without a company: %v", err)
	}
}
