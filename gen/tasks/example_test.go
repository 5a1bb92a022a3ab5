package tasks_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/tasks"
)

// The tasks of a joiner's first week: they are assigned, a file is attached, and one is done.
// Assignees are access ids, not employee ids.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"employees/employees": [{"id": "12", "access_id": "700012", "full_name": "Ada Falk"}],
		"tasks/tasks": []
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, client := context.Background(), srv.Client()
	board := tasks.New(client)

	joiner, err := employees.New(client).Employees.Get(ctx, "12")
	if err != nil {
		log.Fatal(err)
	}
	var first factorialhr.ID
	for _, name := range []string{"Sign the contract", "Collect the laptop"} {
		task, err := board.Tasks.Create(ctx, tasks.TaskCreateParams{
			Name: name, Status: tasks.TaskStatusTodo,
			AssigneeIDs: []factorialhr.ID{joiner.AccessID},
			DueOn:       factorialhr.NewDate(2026, time.December, 4),
		})
		if err != nil {
			log.Fatal(err)
		}
		if first.IsZero() {
			first = task.ID
		}
	}
	_, err = board.TaskFiles.Create(ctx, tasks.TaskFileCreateParams{
		TaskID: first,
		File:   factorialhr.FileFromBytes("contract.pdf", []byte("%PDF-1.7")),
	})
	if err != nil {
		log.Fatal(err)
	}
	_, err = board.Tasks.Update(ctx, first, tasks.TaskUpdateParams{Status: factorialhr.Set(tasks.TaskStatusDone)})
	if err != nil {
		log.Fatal(err)
	}
	for t, err := range board.Tasks.All(ctx, &tasks.TaskListParams{AssigneeID: joiner.AccessID}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %s, due %s\n", t.Name, t.Status, t.DueOn)
	}
	// Output:
	// Sign the contract: done, due 2026-12-04
	// Collect the laptop: todo, due 2026-12-04
}
