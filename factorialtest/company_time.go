package factorialtest

import (
	"fmt"
	"time"
)

// workedDays is the number of days with shifts for each employee.
const workedDays = 3

func (p *company) planTime() {
	p.rows["timeoff/leave_types"] = rows{len(leaveTypes), p.leaveType}
	p.rows["timeoff/leaves"] = rows{2 * p.size, p.leave}
	p.rows["attendance/shifts"] = rows{workedDays * p.size, p.shift}
}

func (p *company) leaveType(i int) fields {
	t := leaveTypes[i]
	return fields{
		"id": numericID(i + 1), "identifier": text(t.identifier), "name": text(t.name), "translated_name": text(t.name),
		"color": text(t.color), "approval_required": boolean(t.approval), "workable": boolean(t.workable),
		"active": jsonTrue, "visibility": jsonTrue, "attachment": jsonFalse, "details_required": jsonFalse,
		"accrues": boolean(i == 0), "payable": jsonTrue, "half_days_units_enabled": jsonTrue,
	}
}

// leave returns one of an employee's two leaves: a past one, and a coming one unless the employee
// has left.
func (p *company) leave(i int) fields {
	r, employee := p.random("leave", i), i/2
	q := p.person(employee)
	days, kind := 1+r.IntN(10), r.IntN(len(leaveTypes))
	start := p.before(settled/2 + r.IntN(settled/2))
	approved := jsonTrue
	switch {
	case i%2 == 0:
	case !q.left.IsZero():
		start = q.left.AddDate(0, 0, -days)
	default:
		start = p.day.AddDate(0, 0, 7+r.IntN(90))
		if leaveTypes[kind].approval && r.IntN(2) == 0 {
			approved = null // pending
		}
	}
	return fields{
		"id": numericID(i + 1), "employee_id": numericID(employee + 1),
		"employee_full_name": text(q.name()),
		"leave_type_id":      numericID(kind + 1), "leave_type_name": text(leaveTypes[kind].name),
		"start_on": date(start), "finish_on": date(start.AddDate(0, 0, days-1)), "days_taken": number(days),
		"approved": approved, "created_at": dateTime(start.AddDate(0, 0, -14)), "updated_at": dateTime(start.AddDate(0, 0, -10)),
	}
}

// shift returns a shift on one of an employee's last working days.
func (p *company) shift(i int) fields {
	r, employee := p.random("shift", i), i/workedDays
	day := p.person(employee).lastDay(p).AddDate(0, 0, -(i % workedDays))
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, -workedDays)
	}
	in, minutes := 7*60+r.IntN(180), 6*60+r.IntN(180)
	return fields{
		"id": numericID(i + 1), "employee_id": numericID(employee + 1), "date": date(day), "reference_date": date(day),
		"clock_in": text(timeOfDay(in)), "clock_in_with_seconds": text(timeOfDay(in) + ":00"),
		"clock_out": text(timeOfDay(in + minutes)), "minutes": number(minutes), "workable": jsonTrue,
		"in_source": text("desktop"), "out_source": text("desktop"), "location_type": text("office"),
		"created_at": dateTime(day.Add(time.Duration(in) * time.Minute)),
		"updated_at": dateTime(day.Add(time.Duration(in+minutes) * time.Minute)),
	}
}

func timeOfDay(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }
