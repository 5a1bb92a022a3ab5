package company

import (
	"fmt"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

const (
	workedDays = 3  // with shifts of each employee
	clockedIn  = 10 // of so many employees, one is at work now
)

func (p *Plan) planTime() {
	p.rows["timeoff/leave_types"] = rows{len(leaveTypes), p.leaveType}
	p.rows["timeoff/leaves"] = rows{2 * p.size, p.leave}
	p.rows["attendance/shifts"] = rows{workedDays * p.size, p.shift}
}

func (p *Plan) leaveType(i int) value.Fields {
	t := leaveTypes[i]
	return value.Fields{
		"id": value.NumericID(i + 1), "identifier": value.Text(t.identifier), "name": value.Text(t.name), "translated_name": value.Text(t.name),
		"color": value.Text(t.color), "approval_required": value.Bool(t.approval), "workable": value.Bool(t.workable),
		"active": value.True, "visibility": value.True, "attachment": value.False, "details_required": value.False,
		"accrues": value.Bool(i == 0), "payable": value.True, "half_days_units_enabled": value.True,
	}
}

// leave returns one of an employee's two leaves: a past one, and a coming one unless the employee
// has left.
func (p *Plan) leave(i int) value.Fields {
	r, employee := p.random("leave", i), i/2
	q := p.person(employee)
	days, kind := 1+r.IntN(10), r.IntN(len(leaveTypes))
	start := p.before(settled/2 + r.IntN(settled/2))
	approved := value.True
	switch {
	case i%2 == 0:
	case !q.left.IsZero():
		start = q.left.AddDate(0, 0, -days)
	default:
		start = p.day.AddDate(0, 0, 7+r.IntN(90))
		if leaveTypes[kind].approval && r.IntN(2) == 0 {
			approved = value.Null // pending
		}
	}
	return value.Fields{
		"id": value.NumericID(i + 1), "employee_id": value.NumericID(employee + 1),
		"employee_full_name": value.Text(q.name()),
		"leave_type_id":      value.NumericID(kind + 1), "leave_type_name": value.Text(leaveTypes[kind].name),
		"start_on": value.Date(start), "finish_on": value.Date(start.AddDate(0, 0, days-1)), "days_taken": value.Number(days),
		"approved": approved, "created_at": value.DateTime(start.AddDate(0, 0, -14)), "updated_at": value.DateTime(start.AddDate(0, 0, -10)),
	}
}

// shift returns a shift on one of an employee's last working days. The last one may still be open.
func (p *Plan) shift(i int) value.Fields {
	r, employee := p.random("shift", i), i/workedDays
	day := p.person(employee).lastDay(p).AddDate(0, 0, -(i % workedDays))
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, -workedDays)
	}
	in, minutes := 7*60+r.IntN(180), 6*60+r.IntN(180)
	open := i%workedDays == 0 && employee%clockedIn == clockedIn-1 && p.person(employee).left.IsZero()
	if open {
		day, in = p.day, min(in, p.now)
	}
	f := value.Fields{
		"id": value.NumericID(i + 1), "employee_id": value.NumericID(employee + 1), "date": value.Date(day), "reference_date": value.Date(day),
		"clock_in": value.Text(timeOfDay(in)), "clock_in_with_seconds": value.Text(timeOfDay(in) + ":00"),
		"clock_out": value.Text(timeOfDay(in + minutes)), "minutes": value.Number(minutes), "workable": value.True,
		"in_source": value.Text("desktop"), "out_source": value.Text("desktop"), "location_type": value.Text("office"),
		"created_at": value.DateTime(day.Add(time.Duration(in) * time.Minute)),
		"updated_at": value.DateTime(day.Add(time.Duration(in+minutes) * time.Minute)),
	}
	if open {
		f["clock_out"], f["out_source"], f["minutes"], f["updated_at"] = value.Null, value.Null, value.Number(0), f["created_at"]
	}
	return f
}

func timeOfDay(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }
