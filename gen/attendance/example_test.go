package attendance_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
)

// An employee clocks in and out, and the minutes of the day add up. The times are local times of
// the workplace and have no zone. Breaks are shifts, too: those that are not workable.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory())
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	ctx, hr := context.Background(), attendance.New(srv.Client())
	const employee factorialhr.ID = "5" // a company's key has no employee: name one

	// A forgotten open shift blocks the next clock-in with 422.
	open, err := hr.OpenShifts.GetAll(ctx, &attendance.OpenShiftListParams{EmployeeIDs: []factorialhr.ID{employee}})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range open {
		fmt.Println("open since", s.ReferenceDate, s.ClockIn.Time().Format(time.TimeOnly)) // the date of ClockIn is a dummy
	}

	punch := func(_ *attendance.Shift, err error) {
		if errors.Is(err, factorialhr.ErrOutcomeUnknown) {
			log.Fatal("read the shifts of the day; a second punch would create another shift: ", err)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	punch(hr.Shifts.ClockIn(ctx, attendance.ShiftClockInParams{EmployeeID: employee, Now: "2026-11-02T09:00:00"}))
	punch(hr.Shifts.BreakStart(ctx, attendance.ShiftBreakStartParams{EmployeeID: employee, Now: "2026-11-02T13:00:00"}))
	punch(hr.Shifts.BreakEnd(ctx, attendance.ShiftBreakEndParams{EmployeeID: employee, Now: "2026-11-02T13:45:00"}))
	punch(hr.Shifts.ClockOut(ctx, attendance.ShiftClockOutParams{EmployeeID: employee, Now: "2026-11-02T17:30:00"}))

	day := factorialhr.NewDate(2026, time.November, 2)
	var worked, rested time.Duration
	shifts := &attendance.ShiftListParams{EmployeeIDs: []factorialhr.ID{employee}, StartOn: day, EndOn: day}
	for s, err := range hr.Shifts.All(ctx, shifts) { // the API returns all of them in one response
		if err != nil {
			log.Fatal(err)
		}
		length := time.Duration(s.Minutes) * time.Minute
		if factorialhr.Deref(s.Workable) {
			worked += length
		} else {
			rested += length
		}
	}
	fmt.Println("worked", worked, "break", rested)
	// Output:
	// worked 7h45m0s break 45m0s
}
