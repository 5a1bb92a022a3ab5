package factorialtest

import "slices"

// specialFilters are the filters that need more than the records of the list, by operation and parameter. A name that a
// version of the API does not have is never looked up.
var specialFilters = map[string]func(c *call, values []string) predicate{
	"employees.Employees.List team_ids[]":     membersOf,
	"locations.Locations.List employee_ids[]": locationsOf,
	"timeoff.Leaves.List type_is_payable":     leavesOfType("payable"),
	"timeoff.Leaves.List type_is_workable":    leavesOfType("workable"),
}

// membersOf lets through who is a member of one of the teams.
func membersOf(c *call, teams []string) predicate {
	members := make(map[string]bool)
	t := c.server.api.resources["teams/teams"]
	if t == nil {
		return nil
	}
	for _, r := range c.server.store.reading(t.path) {
		if slices.Contains(teams, r.id) {
			for _, id := range elements(t.shape.get(r, "employee_ids")) {
				members[plain(id)] = true
			}
		}
	}
	return func(r *record) bool { return members[r.id] }
}

// locationsOf lets through where one of the employees works.
func locationsOf(c *call, employees []string) predicate {
	places := make(map[string]bool)
	staff := c.server.api.resources["employees/employees"]
	if staff == nil {
		return nil
	}
	for _, r := range c.server.store.reading(staff.path) {
		if slices.Contains(employees, r.id) {
			places[plain(staff.shape.get(r, "location_id"))] = true
		}
	}
	return func(r *record) bool { return places[r.id] }
}

// leavesOfType lets through the leaves whose type has the property that is asked for.
func leavesOfType(property string) func(*call, []string) predicate {
	return func(c *call, values []string) predicate {
		kinds := c.server.api.resources["timeoff/leave_types"]
		at := c.op.shape.at("leave_type_id")
		if kinds == nil || at < 0 {
			return nil
		}
		fits := make(map[string]bool)
		for _, r := range c.server.store.reading(kinds.path) {
			fits[r.id] = plain(kinds.shape.get(r, property)) == values[0]
		}
		return func(r *record) bool { return fits[plain(r.value(at))] }
	}
}
