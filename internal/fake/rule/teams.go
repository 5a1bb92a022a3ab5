package rule

import (
	"encoding/json"
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func teamBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"teams.Memberships.Create": joinTeam,
		"teams.Memberships.Delete": leaveTeam,
		"teams.Memberships.Move":   moveMembership,
		"teams.Teams.Move":         moveTeam,
	}
}

func joinTeam(c *Call) (*reply.Reply, error) {
	if c.on("teams/teams").Find(value.Plain(c.Body["team_id"])) == nil {
		return nil, reply.NotFound()
	}
	r := c.insert(c.table(), c.rest())
	c.enrol(value.Plain(c.Body["team_id"]), value.Plain(c.Body["employee_id"]), true)
	return c.object(r), nil
}

func leaveTeam(c *Call) (*reply.Reply, error) {
	t := c.table()
	r := t.Find(c.ID)
	if r == nil {
		return nil, reply.NotFound()
	}
	s := t.Resource.Shape
	c.enrol(value.Plain(r.Get(s, "team_id")), value.Plain(r.Get(s, "employee_id")), false)
	c.remove(t, r)
	return c.object(r), nil
}

func moveMembership(c *Call) (*reply.Reply, error) {
	t := c.table()
	s := t.Resource.Shape
	r, to := t.Find(value.Plain(c.Body["id"])), value.Plain(c.Body["destination_team_id"])
	if r == nil || c.on("teams/teams").Find(to) == nil {
		return nil, reply.NotFound()
	}
	employee := value.Plain(r.Get(s, "employee_id"))
	c.enrol(value.Plain(r.Get(s, "team_id")), employee, false)
	c.enrol(to, employee, true)
	f := c.rest()
	f["team_id"] = value.Text(to)
	return c.object(c.change(t, r, f)), nil
}

func moveTeam(c *Call) (*reply.Reply, error) {
	t := c.table()
	r := t.Find(value.Plain(c.Body["id"]))
	if r == nil {
		return nil, reply.NotFound()
	}
	return c.object(c.change(t, r, value.Fields{"parent_team_id": c.Body["destination_parent_team_id"]})), nil
}

// enrol adds an employee to the list of a team, or removes them from it.
func (c *Call) enrol(team, employee string, in bool) {
	t := c.on("teams/teams")
	r := t.Find(team)
	if r == nil {
		return
	}
	members := slices.DeleteFunc(value.Elements(r.Get(t.Resource.Shape, "employee_ids")), func(e json.RawMessage) bool { return value.Plain(e) == employee })
	if in {
		members = append(members, value.Text(employee))
	}
	c.change(t, r, value.Fields{"employee_ids": value.List(members)})
}
