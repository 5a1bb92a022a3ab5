package rule

import (
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func taskBehaviours() map[string]behaviour {
	return map[string]behaviour{"tasks.Tasks.Create": createTask, "tasks.Tasks.CreateComment": commentTask}
}

// createTask sets the author: the employee of the credential, or for a company, unless the body
// names one, the first active employee. Factorial documents it.
func createTask(c *Call) (*reply.Reply, error) {
	f, staff := c.rest(), c.on("employees/employees")
	if c.EmployeeID != "" {
		f["author_employee_id"] = value.Text(c.EmployeeID)
	}
	for i := 0; i < len(staff.Records) && value.IsNull(f["author_employee_id"]); i++ {
		if r := staff.Records[i]; value.Plain(r.Get(staff.Resource.Shape, "active")) == "true" {
			f["author_employee_id"] = value.Text(r.ID)
		}
	}
	return c.object(c.insert(c.table(), f)), nil
}

// commentTask returns the task. The comment is not part of the record.
func commentTask(c *Call) (*reply.Reply, error) {
	r := c.table().Find(value.Plain(c.Body["resource_id"]))
	if r == nil {
		return nil, reply.NotFound()
	}
	return c.object(r), nil
}
