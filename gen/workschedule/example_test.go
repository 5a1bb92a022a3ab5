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

// The hours of a week by a timetable. A schedule has a default period for the whole year, and
// seasonal periods that override it. A period has no year, because it recurs, and its days have
// their length in seconds.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"work_schedule/schedules": [{"id": "4", "name": "Workshop"}],
		"work_schedule/overlap_periods": [
			{"id": "41", "schedule_id": "4", "default": true, "start_month": 1, "start_day": 1, "end_month": 12, "end_day": 31},
			{"id": "42", "schedule_id": "4", "default": false, "start_month": 8, "start_day": 1, "end_month": 8, "end_day": 31}],
		"work_schedule/day_configurations": [
			{"id": "1", "overlap_period_id": "41", "weekday": "monday", "duration_in_seconds": 30600},
			{"id": "2", "overlap_period_id": "41", "weekday": "tuesday", "duration_in_seconds": 30600},
			{"id": "3", "overlap_period_id": "42", "weekday": "monday", "duration_in_seconds": 21600}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), workschedule.New(srv.Client())

	schedule, err := api.Schedules.Get(ctx, "4")
	if err != nil {
		log.Fatal(err)
	}
	periods, err := api.OverlapPeriods.GetAll(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, month := range []time.Month{time.July, time.August} {
		today := int(month)*100 + 10 // the 10th
		var current workschedule.OverlapPeriod
		for _, p := range periods {
			from, to := p.StartMonth*100+p.StartDay, p.EndMonth*100+p.EndDay
			covers := from <= today && today <= to || from > to && (from <= today || today <= to) // over New Year
			if p.ScheduleID == schedule.ID && (p.Default && current.ID.IsZero() || !p.Default && covers) {
				current = p
			}
		}
		var week time.Duration
		for d, err := range api.DayConfigurations.All(ctx, &workschedule.DayConfigurationListParams{OverlapPeriodID: current.ID}) {
			if err != nil {
				log.Fatal(err)
			}
			week += time.Duration(d.DurationInSeconds) * time.Second
		}
		fmt.Println(schedule.Name, "in", month, week)
	}
	// Output:
	// Workshop in July 17h0m0s
	// Workshop in August 6h0m0s
}
