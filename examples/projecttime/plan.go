package main

import (
	"context"
	"fmt"

	"github.com/factorialhr-go/factorialhr"
	pm "github.com/factorialhr-go/factorialhr/gen/projectmanagement"
)

// action is what a step does.
type action string

const (
	keep   action = "keep"
	create action = "create"
	change action = "change"
	remove action = "remove"
	leave  action = "leave" // to a person
)

// step is the difference of one line.
type step struct {
	line
	action action
	worker factorialhr.ID // empty if the employee has no seat in the project yet
	record factorialhr.ID // of change and remove
	had    int            // minutes
	shifts int            // the part of had that follows shifts
	reason string         // of leave
}

func (s step) String() string {
	text := fmt.Sprintf("%-6s %s employee %s project %s: %d -> %d minutes", s.action, s.on, s.employee, s.project, s.had, s.minutes)
	switch {
	case s.action == leave:
		return fmt.Sprintf("%-6s %s employee %s project %s: %s", s.action, s.on, s.employee, s.project, s.reason)
	case s.action == create && s.worker == "":
		return text + ", with a seat in the project"
	}
	return text
}

// target returns the minutes of the record that the step writes: what shifts do not book already.
func (s step) target() int { return s.minutes - s.shifts }

// plan compares the lines with the server and writes nothing.
func plan(ctx context.Context, client *factorialhr.Client, lines []line) ([]step, error) {
	f, err := readFacts(ctx, pm.New(client), lines)
	if err != nil {
		return nil, err
	}
	steps := make([]step, len(lines))
	for i, l := range lines {
		steps[i] = f.compare(l)
	}
	return steps, nil
}

// compare plans one line.
func (f *facts) compare(l line) step {
	s := step{line: l, action: leave}
	workers := f.workers[seat{l.employee, l.project}]
	switch p, ok := f.projects[l.project]; {
	case !ok:
		s.reason = "the project does not exist, or the credential may not see it"
		return s
	case p.Status != pm.ProjectStatusActive:
		s.reason = "the project is not active"
		return s
	case p.RestrictBookingByPhase != nil && *p.RestrictBookingByPhase:
		s.reason = "the project takes time only on phases"
		return s
	case len(workers) > 1:
		s.reason = "the employee has several seats in the project"
		return s
	}
	var plain []pm.TimeRecord // records that this program may change
	others := 0
	if len(workers) == 1 {
		s.worker = workers[0].ID
		if len(f.records[booking{worker: s.worker}]) > 0 {
			s.reason = "a record of the employee has no date, or the credential may not see it"
			return s
		}
		for _, r := range f.records[booking{s.worker, l.on}] {
			if r.ImputedMinutes == nil {
				s.reason = "a record has no minutes, or the credential may not see them"
				return s
			}
			s.had += *r.ImputedMinutes
			switch {
			case r.AttendanceShiftID != "": // its minutes follow the shift
				s.shifts += *r.ImputedMinutes
			case r.SubprojectID != "" || r.ProjectTaskID != "":
				others++
			default:
				plain = append(plain, r)
			}
		}
	}
	switch {
	case s.had == l.minutes:
		s.action = keep
	case s.worker != "" && !workers[0].Assigned:
		s.reason = "the employee can no longer book on the project"
	case s.shifts > l.minutes:
		s.reason = fmt.Sprintf("shifts already book %d minutes, and the file has %d", s.shifts, l.minutes)
	case others > 0 || len(plain) > 1:
		s.reason = "the day has several records, or records on a phase or a task"
	case len(plain) == 0:
		s.action = create
	case l.minutes == s.shifts:
		s.action, s.record = remove, plain[0].ID
	default:
		s.action, s.record = change, plain[0].ID
	}
	return s
}
