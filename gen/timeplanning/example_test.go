package timeplanning_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/timeplanning"
)

// From a day on, an employee is planned by a work schedule. A planning version holds until the next
// one of the employee, so the current one is the latest that has begun.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"time_planning/planning_versions": [
		{"id": "1", "employee_id": "12", "planning_tool": "contract_hours", "effective_at": "2024-03-01"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), timeplanning.New(srv.Client())

	_, err = api.PlanningVersions.Create(ctx, timeplanning.PlanningVersionCreateParams{
		EmployeeID: "12", ScheduleID: "4",
		PlanningTool: "work_schedules", // the filter of the list spells it work_schedule
		EffectiveAt:  factorialhr.NewDate(2027, time.January, 1),
	})
	if err != nil {
		log.Fatal(err)
	}

	versions, err := api.PlanningVersions.GetAll(ctx, &timeplanning.PlanningVersionListParams{EmployeeIDs: []factorialhr.ID{"12"}})
	if err != nil {
		log.Fatal(err)
	}
	plannedBy := func(day factorialhr.Date) string {
		tool, since := "contract_hours", factorialhr.Date{} // what every employee begins with
		for _, v := range versions {
			if v.EffectiveAt.Compare(day) <= 0 && v.EffectiveAt.Compare(since) >= 0 {
				tool, since = v.PlanningTool, v.EffectiveAt
			}
		}
		return tool
	}
	for _, year := range []int{2026, 2027} {
		day := factorialhr.NewDate(year, time.June, 1)
		fmt.Println(day, plannedBy(day))
	}
	// Output:
	// 2026-06-01 contract_hours
	// 2027-06-01 work_schedules
}
