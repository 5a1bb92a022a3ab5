// Command demo shows typed calls of the Factorial API: it reads employees over several pages,
// creates and approves a leave, receives the webhook for it, and handles an error. By default it
// starts a fake API on this machine and needs no account.
//
//	go run ./examples/demo         the fake API
//	go run ./examples/demo -live   the real API, read-only, with FACTORIAL_API_KEY or FACTORIAL_TOKEN
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
	"github.com/factorialhr-go/factorialhr/webhook"
)

func main() {
	live := flag.Bool("live", false, "read from the real API instead of a fake one")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	demo := fakeCompany
	if *live {
		demo = account
	}
	if err := demo(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// fakeCompany demonstrates reads and writes.
func fakeCompany(ctx context.Context) error {
	mux, err := webhook.NewMux(webhook.Challenge("only-for-the-demo"))
	if err != nil {
		return err
	}
	api, err := factorialtest.Start(factorialtest.Seed(12), factorialtest.DeliverTo(mux))
	if err != nil {
		return err
	}
	defer api.Close()
	fmt.Printf("A fake Factorial listens on %s\n", api.URL)
	client, err := api.NewClient(nil)
	if err != nil {
		return err
	}
	staff, err := listEmployees(ctx, client, 5)
	if err != nil {
		return err
	}
	approved := make(chan timeoff.Leave, 1)
	webhook.On(mux, timeoff.EventLeaveApprove, func(_ context.Context, e webhook.Event[timeoff.Leave]) error {
		approved <- e.Record
		return nil
	})
	if _, err := webhook.Sync(ctx, client, mux, "https://hooks.example.com"); err != nil {
		return err
	}
	if err := takeLeave(ctx, client, staff[0]); err != nil {
		return err
	}
	select {
	case leave := <-approved:
		fmt.Printf("A webhook arrived, typed: %s, leave %s is %s\n", timeoff.EventLeaveApprove, leave.ID, state(&leave))
	case <-time.After(10 * time.Second):
		return errors.New("the webhook did not arrive")
	}
	return handleError(ctx, client)
}

// account only reads. The client refuses every write.
func account(ctx context.Context) error {
	client, err := factorialhr.FromEnv(factorialhr.ReadOnly())
	if err != nil {
		return err
	}
	defer client.Close()
	known, err := client.Check(ctx)
	if err != nil {
		return err
	}
	for _, warning := range known.Warnings {
		fmt.Println("Note:", warning)
	}
	_, err = listEmployees(ctx, client, 5)
	return err
}

// listEmployees reads the employees page by page, with at most limit employees per page.
func listEmployees(ctx context.Context, client *factorialhr.Client, limit int) ([]employees.Employee, error) {
	fmt.Println("\nThe employees, page by page:")
	var staff []employees.Employee
	hr := employees.New(client)
	for page, err := range hr.Employees.Pages(ctx, &employees.EmployeeListParams{Limit: limit}) {
		if err != nil {
			return nil, err
		}
		fmt.Printf("  page of %d, %d in all\n", len(page.Data), page.Meta.Total)
		for _, e := range page.Data {
			fmt.Printf("    %-6s %s\n", e.ID, e.FullName)
		}
		staff = append(staff, page.Data...)
	}
	if len(staff) == 0 {
		return nil, errors.New("there are no employees, or the credential belongs to another environment")
	}
	return staff, nil
}

// takeLeave creates a leave, approves it and adds a note.
func takeLeave(ctx context.Context, client *factorialhr.Client, e employees.Employee) error {
	absences := timeoff.New(client)
	kinds, err := absences.LeaveTypes.List(ctx, nil)
	if err != nil {
		return err
	}
	leave, err := absences.Leaves.Create(ctx, timeoff.LeaveCreateParams{
		EmployeeID:  e.ID,
		LeaveTypeID: kinds.Data[0].ID,
		StartOn:     factorialhr.NewDate(2026, time.December, 24),
		FinishOn:    factorialhr.NewDate(2026, time.December, 31),
	})
	if err != nil {
		return err
	}
	fmt.Printf("\n%s requests %s from %s to %s: leave %s, %s\n",
		e.FullName, kinds.Data[0].Name, leave.StartOn, leave.FinishOn, leave.ID, state(leave))
	if leave, err = absences.Leaves.Approve(ctx, leave.ID); err != nil {
		return err
	}
	fmt.Printf("Approved: %s\n", state(leave))
	leave, err = absences.Leaves.Update(ctx, leave.ID, timeoff.LeaveUpdateParams{Description: factorialhr.Set("back in January")})
	if err != nil {
		return err
	}
	fmt.Printf("With a note, and nothing else changed: %q, %s\n", leave.Description, state(leave))
	return nil
}

// state returns the state of a leave. Approved is null while the leave is pending.
func state(l *timeoff.Leave) string {
	switch {
	case l.Approved == nil:
		return "pending"
	case *l.Approved:
		return "approved"
	}
	return "rejected"
}

// handleError requests an employee that does not exist.
func handleError(ctx context.Context, client *factorialhr.Client) error {
	_, err := employees.New(client).Employees.Get(ctx, "no-such-employee")
	failure, ok := errors.AsType[*factorialhr.Error](err)
	if !ok || !errors.Is(err, factorialhr.ErrNotFound) {
		return fmt.Errorf("unexpected result for a missing employee: %w", err)
	}
	fmt.Printf("\nAsking for an employee that does not exist: %v\n", err)
	fmt.Printf("  status %d, outcome %s, attempts %d; safe to log: it contains no personal data\n", failure.StatusCode, failure.Outcome, failure.Attempts)
	return nil
}
