package approvals_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/approvals"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// An approval decides the current step of the flow that belongs to a record. If the flow has more
// steps, the record stays undecided: only the record itself tells, because flows have no list.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory())
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	ctx, client := context.Background(), srv.Client()
	absences := timeoff.New(client)

	leave, err := absences.Leaves.Create(ctx, timeoff.LeaveCreateParams{
		EmployeeID: "5", LeaveTypeID: "1",
		StartOn:  factorialhr.NewDate(2026, time.December, 28),
		FinishOn: factorialhr.NewDate(2026, time.December, 31),
	})
	if err != nil {
		log.Fatal(err)
	}

	flow, err := approvals.New(client).MaterializedApprovalsFlows.ApproveResource(ctx,
		approvals.MaterializedApprovalsFlowApproveResourceParams{
			ResourceType: "Timeoff::Leave", // a class name with "::", unlike "timeoff/leaves" elsewhere
			ResourceID:   leave.ID,
		})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("one step approved of the flow of", flow.ResourceType)

	leave, err = absences.Leaves.Get(ctx, leave.ID)
	if err != nil {
		log.Fatal(err)
	}
	switch {
	case leave.Approved == nil:
		fmt.Println("the leave waits for the next step")
	case *leave.Approved:
		fmt.Println("the leave is approved")
	default:
		fmt.Println("the leave is rejected")
	}
	// Output:
	// one step approved of the flow of Timeoff::Leave
	// the leave is approved
}
