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
		"attendance.Shifts.Update":      updateShift,
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
	if value.IsNull(f["employee_id"]) && c.EmployeeID != "" {
		f["employee_id"] = value.Text(c.EmployeeID)
	}
	if in != "" {
		if err := c.checkPunch(f["employee_id"], f["date"], in); err != nil {
			return nil, err
		}
	}
	if in != "" && out != "" {
		f["minutes"] = value.Number(record.MinutesBetween(in, out))
	}
	shift := c.insert(c.table(), f)
	c.book(shift)
	return c.object(shift), nil
}

// updateShift keeps the minutes, and what else depends on them, in line with the clock.
func updateShift(c *Call) (*reply.Reply, error) {
	t := c.table()
	r := t.Find(c.ID)
	if r == nil {
		return nil, reply.NotFound()
	}
	f, whole := c.rest(), c.merged(r, c.Body)
	_, started := f["clock_in"]
	_, ended := f["clock_out"]
	in, out := value.Plain(whole["clock_in"]), value.Plain(whole["clock_out"])
	switch {
	case !started && !ended:
	case in == "" || out == "":
		f["minutes"] = value.Number(0)
	default:
		f["minutes"] = value.Number(record.MinutesBetween(in, out))
	}
	if started {
		f["clock_in_with_seconds"] = withSeconds(in)
	}
	if ended && out == "" {
		for _, name := range []string{"out_source", "out_location_latitude", "out_location_longitude", "out_location_accuracy"} {
			f[name] = value.Null
		}
	}
	shift := c.change(t, r, f)
	c.rebook(shift)
	return c.object(shift), nil
}

// withSeconds writes a time of day with its seconds, null if there is none.
func withSeconds(clock string) json.RawMessage {
	if at, ok := wallTime(clock); ok {
		clock = at.Format(time.TimeOnly)
	}
	if len(clock) == len("15:04") {
		clock += ":00"
	}
	return value.TextOrNull(clock)
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
		c.hint("with the credential of a company, the clock needs employee_id")
		return punch{}, reply.NotFound() // misleading, but seen
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
	all := t.By(s.At("employee_id"), value.Plain(employee))
	for i := len(all) - 1; i >= 0; i-- {
		if value.IsNull(all[i].Get(s, "clock_out")) && !value.IsNull(all[i].Get(s, "clock_in")) {
			return all[i]
		}
	}
	return nil
}

// begin opens a shift that counts for a day.
func (c *Call) begin(p punch, workable bool, counts json.RawMessage) (*reply.Reply, error) {
	t := c.table()
	day, clock := value.Date(p.at), value.Text(p.at.Format("15:04"))
	if err := c.checkPunch(p.employee, day, value.Plain(clock)); err != nil {
		return nil, err
	}
	f := c.rest()
	for name, v := range map[string]json.RawMessage{
		"employee_id": p.employee, "date": day, "reference_date": counts, "clock_in": clock,
		"clock_in_with_seconds": value.Text(p.at.Format(time.TimeOnly)), "clock_out": value.Null, "minutes": value.Number(0),
		"workable": value.Bool(workable), "in_source": value.Text("api"),
		"in_location_latitude": c.Body["latitude"], "in_location_longitude": c.Body["longitude"],
		"in_location_accuracy": c.Body["accuracy"],
	} {
		f[name] = v
	}
	shift := c.insert(t, f)
	c.book(shift)
	return c.object(shift), nil
}

// checkPunch refuses a shift that begins when another of the employee does: seen.
func (c *Call) checkPunch(employee, day json.RawMessage, clock string) error {
	t := c.table()
	s := t.Resource.Shape
	for _, r := range t.By(s.At("employee_id"), value.Plain(employee)) {
		if value.Plain(r.Get(s, "date")) == value.Plain(day) && toMinute(value.Plain(r.Get(s, "clock_in"))) == toMinute(clock) {
			return reply.Conflict("There is already a shift at this time")
		}
	}
	return nil
}

// toMinute cuts the seconds off a time of day.
func toMinute(clock string) string { return clock[:min(len(clock), len("15:04"))] }

// end closes a shift.
func (c *Call) end(p punch, open *record.Record) *reply.Reply {
	t := c.table()
	clock := p.at.Format("15:04")
	f := c.rest()
	delete(f, "employee_id")
	f["clock_out"], f["out_source"] = value.Text(clock), value.Text("api")
	f["minutes"] = value.Number(record.MinutesBetween(value.Plain(open.Get(t.Resource.Shape, "clock_in")), clock))
	f["out_location_latitude"], f["out_location_longitude"] = c.Body["latitude"], c.Body["longitude"]
	f["out_location_accuracy"] = c.Body["accuracy"]
	shift := c.change(t, open, f)
	c.rebook(shift)
	return c.object(shift)
}

func clockIn(c *Call) (*reply.Reply, error) {
	p, err := c.punch("now")
	if err != nil {
		return nil, err
	}
	if c.openShift(p.employee) != nil {
		return nil, reply.Unprocessable("open_shift")
	}
	return c.begin(p, true, value.Date(p.at))
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
	if project := value.Plain(c.Body["project_id"]); project != "" && !c.worksOn(value.Plain(p.employee), project) {
		c.hint("the employee is not assigned to the project")
		return nil, reply.NotFound() // documented
	}
	return c.begin(p, true, value.Date(p.at))
}

// worksOn reports whether an employee is assigned to a project. Without project workers of the
// company, a fixture or a request, every employee is.
func (c *Call) worksOn(employee, project string) bool {
	t := c.on(projectWorkers)
	return t.Invented || len(t.Records) == 0 || c.workerOn(employee, project) != ""
}

func breakStart(c *Call) (*reply.Reply, error) { return c.turnOver(true, "no_open_shift") }
func breakEnd(c *Call) (*reply.Reply, error)   { return c.turnOver(false, "no_open_break") }

// turnOver ends work and begins a break, or ends a break and begins work. After midnight, the new
// part counts for the day of the part before it: inferred, as a night shift counts for the day on
// which it began. After another midnight it counts for its own day.
func (c *Call) turnOver(fromWork bool, missing string) (*reply.Reply, error) {
	p, err := c.punch("now")
	if err != nil {
		return nil, err
	}
	open := c.openShift(p.employee)
	if open == nil || (value.Plain(open.Get(c.Op.Shape, "workable")) == "true") != fromWork {
		return nil, reply.Unprocessable(missing)
	}
	day := value.Date(p.at)
	if of := value.Plain(open.Get(c.Op.Shape, "reference_date")); of == p.at.AddDate(0, 0, -1).Format(time.DateOnly) {
		day = value.Text(of)
	}
	c.end(p, open)
	return c.begin(p, !fromWork, day)
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
