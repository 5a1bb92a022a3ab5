package clock

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
)

// pauses are the waits before each look for a punch of unknown outcome. A server may finish a
// request after its connection is cut.
var pauses = [...]time.Duration{0, 2 * time.Second}

// find returns the shift that a punch of this minute left on the server, nil if there is none. Out
// leaves the end of work; a break that begins in the same minute ended it with another punch.
func (st *state) find(kind Kind, minute time.Time) *attendance.Shift {
	var begun, ended, rest *attendance.Shift
	for i := range st.shifts {
		s := &st.shifts[i]
		w, ok := spanOf(s)
		if !ok {
			continue
		}
		if w.from.Equal(minute) && isBreak(s) {
			rest = s
		}
		if w.from.Equal(minute) && !isBreak(s) {
			begun = s
		}
		if w.to.Equal(minute) && !(w.from.Equal(minute) && isBreak(s)) {
			ended = s
		}
	}
	switch {
	case kind == In && begun != nil && !(ended != nil && isBreak(ended)):
		return begun
	case kind == Out && ended != nil && (rest == nil || !rest.ClockOut.IsZero()) && !(begun != nil && isBreak(ended)):
		return ended
	case kind == BreakStart && rest != nil:
		return rest
	case kind == BreakEnd && begun != nil && ended != nil && isBreak(ended):
		return begun
	}
	return nil
}

// settle finds out whether a punch took effect. err is the error of the request, nil if it claimed
// success without an id. A punch that the server refused for another reason than the state of the
// shifts, or that it never saw, needs no look.
func (p *Person) settle(ctx context.Context, punch Punch, wall time.Time, err error) (*attendance.Shift, error) {
	unknown := err == nil || errors.Is(err, factorialhr.ErrOutcomeUnknown)
	refused := errors.Is(err, factorialhr.ErrConflict) || errors.Is(err, factorialhr.ErrUnprocessable) || errors.Is(err, factorialhr.ErrNotFound)
	if !unknown && !refused {
		return nil, err
	}
	if err == nil {
		err = fmt.Errorf("the response has no id: %w", factorialhr.ErrOutcomeUnknown)
	}
	st, found, lookErr := p.look(ctx, unknown, wall, func(st *state) *attendance.Shift { return st.find(punch.Kind, toMinute(wall)) })
	switch {
	case lookErr != nil && unknown:
		return nil, fmt.Errorf("%w; the shifts cannot be read: %w", err, lookErr)
	case lookErr != nil:
		return nil, err
	case found != nil:
		return found, nil
	case unknown:
		return nil, fmt.Errorf("%w; no shift shows the punch", err)
	}
	if reason := p.allows(st, punch, wall); reason != nil { // another device was faster
		return nil, fmt.Errorf("%w: %w", reason, err)
	}
	return nil, err
}

// look reads the shifts until find finds one: once, or with pauses if the outcome is unknown.
func (p *Person) look(ctx context.Context, unknown bool, wall time.Time, find func(*state) *attendance.Shift) (*state, *attendance.Shift, error) {
	var st *state
	for _, pause := range pauses {
		err := sleep(ctx, pause)
		if err == nil {
			st, err = p.state(ctx, wall)
		}
		if err != nil {
			return nil, nil, err
		}
		if found := find(st); found != nil || !unknown {
			return st, found, nil
		}
	}
	return st, nil, nil
}

// sleep waits, or returns the error of a context that ends first.
func sleep(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
