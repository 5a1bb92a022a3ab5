package clock

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
)

// read collects the records of a list. A record whose deciding field does not decode is an error: a
// shift without its end would look open.
func read[T any](pages iter.Seq2[*factorialhr.Page[T], error], deciding ...string) ([]T, error) {
	var list []T
	for page, err := range pages {
		if err != nil {
			return nil, err
		}
		for _, m := range page.Mismatches {
			field := m.Pointer[strings.LastIndex(m.Pointer, "/")+1:]
			if !m.Kept && slices.Contains(deciding, field) {
				return nil, fmt.Errorf("%w: %s", ErrUnreadable, field)
			}
		}
		list = append(list, page.Data...)
	}
	return list, nil
}

// shifts reads the shifts of the person whose reference date lies between two days, oldest first.
func (p *Person) shifts(ctx context.Context, from, to time.Time) ([]attendance.Shift, error) {
	list, err := read(p.clock.attendance.Shifts.Pages(ctx, &attendance.ShiftListParams{
		EmployeeIDs: []factorialhr.ID{p.ID}, StartOn: dateOf(from), EndOn: dateOf(to),
	}), "id", "employee_id", "date", "reference_date", "clock_in", "clock_out", "workable", "minutes")
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(s attendance.Shift) bool { return s.EmployeeID != p.ID })
	for i := range list {
		s := &list[i]
		if odd(s.Date) || odd(s.ReferenceDate) || odd(s.ClockIn) || odd(s.ClockOut) {
			return nil, fmt.Errorf("%w: the times of a shift", ErrUnreadable)
		}
	}
	slices.SortStableFunc(list, func(a, b attendance.Shift) int {
		x, _ := spanOf(&a)
		y, _ := spanOf(&b)
		return x.from.Compare(y.from)
	})
	return list, nil
}

// state is what the server knows about a person around a moment.
type state struct {
	shifts []attendance.Shift // of the days around the moment, and the open ones of any day
	open   []attendance.Shift // oldest first
}

// latest returns the shift that a punch ends, nil if none is open.
func (s *state) latest() *attendance.Shift {
	if len(s.open) == 0 {
		return nil
	}
	return &s.open[len(s.open)-1]
}

// state reads the shifts of the days around a wall time, and the open shifts of all days. The list
// of open shifts may still have a shift that is closed; where the two lists differ, the shift
// decides.
func (p *Person) state(ctx context.Context, wall time.Time) (*state, error) {
	list, err := p.shifts(ctx, wall.AddDate(0, 0, -2), wall.AddDate(0, 0, 1))
	if err != nil {
		return nil, err
	}
	open, err := read(p.clock.attendance.OpenShifts.Pages(ctx, &attendance.OpenShiftListParams{EmployeeIDs: []factorialhr.ID{p.ID}}),
		"id", "employee_id", "date", "reference_date", "clock_in", "clock_out", "workable", "status")
	if err != nil {
		return nil, err
	}
	var older []attendance.Shift
	for _, o := range open {
		s := fromOpen(o)
		known := slices.ContainsFunc(list, func(k attendance.Shift) bool { return same(&k, &s) })
		if o.EmployeeID != p.ID || o.Status == attendance.OpenShiftStatusClosed || !o.ClockOut.IsZero() || known {
			continue
		}
		if _, ok := spanOf(&s); !ok {
			return nil, fmt.Errorf("%w: the times of an open shift", ErrUnreadable)
		}
		older = append(older, s)
	}
	st := &state{shifts: append(older, list...)}
	for _, s := range st.shifts {
		if s.ClockOut.IsZero() && !s.ClockIn.IsZero() {
			st.open = append(st.open, s)
		}
	}
	return st, nil
}

// same reports whether two records are one shift. The API does not say that both lists use the same
// ids, so the beginning counts too.
func same(a, b *attendance.Shift) bool {
	x, okX := spanOf(a)
	y, okY := spanOf(b)
	return a.ID != "" && a.ID == b.ID || okX && okY && x.from.Equal(y.from)
}

// fromOpen returns the shift of an open shift. Of its clock_in only the time counts.
func fromOpen(o attendance.OpenShift) attendance.Shift {
	s := attendance.Shift{
		ID: o.ID, EmployeeID: o.EmployeeID, Date: o.Date, ReferenceDate: o.ReferenceDate, Workable: new(o.Workable),
		WorkplaceID: o.WorkplaceID, TimeSettingsBreakConfigurationID: o.TimeSettingsBreakConfigurationID,
	}
	if o.ClockIn.Valid() && !o.ClockIn.IsZero() {
		t := o.ClockIn.Time()
		s.ClockIn = factorialhr.NewTimeOfDay(t.Hour(), t.Minute(), t.Second())
	}
	return s
}

// odd reports whether a value is there and cannot be read.
func odd(v interface {
	IsZero() bool
	Valid() bool
}) bool {
	return !v.IsZero() && !v.Valid()
}
