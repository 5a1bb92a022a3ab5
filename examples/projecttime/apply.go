package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/factorialhr-go/factorialhr"
	pm "github.com/factorialhr-go/factorialhr/gen/projectmanagement"
)

// do makes the changes and returns their number. It stops at the first failure: what it did is what
// the next run finds. The client never repeats a call that may have taken effect.
func do(ctx context.Context, client *factorialhr.Client, steps []step) (done int, err error) {
	api := pm.New(client)
	created := make(map[seat]factorialhr.ID)
	for _, s := range steps {
		if s.action == keep || s.action == leave {
			continue
		}
		if err := s.do(ctx, api, created); err != nil {
			return done, fmt.Errorf("%s of %s, after %d changes; run the command again: %w", s.action, s.on, done, err)
		}
		done++
	}
	return done, nil
}

func (s step) do(ctx context.Context, api *pm.Client, created map[seat]factorialhr.ID) (err error) {
	switch s.action {
	case remove:
		_, err = api.TimeRecords.Delete(ctx, s.record)
		return err
	case change:
		// An item with only an id deletes the record, so the item names everything.
		minutes := s.target()
		_, err = api.TimeRecords.BulkProcess(ctx, pm.TimeRecordBulkProcessParams{Items: []pm.TimeRecordItemInput{{
			TimeRecordID: s.record, ProjectWorkerID: s.worker, Date: s.on, ImputedMinutes: &minutes,
		}}})
		return err
	}
	// The seat has to exist before the time.
	at := seat{s.employee, s.project}
	if s.worker == "" {
		s.worker = created[at]
	}
	if s.worker == "" {
		w, err := api.ProjectWorkers.Create(ctx, pm.ProjectWorkerCreateParams{ProjectID: s.project, EmployeeID: s.employee})
		if err != nil {
			return err
		}
		if w.ID == "" {
			return errors.New("the response to a new project worker has no id")
		}
		created[at], s.worker = w.ID, w.ID
	}
	minutes := s.target()
	_, err = api.TimeRecords.Create(ctx, pm.TimeRecordCreateParams{ProjectWorkerID: s.worker, Date: s.on, ImputedMinutes: &minutes})
	return err
}
