package absences_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/absences"
)

// The company of the examples: two people in Madrid, one in Tokyo.
const company = `{
"locations/locations": [
 {"id": "1", "name": "Madrid", "timezone": "Europe/Madrid"},
 {"id": "2", "name": "Tokyo", "timezone": "Asia/Tokyo"}],
"employees/employees": [
 {"id": "1", "location_id": "1"}, {"id": "2", "location_id": "1"}, {"id": "3", "location_id": "2"}],
"teams/teams": [{"id": "7", "name": "Sales"}],
"teams/memberships": [{"id": "1", "team_id": "7", "employee_id": "1"}],
"holidays/company_holidays": [{"id": "4", "location_id": "2", "date": "2027-03-02", "summary": "Founding day"}],
"timeoff/leaves": [
 {"id": "11", "employee_id": "1", "leave_type_id": "5", "start_on": "2027-02-26", "finish_on": "2027-03-03", "approved": true},
 {"id": "12", "employee_id": "2", "leave_type_id": "5", "start_on": "2027-03-02", "finish_on": "2027-03-02",
  "half_day": "beggining_of_day", "approved": null}]
}`

func start() *factorialtest.Server {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err == nil {
		err = srv.Load(strings.NewReader(company))
	}
	if err != nil {
		panic(err)
	}
	return srv
}

func Example() {
	srv := start()
	defer srv.Close()
	reader := absences.New(srv.Client())

	from, to := factorialhr.NewDate(2027, time.March, 1), factorialhr.NewDate(2027, time.March, 31)
	found, err := reader.Between(context.Background(), from, to, absences.Query{Pending: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range found.Events {
		fmt.Println(e.UID, e.EmployeeIDs, e.From, e.To, e.Part, e.Status)
	}
	// Output:
	// leave-11@factorialhr [1] 2027-02-26 2027-03-03 whole_day approved
	// holiday-4@factorialhr [3] 2027-03-02 2027-03-02 whole_day approved
	// leave-12@factorialhr [2] 2027-03-02 2027-03-02 morning pending
}

func ExampleReader_On() {
	srv := start()
	defer srv.Close()
	reader := absences.New(srv.Client())

	day, err := reader.On(context.Background(), factorialhr.NewDate(2027, time.March, 2), absences.Query{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for team, away := range day.ByTeam() {
		for _, a := range away {
			fmt.Printf("team %q: employee %s, %s\n", team, a.EmployeeID, a.Events[0].Kind)
		}
	}
	// Unordered output:
	// team "7": employee 1, leave
	// team "": employee 3, holiday
}

// The program stores the state after it has handled the changes.
func ExampleReader_Since() {
	srv := start()
	defer srv.Close()
	reader := absences.New(srv.Client())
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "absences.json")

	run := func() error {
		var state absences.State
		if text, err := os.ReadFile(file); err == nil {
			if err := json.Unmarshal(text, &state); err != nil {
				return err
			}
		}
		from, to := factorialhr.NewDate(2027, time.March, 1), factorialhr.NewDate(2027, time.March, 31)
		changes, state, err := reader.Since(context.Background(), state, from, to, absences.Query{})
		if err != nil {
			return err
		}
		for _, e := range changes.Came {
			fmt.Println("new", e.UID)
		}
		for _, g := range changes.Gone {
			fmt.Println("gone", g.UID, g.Reason)
		}
		text, err := json.Marshal(state)
		if err != nil {
			return err
		}
		return os.WriteFile(file, text, 0o600)
	}

	fmt.Println(run())
	_ = srv.Change("timeoff/leaves", "11", map[string]any{"approved": false})
	fmt.Println(run())
	// Output:
	// new leave-11@factorialhr
	// new holiday-4@factorialhr
	// <nil>
	// gone leave-11@factorialhr rejected
	// <nil>
}
