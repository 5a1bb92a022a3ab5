package rule

import (
	"encoding/json"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func leaveBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"timeoff.Leaves.Create":     createLeave,
		"timeoff.Leaves.Update":     updateLeave,
		"timeoff.Leaves.BulkCreate": createLeaves,
		"timeoff.Leaves.BulkUpdate": updateLeaves,
		"timeoff.Leaves.Approve":    func(c *Call) (*reply.Reply, error) { return c.decideLeave(true, false) },
		"timeoff.Leaves.ApproveAll": func(c *Call) (*reply.Reply, error) { return c.decideLeave(true, true) },
		"timeoff.Leaves.Reject":     func(c *Call) (*reply.Reply, error) { return c.decideLeave(false, true) },
	}
}

func createLeave(c *Call) (*reply.Reply, error) {
	f := c.rest()
	if err := c.checkLeave(f, nil); err != nil {
		return nil, err
	}
	return c.object(c.insertLeave(f)), nil
}

// insertLeave sets approved to null if the leave type requires approval, and to true otherwise.
func (c *Call) insertLeave(f value.Fields) *record.Record {
	f["approved"] = value.True
	types := c.on("timeoff/leave_types")
	if kind := types.Find(value.Plain(f["leave_type_id"])); kind != nil {
		s := types.Resource.Shape
		f["leave_type_name"] = kind.Get(s, "name")
		if value.Plain(kind.Get(s, "approval_required")) == "true" {
			f["approved"] = value.Null
		}
	}
	staff := c.on("employees/employees")
	if employee := staff.Find(value.Plain(f["employee_id"])); employee != nil {
		f["employee_full_name"] = employee.Get(staff.Resource.Shape, "full_name")
	}
	f["days_taken"] = value.Number(daysTaken(f))
	return c.insert(c.table(), f)
}

func updateLeave(c *Call) (*reply.Reply, error) {
	r := c.table().Find(c.ID)
	if r == nil {
		return nil, reply.NotFound()
	}
	f := c.rest()
	whole := c.merged(r, f)
	if value.Plain(f["skip_validations"]) != "true" && moves(f) {
		if err := c.checkLeave(whole, r); err != nil {
			return nil, err
		}
	}
	f["days_taken"] = value.Number(daysTaken(whole))
	return c.object(c.change(c.table(), r, f)), nil
}

// moves reports whether a change of a leave may make it overlap another.
func moves(f value.Fields) bool {
	for _, name := range []string{"employee_id", "start_on", "finish_on", "half_day", "hours_amount_in_cents", "approved"} {
		if _, ok := f[name]; ok {
			return true
		}
	}
	return false
}

// createLeaves creates all leaves of the body or none: documented.
func createLeaves(c *Call) (*reply.Reply, error) {
	all := value.Elements(c.Body["leaves"])
	for i, v := range all {
		f := value.Members(v)
		if err := c.checkLeave(f, nil); err != nil {
			return nil, err
		}
		for _, before := range all[:i] {
			if other := value.Members(before); value.Plain(other["employee_id"]) == value.Plain(f["employee_id"]) && overlap(f, other) {
				return nil, reply.Unprocessable(overlapping)
			}
		}
	}
	records := make([]*record.Record, len(all))
	for i, v := range all {
		records[i] = c.insertLeave(value.Members(v))
	}
	return c.respond(records), nil
}

// updateLeaves changes all leaves of the body or none: documented. It compares each leave with the
// leaves as they were.
func updateLeaves(c *Call) (*reply.Reply, error) {
	t := c.table()
	all := value.Elements(c.Body["leaves"])
	records, changes := make([]*record.Record, len(all)), make([]value.Fields, len(all))
	for i, v := range all {
		f := value.Members(v)
		if records[i] = t.Find(value.Plain(f["id"])); records[i] == nil {
			return nil, reply.NotFound()
		}
		whole := c.merged(records[i], f)
		if moves(f) {
			if err := c.checkLeave(whole, records[i]); err != nil {
				return nil, err
			}
		}
		delete(f, "id")
		f["days_taken"] = value.Number(daysTaken(whole))
		changes[i] = f
	}
	for i, r := range records {
		records[i] = c.change(t, r, changes[i])
	}
	return c.respond(records), nil
}

// merged returns the members of a record with those in f.
func (c *Call) merged(r *record.Record, f value.Fields) value.Fields {
	whole := r.Decode(c.table().Resource.Shape)
	for name, v := range f {
		whole[name] = v
	}
	return whole
}

// overlapping is the text of a refused overlap. That overlaps are refused is known; the text is
// inferred.
const overlapping = "overlapping_leave"

// checkLeave checks the period of a leave. self is its record, nil for a new leave. It refuses a
// leave that overlaps one of the same employee that is not rejected.
func (c *Call) checkLeave(f value.Fields, self *record.Record) error {
	if finish := value.Plain(f["finish_on"]); finish != "" && finish < value.Plain(f["start_on"]) {
		return reply.Invalid(map[string][]string{"finish_on": {"must be after the start"}})
	}
	if value.Plain(f["approved"]) == "false" {
		return nil
	}
	t := c.table()
	s := t.Resource.Shape
	for _, r := range t.By(s.At("employee_id"), value.Plain(f["employee_id"])) {
		if r == self || value.Plain(r.Get(s, "approved")) == "false" || !value.IsNull(r.Get(s, "deleted_at")) {
			continue
		}
		if overlap(f, r.Decode(s)) {
			return reply.Unprocessable(overlapping)
		}
	}
	return nil
}

// overlap reports whether two leaves take the same time. A leave without an end never ends. Two
// halves of one day and leaves of some hours are allowed next to others: inferred.
func overlap(a, b value.Fields) bool {
	if !value.IsNull(a["hours_amount_in_cents"]) || !value.IsNull(b["hours_amount_in_cents"]) {
		return false
	}
	end := func(f value.Fields) string {
		if value.IsNull(f["finish_on"]) {
			return "9999-12-31"
		}
		return value.Plain(f["finish_on"])
	}
	if value.Plain(a["start_on"]) > end(b) || value.Plain(b["start_on"]) > end(a) {
		return false
	}
	return value.IsNull(a["half_day"]) || value.IsNull(b["half_day"]) || isMorning(a["half_day"]) == isMorning(b["half_day"])
}

// isMorning accepts both spellings of the API.
func isMorning(half json.RawMessage) bool {
	return value.Plain(half) == "beggining_of_day" || value.Plain(half) == "beginning_of_day"
}

func daysTaken(f value.Fields) int {
	return record.DaysBetween(value.Plain(f["start_on"]), value.Plain(f["finish_on"]))
}
