package rule

import (
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func leaveBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"timeoff.Leaves.Create": createLeave,
		"timeoff.Leaves.Update": updateLeave,
	}
}

// createLeave sets approved to null if the leave type requires approval, and to true otherwise.
func createLeave(c *Call) (*reply.Reply, error) {
	f := c.rest()
	if err := checkPeriod(f); err != nil {
		return nil, err
	}
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
	return c.object(c.insert(c.table(), f)), nil
}

func updateLeave(c *Call) (*reply.Reply, error) {
	t := c.table()
	r := t.Find(c.ID)
	if r == nil {
		return nil, reply.NotFound()
	}
	f := c.rest()
	period := value.Fields{"start_on": r.Get(t.Resource.Shape, "start_on"), "finish_on": r.Get(t.Resource.Shape, "finish_on")}
	for name := range period {
		if v, ok := f[name]; ok {
			period[name] = v
		}
	}
	if err := checkPeriod(period); err != nil {
		return nil, err
	}
	f["days_taken"] = value.Number(daysTaken(period))
	return c.object(c.change(t, r, f)), nil
}

func checkPeriod(f value.Fields) error {
	if finish := value.Plain(f["finish_on"]); finish != "" && finish < value.Plain(f["start_on"]) {
		return reply.Invalid(map[string][]string{"finish_on": {"must be after the start"}})
	}
	return nil
}

func daysTaken(f value.Fields) int {
	return record.DaysBetween(value.Plain(f["start_on"]), value.Plain(f["finish_on"]))
}
