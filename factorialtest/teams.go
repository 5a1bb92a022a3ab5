package factorialtest

import (
	"encoding/json"
	"slices"
)

func teamBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"teams.Memberships.Create": joinTeam,
		"teams.Memberships.Delete": leaveTeam,
		"teams.Memberships.Move":   moveMembership,
		"teams.Teams.Move":         moveTeam,
	}
}

func joinTeam(c *call) (*reply, error) {
	if c.on("teams/teams").find(plain(c.body["team_id"])) == nil {
		return nil, notFound()
	}
	r := c.insert(c.table(), c.rest())
	c.enrol(plain(c.body["team_id"]), plain(c.body["employee_id"]), true)
	return c.object(r), nil
}

func leaveTeam(c *call) (*reply, error) {
	t := c.table()
	r := t.find(c.id)
	if r == nil {
		return nil, notFound()
	}
	s := t.resource.shape
	c.enrol(plain(s.get(r, "team_id")), plain(s.get(r, "employee_id")), false)
	c.remove(t, r)
	return c.object(r), nil
}

func moveMembership(c *call) (*reply, error) {
	t := c.table()
	s := t.resource.shape
	r, to := t.find(plain(c.body["id"])), plain(c.body["destination_team_id"])
	if r == nil || c.on("teams/teams").find(to) == nil {
		return nil, notFound()
	}
	employee := plain(s.get(r, "employee_id"))
	c.enrol(plain(s.get(r, "team_id")), employee, false)
	c.enrol(to, employee, true)
	f := c.rest()
	f["team_id"] = text(to)
	return c.object(c.change(t, r, f)), nil
}

func moveTeam(c *call) (*reply, error) {
	t := c.table()
	r := t.find(plain(c.body["id"]))
	if r == nil {
		return nil, notFound()
	}
	return c.object(c.change(t, r, fields{"parent_team_id": c.body["destination_parent_team_id"]})), nil
}

// enrol adds an employee to the list of a team, or removes them from it.
func (c *call) enrol(team, employee string, in bool) {
	t := c.on("teams/teams")
	r := t.find(team)
	if r == nil {
		return
	}
	members := slices.DeleteFunc(elements(t.resource.shape.get(r, "employee_ids")), func(e json.RawMessage) bool { return plain(e) == employee })
	if in {
		members = append(members, text(employee))
	}
	c.change(t, r, fields{"employee_ids": list(members)})
}
