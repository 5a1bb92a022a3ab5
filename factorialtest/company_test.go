package factorialtest_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/contracts"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

func all[T any](t *testing.T, srv *factorialtest.Server, resource string) []T {
	t.Helper()
	var list []T
	for _, raw := range srv.Records(resource) {
		var v T
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	return list
}

// No employee works before joining or after leaving, manages in a circle, or waits for an approval
// that is not required.
func TestTheCompanyIsPlausible(t *testing.T) {
	for _, size := range []int{1, 2, 500} {
		t.Run(strconv.Itoa(size), func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.Seed(size))
			staff := make(map[string]employees.Employee)
			gone := 0
			for _, e := range all[employees.Employee](t, srv, "employees/employees") {
				staff[e.ID.String()] = e
				if left := e.TerminatedOn.Valid() && !e.TerminatedOn.IsZero(); left == e.Attendable {
					t.Errorf("employee %s left: %v, is attendable: %v", e.ID, left, e.Attendable)
				} else if left {
					gone++
				}
			}
			if len(staff) != size || size == 500 && gone < 10 {
				t.Errorf("there are %d employees, %d have left", len(staff), gone)
			}
			for id, e := range staff {
				steps := 0
				for ; e.ManagerID != "" && steps <= size; steps++ {
					e = staff[e.ManagerID.String()]
				}
				if steps > size {
					t.Errorf("employee %s leads in a circle", id)
				}
			}
			within := func(what string, id, employee string, first, last string) {
				e := staff[employee]
				if joined := e.SeniorityCalculationDate.String(); first < joined {
					t.Errorf("%s %s begins on %s, employee %s joined on %s", what, id, first, employee, joined)
				}
				if left := e.TerminatedOn.String(); left != "" && last > left {
					t.Errorf("%s %s ends on %s, employee %s left on %s", what, id, last, employee, left)
				}
			}
			for _, v := range all[contracts.ContractVersion](t, srv, "contracts/contract_versions") {
				within("contract version", v.ID.String(), v.EmployeeID.String(), v.StartsOn.String(), v.EndsOn.String())
			}
			days := make(map[string]bool)
			for _, s := range all[attendance.Shift](t, srv, "attendance/shifts") {
				within("shift", s.ID.String(), s.EmployeeID.String(), s.Date.String(), s.Date.String())
				day := s.EmployeeID.String() + " " + s.Date.String()
				if days[day] {
					t.Errorf("two shifts of employee and day %s", day)
				}
				days[day] = true
			}
			needed := make(map[string]bool)
			for _, k := range all[timeoff.LeaveType](t, srv, "timeoff/leave_types") {
				needed[k.ID.String()] = *k.ApprovalRequired
			}
			pending := 0
			before := make(map[string]timeoff.Leave)
			for _, l := range all[timeoff.Leave](t, srv, "timeoff/leaves") {
				within("leave", l.ID.String(), l.EmployeeID.String(), l.StartOn.String(), l.FinishOn.String())
				if l.Approved == nil {
					pending++
				}
				if l.Approved == nil && !needed[l.LeaveTypeID.String()] {
					t.Errorf("leave %s waits for an approval that %s does not need", l.ID, l.LeaveTypeName)
				}
				if earlier, ok := before[l.EmployeeID.String()]; ok && l.StartOn.String() <= earlier.FinishOn.String() {
					t.Errorf("leaves %s and %s overlap", earlier.ID, l.ID)
				}
				before[l.EmployeeID.String()] = l
			}
			if size == 500 && pending < 50 {
				t.Errorf("only %d leaves are pending", pending)
			}
		})
	}
}
