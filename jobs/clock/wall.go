package clock

import (
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
)

// Within this package a wall time is a time.Time in UTC that shows the clock of the workplace. Wall
// times compare with each other and never with moments.

// wall returns what a clock on the wall of the workplace shows at a moment.
func (p *Person) wall(at time.Time) time.Time {
	t := at.In(p.Zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// Moments returns the moments at which a clock on the wall of the workplace shows a time: none in
// the hour that the clock skips when summer time begins, two in the hour that comes twice when it
// ends, otherwise one.
func (p *Person) Moments(day factorialhr.Date, clock factorialhr.TimeOfDay) []time.Time {
	hour, minute, second, ok := clock.Clock()
	if !ok || !day.Valid() || day.IsZero() {
		return nil
	}
	y, m, d := day.Date()
	return p.moments(time.Date(y, m, d, hour, minute, second, 0, time.UTC))
}

func (p *Person) moments(wall time.Time) []time.Time {
	var list []time.Time
	_, before := wall.AddDate(0, 0, -1).In(p.Zone).Zone()
	_, after := wall.AddDate(0, 0, 1).In(p.Zone).Zone()
	for _, offset := range []int{before, after} {
		at := wall.Add(-time.Duration(offset) * time.Second)
		if p.wall(at).Equal(wall) && (len(list) == 0 || !list[0].Equal(at)) {
			list = append(list, at.In(p.Zone))
		}
	}
	return list
}

// moment returns the first moment of a wall time. In the hour that the clock skips it returns the
// moment of the change.
func (p *Person) moment(wall time.Time) time.Time {
	if list := p.moments(wall); len(list) > 0 {
		return list[0]
	}
	_, before := wall.AddDate(0, 0, -1).In(p.Zone).Zone()
	change, _ := wall.Add(-time.Duration(before) * time.Second).In(p.Zone).ZoneBounds()
	return change.In(p.Zone)
}

// skipped returns the part of a day that the clock skips. It is empty on nearly every day.
func (p *Person) skipped(day time.Time) span {
	_, offset := day.AddDate(0, 0, -1).In(p.Zone).Zone()
	_, change := day.Add(-time.Duration(offset)*time.Second - time.Second).In(p.Zone).ZoneBounds()
	if change.IsZero() {
		return span{}
	}
	_, before := change.Add(-time.Second).Zone()
	_, after := change.In(p.Zone).Zone()
	from := change.UTC().Add(time.Duration(before) * time.Second)
	gap := span{from, from.Add(time.Duration(after-before) * time.Second)}
	if after <= before || !sameDay(gap.from, day) {
		return span{}
	}
	return gap
}

// span is a stretch of wall time. A zero end means that it is open.
type span struct{ from, to time.Time }

func (s span) length() time.Duration { return s.to.Sub(s.from) }

func (s span) overlaps(o span) bool { return s.from.Before(o.to) && o.from.Before(s.to) }

// spanOf returns the wall time of a shift. An end before the beginning is of the next day. ok is
// false if the shift has no clock times, as in companies that count half days.
func spanOf(s *attendance.Shift) (w span, ok bool) {
	w.from, ok = onDay(dayOf(s), s.ClockIn)
	if !ok {
		return span{}, false
	}
	if s.ClockOut.IsZero() {
		return w, true
	}
	if w.to, ok = onDay(dayOf(s), s.ClockOut); !ok {
		return span{}, false
	}
	if w.to.Before(w.from) {
		w.to = w.to.AddDate(0, 0, 1)
	}
	return w, true
}

func dayOf(s *attendance.Shift) factorialhr.Date {
	if s.Date.IsZero() {
		return s.ReferenceDate
	}
	return s.Date
}

// businessDay returns the day that a shift counts for.
func businessDay(s *attendance.Shift) factorialhr.Date {
	if s.ReferenceDate.IsZero() {
		return s.Date
	}
	return s.ReferenceDate
}

// onDay returns a wall time to the minute, as the API compares punches.
func onDay(day factorialhr.Date, clock factorialhr.TimeOfDay) (time.Time, bool) {
	hour, minute, _, ok := clock.Clock()
	if !ok || day.IsZero() || !day.Valid() {
		return time.Time{}, false
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, hour, minute, 0, 0, time.UTC), true
}

func toMinute(wall time.Time) time.Time { return wall.Truncate(time.Minute) }

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

func dateOf(wall time.Time) factorialhr.Date { return factorialhr.NewDate(wall.Date()) }

func clockOf(wall time.Time) factorialhr.TimeOfDay {
	return factorialhr.NewTimeOfDay(wall.Hour(), wall.Minute(), 0)
}

func isBreak(s *attendance.Shift) bool { return s.Workable != nil && !*s.Workable }
