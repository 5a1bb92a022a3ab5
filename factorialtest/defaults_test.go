package factorialtest_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// defaultsDay is the day of the tests below, a Tuesday.
var defaultsDay = time.Date(2026, 12, 1, 8, 30, 0, 0, time.UTC)

const defaultsMoment = "2026-12-01T08:30:00.000Z"

type properties = map[string]any

// A record that a test inserts, or that a fixture holds, is plausible: it has what a record of the
// real API would have, unless the test says otherwise.
func TestInsertedRecordsArePlausible(t *testing.T) {
	for _, test := range []struct {
		name, resource string
		sent, want     properties
	}{
		{"a first and a last name give a full name", "employees/employees",
			properties{"first_name": "Ada", "last_name": "Lovelace"},
			properties{"first_name": "Ada", "last_name": "Lovelace", "full_name": "Ada Lovelace"}},
		{"a full name gives a first and a last name", "employees/employees",
			properties{"full_name": "Ada King Lovelace"},
			properties{"first_name": "Ada", "last_name": "King Lovelace", "full_name": "Ada King Lovelace"}},
		{"a full name stays", "employees/employees",
			properties{"first_name": "Ada", "last_name": "Lovelace", "full_name": "Countess"}, properties{"full_name": "Countess"}},
		{"an employee is employed", "employees/employees",
			properties{"first_name": "Ada"},
			properties{"active": true, "attendable": true, "is_terminating": false, "terminated_on": nil, "company_id": "1",
				"created_at": defaultsMoment, "updated_at": defaultsMoment, "id": "21", "access_id": "700021"}},
		{"an employee who has left is not", "employees/employees",
			properties{"terminated_on": "2026-11-30"}, properties{"active": false, "attendable": false, "is_terminating": false}},
		{"an employee whose last day is today has left", "employees/employees",
			properties{"terminated_on": "2026-12-01"}, properties{"active": false, "attendable": false, "is_terminating": false}},
		{"an employee who will leave is leaving", "employees/employees",
			properties{"terminated_on": "2027-01-31"}, properties{"active": true, "attendable": true, "is_terminating": true}},
		{"a leaver may keep the access", "employees/employees",
			properties{"terminated_on": "2026-11-30", "active": true}, properties{"active": true, "attendable": false}},
		{"null stays null", "employees/employees",
			properties{"first_name": "Ada", "full_name": nil, "active": nil, "attendable": nil, "created_at": nil, "company_id": nil, "access_id": nil},
			properties{"first_name": "Ada", "full_name": nil, "active": nil, "attendable": nil, "created_at": nil, "company_id": nil, "access_id": nil}},
		{"an id of the test has an access id of its own", "employees/employees",
			properties{"id": "4711"}, properties{"id": "4711", "access_id": "704711"}},
		{"an id that is not a number has an access id too", "employees/employees",
			properties{"id": "ada"}, properties{"id": "ada", "access_id": "10700020"}},
		{"the address for the login is the address", "employees/employees",
			properties{"email": "ada@example.com"}, properties{"email": "ada@example.com", "login_email": "ada@example.com"}},
		{"a birthday gives an age", "employees/employees",
			properties{"birthday_on": "1996-12-02"}, properties{"age_number": 29.0}},
		{"a leave has the names of its employee and its type", "timeoff/leaves",
			properties{"employee_id": "20001", "leave_type_id": "1", "start_on": "2026-12-07", "finish_on": "2026-12-09"},
			properties{"employee_full_name": "Grace Hopper", "leave_type_name": "Holidays", "days_taken": 3.0, "approved": nil}},
		{"a leave without an end is one day", "timeoff/leaves",
			properties{"employee_id": "20001", "start_on": "2026-12-07"},
			properties{"finish_on": "2026-12-07", "days_taken": 1.0}},
		{"a leave without a beginning begins and ends today", "timeoff/leaves",
			properties{"employee_id": "20001"}, properties{"start_on": "2026-12-01", "finish_on": "2026-12-01", "days_taken": 1.0}},
		{"a leave of an employee who is not there has no name", "timeoff/leaves",
			properties{"employee_id": "999999"}, properties{"employee_full_name": nil}},
		{"names and days of a test stay", "timeoff/leaves",
			properties{"employee_id": "20001", "employee_full_name": "G. H.", "days_taken": 2, "start_on": "2026-12-07", "finish_on": "2026-12-09"},
			properties{"employee_full_name": "G. H.", "days_taken": 2.0}},
		{"an absence in the payroll has the names too", "employee_updates/absences",
			properties{"employee_id": "20001", "leave_type_id": "1"},
			properties{"employee_full_name": "Grace Hopper", "leave_type_name": "Holidays"}},
		{"a shift has its minutes and its day", "attendance/shifts",
			properties{"employee_id": "20001", "date": "2026-12-03", "clock_in": "09:00", "clock_out": "17:30"},
			properties{"minutes": 510.0, "reference_date": "2026-12-03", "workable": true}},
		{"a shift that crosses midnight", "attendance/shifts",
			properties{"employee_id": "20001", "date": "2026-12-03", "clock_in": "22:00", "clock_out": "06:00"},
			properties{"minutes": 480.0, "reference_date": "2026-12-03"}},
		{"an open shift has no minutes yet", "attendance/shifts",
			properties{"employee_id": "20001", "date": "2026-12-03", "clock_in": "09:00", "clock_out": nil},
			properties{"minutes": 0.0, "clock_out": nil}},
		{"minutes of a test stay", "attendance/shifts",
			properties{"employee_id": "20001", "clock_in": "09:00", "clock_out": "17:30", "minutes": 7, "reference_date": "2026-12-04"},
			properties{"minutes": 7.0, "reference_date": "2026-12-04"}},
		{"a contract version begins when it takes effect", "contracts/contract_versions",
			properties{"employee_id": "20001", "effective_on": "2025-03-01"},
			properties{"effective_on": "2025-03-01", "starts_on": "2025-03-01", "ends_on": nil, "company_id": "1"}},
		{"a contract version takes effect when it begins", "contracts/contract_versions",
			properties{"employee_id": "20001", "starts_on": "2025-03-01"},
			properties{"effective_on": "2025-03-01", "starts_on": "2025-03-01"}},
		{"a project worker is assigned", "project_management/project_workers",
			properties{"project_id": "1", "employee_id": "20001"}, properties{"assigned": true}},
		{"a project worker who was taken away is not", "project_management/project_workers",
			properties{"project_id": "1", "employee_id": "20001", "assigned": false}, properties{"assigned": false}},
		{"a subproject worker is assigned", "project_management/subproject_workers",
			properties{"subproject_id": "1", "employee_id": "20001"}, properties{"assigned": true}},
		{"nothing is created after it was updated", "contracts/contract_versions",
			properties{"updated_at": "2024-02-03T04:05:06.000Z"},
			properties{"created_at": "2024-02-03T04:05:06.000Z", "updated_at": "2024-02-03T04:05:06.000Z"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			ways := map[string]func(t *testing.T, srv *factorialtest.Server) (id string){
				"Insert": func(t *testing.T, srv *factorialtest.Server) string {
					id, err := srv.Insert(test.resource, test.sent)
					if err != nil {
						t.Fatal(err)
					}
					return id
				},
				"Load": func(t *testing.T, srv *factorialtest.Server) string {
					before := srv.Records(test.resource)
					fixture, err := json.Marshal(map[string]any{test.resource: append(asAny(before), test.sent)})
					if err != nil {
						t.Fatal(err)
					}
					if err := srv.Load(strings.NewReader(string(fixture))); err != nil {
						t.Fatal(err)
					}
					known := make(map[string]bool)
					for _, r := range before {
						known[idOf(t, r)] = true
					}
					for _, r := range srv.Records(test.resource) {
						if id := idOf(t, r); !known[id] {
							return id
						}
					}
					t.Fatal("the record is not there")
					return ""
				},
			}
			for _, way := range slices.Sorted(maps.Keys(ways)) {
				t.Run(way, func(t *testing.T) {
					srv := factorialtest.New(t, factorialtest.At(defaultsDay))
					if test.resource != "employees/employees" {
						if _, err := srv.Insert("employees/employees", properties{"id": "20001", "first_name": "Grace", "last_name": "Hopper"}); err != nil {
							t.Fatal(err)
						}
					}
					var got properties
					if ok, err := srv.Find(test.resource, ways[way](t, srv), &got); !ok || err != nil {
						t.Fatal(ok, err)
					}
					compareProperties(t, got, test.want)
				})
			}
		})
	}
}

