package factorialtest

import (
	"encoding/json"
	"time"
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

func createShift(c *call) (*reply, error) {
	in, out := plain(c.body["clock_in"]), plain(c.body["clock_out"])
	f := c.rest()
	if in != "" && out != "" {
		f["minutes"] = number(minutesBetween(in, out))
	}
	return c.object(c.insert(c.table(), f)), nil
}

// punch is the employee and the moment of a request to the clock.
type punch struct {
	employee json.RawMessage
	at       time.Time
}

func (c *call) punch(moment string) (punch, error) {
	employee := c.body["employee_id"]
	if isNull(employee) {
		employee = textOrNull(c.credential.EmployeeID)
	}
	at, ok := wallTime(plain(c.body[moment]))
	switch {
	case isNull(employee):
		return punch{}, invalid(map[string][]string{"employee_id": {"can't be blank"}})
	case !ok:
		return punch{}, invalid(map[string][]string{moment: {"is invalid"}})
	}
	return punch{text(plain(employee)), at}, nil
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

func (c *call) openShift(employee json.RawMessage) *record {
	t := c.table()
	s := t.resource.shape
	for i := len(t.records) - 1; i >= 0; i-- {
		if r := t.records[i]; plain(s.get(r, "employee_id")) == plain(employee) && isNull(s.get(r, "clock_out")) {
			return r
		}
	}
	return nil
}

// begin opens a shift.
func (c *call) begin(p punch, workable bool) (*reply, error) {
	t := c.table()
	s := t.resource.shape
	day, clock := date(p.at), text(p.at.Format("15:04"))
	for _, r := range t.records {
		if plain(s.get(r, "employee_id")) == plain(p.employee) && string(s.get(r, "date")) == string(day) && string(s.get(r, "clock_in")) == string(clock) {
			return nil, conflict("There is already a shift at this time")
		}
	}
	f := c.rest()
	for name, v := range map[string]json.RawMessage{
		"employee_id": p.employee, "date": day, "reference_date": day, "clock_in": clock,
		"clock_in_with_seconds": text(p.at.Format(time.TimeOnly)), "clock_out": null, "minutes": number(0),
		"workable": boolean(workable), "in_source": text("api"),
		"in_location_latitude": c.body["latitude"], "in_location_longitude": c.body["longitude"],
		"in_location_accuracy": c.body["accuracy"],
	} {
		f[name] = v
	}
	return c.object(c.insert(t, f)), nil
}

// end closes a shift.
func (c *call) end(p punch, open *record) *reply {
	t := c.table()
	clock := p.at.Format("15:04")
	f := c.rest()
	delete(f, "employee_id")
	f["clock_out"], f["out_source"] = text(clock), text("api")
	f["minutes"] = number(minutesBetween(plain(t.resource.shape.get(open, "clock_in")), clock))
	f["out_location_latitude"], f["out_location_longitude"] = c.body["latitude"], c.body["longitude"]
	f["out_location_accuracy"] = c.body["accuracy"]
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

func clockIn(c *call) (*reply, error) {
	p, err := c.punch("now")
	if err != nil {
		return nil, err
	}
	if c.openShift(p.employee) != nil {
		return nil, unprocessable("open_shift")
	}
	return c.begin(p, true)
}

func clockOut(c *call) (*reply, error) {
	p, err := c.punch("now")
	if err != nil {
		return nil, err
	}
	open := c.openShift(p.employee)
	if open == nil {
		return nil, unprocessable("no_open_shift")
	}
	return c.end(p, open), nil
}

func toggleClock(c *call) (*reply, error) {
	p, err := c.punch("clock_time")
	if err != nil {
		return nil, err
	}
	if open := c.openShift(p.employee); open != nil {
		return c.end(p, open), nil
	}
	return c.begin(p, true)
}

func breakStart(c *call) (*reply, error) { return c.turnOver(true, "no_open_shift") }
func breakEnd(c *call) (*reply, error)   { return c.turnOver(false, "no_open_break") }

// turnOver ends work and begins a break, or ends a break and begins work.
func (c *call) turnOver(fromWork bool, missing string) (*reply, error) {
	p, err := c.punch("now")
	if err != nil {
		return nil, err
	}
	open := c.openShift(p.employee)
	if open == nil || (plain(c.op.shape.get(open, "workable")) == "true") != fromWork {
		return nil, unprocessable(missing)
	}
	c.end(p, open)
	return c.begin(p, !fromWork)
}

// autofillShifts gives each employee a shift on every working day without one.
func autofillShifts(c *call) (*reply, error) {
	t := c.table()
	s := t.resource.shape
	first, err := time.Parse(time.DateOnly, plain(c.body["start_on"]))
	last, lastErr := time.Parse(time.DateOnly, plain(c.body["end_on"]))
	if err != nil || lastErr != nil || last.Sub(first) > 366*24*time.Hour {
		return nil, invalid(map[string][]string{"start_on": {"is invalid"}})
	}
	taken := make(map[string]bool)
	for _, r := range t.records {
		taken[plain(s.get(r, "employee_id"))+" "+plain(s.get(r, "date"))] = true
	}
	records := []*record{}
	for _, employee := range elements(c.body["employee_ids"]) {
		for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
			weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
			if weekend || taken[plain(employee)+" "+day.Format(time.DateOnly)] {
				continue
			}
			records = append(records, c.insert(t, fields{
				"employee_id": employee, "date": date(day), "reference_date": date(day), "clock_in": text("09:00"),
				"clock_out": text("17:00"), "clock_in_with_seconds": text("09:00:00"), "minutes": number(8 * 60),
				"workable": jsonTrue, "in_source": text("autofill"), "out_source": text("autofill"),
			}))
		}
	}
	return c.array(records), nil
}
