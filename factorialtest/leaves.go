package factorialtest

import "time"

func leaveBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"timeoff.Leaves.Create": createLeave,
		"timeoff.Leaves.Update": updateLeave,
	}
}

// createLeave sets approved to null if the leave type requires approval, and to true otherwise.
func createLeave(c *call) (*reply, error) {
	f := c.rest()
	if err := checkPeriod(f); err != nil {
		return nil, err
	}
	f["approved"] = jsonTrue
	types := c.on("timeoff/leave_types")
	if kind := types.find(plain(f["leave_type_id"])); kind != nil {
		s := types.resource.shape
		f["leave_type_name"] = s.get(kind, "name")
		if plain(s.get(kind, "approval_required")) == "true" {
			f["approved"] = null
		}
	}
	staff := c.on("employees/employees")
	if employee := staff.find(plain(f["employee_id"])); employee != nil {
		f["employee_full_name"] = staff.resource.shape.get(employee, "full_name")
	}
	f["days_taken"] = number(daysTaken(f))
	return c.object(c.insert(c.table(), f)), nil
}

func updateLeave(c *call) (*reply, error) {
	t := c.table()
	r := t.find(c.id)
	if r == nil {
		return nil, notFound()
	}
	f := c.rest()
	period := fields{"start_on": t.resource.shape.get(r, "start_on"), "finish_on": t.resource.shape.get(r, "finish_on")}
	for name := range period {
		if v, ok := f[name]; ok {
			period[name] = v
		}
	}
	if err := checkPeriod(period); err != nil {
		return nil, err
	}
	f["days_taken"] = number(daysTaken(period))
	return c.object(c.change(t, r, f)), nil
}

func checkPeriod(f fields) error {
	if finish := plain(f["finish_on"]); finish != "" && finish < plain(f["start_on"]) {
		return invalid(map[string][]string{"finish_on": {"must be after the start"}})
	}
	return nil
}

func daysTaken(f fields) int {
	start, err := time.Parse(time.DateOnly, plain(f["start_on"]))
	finish, finishErr := time.Parse(time.DateOnly, plain(f["finish_on"]))
	if err != nil || finishErr != nil {
		return 1
	}
	return int(finish.Sub(start)/(24*time.Hour)) + 1
}
