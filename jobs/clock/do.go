package clock

import (
	"context"
	"errors"
	"fmt"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
)

// Do creates the missing shifts of a plan, oldest first, and returns those that it created. It
// reads the shifts first and leaves out what the server has, so doing a plan twice changes nothing.
// Do does not read the other facts again, so a leave that came after Fill needs a new plan.
//
// If the server refuses a shift (404, 409 or 422) or another shift overlaps, Do continues with the
// next one and returns the errors joined, each with its day. Any other failure ends it. Call Do, or
// Fill, again for the rest.
func (plan *Plan) Do(ctx context.Context) (created []attendance.Shift, err error) {
	p := plan.person
	if p == nil || len(plan.Days) == 0 {
		return nil, nil
	}
	unlock, err := p.lock(ctx)
	if err != nil {
		return nil, fmt.Errorf("clock: Do: %w", err)
	}
	defer unlock()
	first, last := plan.Days[0].Date, plan.Days[0].Date
	for _, d := range plan.Days {
		if d.Date.Compare(first) < 0 {
			first = d.Date
		}
		if d.Date.Compare(last) > 0 {
			last = d.Date
		}
	}
	there, err := p.shifts(ctx, midnight(first).AddDate(0, 0, -1), midnight(last).AddDate(0, 0, 1))
	if err != nil {
		return nil, fmt.Errorf("clock: Do: %w", err)
	}
	var refusals []error
	for _, d := range plan.Days {
		for _, i := range d.Missing {
			shift, err := p.create(ctx, d.Date, i, there)
			if err != nil {
				refusals = append(refusals, fmt.Errorf("clock: Do: %s: %w", d.Date, err))
				if !isRefusal(err) {
					return created, errors.Join(refusals...)
				}
			}
			if shift != nil {
				created = append(created, *shift)
				there = append(there, *shift)
			}
		}
	}
	return created, errors.Join(refusals...)
}

// isRefusal reports whether an error concerns one shift only.
func isRefusal(err error) bool {
	return errors.Is(err, ErrOverlap) || errors.Is(err, factorialhr.ErrConflict) ||
		errors.Is(err, factorialhr.ErrUnprocessable) || errors.Is(err, factorialhr.ErrNotFound)
}

// create creates one shift. It returns nil without an error if the server has the shift.
func (p *Person) create(ctx context.Context, day factorialhr.Date, i Interval, there []attendance.Shift) (*attendance.Shift, error) {
	want, ok := i.wallSpan(day)
	if !ok {
		return nil, fmt.Errorf("%w: an interval of the plan", factorialhr.ErrInvalidRequest)
	}
	for k := range there {
		w, ok := spanOf(&there[k])
		switch {
		case !ok:
		case w == want && isBreak(&there[k]) == i.Break:
			return nil, nil
		case w.to.IsZero() && w.from.Before(want.to), w.overlaps(want):
			return nil, ErrOverlap
		}
	}
	shift, err := p.clock.attendance.Shifts.Create(ctx, attendance.ShiftCreateParams{
		EmployeeID: p.ID, Date: day, ReferenceDate: day, ClockIn: i.From, ClockOut: i.To,
		Workable: new(!i.Break), Source: attendance.ShiftSourceAPI,
	})
	if err == nil && shift.ID != "" {
		return complete(shift, p, day, i), nil
	}
	unknown := err == nil || errors.Is(err, factorialhr.ErrOutcomeUnknown)
	if !unknown && !errors.Is(err, factorialhr.ErrConflict) {
		return nil, err
	}
	if err == nil {
		err = fmt.Errorf("the response has no id: %w", factorialhr.ErrOutcomeUnknown)
	}
	for _, pause := range pauses {
		lookErr := sleep(ctx, pause)
		var list []attendance.Shift
		if lookErr == nil {
			list, lookErr = p.shifts(ctx, want.from.AddDate(0, 0, -1), want.from.AddDate(0, 0, 1))
		}
		if lookErr != nil {
			return nil, fmt.Errorf("%w; the shifts cannot be read: %w", err, lookErr)
		}
		for k := range list {
			if w, ok := spanOf(&list[k]); ok && w == want && isBreak(&list[k]) == i.Break {
				return &list[k], nil
			}
		}
	}
	return nil, err
}

// complete sets what the response to a creation may lack, so that the shift takes its place among
// those of the day.
func complete(s *attendance.Shift, p *Person, day factorialhr.Date, i Interval) *attendance.Shift {
	if _, ok := spanOf(s); !ok || s.ClockOut.IsZero() {
		s.EmployeeID, s.Date, s.ReferenceDate, s.ClockIn, s.ClockOut = p.ID, day, day, i.From, i.To
	}
	return s
}
