package trainings_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/trainings"
)

// Two employees are enrolled in a course. After the lesson, the attendance is recorded: setting
// "completed" fills in the length of the session.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"trainings/trainings": [{"id": "1", "name": "First aid"}],
		"trainings/training_memberships": [],
		"trainings/sessions": [{"id": "11", "training_id": "1", "name": "Day one", "starts_at": "2026-11-02T09:00:00Z", "ends_at": "2026-11-02T13:00:00Z"}],
		"trainings/session_access_memberships": [
			{"id": "1", "session_id": "11", "employee_id": "12", "access_id": "700012"},
			{"id": "2", "session_id": "11", "employee_id": "13", "access_id": "700013"}],
		"trainings/session_attendances": [
			{"id": "111", "session_access_membership_id": "1", "employee_id": "12", "access_id": "700012", "status": "pending"},
			{"id": "112", "session_access_membership_id": "2", "employee_id": "13", "access_id": "700013", "status": "pending"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, school := context.Background(), trainings.New(srv.Client())

	// An enrolment takes employee ids, most other lists of the domain take access ids.
	enrolled, err := school.TrainingMemberships.BulkCreate(ctx, trainings.TrainingMembershipBulkCreateParams{
		TrainingID: "1", EmployeeIDs: []factorialhr.ID{"12", "13"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("enrolled:", len(enrolled))

	var seats []factorialhr.ID
	for seat, err := range school.SessionAccessMemberships.All(ctx, &trainings.SessionAccessMembershipListParams{SessionID: "11"}) {
		if err != nil {
			log.Fatal(err)
		}
		seats = append(seats, seat.ID)
	}
	attendances, err := school.SessionAttendances.GetAll(ctx, &trainings.SessionAttendanceListParams{SessionAccessMembershipIDs: seats})
	if err != nil {
		log.Fatal(err)
	}
	came := map[factorialhr.ID]bool{"12": true}
	byStatus := map[trainings.SessionAttendanceStatus][]factorialhr.ID{}
	for _, a := range attendances {
		status := trainings.SessionAttendanceStatusMissing
		if came[a.EmployeeID] {
			status = trainings.SessionAttendanceStatusCompleted
		}
		byStatus[status] = append(byStatus[status], a.ID)
	}
	for _, status := range []trainings.SessionAttendanceStatus{
		trainings.SessionAttendanceStatusCompleted, trainings.SessionAttendanceStatusMissing,
	} {
		if len(byStatus[status]) == 0 {
			continue
		}
		changed, err := school.SessionAttendances.BulkUpdate(ctx, trainings.SessionAttendanceBulkUpdateParams{
			IDs: byStatus[status], Status: status,
		})
		if err != nil {
			log.Fatal(err)
		}
		for _, a := range changed {
			fmt.Println("employee", a.EmployeeID, a.Status)
		}
	}
	// Output:
	// enrolled: 2
	// employee 12 completed
	// employee 13 missing
}
