package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/employees"
)

// atOnce limits the employees of one request, so that its URL stays short.
const atOnce = 50

// report holds the lines of a month, by employee.
type report struct {
	client *factorialhr.Client
	first  time.Time // the first day of the month
	lines  map[factorialhr.ID]*line
}

// read fills the report. Nil ids select the employees who were employed in the month.
func (r *report) read(ctx context.Context, ids []factorialhr.ID) error {
	if ids == nil {
		var err error
		if ids, err = r.employed(ctx); err != nil {
			return err
		}
	}
	for _, id := range ids { // an employee of whom the server knows nothing has a line too
		r.lines[id] = &line{
			employee: id, planned: make(map[factorialhr.Date]float64), worked: make(map[factorialhr.Date]float64), pools: make(map[int]float64),
		}
	}
	for some := range slices.Chunk(ids, atOnce) {
		if err := r.readPlan(ctx, some); err != nil {
			return err
		}
		if err := r.readWork(ctx, some); err != nil {
			return err
		}
	}
	return nil
}

func (r *report) period() (first, last factorialhr.Date) {
	end := r.first.AddDate(0, 1, -1)
	return factorialhr.NewDate(r.first.Date()), factorialhr.NewDate(end.Date())
}

// employed returns the employees who did not leave before the month. It does not look at active,
// which means access to the product.
func (r *report) employed(ctx context.Context) ([]factorialhr.ID, error) {
	var ids []factorialhr.ID
	for e, err := range employees.New(r.client).Employees.All(ctx, nil) {
		if err != nil {
			return nil, err
		}
		if e.TerminatedOn.IsZero() || !e.TerminatedOn.Time().Before(r.first) {
			ids = append(ids, e.ID)
		}
	}
	if len(ids) == 0 {
		return nil, errors.New("no employees: check the permissions and the environment of the credential")
	}
	return ids, nil
}

// readPlan adds the estimated times. The list has 100 records a page, so a month of a team takes
// several pages; Pages reads all of them.
func (r *report) readPlan(ctx context.Context, ids []factorialhr.ID) error {
	first, last := r.period()
	params := &attendance.EstimatedTimeListParams{StartOn: first, EndOn: last, EmployeeIDs: ids, Limit: 100}
	for page, err := range attendance.New(r.client).EstimatedTimes.Pages(ctx, params, factorialhr.KeepRaw()) {
		if err != nil {
			return err
		}
		if err := readable(page.Mismatches); err != nil {
			return err
		}
		raw := page.RawData()
		for i, plan := range page.Data {
			l, err := r.line(plan.EmployeeID, plan.Date, ids)
			if err != nil {
				return fmt.Errorf("attendance/estimated_times: %w", err)
			}
			known, err := present(raw, i, "minutes", "time_unit", "source")
			if err != nil {
				return err
			}
			if err := l.plan(&plan, known); err != nil {
				return fmt.Errorf("attendance/estimated_times: %w", err)
			}
		}
	}
	return nil
}

// readWork adds the worked times.
func (r *report) readWork(ctx context.Context, ids []factorialhr.ID) error {
	first, last := r.period()
	params := &attendance.WorkedTimeListParams{StartOn: first, EndOn: last, EmployeeIDs: ids, Limit: 100}
	for page, err := range attendance.New(r.client).WorkedTimes.Pages(ctx, params, factorialhr.KeepRaw()) {
		if err != nil {
			return err
		}
		if err := readable(page.Mismatches); err != nil {
			return err
		}
		raw := page.RawData()
		for i, day := range page.Data {
			l, err := r.line(day.EmployeeID, day.Date, ids)
			if err != nil {
				return fmt.Errorf("attendance/worked_times: %w", err)
			}
			known, err := present(raw, i, "minutes", "tracked_minutes", "pending_minutes", "time_unit", "worked_time_blocks")
			if err != nil {
				return err
			}
			for k := range day.WorkedTimeBlocks {
				block, err := present(raw, i, fmt.Sprintf("worked_time_blocks/%d/workable", k),
					fmt.Sprintf("worked_time_blocks/%d/equivalent_minutes_in_cents", k))
				if err != nil {
					return err
				}
				known = known && block
			}
			if err := l.work(&day, known); err != nil {
				return fmt.Errorf("attendance/worked_times: %w", err)
			}
		}
	}
	return nil
}

// line returns the line of an employee. A record outside the question means that the server ignored
// a filter, so its sums would be wrong.
func (r *report) line(id factorialhr.ID, on factorialhr.Date, asked []factorialhr.ID) (*line, error) {
	first, last := r.period()
	if !slices.Contains(asked, id) || on.IsZero() || on.Time().Before(first.Time()) || on.Time().After(last.Time()) {
		return nil, errors.New("the server returned a record of another employee or another month, or without a date")
	}
	return r.lines[id], nil
}

// present reports whether a record has all of these values. A credential that may not see a value
// receives null, which would look like 0.
func present(raw []byte, record int, names ...string) (bool, error) {
	for _, name := range names {
		p, err := factorialhr.PresenceOf(raw, fmt.Sprintf("/%d/%s", record, name))
		if err != nil {
			return false, err
		}
		if p == factorialhr.Absent || p == factorialhr.IsNull {
			return false, nil
		}
	}
	return true, nil
}

// readable returns an error if a value has another type and its field is therefore zero.
func readable(mismatches []factorialhr.Mismatch) error {
	var lost []string
	for _, m := range mismatches {
		if !m.Kept {
			lost = append(lost, m.Pointer)
		}
	}
	if len(lost) > 0 {
		return fmt.Errorf("the response has values of another type: %s", strings.Join(lost, ", "))
	}
	return nil
}
