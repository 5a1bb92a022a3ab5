package teams_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/teams"
)

// A directory decides who is in a team. The program compares it with the memberships and changes
// only the difference, so it can run again at any time.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"teams/teams": [{"id": "3", "name": "Workshop", "employee_ids": ["12", "13"], "lead_ids": ["12"]}],
		"teams/memberships": [
			{"id": "31", "team_id": "3", "employee_id": "12", "lead": true},
			{"id": "32", "team_id": "3", "employee_id": "13", "lead": false}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), teams.New(srv.Client())
	wanted := map[factorialhr.ID]bool{"12": false, "14": true} // whether the employee leads

	members, err := api.Memberships.GetAll(ctx, &teams.MembershipListParams{TeamIDs: []factorialhr.ID{"3"}})
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range members {
		lead, stays := wanted[m.EmployeeID]
		delete(wanted, m.EmployeeID)
		switch {
		case !stays: // also removes the employee from the teams below, if the membership comes from them
			_, err = api.Memberships.Delete(ctx, m.ID)
			fmt.Println("left: employee", m.EmployeeID)
		case m.Lead != lead:
			_, err = api.Memberships.Update(ctx, m.ID, teams.MembershipUpdateParams{Lead: factorialhr.Set(lead)})
			fmt.Println("changed: employee", m.EmployeeID)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	for employee, lead := range wanted {
		_, err := api.Memberships.Create(ctx, teams.MembershipCreateParams{TeamID: "3", EmployeeID: employee, Lead: &lead})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("joined: employee", employee)
	}
	// Output:
	// changed: employee 12
	// left: employee 13
	// joined: employee 14
}
