package projectmanagement_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/projectmanagement"
)

// The shifts of a day are booked on a project. Time hangs on a project worker, which is the seat of
// one employee in one project and has to exist first. A shift has at most one time record, so the
// program books only the shifts that have none, and can run again.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"project_management/projects": [{"id": "7", "name": "Bridge", "status": "active"}],
		"project_management/project_workers": [],
		"project_management/time_records": [],
		"attendance/shifts": [
			{"id": "91", "employee_id": "12", "date": "2026-11-02", "reference_date": "2026-11-02", "clock_in": "08:00", "clock_out": "12:00", "minutes": 240, "workable": true},
			{"id": "92", "employee_id": "12", "date": "2026-11-02", "reference_date": "2026-11-02", "clock_in": "12:00", "clock_out": "12:30", "minutes": 30, "workable": false}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, client := context.Background(), srv.Client()
	projects, hours := projectmanagement.New(client), attendance.New(client)
	project, employee := []factorialhr.ID{"7"}, []factorialhr.ID{"12"}

	seats, err := projects.ProjectWorkers.GetAll(ctx, &projectmanagement.ProjectWorkerListParams{
		ProjectIDs: project, EmployeeIDs: employee, Assigned: new(true),
	})
	if err != nil {
		log.Fatal(err)
	}
	if len(seats) == 0 { // BulkAssign would unassign every other employee
		seat, err := projects.ProjectWorkers.Create(ctx, projectmanagement.ProjectWorkerCreateParams{ProjectID: "7", EmployeeID: "12"})
		if err != nil {
			log.Fatal(err)
		}
		seats = append(seats, *seat)
	}

	booked := map[factorialhr.ID]bool{}
	ofSeat := &projectmanagement.TimeRecordListParams{ProjectWorkerIDs: []factorialhr.ID{seats[0].ID}}
	for r, err := range projects.TimeRecords.All(ctx, ofSeat) {
		if err != nil {
			log.Fatal(err)
		}
		booked[r.AttendanceShiftID] = true
	}
	day := factorialhr.NewDate(2026, time.November, 2)
	for s, err := range hours.Shifts.All(ctx, &attendance.ShiftListParams{EmployeeIDs: employee, StartOn: day, EndOn: day}) {
		if err != nil {
			log.Fatal(err)
		}
		if booked[s.ID] || !factorialhr.Deref(s.Workable) { // a break
			continue
		}
		record, err := projects.TimeRecords.Create(ctx, projectmanagement.TimeRecordCreateParams{
			ProjectWorkerID: seats[0].ID, AttendanceShiftID: s.ID, // the minutes follow the shift
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("shift", record.AttendanceShiftID, "booked:", time.Duration(s.Minutes)*time.Minute)
	}
	// Output:
	// shift 91 booked: 4h0m0s
}
