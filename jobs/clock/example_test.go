package clock_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/clock"
)

// company starts a fake company with one employee in Madrid and a plan of eight hours a day. A
// program makes its client with factorialhr.New instead.
func company() *factorialtest.Server {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0),
		factorialtest.WithCredential(factorialtest.Credential{Key: "token", Bearer: true, EmployeeID: "1"}))
	if err != nil {
		log.Fatal(err)
	}
	insert := func(resource, record string) {
		if _, err := srv.Insert(resource, json.RawMessage(record)); err != nil {
			log.Fatal(err)
		}
	}
	insert("locations/locations", `{"id":"1","timezone":"Europe/Madrid"}`)
	insert("employees/employees", `{"id":"1","email":"ada@example.com","company_identifier":"A1","location_id":"1","terminated_on":null}`)
	insert("holidays/company_holidays", `{"location_id":"1","date":"2026-12-08","half_day":null}`)
	for day := 7; day <= 9; day++ {
		insert("attendance/estimated_times", fmt.Sprintf(`{"id":"1-%[1]d","employee_id":"1","date":"2026-12-%02[1]d","expected_minutes":480,"minutes":480,"source":"contract_hours","time_unit":"minute"}`, day))
	}
	return srv
}

// The employee behind a token clocks in, takes a break and clocks out. Programs pass time.Now().
func Example() {
	srv := company()
	defer srv.Close()
	ctx, now := context.Background(), time.Date(2026, time.December, 7, 8, 0, 0, 0, time.UTC)

	me, err := clock.New(srv.Client()).Me(ctx)
	if err != nil {
		log.Fatal(err)
	}
	punch := func(done *clock.Punched, err error) {
		if err != nil {
			log.Fatal(err) // factorialhr.ErrOutcomeUnknown: call again with the same moment
		}
		fmt.Printf("%v-%v\n", done.Shift.ClockIn, done.Shift.ClockOut)
	}
	punch(me.In(ctx, now)) // 09:00 in Madrid
	punch(me.BreakStart(ctx, now.Add(4*time.Hour)))
	punch(me.BreakEnd(ctx, now.Add(5*time.Hour)))
	punch(me.Out(ctx, now.Add(9*time.Hour)))

	status, err := me.Status(ctx, now.Add(9*time.Hour))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(status.Open == nil, status.Worked, status.Breaks)
	// Output:
	// 09:00-
	// 13:00-
	// 14:00-
	// 14:00-18:00
	// true 8h0m0s 1h0m0s
}

// A shift of an earlier day that is still open blocks the next one. It ends when the planned hours
// of its day are worked.
func ExamplePerson_CloseForgotten() {
	srv := company()
	defer srv.Close()
	ctx, monday := context.Background(), time.Date(2026, time.December, 7, 8, 0, 0, 0, time.UTC)
	ada, err := clock.New(srv.Client()).ByEmail(ctx, "ada@example.com")
	if err != nil {
		log.Fatal(err)
	}
	if _, err := ada.In(ctx, monday); err != nil {
		log.Fatal(err)
	}

	wednesday := monday.AddDate(0, 0, 2)
	if _, err := ada.In(ctx, wednesday); errors.Is(err, clock.ErrOpenShift) {
		closed, err := ada.CloseForgotten(ctx, wednesday, time.Time{})
		if err != nil {
			log.Fatal(err)
		}
		for _, c := range closed {
			fmt.Println("closed at", c.End.Format("2006-01-02 15:04"), "by request:", c.Request != nil)
		}
		if _, err = ada.In(ctx, wednesday); err != nil {
			log.Fatal(err)
		}
	}
	// Output: closed at 2026-12-07 17:00 by request: false
}

// Fill returns a plan, and Do creates its shifts. A second time there is nothing to do.
func ExamplePerson_Fill() {
	srv := company()
	defer srv.Close()
	ctx := context.Background()
	ada, err := clock.New(srv.Client()).ByCompanyIdentifier(ctx, "A1")
	if err != nil {
		log.Fatal(err)
	}
	first, last := factorialhr.NewDate(2026, time.December, 7), factorialhr.NewDate(2026, time.December, 9)
	plan, err := ada.Fill(ctx, first, last, &clock.FillOptions{BreakAt: factorialhr.NewTimeOfDay(13, 0, 0), BreakLength: time.Hour})
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range plan.Days {
		fmt.Printf("%v: %v of %v, %q\n", d.Date, d.Recorded, d.Target, d.Reason)
		for _, i := range d.Missing {
			fmt.Printf("   %v-%v, break: %v\n", i.From, i.To, i.Break)
		}
	}
	for range 2 {
		created, err := plan.Do(ctx)
		fmt.Println(len(created), err)
	}
	// Output:
	// 2026-12-07: 0s of 8h0m0s, ""
	//    09:00-13:00, break: false
	//    13:00-14:00, break: true
	//    14:00-18:00, break: false
	// 2026-12-08: 0s of 0s, "holiday"
	// 2026-12-09: 0s of 8h0m0s, ""
	//    09:00-13:00, break: false
	//    13:00-14:00, break: true
	//    14:00-18:00, break: false
	// 6 <nil>
	// 0 <nil>
}

// A terminal keeps its punches in a file and sends them when the network is back.
func ExampleQueue() {
	srv := company()
	defer srv.Close()
	ctx, now := context.Background(), time.Date(2026, time.December, 7, 8, 0, 0, 0, time.UTC)
	dir, err := os.MkdirTemp("", "terminal")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	queue, err := clock.OpenQueue(filepath.Join(dir, "punches"))
	if err != nil {
		log.Fatal(err) // clock.ErrDamaged: see RepairQueue
	}
	defer queue.Close()
	for _, p := range []clock.Punch{{Kind: clock.In, At: now}, {Kind: clock.Out, At: now.Add(4 * time.Hour)}} {
		if _, err := queue.Add("1", p); err != nil {
			log.Fatal(err)
		}
	}
	sent, err := queue.Send(ctx, clock.New(srv.Client()))
	for _, s := range sent {
		fmt.Printf("%d %s: %v-%v\n", s.Number, s.Punch.Kind, s.Shift.ClockIn, s.Shift.ClockOut)
	}
	fmt.Println(err, len(queue.Pending()))
	// Output:
	// 1 in: 09:00-
	// 2 out: 09:00-13:00
	// <nil> 0
}
