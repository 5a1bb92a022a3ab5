package performance_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/performance"
)

// The reviewers who have not finished their evaluations of a running review. This domain names
// people by access id, which is the key of the login: employees translates it.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"employees/employees": [
			{"id": "12", "access_id": "700012", "full_name": "Ada Falk"},
			{"id": "13", "access_id": "700013", "full_name": "Bo Serra"}],
		"performance/review_processes": [
			{"id": "1", "name": "Spring", "status": "finished"}, {"id": "2", "name": "Autumn", "status": "active"}],
		"performance/review_evaluations": [
			{"id": "21", "performance_review_process_id": "2", "evaluation_type": "self", "target_access_id": "700012", "reviewer_access_id": "700012", "published": true},
			{"id": "22", "performance_review_process_id": "2", "evaluation_type": "manager", "target_access_id": "700012", "reviewer_access_id": "700013", "published": false}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, client := context.Background(), srv.Client()
	reviews := performance.New(client)

	var running []factorialhr.ID
	for p, err := range reviews.ReviewProcesses.All(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		if p.Status == performance.ReviewProcessStatusActive && !p.Archived {
			running = append(running, p.ID)
		}
	}
	if len(running) == 0 {
		return // an empty filter would select the evaluations of all processes
	}
	open, err := reviews.ReviewEvaluations.GetAll(ctx, &performance.ReviewEvaluationListParams{
		PerformanceReviewProcessIDs: running, Published: new(false),
	})
	if err != nil {
		log.Fatal(err)
	}
	var accesses []factorialhr.ID
	for _, e := range open {
		accesses = append(accesses, e.TargetAccessID, e.ReviewerAccessID)
	}
	if len(accesses) == 0 {
		return
	}
	names := map[factorialhr.ID]string{}
	for e, err := range employees.New(client).Employees.All(ctx, &employees.EmployeeListParams{AccessIDs: accesses}) {
		if err != nil {
			log.Fatal(err)
		}
		names[e.AccessID] = e.FullName
	}
	for _, e := range open {
		fmt.Printf("%s has not finished the %s review of %s\n", names[e.ReviewerAccessID], e.EvaluationType, names[e.TargetAccessID])
	}
	// Output:
	// Bo Serra has not finished the manager review of Ada Falk
}
