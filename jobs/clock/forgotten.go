package clock

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
)

// Closed is a forgotten shift with its end.
type Closed struct {
	Shift attendance.Shift // as the server has it now
	End   time.Time        // the end that the shift has, or that the request asks for
	// Request asks to change the shift, if the credential may not edit it. The shift stays open
	// until a person decides. Nil means that the shift is closed.
	Request *attendance.EditTimesheetRequest
}

// CloseForgotten closes the open shifts that are of an earlier day and open for longer than
// LongestShift allows, and returns them: none if nothing was forgotten. With an end it closes every
// open shift of an earlier day.
//
// A shift ends at the given moment. If end is zero, it ends when the minutes that the server
// estimates for its day, minus the other shifts of the day, have passed since its beginning. They
// are real minutes, also in the night in which the clock changes. If there is no such estimate, or
// the shift is a break, the error is ErrNoEnd.
//
// If the credential may not edit shifts, CloseForgotten creates an edit timesheet request, unless
// one is pending for the shift. The open shift then still blocks In.
func (p *Person) CloseForgotten(ctx context.Context, at, end time.Time) ([]Closed, error) {
	unlock, err := p.lock(ctx)
	if err != nil {
		return nil, fmt.Errorf("clock: CloseForgotten: %w", err)
	}
	defer unlock()
	st, err := p.state(ctx, p.wall(at))
	if err != nil {
		return nil, fmt.Errorf("clock: CloseForgotten: %w", err)
	}
	var done []Closed
	for i := range st.open {
		s := &st.open[i]
		begin, _ := spanOf(s)
		if end.IsZero() && !p.forgotten(s, at) || sameDay(begin.from, p.wall(at)) {
			continue
		}
		c, err := p.closeShift(ctx, s, at, end)
		if err != nil {
			return done, fmt.Errorf("clock: CloseForgotten: %w", err)
		}
		done = append(done, *c)
	}
	return done, nil
}

func (p *Person) closeShift(ctx context.Context, s *attendance.Shift, at, end time.Time) (*Closed, error) {
	if end.IsZero() {
		var err error
		if end, err = p.estimatedEnd(ctx, s); err != nil {
			return nil, err
		}
	}
	begin, _ := spanOf(s)
	wall := toMinute(p.wall(end))
	switch {
	case !wall.After(begin.from):
		return nil, ErrOrder
	case end.After(at):
		return nil, fmt.Errorf("%w: the end lies in the future", ErrNoEnd)
	case wall.Sub(begin.from) >= 24*time.Hour:
		return nil, fmt.Errorf("%w: a shift ends within a day", ErrNoEnd)
	}
	changed, err := p.clock.attendance.Shifts.Update(ctx, s.ID, attendance.ShiftUpdateParams{ClockOut: factorialhr.Set(clockOf(wall))})
	if err == nil && changed.ID != "" {
		return &Closed{Shift: *changed, End: end}, nil
	}
	if err == nil {
		err = fmt.Errorf("the response has no id: %w", factorialhr.ErrOutcomeUnknown)
	}
	ended, lookErr := p.ended(ctx, s, errors.Is(err, factorialhr.ErrOutcomeUnknown))
	if lookErr != nil {
		return nil, fmt.Errorf("%w; the shift cannot be read: %w", err, lookErr)
	}
	if ended != nil {
		w, _ := spanOf(ended)
		return &Closed{Shift: *ended, End: p.moment(w.to)}, nil
	}
	if !errors.Is(err, factorialhr.ErrForbidden) && !errors.Is(err, factorialhr.ErrNotFound) {
		return nil, err
	}
	request, err := p.requestEnd(ctx, s, wall)
	if err != nil {
		return nil, err
	}
	return &Closed{Shift: *s, End: end, Request: request}, nil
}

