package rule

import (
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func employeeBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"employees.Employees.Create":             createEmployee,
		"employees.Employees.CreateWithContract": createEmployee,
		"employees.Employees.Update":             updateEmployee,
		"employees.Employees.Terminate":          terminateEmployee,
		"employees.Employees.Unterminate":        unterminateEmployee,
	}
}

// createEmployee refuses an email address that another employee has. It also creates the contract
// if the operation takes one.
func createEmployee(c *Call) (*reply.Reply, error) {
	t := c.table()
	s := t.Resource.Shape
	email := strings.ToLower(value.Plain(c.Body["email"]))
	for _, r := range t.Records {
		if email != "" && strings.ToLower(value.Plain(r.Get(s, "email"))) == email {
			return nil, reply.Invalid(map[string][]string{"email": {"already been taken"}})
		}
	}
	f := c.rest()
	f["address_line_1"] = c.Body["address_line1"]
	created := c.insert(t, f)
	if c.hasBody("contract_starts_on") {
		contract := c.rest()
		contract["employee_id"] = value.Text(created.ID)
		contract["starts_on"] = c.Body["contract_starts_on"]
		contract["effective_on"] = c.Body["contract_effective_on"]
		c.insert(c.on("contracts/contract_versions"), contract)
	}
	return c.object(created), nil
}

func updateEmployee(c *Call) (*reply.Reply, error) {
	t := c.table()
	r := t.Find(c.ID)
	if r == nil {
		return nil, reply.NotFound()
	}
	f, s := c.rest(), t.Resource.Shape
	first, last := r.Get(s, "first_name"), r.Get(s, "last_name")
	if v, ok := f["first_name"]; ok {
		first = v
	}
	if v, ok := f["last_name"]; ok {
		last = v
	}
	f["full_name"] = value.Text(strings.TrimSpace(value.Plain(first) + " " + value.Plain(last)))
	return c.object(c.change(t, r, f)), nil
}

// terminateEmployee ends an employment. An employee who leaves in the future stays active until
// then.
func terminateEmployee(c *Call) (*reply.Reply, error) {
	t := c.table()
	r := t.Find(value.Plain(c.Body["id"]))
	if r == nil {
		return nil, reply.NotFound()
	}
	f := c.rest()
	gone := value.Plain(f["terminated_on"]) <= c.Now.Format(time.DateOnly)
	f["active"], f["attendable"], f["is_terminating"] = value.Bool(!gone), value.Bool(!gone), value.Bool(!gone)
	return c.object(c.change(t, r, f)), nil
}

func unterminateEmployee(c *Call) (*reply.Reply, error) {
	t := c.table()
	r := t.Find(value.Plain(c.Body["id"]))
	if r == nil {
		return nil, reply.NotFound()
	}
	return c.object(c.change(t, r, value.Fields{
		"terminated_on": value.Null, "termination_reason": value.Null, "termination_reason_type": value.Null,
		"termination_observations": value.Null, "active": value.True, "attendable": value.True, "is_terminating": value.False,
	})), nil
}
