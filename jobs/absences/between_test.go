package absences_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/absences"
)

// staff is a company without absences. Employee 4 is a leaver, 5 has no location, and the zone of 6
// is unknown. Team 9 has no members.
const staff = `{
"locations/locations": [{"id": "1", "timezone": "Europe/Madrid"}, {"id": "2", "timezone": "Asia/Tokyo"}, {"id": "3", "timezone": "Mars/Olympus"}],
"employees/employees": [
 {"id": "1", "location_id": "1", "active": false}, {"id": "2", "location_id": "1"}, {"id": "3", "location_id": "2"},
 {"id": "4", "location_id": "1", "active": true, "terminated_on": "2027-03-15"}, {"id": "5", "location_id": null},
 {"id": "6", "location_id": "3"}],
"teams/teams": [{"id": "7"}, {"id": "8"}, {"id": "9"}],
"teams/memberships": [{"id": "1", "team_id": "7", "employee_id": "1"}, {"id": "2", "team_id": "7", "employee_id": "2"},
 {"id": "3", "team_id": "8", "employee_id": "2"}],
"timeoff/leave_types": [{"id": "5", "name": "sick_leave", "translated_name": "Sick leave"}],
"timeoff/leaves": [], "holidays/company_holidays": []
}`

// fields of a record, such as {"id": "1"}.
type fields = map[string]any

func newStaff(t *testing.T, opts ...factorialtest.Option) *factorialtest.Server {
	t.Helper()
	srv := factorialtest.New(t, append(opts, factorialtest.Seed(0), factorialtest.LooseReferences())...)
	if err := srv.Load(strings.NewReader(staff)); err != nil {
		t.Fatal(err)
	}
	return srv
}

// insertLeave inserts an approved leave of employee 1 with id 1, on 10 March. The fields in f
// replace these.
func insertLeave(t *testing.T, srv *factorialtest.Server, f fields) {
	t.Helper()
	leave := fields{
		"id": "1", "employee_id": "1", "leave_type_id": "5", "approved": true, "start_on": "2027-03-10", "finish_on": "2027-03-10",
		"half_day": nil, "start_time": nil, "hours_amount_in_cents": nil, "deleted_at": nil,
	}
	for k, v := range f {
		leave[k] = v
	}
	if _, err := srv.Insert("timeoff/leaves", leave); err != nil {
		t.Fatal(err)
	}
}

func insertHoliday(t *testing.T, srv *factorialtest.Server, f fields) {
	t.Helper()
	holiday := fields{"id": "1", "location_id": "1", "date": "2027-03-10", "half_day": nil, "summary": "Feast"}
	for k, v := range f {
		holiday[k] = v
	}
	if _, err := srv.Insert("holidays/company_holidays", holiday); err != nil {
		t.Fatal(err)
	}
}

