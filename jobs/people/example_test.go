package people_test

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/people"
)

// A nightly run compares the people of today with the snapshot of yesterday.
func Example() {
	ctx := context.Background()
	srv, client := exampleCompany()
	defer srv.Close()
	today := factorialhr.NewDate(2026, time.October, 15)

	yesterday, err := people.Read(ctx, client, today)
	if err != nil {
		fmt.Println(err)
		return
	}
	file, _ := json.Marshal(yesterday) // store it

	// HR is at work: one person leaves, another gets a new manager.
	srv.Change("employees/employees", "3", map[string]any{"terminated_on": "2026-10-15"})
	srv.Change("employees/employees", "4", map[string]any{"manager_id": "2"})

	var before people.Snapshot
	if err := json.Unmarshal(file, &before); err != nil {
		fmt.Println(err)
		return
	}
	now, err := people.Read(ctx, client, factorialhr.NewDate(2026, time.October, 16))
	if err != nil {
		fmt.Println(err)
		return
	}
	changes, err := people.Compare(&before, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range changes.Left {
		fmt.Println("close the account of", c.Before.LoginEmail, "because of", c.Reason)
	}
	for _, c := range changes.Moved {
		for _, d := range c.Fields {
			fmt.Println(c.After.LoginEmail, "has another", d.Field)
		}
	}
	fmt.Println(changes)
	// Output:
	// close the account of rafa.costa3@example.com because of terminated
	// emre.kovac4@example.com has another manager
	// 0 joined, 1 moved, 1 left, 0 planned, 0 unclear
}

// Accounts of another system meet the people who are employed.
func ExampleMatch() {
	srv, client := exampleCompany()
	defer srv.Close()
	now, err := people.Read(context.Background(), client, factorialhr.NewDate(2026, time.October, 15))
	if err != nil {
		fmt.Println(err)
		return
	}
	type account struct{ login, mail, number string }
	accounts := []account{{login: "first", number: "e1"}, {login: "robot", mail: "robot@example.com"}}

	m := people.Match(now.Employed(), accounts,
		people.ByLoginEmail(func(a account) string { return a.mail }),
		people.ByCompanyIdentifier(func(a account) string { return a.number }))
	for _, p := range m.Pairs {
		fmt.Println("employee", p.Person.ID, "has the account", p.Other.login, "by", p.Keys)
	}
	for _, r := range m.Review {
		if r.Reason == people.OnlyOther {
			fmt.Println("nobody has the account", r.Others[0].login)
		}
	}
	// Output:
	// employee 1 has the account first by [company_identifier]
	// nobody has the account robot
}

func exampleCompany() (*factorialtest.Server, *factorialhr.Client) {
	day := time.Date(2026, time.October, 15, 9, 0, 0, 0, time.UTC)
	srv, err := factorialtest.Start(factorialtest.Seed(6), factorialtest.InMemory(), factorialtest.At(day))
	if err != nil {
		panic(err)
	}
	return srv, srv.Client()
}
