package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/factorialhr-go/factorialhr"
	pm "github.com/factorialhr-go/factorialhr/gen/projectmanagement"
)

// atOnce limits the ids of one request, so that its URL stays short.
const atOnce = 50

type seat struct{ employee, project factorialhr.ID }

type booking struct {
	worker factorialhr.ID
	on     factorialhr.Date
}

// facts is what the server has.
type facts struct {
	projects map[factorialhr.ID]pm.Project
	workers  map[seat][]pm.ProjectWorker
	records  map[booking][]pm.TimeRecord
}

// readFacts reads the projects of the lines, the seats in them, and the time booked on the seats.
// Pages may overlap, so each record counts once.
func readFacts(ctx context.Context, api *pm.Client, lines []line) (*facts, error) {
	f := &facts{make(map[factorialhr.ID]pm.Project), make(map[seat][]pm.ProjectWorker), make(map[booking][]pm.TimeRecord)}
	var ids, seats []factorialhr.ID
	for _, l := range lines {
		ids = append(ids, l.project)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	seen := make(map[factorialhr.ID]bool)
	for some := range slices.Chunk(ids, atOnce) {
		for page, err := range api.Projects.Pages(ctx, &pm.ProjectListParams{IDs: some}) {
			if err := usable(page, err); err != nil {
				return nil, err
			}
			for _, p := range page.Data {
				f.projects[p.ID] = p
			}
		}
		for page, err := range api.ProjectWorkers.Pages(ctx, &pm.ProjectWorkerListParams{ProjectIDs: some}) {
			if err := usable(page, err); err != nil {
				return nil, err
			}
			for _, w := range page.Data {
				if w.ID == "" || w.EmployeeID == "" || w.ProjectID == "" {
					return nil, errors.New("a project worker has no id, employee or project: check the permissions")
				}
				if !seen[w.ID] {
					seen[w.ID] = true
					seats = append(seats, w.ID)
					at := seat{w.EmployeeID, w.ProjectID}
					f.workers[at] = append(f.workers[at], w)
				}
			}
		}
	}
	clear(seen)
	for some := range slices.Chunk(seats, atOnce) {
		for page, err := range api.TimeRecords.Pages(ctx, &pm.TimeRecordListParams{ProjectWorkerIDs: some}) {
			if err := usable(page, err); err != nil {
				return nil, err
			}
			for _, r := range page.Data {
				if r.ID == "" || !slices.Contains(some, r.ProjectWorkerID) {
					return nil, errors.New("a time record has no id, or belongs to a worker that was not asked for")
				}
				if r.Date.IsZero() && !r.ClockIn.IsZero() {
					r.Date = factorialhr.NewDate(r.ClockIn.Time().Date()) // wall time of the workplace
				}
				if !seen[r.ID] {
					seen[r.ID] = true
					at := booking{r.ProjectWorkerID, r.Date}
					f.records[at] = append(f.records[at], r)
				}
			}
		}
	}
	return f, nil
}

// usable returns err, or an error if a value of the page has another type: its field is empty, and
// a record without its day or its worker would be booked a second time.
func usable[T any](page *factorialhr.Page[T], err error) error {
	if err != nil {
		return err
	}
	for _, m := range page.Mismatches {
		if !m.Kept {
			return fmt.Errorf("the response has a value of another type at %s", m.Pointer)
		}
	}
	return nil
}
