package clock

import (
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
)

// half is a part of a day that a leave or a holiday takes.
type half int

const (
	wholeDay half = iota
	firstHalf
	secondHalf
	unknownHalf
)

// halfOf reads both spellings of the first half.
func halfOf(s string) half {
	switch s {
	case "":
		return wholeDay
	case "beginning_of_day", "beggining_of_day":
		return firstHalf
	case "end_of_day":
		return secondHalf
	}
	return unknownHalf
}

// off is what takes time off a day.
type off struct {
	halves [2]bool // the first half, the second half
	hours  time.Duration
	busy   []span // the hours of leaves that have a beginning
}

func (o *off) take(h half) {
	o.halves[0] = o.halves[0] || h != secondHalf
	o.halves[1] = o.halves[1] || h != firstHalf
}

func (o *off) whole() bool { return o.halves[0] && o.halves[1] }

// offOn collects the holidays and the leaves of a day. holiday means that holidays alone take the
// whole day.
func (f *facts) offOn(day time.Time) (o off, holiday bool) {
	for _, h := range f.holidays {
		if sameDay(h.Date.Time(), day) {
			o.take(halfOf(string(h.HalfDay)))
		}
	}
	holiday = o.whole()
	for i := range f.leaves {
		l := &f.leaves[i]
		if day.Before(midnight(l.StartOn)) || !l.FinishOn.IsZero() && day.After(midnight(l.FinishOn)) {
			continue
		}
		hours, ok := l.HoursAmount()
		if l.HalfDay != "" || !ok {
			o.take(halfOf(string(l.HalfDay)))
			continue
		}
		o.hours += hours
		if from, ok := onDay(dateOf(day), l.StartTime); ok && !l.StartTime.IsZero() {
			o.busy = append(o.busy, span{from, from.Add(hours)})
		}
	}
	return o, holiday
}

// plan decides on one day.
func (f *facts) plan(p *Person, day time.Time, opts *FillOptions) Day {
	d := Day{Date: dateOf(day)}
	e, known := f.estimates[d.Date.String()]
	planned := max(e.ExpectedMinutes, e.Minutes)
	d.Planned = minutes(planned)
	o, holiday := f.offOn(day)
	d.Target = f.target(e, planned, o)
	taken, open := f.taken(day, &d)
	switch {
	case known && e.TimeUnit == attendance.EstimatedTimeTimeUnitHalfDay:
		d.Reason, d.Target = CountsHalves, 0
	case !known || e.Source == attendance.EstimatedTimeSourceNone:
		d.Reason, d.Target = NoPlan, 0
	case planned == 0:
		d.Reason = DayOff
	case holiday:
		d.Reason = Holiday
	case d.Target == 0:
		d.Reason = OnLeave
	case open:
		d.Reason = ShiftOpen
	case d.Recorded >= d.Target:
		d.Reason = Complete
	}
	if d.Reason != "" {
		return d
	}
	if gap := p.skipped(day); gap.length() > 0 {
		taken = append(taken, gap)
	}
	var fits bool
	if d.Missing, fits = layOut(day, minutes(planned), d.Target-d.Recorded, o, taken, opts); !fits {
		d.Reason = NotEnoughRoom
	}
	return d
}

// target returns the smaller of two counts: the one that the server makes, and the plan without the
// holidays and leaves. The server has been seen to leave holidays in its count.
func (f *facts) target(e attendance.EstimatedTime, planned float64, o off) time.Duration {
	left := minutes(planned)
	for _, isOff := range o.halves {
		if isOff {
			left -= minutes(planned / 2)
		}
	}
	if o.whole() {
		left = 0
	}
	return min(max(0, left-o.hours), minutes(e.Minutes))
}

func minutes(n float64) time.Duration { return (time.Duration(n*60) * time.Second).Round(time.Minute) }

// taken returns the wall time that shifts of the server take on a day, also the end of a shift of
// the day before, and adds up the recorded work.
func (f *facts) taken(day time.Time, d *Day) (taken []span, open bool) {
	today := span{day, day.AddDate(0, 0, 1)}
	for i := range f.shifts {
		s := &f.shifts[i]
		w, ok := spanOf(s)
		counts := businessDay(s).Equal(d.Date)
		if counts && !isBreak(s) {
			d.Recorded += time.Duration(s.Minutes) * time.Minute
		}
		if ok && w.to.IsZero() && w.from.Before(today.to) {
			open = true
		}
		if ok && !w.to.IsZero() && w.overlaps(today) {
			taken = append(taken, w)
		}
	}
	return taken, open
}

// layOut places missing work on a day: within the hours of the day first, then after them. It goes
// around the time that is taken. The break is added if the server has none and work lies on both
// sides.
func layOut(day time.Time, planned, missing time.Duration, o off, taken []span, opts *FillOptions) ([]Interval, bool) {
	start, end := day.Add(9*time.Hour), day.AddDate(0, 0, 1)
	if at, ok := onDay(dateOf(day), opts.Start); ok && !opts.Start.IsZero() {
		start = at
	}
	var rest span
	if at, ok := onDay(dateOf(day), opts.BreakAt); ok && !opts.BreakAt.IsZero() && opts.BreakLength > 0 {
		rest = span{at, at.Add(opts.BreakLength.Truncate(time.Minute))}
	}
	blocked := slices.Concat(taken, o.busy)
	if rest.length() > 0 {
		blocked = append(blocked, rest)
	}
	if o.halves[0] { // the first half of the ideal day is off
		work := place(span{start, end}, planned/2, []span{rest})
		if len(work) > 0 {
			start = work[len(work)-1].to
		}
	}
	var list []Interval
	placed := place(span{start, end}, missing, blocked)
	for _, w := range placed {
		list = append(list, Interval{From: clockOf(w.from), To: clockOf(w.to)})
		missing -= w.length()
	}
	joins := func(at time.Time, end func(span) time.Time) bool {
		return slices.ContainsFunc(append(placed, taken...), func(s span) bool { return end(s).Equal(at) })
	}
	if rest.length() > 0 && joins(rest.from, func(s span) time.Time { return s.to }) && joins(rest.to, func(s span) time.Time { return s.from }) &&
		!slices.ContainsFunc(taken, rest.overlaps) {
		list = append(list, Interval{From: clockOf(rest.from), To: clockOf(rest.to), Break: true})
		slices.SortFunc(list, func(a, b Interval) int { return a.From.Compare(b.From) })
	}
	return list, missing == 0
}

// place fills the free time of a window from its beginning, to the minute.
func place(window span, amount time.Duration, blocked []span) []span {
	blocked = slices.Clone(blocked)
	slices.SortFunc(blocked, func(a, b span) int { return a.from.Compare(b.from) })
	var list []span
	at := window.from
	for _, b := range append(blocked, span{window.to, window.to}) {
		if b.to.Before(at) || b.from.IsZero() {
			continue
		}
		if room := min(b.from.Sub(at), amount); room > 0 {
			list = append(list, span{at, at.Add(room)})
			amount -= room
		}
		if b.to.After(at) {
			at = b.to
		}
	}
	return list
}

// wallSpan returns the wall time of an interval. An end at 00:00 is the midnight after the day.
func (i Interval) wallSpan(day factorialhr.Date) (span, bool) {
	from, ok := onDay(day, i.From)
	to, okTo := onDay(day, i.To)
	if !to.After(from) {
		to = to.AddDate(0, 0, 1)
	}
	return span{from, to}, ok && okTo && to.Sub(from) < 24*time.Hour
}
