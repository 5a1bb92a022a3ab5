package rule

import (
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

const (
	timeRecords    = "project_management/time_records"
	projectWorkers = "project_management/project_workers"
)

// book creates the time record of a shift whose request names a project worker: documented.
func (c *Call) book(shift *record.Record) {
	worker := value.Plain(c.Body["project_worker_id"])
	if project := value.Plain(c.Body["project_id"]); worker == "" && project != "" {
		worker = c.workerOn(value.Plain(shift.Get(c.table().Resource.Shape, "employee_id")), project)
	}
	if worker == "" {
		return
	}
	c.insert(c.on(timeRecords), value.Fields{
		"attendance_shift_id": value.Text(shift.ID), "project_worker_id": value.Text(worker),
		"subproject_id": c.Body["subproject_id"], "date": shift.Get(c.table().Resource.Shape, "date"),
		"imputed_minutes": shift.Get(c.table().Resource.Shape, "minutes"),
	})
}

// rebook gives the time records of a shift its minutes.
func (c *Call) rebook(shift *record.Record) {
	t := c.on(timeRecords)
	for _, r := range slices.Clone(t.By(t.Resource.Shape.At("attendance_shift_id"), shift.ID)) {
		c.change(t, r, value.Fields{"imputed_minutes": shift.Get(c.table().Resource.Shape, "minutes")})
	}
}

// workerOn returns the worker of an employee who is assigned to a project, empty if there is none.
func (c *Call) workerOn(employee, project string) string {
	t := c.on(projectWorkers)
	s := t.Resource.Shape
	for _, r := range t.By(s.At("project_id"), project) {
		if value.Plain(r.Get(s, "employee_id")) == employee && value.Plain(r.Get(s, "assigned")) != "false" {
			return r.ID
		}
	}
	return ""
}
