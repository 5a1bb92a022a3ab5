package factorialtest_test

import (
	"net/http"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestFiltersChoose(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	insert(t, srv, "employees/employees",
		map[string]any{"id": "1", "first_name": "Ada", "full_name": "Ada Falk", "email": "ada@example.com", "active": true},
		map[string]any{"id": "2", "first_name": "Bo", "full_name": "Bo Serra", "email": "bo@example.com", "active": true, "manager_id": "1"},
		map[string]any{"id": "3", "first_name": "Cy", "full_name": "Cy Falk", "email": "cy@example.com", "active": false, "manager_id": "2"},
	)
	insert(t, srv, "timeoff/leaves",
		map[string]any{"id": "1", "employee_id": "1", "leave_type_id": "1", "start_on": "2026-01-01", "finish_on": "2026-01-10", "approved": true, "updated_at": "2026-01-01T10:00:00.000Z"},
		map[string]any{"id": "2", "employee_id": "2", "leave_type_id": "2", "start_on": "2026-02-01", "finish_on": "2026-02-03", "approved": false, "updated_at": "2026-02-01T10:00:00.000Z"},
		map[string]any{"id": "3", "employee_id": "3", "leave_type_id": "1", "start_on": "2026-03-01", "finish_on": nil, "approved": nil, "updated_at": "2026-03-01T10:00:00.000Z"},
	)
	insert(t, srv, "timeoff/leave_types", map[string]any{"id": "1", "payable": true}, map[string]any{"id": "2", "payable": false})
	insert(t, srv, "attendance/shifts",
		map[string]any{"id": "1", "employee_id": "1", "date": "2026-05-04", "half_day": "beginning_of_day"},
		map[string]any{"id": "2", "employee_id": "2", "date": "2026-05-05"},
	)
	insert(t, srv, "teams/teams",
		map[string]any{"id": "1", "name": "One", "employee_ids": []string{"1", "2"}},
		map[string]any{"id": "2", "name": "Two", "employee_ids": []string{"3"}},
	)
	insert(t, srv, "documents/documents",
		map[string]any{"id": "1", "deleted_at": "2026-01-01T00:00:00Z", "folder_id": "7"},
		map[string]any{"id": "2", "folder_id": nil},
	)
	for _, test := range []struct{ name, path, want string }{
		{"ids", "employees/employees?ids[]=3&ids[]=1", "1 3"},
		{"ids with escaped brackets", "employees/employees?ids%5B%5D=2", "2"},
		{"no record has the id", "employees/employees?ids[]=77", ""},
		{"only the active", "employees/employees?only_active=true", "1 2"},
		{"not only the active", "employees/employees?only_active=false", "1 2 3"},
		{"only managers", "employees/employees?only_managers=true", "1 2"},
		{"a text that is searched for", "employees/employees?full_text_name=falk", "1 3"},
		{"the members of a team", "employees/employees?team_ids[]=2", "3"},
		{"leaves of a type that is paid", "timeoff/leaves?type_is_payable=true", "1 3"},
		{"the ids of employees", "timeoff/leaves?employee_ids[]=2&employee_ids[]=3", "2 3"},
		{"a single id", "timeoff/leaves?leave_type_id[]=1", "1 3"},
		{"from a day, an open end counts", "timeoff/leaves?from=2026-02-02", "2 3"},
		{"from a day to a day", "timeoff/leaves?from=2026-01-10&to=2026-02-01", "1 2"},
		{"to a day", "timeoff/leaves?to=2026-01-31", "1"},
		{"two filters at once", "timeoff/leaves?from=2026-02-02&leave_type_id[]=1", "3"},
		{"a start and an end", "attendance/shifts?start_on=2026-05-05&end_on=2026-05-30", "2"},
		{"a half day, whichever", "attendance/shifts?half_day=true", "1"},
		{"the trash bin", "documents/documents?by_trash_bin=true", "1"},
		{"outside the trash bin", "documents/documents?by_trash_bin=false", "2"},
		{"without a folder", "documents/documents?by_without_folder=true", "2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := list(t, srv, test.path)
			if p.ids() != test.want || p.Meta.Total != len(p.Data) {
				t.Errorf("got %q of %d, want %q", p.ids(), p.Meta.Total, test.want)
			}
			if r := srv.Requests(); len(r[len(r)-1].Unhandled) > 0 {
				t.Errorf("the fake ignores %v", r[len(r)-1].Unhandled)
			}
		})
	}
}

func TestFiltersThatMakeNoSenseAreRefused(t *testing.T) {
	srv := factorialtest.New(t)
	for _, path := range []string{
		"employees/employees?only_active=yes",
		"payroll_employees/identifiers", // the only parameter that the real API enforces
	} {
		if status, body := do(t, srv, http.MethodGet, path, ""); status != http.StatusBadRequest {
			t.Errorf("%s returns %d %s", path, status, body)
		}
	}
}

// failures records the errors of a test instead of failing it.
type failures struct {
	*testing.T
	texts []string
}

func (f *failures) Errorf(format string, _ ...any) { f.texts = append(f.texts, format) }

func TestUnknownParametersFailTheTest(t *testing.T) {
	for _, test := range []struct {
		name, path string
		opts       []factorialtest.Option
		unknown    int
		failed     bool
	}{
		{"a misspelt filter", "employees/employees?only_actve=true", nil, 1, true},
		{"a list without brackets", "employees/employees?ids=1", nil, 1, true},
		{"a list with an index", "employees/employees?ids[0]=1", nil, 1, true},
		{"a misspelt cursor", "employees/employees?after=1", nil, 1, true},
		{"paging where there is no list", "employees/employees/1?limit=1", nil, 1, true},
		{"lenient", "employees/employees?only_actve=true", []factorialtest.Option{factorialtest.Lenient()}, 1, false},
		{"known ones", "employees/employees?only_active=true&limit=3&page=1", nil, 0, false},
		{"a member of an object", "performance/review_process_targets?managed_by_filter[manager_employee_id]=1", nil, 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			tb := &failures{T: t}
			srv := factorialtest.New(tb, test.opts...)
			if status, body := do(t, srv, http.MethodGet, test.path, ""); status != http.StatusOK {
				t.Errorf("the real API ignores them, but the fake returns %d %s", status, body)
			}
			if got := srv.Requests()[0].Unknown; len(got) != test.unknown {
				t.Errorf("the log has %q", got)
			}
			if failed := len(tb.texts) > 0; failed != test.failed {
				t.Errorf("failed: %v", failed)
			}
		})
	}
}
