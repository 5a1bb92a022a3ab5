package ats_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/ats"
)

// A careers page shows the published postings and sends applications. Apply creates the candidate
// and the application together. Later, the application moves to the phase that means "hired":
// phases have free names, and each belongs to one of six fixed hiring stages.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"ats/job_postings": [
			{"id": "7", "title": "Welder", "status": "published", "hide_salary": true, "salary_from_amount_in_cents": 2600000},
			{"id": "8", "title": "Painter", "status": "draft"}],
		"ats/hiring_stages": [{"id": "1", "name": "new"}, {"id": "6", "name": "hired"}],
		"ats/application_phases": [
			{"id": "71", "ats_job_posting_id": "7", "name": "Inbox", "ats_hiring_stage_id": "1"},
			{"id": "72", "ats_job_posting_id": "7", "name": "Welcome!", "ats_hiring_stage_id": "6"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), ats.New(srv.Client())

	published := &ats.JobPostingListParams{Status: ats.JobPostingStatusPublished}
	postings, err := api.JobPostings.GetAll(ctx, published)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range postings {
		salary := "not shown"
		if from := p.SalaryFromAmountInCents; from != nil && !factorialhr.Deref(p.HideSalary) {
			salary = fmt.Sprintf("from %d", *from/100)
		}
		fmt.Printf("%s, salary %s\n", p.Title, salary)
	}

	application, err := api.Applications.Apply(ctx, ats.ApplicationApplyParams{
		ATSJobPostingID: postings[0].ID, FirstName: "Ada", LastName: "Falk", Email: "ada@example.com",
		Source: "careers page", ConsentToTalentPool: new(true),
	})
	if errors.Is(err, factorialhr.ErrOutcomeUnknown) {
		log.Fatal("look for a candidate with this address before you apply again: ", err)
	}
	if err != nil {
		log.Fatal(err)
	}

	stages, err := api.HiringStages.GetAll(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	names := map[factorialhr.ID]ats.HiringStageName{}
	for _, s := range stages {
		names[s.ID] = s.Name
	}
	phases := &ats.ApplicationPhaseListParams{ATSJobPostingIDs: []factorialhr.ID{application.ATSJobPostingID}}
	for phase, err := range api.ApplicationPhases.All(ctx, phases) {
		if err != nil {
			log.Fatal(err)
		}
		if names[phase.ATSHiringStageID] != ats.HiringStageNameHired {
			continue
		}
		// The move triggers the automations of the phase, which can mail the candidate.
		moved, err := api.Applications.MoveToPhase(ctx, application.ID, ats.ApplicationMoveToPhaseParams{ATSApplicationPhaseID: phase.ID})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("the application is in phase", phase.Name, moved.ATSApplicationPhaseID == phase.ID)
	}
	// Output:
	// Welder, salary not shown
	// the application is in phase Welcome! true
}
