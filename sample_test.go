package factorialhr_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// Quick start. A program creates its client with
//
//	client, err := factorialhr.New(auth.APIKey(os.Getenv("FACTORIAL_API_KEY")))
//
// This example uses the client of a fake API.
func Example() {
	srv, err := factorialtest.Start(factorialtest.Seed(12))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	client, err := srv.NewClient(nil)
	if err != nil {
		log.Fatal(err)
	}
	if err := sample(context.Background(), client); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 11 employees are active
	// approved from 2026-12-24 to 2026-12-31
	// description "moved", half day ""
	// there is no such leave
}

func sample(ctx context.Context, client *factorialhr.Client) error {
	hr := employees.New(client)
	active := 0
	var first factorialhr.ID
	for e, err := range hr.Employees.All(ctx, &employees.EmployeeListParams{OnlyActive: new(true)}) {
		if err != nil {
			return err
		}
		if active == 0 {
			first = e.ID
		}
		active++
	}
	fmt.Println(active, "employees are active")

	absences := timeoff.New(client)
	kinds, err := absences.LeaveTypes.List(ctx, nil)
	if err != nil {
		return err
	}
	leave, err := absences.Leaves.Create(ctx, timeoff.LeaveCreateParams{
		EmployeeID: first, LeaveTypeID: kinds.Data[0].ID,
		StartOn:  factorialhr.NewDate(2026, time.December, 24),
		FinishOn: factorialhr.NewDate(2026, time.December, 31),
	})
	if err != nil {
		return err
	}
	leave, err = absences.Leaves.Approve(ctx, leave.ID)
	if err != nil {
		return err
	}
	if *leave.Approved {
		fmt.Println("approved from", leave.StartOn, "to", leave.FinishOn)
	}
	leave, err = absences.Leaves.Update(ctx, leave.ID, timeoff.LeaveUpdateParams{
		Description: factorialhr.Set("moved"), HalfDay: factorialhr.Null[timeoff.LeaveHalfDay](),
	})
	if err != nil {
		return err
	}
	fmt.Printf("description %q, half day %q\n", leave.Description, leave.HalfDay)

	_, err = absences.Leaves.Approve(ctx, "no-such-leave")
	if errors.Is(err, factorialhr.ErrNotFound) {
		fmt.Println("there is no such leave")
	}
	return nil
}
