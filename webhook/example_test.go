package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
	"github.com/factorialhr-go/factorialhr/webhook"
)

// post delivers a body the way the API does.
func post(h http.Handler, event, body string) string {
	r := httptest.NewRequest(http.MethodPost, webhook.Path(event), strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("x-factorial-wh-challenge", "a-long-random-secret")
	r.Header.Set("x-factorial-author-id", "12")
	r.Header.Set("x-factorial-author-type", "employee")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return fmt.Sprintf("%d %s", w.Code, strings.TrimSpace(w.Body.String()))
}

func ExampleOn() {
	mux, err := webhook.NewMux(webhook.Challenge("a-long-random-secret"))
	if err != nil {
		fmt.Println(err)
		return
	}
	webhook.On(mux, attendance.EventShiftClockIn, func(_ context.Context, e webhook.Event[attendance.Shift]) error {
		fmt.Println("employee", e.Record.EmployeeID, "came in at", e.Record.ClockIn, "on", e.Record.Date)
		fmt.Println("written by", e.Author.Type, e.Author.ID)
		return nil
	})
	// In a program: http.Handle("/factorial/", http.StripPrefix("/factorial", mux))

	fmt.Println(post(mux, "attendance/shift/clock_in", `{"id":7,"employee_id":"12","date":"2026-10-01","clock_in":"08:30"}`))
	if err := mux.Shutdown(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Unordered output:
	// 200 accepted
	// employee 12 came in at 08:30 on 2026-10-01
	// written by employee 12
}

// Run the handler before the acknowledgement if it must not miss an event when the process dies.
func ExampleSynchronous() {
	mux, err := webhook.NewMux(webhook.Challenge("a-long-random-secret"), webhook.Deduplicate(webhook.NewMemoryStore(10_000), time.Hour))
	if err != nil {
		fmt.Println(err)
		return
	}
	database := errors.New("the database is down")
	webhook.On(mux, timeoff.EventLeaveApprove, func(_ context.Context, e webhook.Event[timeoff.Leave]) error {
		if database != nil {
			return database
		}
		fmt.Println("approved: leave", e.Record.ID)
		return nil
	}, webhook.Synchronous(), webhook.Timeout(5*time.Second))

	const body = `{"id":"3","approved":true}`
	fmt.Println(post(mux, "timeoff/leave/approve", body))
	database = nil
	fmt.Println(post(mux, "timeoff/leave/approve", body))
	fmt.Println(post(mux, "timeoff/leave/approve", body))
	// Output:
	// 500 handler failed
	// approved: leave 3
	// 200 handled
	// 200 duplicate
}

// Save the deliveries that fail after the acknowledgement, and handle them again.
func ExampleFailed() {
	var parked []webhook.Delivery // in a program: a database table
	mux, err := webhook.NewMux(webhook.Challenge("a-long-random-secret"), webhook.Failed(func(_ context.Context, d webhook.Delivery, err error) {
		fmt.Println(d, "failed:", err)
		parked = append(parked, d)
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	attempts := 0
	webhook.On(mux, timeoff.EventLeaveCreate, func(_ context.Context, e webhook.Event[timeoff.Leave]) error {
		if attempts++; attempts == 1 {
			panic("a bug")
		}
		fmt.Println("handled: leave", e.Record.ID)
		return nil
	})
	post(mux, "timeoff/leave/create", `{"id":"3"}`)
	if err := mux.Shutdown(context.Background()); err != nil {
		fmt.Println(err)
	}
	for _, d := range parked {
		if err := mux.Redeliver(context.Background(), d); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// timeoff/leave/create (10 bytes) failed: webhook: the handler panicked
	// handled: leave 3
}

// Save the deliveries that the shutdown cannot wait for, and handle them after the next start.
func ExampleMux_Shutdown() {
	newMux := func(work func(context.Context) error) *webhook.Mux {
		mux, err := webhook.NewMux(webhook.Challenge("a-long-random-secret"))
		if err != nil {
			panic(err)
		}
		webhook.On(mux, timeoff.EventLeaveCreate, func(ctx context.Context, e webhook.Event[timeoff.Leave]) error {
			if err := work(ctx); err != nil {
				return err
			}
			fmt.Println("handled: leave", e.Record.ID)
			return nil
		})
		return mux
	}
	mux := newMux(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }) // takes too long
	fmt.Println(post(mux, "timeoff/leave/create", `{"id":"3"}`))

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	var kept []webhook.Delivery // in a program: a database table
	if failure, ok := errors.AsType[*webhook.ShutdownError](mux.Shutdown(ctx)); ok {
		fmt.Println(failure)
		kept = failure.Deliveries
	}

	mux = newMux(func(context.Context) error { return nil })
	for _, d := range kept {
		if err := mux.Redeliver(context.Background(), d); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// 200 accepted
	// webhook: shut down with 1 deliveries not handled: context deadline exceeded
	// handled: leave 3
}

func ExampleSync() {
	mux, err := webhook.NewMux(webhook.Challenge("a-long-random-secret"))
	if err != nil {
		fmt.Println(err)
		return
	}
	webhook.On(mux, timeoff.EventLeaveApprove, func(context.Context, webhook.Event[timeoff.Leave]) error { return nil })
	webhook.On(mux, timeoff.EventLeaveReject, func(context.Context, webhook.Event[timeoff.Leave]) error { return nil })

	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"data":[
			{"id":"1","type":"timeoff/leave/approve","company_id":"55","enabled":false,"challenge":"a-long-random-secret","api_version":"2026-10-01",
			 "target_url":"https://hooks.example.com/factorial/timeoff/leave/approve"},
			{"id":"2","type":"timeoff/leave/create","company_id":"55","enabled":true,"challenge":"a-long-random-secret","api_version":"2026-10-01",
			 "target_url":"https://hooks.example.com/factorial/timeoff/leave/create"}
		],"meta":{"has_next_page":false}}`)
	}))
	defer api.Close()
	client, err := factorialhr.New(auth.APIKey("key"), factorialhr.BaseURL(api.URL))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := webhook.Sync(context.Background(), client, mux, "https://hooks.example.com/factorial",
		webhook.Company("55"), webhook.Version("2026-10-01"), webhook.DryRun())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(plan)
	// Output:
	// update timeoff/leave/approve (disabled)
	// drop timeoff/leave/create
	// create timeoff/leave/reject
}