func compareProperties(t *testing.T, got, want properties) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		value, ok := got[name]
		if !ok {
			t.Errorf("the record has no %s", name)
		} else if !reflect.DeepEqual(value, want[name]) {
			t.Errorf("%s is %v, want %v", name, value, want[name])
		}
	}
}

func asAny(all []json.RawMessage) []any {
	var values []any
	for _, v := range all {
		values = append(values, v)
	}
	return values
}

func idOf(t *testing.T, record json.RawMessage) string {
	id, _ := object(t, string(record))["id"].(string)
	return id
}

// A client that creates a record gets the same defaults as a test that inserts it.
func TestCreatedRecordsArePlausible(t *testing.T) {
	for _, test := range []struct {
		name, path string
		sent, want properties
	}{
		{"an employee", "employees/employees/create_with_contract",
			properties{"company_id": "1", "contract_starts_on": "2026-12-01", "first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.com", "birthday_on": "1996-12-02"},
			properties{"full_name": "Ada Lovelace", "active": true, "attendable": true, "is_terminating": false, "terminated_on": nil,
				"login_email": "ada@example.com", "access_id": "700021", "company_id": "1", "age_number": 29.0,
				"created_at": defaultsMoment, "updated_at": defaultsMoment}},
		{"a leave", "timeoff/leaves",
			properties{"employee_id": "20001", "leave_type_id": "1", "start_on": "2026-12-07", "finish_on": "2026-12-09"},
			properties{"employee_full_name": "Grace Hopper", "leave_type_name": "Holidays", "days_taken": 3.0, "approved": nil}},
		{"a shift", "attendance/shifts",
			properties{"employee_id": "20001", "date": "2026-12-03", "clock_in": "09:00", "clock_out": "17:30"},
			properties{"minutes": 510.0, "reference_date": "2026-12-03", "workable": true}},
		{"a break", "attendance/shifts",
			properties{"employee_id": "20001", "date": "2026-12-03", "clock_in": "12:00", "clock_out": "12:30", "workable": false},
			properties{"minutes": 30.0, "workable": false}},
		{"a project worker", "project_management/project_workers", properties{"project_id": "1", "employee_id": "20001"}, properties{"assigned": true}},
		{"a team", "teams/teams", properties{"name": "Night Watch"}, properties{"name": "Night Watch", "company_id": "1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.At(defaultsDay))
			if !strings.HasPrefix(test.path, "employees/") {
				if _, err := srv.Insert("employees/employees", properties{"id": "20001", "first_name": "Grace", "last_name": "Hopper"}); err != nil {
					t.Fatal(err)
				}
			}
			body, err := json.Marshal(test.sent)
			if err != nil {
				t.Fatal(err)
			}
			status, response := do(t, srv, http.MethodPost, test.path, string(body))
			if status != http.StatusCreated && status != http.StatusOK {
				t.Fatal(status, response)
			}
			compareProperties(t, object(t, response), test.want)
		})
	}
}