func date(text string) factorialhr.Date {
	d, err := factorialhr.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

var first, last = date("2027-03-01"), date("2027-03-31")

// line writes an event on one line, without what is as usual.
func line(e absences.Event) string {
	s := fmt.Sprintf("%s of %v %s to %s", strings.TrimSuffix(e.UID, "@factorialhr"), e.EmployeeIDs, e.From, e.To)
	if e.Part != absences.WholeDay {
		s += " " + string(e.Part) + e.Start.String()
	}
	if e.Length != 0 {
		s += " " + e.Length.String()
	}
	if e.Part == absences.UnknownPart {
		s += " " + e.HalfDay
	}
	if e.Status != absences.Approved {
		s += " " + string(e.Status)
	}
	return s + strings.TrimSuffix(" "+string(e.TypeID), " ") + strings.TrimSuffix(" "+e.TypeName, " ")
}

func lines(found *absences.Found) []string {
	list := []string{}
	for _, e := range found.Events {
		list = append(list, line(e))
	}
	for _, n := range found.Notes {
		list = append(list, fmt.Sprintf("note on %s, %s, left: %v", strings.TrimSuffix(n.UID, "@factorialhr"), n.Field, n.Left))
	}
	return list
}

func TestBetween(t *testing.T) {
	type situation struct {
		name     string
		leaves   []fields
		holidays []fields
		query    absences.Query
		want     []string
	}
	one := func(name string, leave fields, q absences.Query, want ...string) situation {
		return situation{name, []fields{leave}, nil, q, want}
	}
	all := absences.Query{Pending: true, Rejected: true, Deleted: true}
	for _, test := range []situation{
		one("a day within", fields{}, absences.Query{}, "leave-1 of [1] 2027-03-10 to 2027-03-10"),
		one("ends on the first day", fields{"start_on": "2027-02-20", "finish_on": "2027-03-01"}, absences.Query{},
			"leave-1 of [1] 2027-02-20 to 2027-03-01"),
		one("ends the day before", fields{"start_on": "2027-02-20", "finish_on": "2027-02-28"}, absences.Query{}),
		one("begins on the last day", fields{"start_on": "2027-03-31", "finish_on": "2027-04-04"}, absences.Query{},
			"leave-1 of [1] 2027-03-31 to 2027-04-04"),
		one("begins the day after", fields{"start_on": "2027-04-01", "finish_on": "2027-04-04"}, absences.Query{}),
		one("is longer than the period", fields{"start_on": "2026-01-01", "finish_on": "2028-04-04"}, absences.Query{},
			"leave-1 of [1] 2026-01-01 to 2028-04-04"),
		one("has no end", fields{"start_on": "2026-01-01", "finish_on": nil}, absences.Query{}, "leave-1 of [1] 2026-01-01 to "),
		one("has no end and begins later", fields{"start_on": "2027-04-01", "finish_on": nil}, absences.Query{}),
		one("takes the morning, misspelt", fields{"half_day": "beggining_of_day"}, absences.Query{},
			"leave-1 of [1] 2027-03-10 to 2027-03-10 morning"),
		one("takes the morning", fields{"half_day": "beginning_of_day"}, absences.Query{},
			"leave-1 of [1] 2027-03-10 to 2027-03-10 morning"),
		one("takes the afternoon", fields{"half_day": "end_of_day"}, absences.Query{},
			"leave-1 of [1] 2027-03-10 to 2027-03-10 afternoon"),
		one("takes a part that is new", fields{"half_day": "siesta"}, absences.Query{},
			"leave-1 of [1] 2027-03-10 to 2027-03-10 unknown siesta", "note on leave-1, half_day, left: false"),
		one("takes half a day of several", fields{"finish_on": "2027-03-12", "half_day": "end_of_day"}, absences.Query{},
			"leave-1 of [1] 2027-03-10 to 2027-03-12 unknown end_of_day", "note on leave-1, half_day, left: false"),
		one("takes hours", fields{"start_time": "10:30", "hours_amount_in_cents": 150}, absences.Query{},
			"leave-1 of [1] 2027-03-10 to 2027-03-10 hours10:30 1h30m0s"),
		one("takes hours without a start", fields{"hours_amount_in_cents": 800}, absences.Query{},
			"leave-1 of [1] 2027-03-10 to 2027-03-10 hours 8h0m0s"),
		one("takes no hours", fields{"hours_amount_in_cents": 0}, absences.Query{}, "leave-1 of [1] 2027-03-10 to 2027-03-10"),
		one("pending", fields{"approved": nil}, absences.Query{}),
		one("pending, and they count", fields{"approved": nil}, absences.Query{Pending: true},
			"leave-1 of [1] 2027-03-10 to 2027-03-10 pending"),
		one("approved, and pending ones count", fields{}, absences.Query{Pending: true}, "leave-1 of [1] 2027-03-10 to 2027-03-10"),
		one("rejected", fields{"approved": false}, absences.Query{Pending: true}),
		one("rejected, and they count", fields{"approved": false}, absences.Query{Rejected: true},
			"leave-1 of [1] 2027-03-10 to 2027-03-10 rejected"),
		one("deleted", fields{"deleted_at": "2027-01-01T00:00:00Z"}, absences.Query{Pending: true, Rejected: true}),
		one("deleted, and they count", fields{"deleted_at": "2027-01-01T00:00:00Z"}, absences.Query{Deleted: true},
			"leave-1 of [1] 2027-03-10 to 2027-03-10 deleted"),
		{"all states", []fields{
			{}, {"id": "2", "approved": nil}, {"id": "3", "approved": false},
			{"id": "4", "approved": nil, "deleted_at": "2027-01-01T00:00:00Z"},
		}, nil, all, []string{
			"leave-1 of [1] 2027-03-10 to 2027-03-10", "leave-2 of [1] 2027-03-10 to 2027-03-10 pending",
			"leave-3 of [1] 2027-03-10 to 2027-03-10 rejected", "leave-4 of [1] 2027-03-10 to 2027-03-10 deleted",
		}},
		one("a leaver's without an end", fields{"employee_id": "4", "finish_on": nil}, absences.Query{},
			"leave-1 of [4] 2027-03-10 to 2027-03-15"),
		one("a leaver's after the last day", fields{"employee_id": "4", "start_on": "2027-03-16", "finish_on": nil}, absences.Query{}),
		one("a hidden employee's", fields{"employee_id": "77"}, absences.Query{},
			"leave-1 of [77] 2027-03-10 to 2027-03-10", "note on leave-1, employee_id, left: false"),
		one("the end is before the start", fields{"finish_on": "2027-03-09"}, absences.Query{}, "note on leave-1, finish_on, left: true"),
		one("the type is private", fields{}, absences.Query{Types: absences.NoTypes}, "leave-1 of [1] 2027-03-10 to 2027-03-10"),
		one("the id of the type", fields{}, absences.Query{Types: absences.TypeIDs}, "leave-1 of [1] 2027-03-10 to 2027-03-10 5"),
		one("the name of the type", fields{}, absences.Query{Types: absences.TypeNames},
			"leave-1 of [1] 2027-03-10 to 2027-03-10 5 Sick leave"),
		{"by employee", []fields{{}, {"id": "2", "employee_id": "2"}}, nil, absences.Query{EmployeeIDs: []factorialhr.ID{"2"}},
			[]string{"leave-2 of [2] 2027-03-10 to 2027-03-10"}},
		{"by team and employee", []fields{{}, {"id": "2", "employee_id": "2"}, {"id": "3", "employee_id": "3"}}, nil,
			absences.Query{EmployeeIDs: []factorialhr.ID{"3"}, TeamIDs: []factorialhr.ID{"8"}},
			[]string{"leave-2 of [2] 2027-03-10 to 2027-03-10", "leave-3 of [3] 2027-03-10 to 2027-03-10"}},
		{"by a team without members", []fields{{}}, []fields{{}}, absences.Query{TeamIDs: []factorialhr.ID{"9"}}, nil},
		{"holidays of two locations", nil, []fields{{}, {"id": "2", "location_id": "2", "date": "2027-03-12"}}, absences.Query{},
			[]string{"holiday-1 of [1 2 4] 2027-03-10 to 2027-03-10", "holiday-2 of [3] 2027-03-12 to 2027-03-12"}},
		{"a holiday of a team's locations", nil, []fields{{}, {"id": "2", "location_id": "2"}}, absences.Query{TeamIDs: []factorialhr.ID{"8"}},
			[]string{"holiday-1 of [2] 2027-03-10 to 2027-03-10"}},
		{"a holiday after a leaver's last day", nil, []fields{{"date": "2027-03-16"}}, absences.Query{},
			[]string{"holiday-1 of [1 2] 2027-03-16 to 2027-03-16"}},
		{"half a holiday", nil, []fields{{"half_day": "beginning_of_day"}, {"id": "2", "half_day": "end_of_day"}, {"id": "3", "half_day": "noon"}},
			absences.Query{EmployeeIDs: []factorialhr.ID{"1"}}, []string{
				"holiday-1 of [1] 2027-03-10 to 2027-03-10 morning", "holiday-2 of [1] 2027-03-10 to 2027-03-10 afternoon",
				"holiday-3 of [1] 2027-03-10 to 2027-03-10 unknown noon", "note on holiday-3, half_day, left: false",
			}},
		{"a holiday within a leave", []fields{{"start_on": "2027-03-08", "finish_on": "2027-03-12"}}, []fields{{}},
			absences.Query{EmployeeIDs: []factorialhr.ID{"1"}},
			[]string{"leave-1 of [1] 2027-03-08 to 2027-03-12", "holiday-1 of [1] 2027-03-10 to 2027-03-10"}},
		{"holidays at both ends", nil, []fields{{"date": "2027-02-28"}, {"id": "2", "date": "2027-03-01"}, {"id": "3", "date": "2027-03-31"},
			{"id": "4", "date": "2027-04-01"}}, absences.Query{EmployeeIDs: []factorialhr.ID{"1"}},
			[]string{"holiday-2 of [1] 2027-03-01 to 2027-03-01", "holiday-3 of [1] 2027-03-31 to 2027-03-31"}},
		{"no holidays", []fields{{}}, []fields{{}}, absences.Query{NoHolidays: true}, []string{"leave-1 of [1] 2027-03-10 to 2027-03-10"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := newStaff(t)
			for _, f := range test.leaves {
				insertLeave(t, srv, f)
			}
			for _, f := range test.holidays {
				insertHoliday(t, srv, f)
			}
			found, err := absences.New(srv.Client()).Between(t.Context(), first, last, test.query)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(append([]string{}, test.want...), lines(found)); d != "" {
				t.Errorf("the events differ (-want +got):\n%s", d)
			}
		})
	}
}
