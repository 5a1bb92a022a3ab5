package timeoff_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// A leave is requested, shortened by half a day and approved. Then the program lists who is away in
// a week. Approved has three states: true, false, and nil for a leave that nobody has decided on.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(3))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	ctx, absences := context.Background(), timeoff.New(srv.Client())

	var kind factorialhr.ID
	for k, err := range absences.LeaveTypes.All(ctx, &timeoff.LeaveTypeListParams{Active: new(true)}) {
		if err != nil {
			log.Fatal(err)
		}
		if factorialhr.Deref(k.ApprovalRequired) { // a leave of another type is approved at once
			kind = k.ID
			break
		}
	}
	leave, err := absences.Leaves.Create(ctx, timeoff.LeaveCreateParams{
		EmployeeID: "2", LeaveTypeID: kind, Description: "long weekend",
		StartOn: factorialhr.NewDate(2028, time.March, 6), FinishOn: factorialhr.NewDate(2028, time.March, 6),
	})
	if errors.Is(err, factorialhr.ErrOutcomeUnknown) {
		log.Fatal("read the leaves of the employee before you create it again: ", err)
	}
	if err != nil {
		log.Fatal(err)
	}
	leave, err = absences.Leaves.Update(ctx, leave.ID, timeoff.LeaveUpdateParams{
		HalfDay:     factorialhr.Set(timeoff.LeaveHalfDayBegginingOfDay), // the API's own spelling
		Description: factorialhr.Null[string](),                          // clears it; a field that is not set stays
	})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := absences.Leaves.Approve(ctx, leave.ID); err != nil {
		log.Fatal(err)
	}

	week := &timeoff.LeaveListParams{ // every leave that overlaps the week, even by one day
		From: factorialhr.NewDate(2028, time.March, 6),
		To:   factorialhr.NewDate(2028, time.March, 12),
	}
	for l, err := range absences.Leaves.All(ctx, week) {
		if err != nil {
			log.Fatal(err)
		}
		state := "pending"
		if l.Approved != nil {
			state = map[bool]string{true: "approved", false: "rejected"}[*l.Approved]
		}
		until := l.FinishOn.String()
		if l.FinishOn.IsZero() {
			until = "further notice"
		}
		fmt.Printf("employee %s: %s until %s, %s, half day %q\n", l.EmployeeID, l.StartOn, until, state, l.HalfDay)
	}
	// Output:
	// employee 2: 2028-03-06 until 2028-03-06, approved, half day "beggining_of_day"
}
