package clock

import (
	"context"
	"fmt"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
)

// Status tells whether a person works at a moment, and for how long.
type Status struct {
	// Day is the business day of Worked and Breaks. In a night shift it is the day on which the
	// shift began, also after midnight.
	Day factorialhr.Date
	// Open is the open shift, nil if the person is clocked out.
	Open *attendance.Shift
	// Since is the beginning of the open shift. It is zero if the person is clocked out.
	Since time.Time
	// OnBreak means that the open shift is a break.
	OnBreak bool
	// Forgotten means that the open shift is of an earlier day and open for too long: see
	// LongestShift. Worked and Breaks leave it out.
	Forgotten bool
	// Worked and Breaks are the totals of Day: the minutes of the closed shifts as the server
	// recorded them, and the time since the beginning of the open one.
	Worked, Breaks time.Duration
}

// Status reads the state of the person at a moment, usually time.Now().
func (p *Person) Status(ctx context.Context, at time.Time) (*Status, error) {
	if p.clock == nil {
		return nil, fmt.Errorf("clock: Status: %w", errNoClock)
	}
	st, err := p.state(ctx, p.wall(at))
	if err != nil {
		return nil, fmt.Errorf("clock: Status: %w", err)
	}
	return p.status(st, at), nil
}

func (p *Person) status(st *state, at time.Time) *Status {
	s := &Status{Day: dateOf(p.wall(at))}
	if open := st.latest(); open != nil {
		s.Open, s.OnBreak, s.Since, s.Forgotten = open, isBreak(open), p.since(open), p.forgotten(open, at)
		if !s.Forgotten {
			s.Day = st.session(open)
		}
	}
	for i := range st.shifts {
		shift := &st.shifts[i]
		if !st.session(shift).Equal(s.Day) {
			continue
		}
		length := time.Duration(shift.Minutes) * time.Minute
		if shift.ClockOut.IsZero() {
			length = max(0, at.Sub(p.since(shift)))
		}
		if isBreak(shift) {
			s.Breaks += length
		} else {
			s.Worked += length
		}
	}
	return s
}

// session returns the business day of a shift. A shift that begins in the minute in which another
// one ends, as after a break, counts for the day of that one, also after midnight.
func (st *state) session(s *attendance.Shift) factorialhr.Date {
	day := businessDay(s)
	at, ok := spanOf(s)
	for i := len(st.shifts) - 1; i >= 0 && ok; i-- {
		before, known := spanOf(&st.shifts[i])
		if known && before.to.Equal(at.from) && before.from.Before(at.from) {
			at, day = before, businessDay(&st.shifts[i])
		}
	}
	return day
}

// since returns the moment at which a shift began.
func (p *Person) since(s *attendance.Shift) time.Time {
	if hour, minute, second, ok := s.ClockInWithSeconds.Clock(); ok && !s.ClockInWithSeconds.IsZero() {
		y, m, d := dayOf(s).Date()
		return p.moment(time.Date(y, m, d, hour, minute, second, 0, time.UTC))
	}
	at, _ := spanOf(s)
	return p.moment(at.from)
}

// forgotten reports whether an open shift is of an earlier day and open for too long.
func (p *Person) forgotten(s *attendance.Shift, at time.Time) bool {
	begin, _ := spanOf(s)
	return !sameDay(begin.from, p.wall(at)) && at.Sub(p.since(s)) > p.clock.longest
}
