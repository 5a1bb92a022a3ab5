package rule

import (
	"encoding/json"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// attendanceBehaviours implements the clock. An employee has at most one open shift, that is, one
// without an end. A break is a shift that is not workable.
func attendanceBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"attendance.Shifts.Create":      createShift,
		"attendance.Shifts.ClockIn":     clockIn,
		"attendance.Shifts.ClockOut":    clockOut,
		"attendance.Shifts.ToggleClock": toggleClock,
		"attendance.Shifts.BreakStart":  breakStart,
		"attendance.Shifts.BreakEnd":    breakEnd,
		"attendance.Shifts.Autofill":    autofillShifts,
	}
}

func createShift(c *Call) (*reply.Reply, error) {
	in, out := value.Plain(c.Body["clock_in"]), value.Plain(c.Body["clock_out"])
	f := c.rest()
	if in != "" && out != "" {
		f["minutes"] = value.Number(minutesBetween(in, out))
	}
	return c.object(c.insert(c.table(), f)), nil
}

// punch is the employee and the moment of a request to the clock.
type punch struct {
	employee json.RawMessage
	at       time.Time
}

func (c *Call) punch(moment string) (punch, error) {
	employee := c.Body["employee_id"]
	if value.Plain(employee) == "" {
		employee = value.TextOrNull(c.EmployeeID)
	}
	at, ok := wallTime(value.Plain(c.Body[moment]))
	switch {
	case value.IsNull(employee):
		return punch{}, reply.Invalid(map[string][]string{"employee_id": {"can't be blank"}})
	case !ok:
		return punch{}, reply.Invalid(map[string][]string{moment: {"is invalid"}})
	}
	return punch{value.Text(value.Plain(employee)), at}, nil
}

// wallTime parses a local time. It ignores an offset.
func wallTime(s string) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, s[:min(len(s), len(layout))]); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func (c *Call) openShift(employee json.RawMessage) *record.Record {
	t := c.table()
	s := t.Resource.Shape
	for i := len(t.Records) - 1; i >= 0; i-- {
		if r := t.Records[i]; value.Plain(r.Get(s, "employee_id")) == value.Plain(employee) && value.IsNull(r.Get(s, "clock_out")) {
			return r
		}
	}
	return nil
}

// begin opens a shift.
func (c *Call) begin(p punch, workable bool) (*reply.Reply, error) {
	t := c.table()
	s := t.Resource.Shape
	day, clock := value.Date(p.at), value.Text(p.at.Format("15:04"))
	for _, r := range t.Records {
		if value.Plain(r.Get(s, "employee_id")) == value.Plain(p.employee) && string(r.Get(s, "date")) == string(day) && string(r.Get(s, "clock_in")) == string(clock) {
			return nil, reply.Conflict("There is already a shift at this time")
		}
	}
	f := c.rest()
	for name, v := range map[string]json.RawMessage{
		"employee_id": p.employee, "date": day, "reference_date": day, "clock_in": clock,
		"clock_in_with_seconds": value.Text(p.at.Format(time.TimeOnly)), "clock_out": value.Null, "minutes": value.Number(0),
		"workable": value.Bool(workable), "in_source": value.Text("api"),
		"in_location_latitude": c.Body["latitude"], "in_location_longitude": c.Body["longitude"],
		"in_location_accuracy": c.Body["accuracy"],
	} {
		f[name] = v
	}
	return c.object(c.insert(t, f)), nil
}

// end closes a shift.
func (c *Call) end(p punch, open *record.Record) *reply.Reply {
	t := c.table()
	clock := p.at.Format("15:04")
	f := c.rest()
	delete(f, "employee_id")
	f["clock_out"], f["out_source"] = value.Text(clock), value.Text("api")
	f["minutes"] = value.Number(minutesBetween(value.Plain(open.Get(t.Resource.Shape, "clock_in")), clock))
	f["out_location_latitude"], f["out_location_longitude"] = c.Body["latitude"], c.Body["longitude"]
	f["out_location_accuracy"] = c.Body["accuracy"]
	return c.object(c.change(t, open, f))
}

func minutesBetween(in, out string) int {
	from, _ := time.Parse("15:04", in[:min(len(in), 5)])
	to, _ := time.Parse("15:04", out[:min(len(out), 5)])
	minutes := int(to.Sub(from) / time.Minute)
	if minutes < 0 {
		minutes += 24 * 60 // the shift crosses midnight
	}
	return minutes
}

func clockIn(c *Call) (*reply.Reply, error) {
	p, err := c.punch("now")
	if err != nil {
		return nil, err
	}
	if c.openShift(p.employee) != nil {
		return nil, reply.Unprocessable("open_shift")
	}
	return c.begin(p, true)
}

func clockOut(c *Call) (*reply.Reply, error) {
	p, err := c.punch("now")
	if err != nil {
		return nil, err
	}
	open := c.openShift(p.employee)
	if open == nil {
		return nil, reply.Unprocessable("no_open_shift")
	}
	return c.end(p, open), nil
}

func toggleClock(c *Call) (*reply.Reply, error) {
	p, err := c.punch("clock_time")
	if err != nil {
		return nil, err
	}
	if open := c.openShift(p.employee); open != nil {
		return c.end(p, open), nil
	}
	return c.begin(p, true)
}

func breakStart(c *Call) (*reply.Reply, error) { return c.turnOver(true, "no_open_shift") }
func breakEnd(c *Call) (*reply.Reply, error)   { return c.turnOver(false, "no_open_break") }

// turnOver ends work and begins a break, or ends a break and begins work.
func (c *Call) turnOver(fromWork bool, missing string) (*reply.Reply, error) {
	p, err := c.punch("now")
	if err != nil {
		return nil, err
	}
	open := c.openShift(p.employee)
	if open == nil || (value.Plain(open.Get(c.Op.Shape, "workable")) == "true") != fromWork {
		return nil, reply.Unprocessable(missing)
	}
	c.end(p, open)
	return c.begin(p, !fromWork)
}

// autofillShifts gives each employee a shift on every working day without one.
func autofillShifts(c *Call) (*reply.Reply, error) {
	t := c.table()
	s := t.Resource.Shape
	first, err := time.Parse(time.DateOnly, value.Plain(c.Body["start_on"]))
	last, lastErr := time.Parse(time.DateOnly, value.Plain(c.Body["end_on"]))
	if err != nil || lastErr != nil || last.Sub(first) > 366*24*time.Hour {
		return nil, reply.Invalid(map[string][]string{"start_on": {"is invalid"}})
	}
	taken := make(map[string]bool)
	for _, r := range t.Records {
		taken[value.Plain(r.Get(s, "employee_id"))+" "+value.Plain(r.Get(s, "date"))] = true
	}
	records := []*record.Record{}
	for _, employee := range value.Elements(c.Body["employee_ids"]) {
		for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
			weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
			if weekend || taken[value.Plain(employee)+" "+day.Format(time.DateOnly)] {
				continue
			}
			records = append(records, c.insert(t, value.Fields{
				"employee_id": employee, "date": value.Date(day), "reference_date": value.Date(day), "clock_in": value.Text("09:00"),
				"clock_out": value.Text("17:00"), "clock_in_with_seconds": value.Text("09:00:00"), "minutes": value.Number(8 * 60),
				"workable": value.True, "in_source": value.Text("autofill"), "out_source": value.Text("autofill"),
			}))
		}
	}
	return c.array(records), nil
}
