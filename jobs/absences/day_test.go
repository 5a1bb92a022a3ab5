package absences_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/jobs/absences"
)

func dayLines(d *absences.Day) []string {
	list := []string{}
	for _, a := range d.Away {
		s := fmt.Sprintf("%s on %s, teams %v:", a.EmployeeID, a.Day, a.TeamIDs)
		for _, e := range a.Events {
			s += " " + string(e.Kind) + "-" + string(e.ID)
		}
		list = append(list, s)
	}
	for _, n := range d.Notes {
		list = append(list, "note on "+n.Field)
	}
	return list
}

func TestOn(t *testing.T) {
	srv := newStaff(t)
	insertLeave(t, srv, fields{"start_on": "2027-03-08", "finish_on": "2027-03-12"})
	insertLeave(t, srv, fields{"id": "2", "employee_id": "2", "half_day": "end_of_day"})
	insertLeave(t, srv, fields{"id": "3", "employee_id": "3", "approved": nil})
	insertLeave(t, srv, fields{"id": "4", "employee_id": "4", "finish_on": nil})
	insertLeave(t, srv, fields{"id": "5", "employee_id": "5", "approved": false})
	insertHoliday(t, srv, fields{"date": "2027-03-12"})
	for _, test := range []struct {
		name, day string
		query     absences.Query
		want      []string
	}{
		{"nobody", "2027-03-07", absences.Query{}, []string{}},
		{"the first day", "2027-03-08", absences.Query{}, []string{"1 on 2027-03-08, teams [7]: leave-1"}},
		{"several", "2027-03-10", absences.Query{}, []string{
			"1 on 2027-03-10, teams [7]: leave-1", "2 on 2027-03-10, teams [7 8]: leave-2", "4 on 2027-03-10, teams []: leave-4",
		}},
		{"a team", "2027-03-10", absences.Query{TeamIDs: []factorialhr.ID{"8"}}, []string{"2 on 2027-03-10, teams [8]: leave-2"}},
		{"pending", "2027-03-10", absences.Query{EmployeeIDs: []factorialhr.ID{"3"}, Pending: true},
			[]string{"3 on 2027-03-10, teams []: leave-3"}},
		{"rejected and deleted leaves do not count", "2027-03-10",
			absences.Query{EmployeeIDs: []factorialhr.ID{"5"}, Rejected: true, Deleted: true}, []string{}},
		{"a holiday within a leave", "2027-03-12", absences.Query{}, []string{
			"1 on 2027-03-12, teams [7]: leave-1 holiday-1", "2 on 2027-03-12, teams [7 8]: holiday-1",
			"4 on 2027-03-12, teams []: leave-4 holiday-1",
		}},
		{"a leaver's last day", "2027-03-15", absences.Query{}, []string{"4 on 2027-03-15, teams []: leave-4"}},
		{"after a leaver's last day", "2027-03-16", absences.Query{}, []string{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, err := absences.New(srv.Client()).On(t.Context(), date(test.day), test.query)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, dayLines(found)); d != "" {
				t.Errorf("the day differs (-want +got):\n%s", d)
			}
		})
	}
}

// Each employee has a leave on 10 March only. The zone of the location decides when that is today.
func TestNowUsesTheTimeZoneOfTheEmployee(t *testing.T) {
	srv := newStaff(t)
	for i, employee := range []string{"1", "3", "5", "6"} {
		insertLeave(t, srv, fields{"id": fmt.Sprint(i + 1), "employee_id": employee})
	}
	madrid, tokyo := "1 on 2027-03-10, teams [7]: leave-1", "3 on 2027-03-10, teams []: leave-2"
	none, unknown, note := "5 on 2027-03-10, teams []: leave-3", "6 on 2027-03-10, teams []: leave-4", "note on timezone"
	west := time.FixedZone("", -8*3600)
	for _, test := range []struct {
		name string
		now  time.Time
		want []string
	}{
		{"before midnight in Tokyo", time.Date(2027, 3, 9, 14, 59, 0, 0, time.UTC), []string{note}},
		{"midnight in Tokyo", time.Date(2027, 3, 9, 15, 0, 0, 0, time.UTC), []string{tokyo, note}},
		{"before midnight in Madrid", time.Date(2027, 3, 9, 22, 59, 0, 0, time.UTC), []string{tokyo, note}},
		{"midnight in Madrid", time.Date(2027, 3, 9, 23, 0, 0, 0, time.UTC), []string{madrid, tokyo, note}},
		{"noon", time.Date(2027, 3, 10, 12, 0, 0, 0, time.UTC), []string{madrid, tokyo, none, unknown, note}},
		{"the next day in Tokyo", time.Date(2027, 3, 10, 15, 0, 0, 0, time.UTC), []string{madrid, none, unknown, note}},
		{"the zone of the caller", time.Date(2027, 3, 10, 23, 0, 0, 0, west), []string{none, unknown, note}},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, err := absences.New(srv.Client()).Now(t.Context(), test.now, absences.Query{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, dayLines(found)); d != "" {
				t.Errorf("the day differs (-want +got):\n%s", d)
			}
		})
	}
}

// In Madrid, 28 March 2027 has 23 hours and 31 October 25.
func TestNowOnDaysWithAClockChange(t *testing.T) {
	for _, test := range []struct {
		day      string
		from, to time.Time // the first and the last minute
	}{
		{"2027-03-28", time.Date(2027, 3, 27, 23, 0, 0, 0, time.UTC), time.Date(2027, 3, 28, 21, 59, 0, 0, time.UTC)},
		{"2027-10-31", time.Date(2027, 10, 30, 22, 0, 0, 0, time.UTC), time.Date(2027, 10, 31, 22, 59, 0, 0, time.UTC)},
	} {
		srv := newStaff(t)
		insertLeave(t, srv, fields{"start_on": test.day, "finish_on": test.day})
		reader := absences.New(srv.Client())
		for now, want := range map[time.Time]int{
			test.from.Add(-time.Minute): 0, test.from: 1, test.to: 1, test.to.Add(time.Minute): 0,
		} {
			found, err := reader.Now(t.Context(), now, absences.Query{})
			if err != nil || len(found.Away) != want {
				t.Errorf("%s at %s: %+v %v, want %d away", test.day, now, found, err, want)
			}
		}
	}
}

func TestByTeam(t *testing.T) {
	srv := newStaff(t)
	insertHoliday(t, srv, nil)
	found, err := absences.New(srv.Client()).On(t.Context(), date("2027-03-10"), absences.Query{})
	if err != nil {
		t.Fatal(err)
	}
	groups := map[factorialhr.ID]int{}
	for team, away := range found.ByTeam() {
		groups[team] = len(away)
	}
	if !maps.Equal(groups, map[factorialhr.ID]int{"7": 2, "8": 1, "": 1}) {
		t.Errorf("the groups are %v", groups)
	}
	e := found.Away[0].Events[0]
	if !e.Covers(date("2027-03-10")) || e.Covers(date("2027-03-11")) || !e.Concerns("1") || e.Concerns("3") {
		t.Errorf("%+v", e)
	}
	if !slices.IsSorted(e.EmployeeIDs) {
		t.Errorf("the employees are not sorted: %v", e.EmployeeIDs)
	}
}
