package main

import (
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
)

// line is the month of one employee. Its sums are minutes.
type line struct {
	employee factorialhr.ID
	planned  map[factorialhr.Date]float64 // the days that are in estimated
	worked   map[factorialhr.Date]float64 // the days that are in the other sums

	estimated, tracked, minutes, pending, breaks float64

	pools   map[int]float64 // by the place in pools; other is at the end
	unknown []string        // why the plan is unknown
	hidden  []string        // why the work is unknown
	blank   []string        // why the pools are unknown
}

// errTwice means that the sums would depend on the order of the records.
var errTwice = errors.New("the server returned a day twice, with different minutes")

// plan adds the plan of a day. Pages may overlap, so a day counts once.
func (l *line) plan(p *attendance.EstimatedTime, known bool) error {
	if before, ok := l.planned[p.Date]; ok {
		if before != p.Minutes {
			return errTwice
		}
		return nil
	}
	l.planned[p.Date] = p.Minutes
	switch {
	case !known:
		l.unknown = append(l.unknown, "the plan is not visible")
	case p.Source == attendance.EstimatedTimeSourceNone:
		l.unknown = append(l.unknown, "no plan on some days")
	case p.TimeUnit != attendance.EstimatedTimeTimeUnitMinute:
		l.unknown = append(l.unknown, "the plan is not in minutes")
	}
	l.estimated += p.Minutes
	return nil
}

// work adds the work of a day.
func (l *line) work(d *attendance.WorkedTime, known bool) error {
	if before, ok := l.worked[d.Date]; ok {
		if before != float64(d.Minutes) {
			return errTwice
		}
		return nil
	}
	l.worked[d.Date] = float64(d.Minutes)
	switch {
	case !known:
		l.hidden = append(l.hidden, "the worked time is not visible")
	case d.TimeUnit != attendance.WorkedTimeTimeUnitMinute:
		l.hidden = append(l.hidden, "the worked time is not in minutes")
	}
	l.tracked += float64(d.TrackedMinutes)
	l.minutes += float64(d.Minutes)
	l.pending += float64(d.PendingMinutes)
	if known && d.Minutes > 0 && len(d.WorkedTimeBlocks) == 0 {
		l.blank = append(l.blank, "no pools on some days")
	}
	for _, b := range d.WorkedTimeBlocks {
		minutes := float64(b.EquivalentMinutesInCents) / 100 // hundredths of a minute, not money
		if !b.Workable {
			l.breaks += float64(b.Minutes)
			continue
		}
		l.pools[poolColumn(b.PoolType)] += minutes
	}
	return nil
}

// poolColumn returns the place of a pool, or of other.
func poolColumn(p attendance.WorkedTimeWorkedTimeBlockPoolType) int {
	for i := range pools {
		if pools[i].pool == p {
			return i
		}
	}
	return len(pools)
}

// writeCSV writes the lines, ordered by employee.
func (r *report) writeCSV(out io.Writer) error {
	header := []string{"employee_id", "days_worked", "estimated", "tracked", "worked", "difference", "pending", "breaks"}
	for _, p := range pools {
		header = append(header, "pool_"+string(p.pool))
	}
	w := csv.NewWriter(out)
	_ = w.Write(append(header, "pool_"+otherPool, "notes")) // w keeps the error
	for _, id := range slices.SortedFunc(maps.Keys(r.lines), byLength) {
		_ = w.Write(r.lines[id].cells())
	}
	w.Flush()
	return w.Error()
}

// byLength orders numeric ids as numbers, without computing with them.
func byLength(a, b factorialhr.ID) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

func (l *line) cells() []string {
	planned, visible := len(l.unknown) == 0 && len(l.planned) > 0, len(l.hidden) == 0 && len(l.worked) > 0
	notes := slices.Concat(l.unknown, l.hidden, l.blank)
	if len(l.planned) == 0 {
		notes = append(notes, "no plan")
	}
	if len(l.worked) == 0 {
		notes = append(notes, "no worked time, perhaps not tracked")
	}
	slices.Sort(notes)
	cells := []string{
		l.employee.String(), strconv.Itoa(len(l.worked)), cell(l.estimated, planned), cell(l.tracked, visible), cell(l.minutes, visible),
		cell(l.minutes-l.estimated, planned && visible), cell(l.pending, visible), cell(l.breaks, visible && len(l.blank) == 0),
	}
	for i := range len(pools) + 1 {
		cells = append(cells, cell(l.pools[i], visible && len(l.blank) == 0))
	}
	return append(cells, strings.Join(slices.Compact(notes), "; "))
}

// cell is empty if the value is unknown.
func cell(minutes float64, known bool) string {
	if !known {
		return ""
	}
	return strconv.FormatFloat(minutes, 'f', -1, 64)
}
