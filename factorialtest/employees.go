package factorialtest

import (
	"strings"
	"time"
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
func createEmployee(c *call) (*reply, error) {
	t := c.table()
	s := t.resource.shape
	email := strings.ToLower(plain(c.body["email"]))
	for _, r := range t.records {
		if email != "" && strings.ToLower(plain(s.get(r, "email"))) == email {
			return nil, invalid(map[string][]string{"email": {"already been taken"}})
		}
	}
	f := c.rest()
	f["full_name"] = text(strings.TrimSpace(plain(f["first_name"]) + " " + plain(f["last_name"])))
	f["access_id"] = numericID(firstAccess + t.next)
	f["address_line_1"] = c.body["address_line1"]
	f["login_email"], f["active"], f["attendable"] = c.body["email"], jsonTrue, jsonTrue
	created := c.insert(t, f)
	if c.hasBody("contract_starts_on") {
		contract := c.rest()
		contract["employee_id"] = text(created.id)
		contract["starts_on"] = c.body["contract_starts_on"]
		contract["effective_on"] = c.body["contract_effective_on"]
		c.insert(c.on("contracts/contract_versions"), contract)
	}
	return c.object(created), nil
}

func updateEmployee(c *call) (*reply, error) {
	t := c.table()
	r := t.find(c.id)
	if r == nil {
		return nil, notFound()
	}
	f, s := c.rest(), t.resource.shape
	first, last := s.get(r, "first_name"), s.get(r, "last_name")
	if v, ok := f["first_name"]; ok {
		first = v
	}
	if v, ok := f["last_name"]; ok {
		last = v
	}
	f["full_name"] = text(strings.TrimSpace(plain(first) + " " + plain(last)))
	return c.object(c.change(t, r, f)), nil
}

// terminateEmployee ends an employment. An employee who leaves in the future stays active until
// then.
func terminateEmployee(c *call) (*reply, error) {
	t := c.table()
	r := t.find(plain(c.body["id"]))
	if r == nil {
		return nil, notFound()
	}
	f := c.rest()
	gone := plain(f["terminated_on"]) <= c.now.Format(time.DateOnly)
	f["active"], f["attendable"], f["is_terminating"] = boolean(!gone), boolean(!gone), boolean(!gone)
	return c.object(c.change(t, r, f)), nil
}

func unterminateEmployee(c *call) (*reply, error) {
	t := c.table()
	r := t.find(plain(c.body["id"]))
	if r == nil {
		return nil, notFound()
	}
	return c.object(c.change(t, r, fields{
		"terminated_on": null, "termination_reason": null, "termination_reason_type": null,
		"termination_observations": null, "active": jsonTrue, "attendable": jsonTrue, "is_terminating": jsonFalse,
	})), nil
}
