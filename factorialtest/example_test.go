package factorialtest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// A program starts a server and closes it. In a test, factorialtest.New(t) does both.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(3))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()

	for e, err := range employees.New(srv.Client()).Employees.All(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(e.ID, e.FullName)
	}
	// Output:
	// 1 Felix Rossi
	// 2 Leo Sala
	// 3 Rafa Costa
}

// The response to a POST is lost: the server has acted, the client cannot know, and the log shows
// it.
func ExampleServer_Inject() {
	srv, err := factorialtest.Start(factorialtest.InMemory())
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Inject(factorialtest.Fault{Kind: factorialtest.ResetAfter, Operation: "timeoff.Leaves.Create", Times: 1})
	if err != nil {
		log.Fatal(err)
	}

	_, err = timeoff.New(srv.Client()).Leaves.Create(context.Background(), timeoff.LeaveCreateParams{
		EmployeeID: "1", LeaveTypeID: "1",
		StartOn: factorialhr.NewDate(2026, time.December, 24), FinishOn: factorialhr.NewDate(2026, time.December, 31),
	})
	fmt.Println("unknown outcome:", errors.Is(err, factorialhr.ErrOutcomeUnknown))
	fmt.Println("the server:", srv.Changes())
	// Output:
	// unknown outcome: true
	// the server: [{created timeoff/leaves 41}]
}

// A test looks at the requests that a client sent.
func ExampleServer_RequestsTo() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(250))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()

	if _, err := employees.New(srv.Client()).Employees.GetAll(context.Background(), nil); err != nil {
		log.Fatal(err)
	}
	for _, r := range srv.RequestsTo("employees.Employees.List") {
		fmt.Println(r.Method, r.Query.Get("limit"), r.Query.Get("after_id"), r.Status)
	}
	// Output:
	// GET 100  200
	// GET 100 MTAw 200
	// GET 100 MjAw 200
}

// A test loads its own records in place of the seeded company.
func ExampleServer_Load() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"employees/employees": [
		{"id": "12", "first_name": "Ada", "last_name": "Falk", "full_name": "Ada Falk", "active": true},
		{"id": "13", "first_name": "Bo", "last_name": "Serra", "full_name": "Bo Serra", "active": false}
	]}`))
	if err != nil {
		log.Fatal(err)
	}

	staff, err := employees.New(srv.Client()).Employees.GetAll(context.Background(), &employees.EmployeeListParams{OnlyActive: new(true)})
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range staff {
		fmt.Println(e.ID, e.FullName)
	}
	// Output:
	// 12 Ada Falk
}

// A webhook arrives at a handler in the same process.
func ExampleDeliverTo() {
	receiver := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Println(r.URL.Path, string(body))
	})
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.DeliverTo(receiver))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	_, err = srv.Insert("api_public/webhook_subscriptions", map[string]any{
		"type": "teams/team/delete", "target_url": "https://example.com/team-deleted", "enabled": true, "api_version": srv.APIVersion(),
	})
	if err != nil {
		log.Fatal(err)
	}

	if err := srv.Emit("teams/team/delete", map[string]any{"id": "7", "name": "Night Shift"}); err != nil {
		log.Fatal(err)
	}
	if err := srv.WaitDeliveries(context.Background()); err != nil {
		log.Fatal(err)
	}
	// Output:
	// /team-deleted {"id":"7","name":"Night Shift"}
}