// estimatedEnd returns the moment at which the minutes of the day are worked.
func (p *Person) estimatedEnd(ctx context.Context, s *attendance.Shift) (time.Time, error) {
	if isBreak(s) {
		return time.Time{}, fmt.Errorf("%w: it is a break", ErrNoEnd)
	}
	day := midnight(businessDay(s))
	estimates, err := p.estimates(ctx, day, day)
	if err != nil {
		return time.Time{}, err
	}
	list, err := p.shifts(ctx, day, day)
	if err != nil {
		return time.Time{}, err
	}
	left := time.Duration(estimates[dateOf(day).String()].Minutes * float64(time.Minute)).Round(time.Minute)
	for i := range list {
		if !isBreak(&list[i]) && !list[i].ClockOut.IsZero() {
			left -= time.Duration(list[i].Minutes) * time.Minute
		}
	}
	if left <= 0 {
		return time.Time{}, ErrNoEnd
	}
	return p.since(s).Add(left), nil
}

// ended reads a shift again. It returns nil if the shift is still open.
func (p *Person) ended(ctx context.Context, s *attendance.Shift, unknown bool) (*attendance.Shift, error) {
	_, found, err := p.look(ctx, unknown, midnight(businessDay(s)), func(st *state) *attendance.Shift {
		for i := range st.shifts {
			if same(&st.shifts[i], s) && !st.shifts[i].ClockOut.IsZero() {
				return &st.shifts[i]
			}
		}
		return nil
	})
	return found, err
}

// requestEnd asks for the end of a shift, unless a pending request does.
func (p *Person) requestEnd(ctx context.Context, s *attendance.Shift, end time.Time) (*attendance.EditTimesheetRequest, error) {
	pending, err := p.pendingRequest(ctx, s)
	if err != nil || pending != nil {
		return pending, err
	}
	request, err := p.clock.attendance.EditTimesheetRequests.Create(ctx, attendance.EditTimesheetRequestCreateParams{
		EmployeeID: p.ID, RequestType: attendance.EditTimesheetRequestRequestTypeUpdateShift, AttendanceShiftID: s.ID,
		Date: dayOf(s), ReferenceDate: businessDay(s), ClockIn: s.ClockIn, ClockOut: clockOf(end), Workable: s.Workable,
		WorkplaceID: s.WorkplaceID, TimeSettingsBreakConfigurationID: s.TimeSettingsBreakConfigurationID,
		LocationType: attendance.EditTimesheetRequestLocationType(s.LocationType), Observations: s.Observations,
		Reason: "The shift was not closed.",
	})
	if err == nil && request.ID != "" {
		return request, nil
	}
	if err == nil {
		err = fmt.Errorf("the response has no id: %w", factorialhr.ErrOutcomeUnknown)
	}
	if !errors.Is(err, factorialhr.ErrOutcomeUnknown) {
		return nil, err
	}
	for _, pause := range pauses {
		lookErr := sleep(ctx, pause)
		if lookErr == nil {
			pending, lookErr = p.pendingRequest(ctx, s)
		}
		if lookErr != nil {
			return nil, fmt.Errorf("%w; the requests cannot be read: %w", err, lookErr)
		}
		if pending != nil {
			return pending, nil
		}
	}
	return nil, err
}

// pendingRequest returns an undecided request about a shift.
func (p *Person) pendingRequest(ctx context.Context, s *attendance.Shift) (*attendance.EditTimesheetRequest, error) {
	list, err := read(p.clock.attendance.EditTimesheetRequests.Pages(ctx, &attendance.EditTimesheetRequestListParams{
		EmployeeIDs: []factorialhr.ID{p.ID}, ShiftID: s.ID, Pending: new(true),
	}), "approved", "attendance_shift_id", "request_type")
	if err != nil {
		return nil, err
	}
	for i := range list {
		r := &list[i]
		if r.AttendanceShiftID == s.ID && r.Approved == nil && r.RequestType == attendance.EditTimesheetRequestRequestTypeUpdateShift {
			return r, nil
		}
	}
	return nil, nil
}
