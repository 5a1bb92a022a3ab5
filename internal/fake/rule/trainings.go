package rule

import (
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

const attendancesPath = "trainings/session_attendances"

func trainingBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"trainings.SessionAccessMemberships.BulkCreate":  addParticipants,
		"trainings.SessionAccessMemberships.BulkDestroy": removeParticipants,
	}
}

// addParticipants adds employees, named by their ids or their accesses, to a session. Each has an
// attendance that is pending: inferred.
func addParticipants(c *Call) (*reply.Reply, error) {
	t, staff, attendances := c.table(), c.on("employees/employees"), c.on(attendancesPath)
	s := staff.Resource.Shape
	add := func(f value.Fields, employee *record.Record) *record.Record {
		if employee != nil {
			f["employee_id"], f["access_id"] = value.Text(employee.ID), employee.Get(s, "access_id")
			f["first_name"], f["last_name"] = employee.Get(s, "first_name"), employee.Get(s, "last_name")
		}
		f["session_id"] = c.Body["session_id"]
		r := c.insert(t, f)
		of := value.Fields{"session_access_membership_id": value.Text(r.ID), "status": value.Text("pending")}
		for _, name := range []string{"access_id", "employee_id"} {
			of[name] = r.Get(t.Resource.Shape, name)
		}
		c.insert(attendances, of)
		return r
	}
	records := []*record.Record{}
	for _, id := range value.Elements(c.Body["employee_ids"]) {
		records = append(records, add(value.Fields{"employee_id": id}, staff.Find(value.Plain(id))))
	}
	for _, id := range value.Elements(c.Body["access_ids"]) {
		var holder *record.Record
		if found := staff.By(s.At("access_id"), value.Plain(id)); len(found) > 0 {
			holder = found[0]
		}
		records = append(records, add(value.Fields{"access_id": id}, holder))
	}
	return c.array(records), nil
}

// removeParticipants removes participants with their attendances.
func removeParticipants(c *Call) (*reply.Reply, error) {
	records, err := c.named()
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		c.removeBy(attendancesPath, "session_access_membership_id", r.ID)
		c.remove(c.table(), r)
	}
	return c.array(records), nil
}
