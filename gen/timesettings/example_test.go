package timesettings_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/timesettings"
)

// An employee takes a break of a configured type. The company defines the types here and says which
// are paid; the clock of attendance takes the id.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory())
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"time_settings/break_configurations": [
		{"id": "1", "name": "Lunch", "paid": false, "archived": false},
		{"id": "2", "name": "Smoking", "paid": false, "archived": true}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, client := context.Background(), srv.Client()
	clock := attendance.New(client).Shifts

	active := &timesettings.BreakConfigurationListParams{Active: new(true)}
	types, err := timesettings.New(client).BreakConfigurations.GetAll(ctx, active)
	if err != nil {
		log.Fatal(err)
	}
	if len(types) == 0 {
		log.Fatal("the company has no break types")
	}
	lunch := types[0]

	if _, err := clock.ClockIn(ctx, attendance.ShiftClockInParams{EmployeeID: "5", Now: "2026-11-02T09:00:00"}); err != nil {
		log.Fatal(err)
	}
	pause, err := clock.BreakStart(ctx, attendance.ShiftBreakStartParams{
		EmployeeID: "5", Now: "2026-11-02T13:00:00", TimeSettingsBreakConfigurationID: lunch.ID,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("break of type", lunch.Name, pause.TimeSettingsBreakConfigurationID == lunch.ID, "paid:", lunch.Paid)
	// Output:
	// break of type Lunch true paid: false
}
