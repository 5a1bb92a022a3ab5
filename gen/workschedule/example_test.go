package workschedule_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/workschedule"
)

// A timetable with shorter days in August: a schedule has periods, and a period has the working
// days with their length in seconds. Fixed or flexible is decided once and for all.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"work_schedule/day_configurations": []}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), workschedule.New(srv.Client())

	const flexible = "flexible" // days have a length, but no start
	schedule, err := api.Schedules.Create(ctx, workschedule.ScheduleCreateParams{Name: "Workshop", ScheduleType: flexible})
	if err != nil {
		log.Fatal(err)
	}
	august, err := api.OverlapPeriods.Create(ctx, workschedule.OverlapPeriodCreateParams{
		ScheduleID: schedule.ID,
		CreateParams: &workschedule.OverlapPeriodCreateParamsInput{
			ScheduleType: flexible,
			StartMonth:   8, StartDay: 1, EndMonth: 8, EndDay: 31, // every year
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	var days []workschedule.DayConfigurationDayConfigurationInput
	for _, weekday := range []string{"monday", "tuesday", "wednesday", "thursday", "friday"} {
		days = append(days, workschedule.DayConfigurationDayConfigurationInput{
			Weekday: weekday, DurationInSeconds: int((6 * time.Hour).Seconds()),
		})
	}
	_, err = api.DayConfigurations.BulkCUD(ctx, workschedule.DayConfigurationBulkCUDParams{
		OverlapPeriodID: august.ID, DayConfigurations: days,
	})
	if err != nil {
		log.Fatal(err)
	}

	var total time.Duration
	inAugust := &workschedule.DayConfigurationListParams{OverlapPeriodID: august.ID}
	for d, err := range api.DayConfigurations.All(ctx, inAugust) {
		if err != nil {
			log.Fatal(err)
		}
		total += time.Duration(d.DurationInSeconds) * time.Second
	}
	fmt.Println(schedule.Name, "in August:", total, "a week")
	// Output:
	// Workshop in August: 30h0m0s a week
}