// A name that the test leaves out fits the others.
func TestMadeUpNamesFitTogether(t *testing.T) {
	srv := factorialtest.New(t)
	for _, sent := range []properties{{}, {"first_name": "Ada"}, {"last_name": "Lovelace"}} {
		id, err := srv.Insert("employees/employees", sent)
		if err != nil {
			t.Fatal(err)
		}
		var e struct {
			First string `json:"first_name"`
			Last  string `json:"last_name"`
			Full  string `json:"full_name"`
		}
		if _, err := srv.Find("employees/employees", id, &e); err != nil {
			t.Fatal(err)
		}
		if e.First == "" || e.Last == "" || e.Full != e.First+" "+e.Last || strings.Contains(e.Full, "name") {
			t.Errorf("%v has the names %+v", sent, e)
		}
	}
}

// Insert adds one record and leaves the other tables as they are.
func TestInsertAddsOneRecord(t *testing.T) {
	srv := factorialtest.New(t)
	counts := func() map[string]int {
		all := make(map[string]int)
		for _, path := range srv.Resources() {
			all[path] = len(srv.Records(path))
		}
		return all
	}
	want := counts()
	want["employees/employees"]++
	if _, err := srv.Insert("employees/employees", properties{"first_name": "Ada"}); err != nil {
		t.Fatal(err)
	}
	if got := counts(); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// What a dump holds comes back as it was: a default must not fill a null.
func TestADumpLoadsUnchanged(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.At(defaultsDay))
	if err := srv.Change("employees/employees", "3", properties{"full_name": nil, "active": nil, "created_at": nil}); err != nil {
		t.Fatal(err)
	}
	var first, second strings.Builder
	if err := srv.Dump(&first); err != nil {
		t.Fatal(err)
	}
	again := factorialtest.New(t, factorialtest.At(defaultsDay.AddDate(0, 1, 0)), factorialtest.Seed(0))
	if err := again.Load(strings.NewReader(first.String())); err != nil {
		t.Fatal(err)
	}
	if err := again.Dump(&second); err != nil {
		t.Fatal(err)
	}
	if first.String() != second.String() {
		t.Error("the second dump differs from the first")
	}
}
