package clock

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
)

// Kind is what a punch does.
type Kind string

// The kinds of punch.
const (
	In         Kind = "in"
	Out        Kind = "out"
	BreakStart Kind = "break_start"
	BreakEnd   Kind = "break_end"
)

// Punch is a punch with what the server records about it. Only Kind and At are required.
type Punch struct {
	Kind Kind      `json:"kind"`
	At   time.Time `json:"at"`
	// Observations is free text on the shift.
	Observations string `json:"observations,omitzero"`
	// LocationType and WorkplaceID tell where the person works. Only In sends them.
	LocationType attendance.ShiftLocationType `json:"location_type,omitzero"`
	WorkplaceID  factorialhr.ID               `json:"workplace_id,omitzero"` // the ID of a locations.Location
	// BreakConfigurationID is the kind of the break. Only BreakStart sends it.
	BreakConfigurationID factorialhr.ID `json:"break_configuration_id,omitzero"` // the ID of a timesettings.BreakConfiguration
	// ProjectWorkerID books the time to the project of a projectmanagement.ProjectWorker. In and
	// BreakEnd send it.
	ProjectWorkerID factorialhr.ID `json:"project_worker_id,omitzero"`
}

// Punched is the result of a punch.
type Punched struct {
	// Shift is the shift that Out closed, or that any other punch opened.
	Shift attendance.Shift
	// Sent is false if the server had the punch already, so that the call sent nothing.
	Sent bool
	// Ambiguous means that the wall time of the punch comes twice on this day, because summer time
	// ends. The server has no zone, so it may count an hour too many or too few. Check the shift.
	Ambiguous bool
}

// In clocks the person in at a moment. While a shift is open the error is ErrOpenShift.
func (p *Person) In(ctx context.Context, at time.Time) (*Punched, error) {
	return p.Punch(ctx, Punch{Kind: In, At: at})
}

// Out clocks the person out at a moment, also during a break. If the shift began too long ago the
// error is ErrForgotten.
func (p *Person) Out(ctx context.Context, at time.Time) (*Punched, error) {
	return p.Punch(ctx, Punch{Kind: Out, At: at})
}

// BreakStart starts a break at a moment. The break is a shift that is not workable.
func (p *Person) BreakStart(ctx context.Context, at time.Time) (*Punched, error) {
	return p.Punch(ctx, Punch{Kind: BreakStart, At: at})
}

// BreakEnd ends a break at a moment. Work continues as a new shift.
func (p *Person) BreakEnd(ctx context.Context, at time.Time) (*Punched, error) {
	return p.Punch(ctx, Punch{Kind: BreakEnd, At: at})
}

// Punch sends a punch, unless the server has it already: a shift that shows its kind in
// its minute. See the package documentation for the errors.
func (p *Person) Punch(ctx context.Context, punch Punch) (*Punched, error) {
	unlock, err := p.lock(ctx)
	if err != nil {
		return nil, fmt.Errorf("clock: %s: %w", punch.name(), err)
	}
	defer unlock()
	done, err := p.punch(ctx, punch)
	if err != nil {
		return nil, fmt.Errorf("clock: %s: %w", punch.name(), err)
	}
	return done, nil
}

func (p *Person) punch(ctx context.Context, punch Punch) (*Punched, error) {
	if punch.At.IsZero() {
		return nil, fmt.Errorf("%w: the punch has no moment", factorialhr.ErrInvalidRequest)
	}
	wall := p.wall(punch.At)
	result := &Punched{Ambiguous: len(p.moments(wall)) > 1}
	st, err := p.state(ctx, wall)
	if err != nil {
		return nil, err
	}
	if there := st.find(punch.Kind, toMinute(wall)); there != nil {
		result.Shift = *there
		return result, nil
	}
	if err := p.allows(st, punch, wall); err != nil {
		return nil, err
	}
	shift, err := p.send(ctx, punch, wall)
	if err != nil || shift.ID == "" {
		if shift, err = p.settle(ctx, punch, wall, err); err != nil {
			return nil, err
		}
	}
	result.Shift, result.Sent = *shift, true
	return result, nil
}

// allows checks a punch against the open shift, so that the server receives no punch that it would
// take for something else.
func (p *Person) allows(st *state, punch Punch, wall time.Time) error {
	open := st.latest()
	switch {
	case punch.Kind == In && open != nil:
		return ErrOpenShift
	case punch.Kind == In && st.covered(toMinute(wall)):
		return ErrOverlap
	case punch.Kind == In:
		return nil
	case open == nil:
		return ErrNoOpenShift
	case punch.Kind == BreakStart && isBreak(open):
		return fmt.Errorf("%w: it is a break", ErrOpenShift)
	case punch.Kind == BreakEnd && !isBreak(open):
		return fmt.Errorf("%w: no break is open", ErrNoOpenShift)
	}
	begin, ok := spanOf(open)
	switch {
	case !ok:
		return fmt.Errorf("%w: the times of the open shift", ErrUnreadable)
	case toMinute(wall).Before(begin.from):
		return ErrOrder
	case p.forgotten(open, punch.At) || wall.Sub(begin.from) >= 24*time.Hour:
		return ErrForgotten
	}
	return nil
}

// covered reports whether a minute lies within a closed shift.
func (st *state) covered(minute time.Time) bool {
	return slices.ContainsFunc(st.shifts, func(s attendance.Shift) bool {
		w, ok := spanOf(&s)
		return ok && w.from.Before(minute) && minute.Before(w.to)
	})
}

// send makes the one request of a punch. Its time has no zone.
func (p *Person) send(ctx context.Context, punch Punch, wall time.Time) (*attendance.Shift, error) {
	now, shifts := wall.Format("2006-01-02T15:04:05"), p.clock.attendance.Shifts
	switch punch.Kind {
	case In:
		return shifts.ClockIn(ctx, attendance.ShiftClockInParams{
			Now: now, EmployeeID: p.ID, Observations: punch.Observations, LocationType: punch.LocationType,
			WorkplaceID: punch.WorkplaceID, ProjectWorkerID: punch.ProjectWorkerID,
		})
	case Out:
		return shifts.ClockOut(ctx, attendance.ShiftClockOutParams{Now: now, EmployeeID: p.ID, Observations: punch.Observations})
	case BreakStart:
		return shifts.BreakStart(ctx, attendance.ShiftBreakStartParams{
			Now: now, EmployeeID: p.ID, Observations: punch.Observations, TimeSettingsBreakConfigurationID: punch.BreakConfigurationID,
		})
	case BreakEnd:
		return shifts.BreakEnd(ctx, attendance.ShiftBreakEndParams{
			Now: now, EmployeeID: p.ID, Observations: punch.Observations, ProjectWorkerID: punch.ProjectWorkerID,
		})
	}
	return nil, fmt.Errorf("%w: no kind of punch", factorialhr.ErrInvalidRequest)
}

// name returns the name of the method that sends the punch.
func (p Punch) name() string {
	switch p.Kind {
	case In:
		return "In"
	case Out:
		return "Out"
	case BreakStart:
		return "BreakStart"
	case BreakEnd:
		return "BreakEnd"
	}
	return "Punch"
}
