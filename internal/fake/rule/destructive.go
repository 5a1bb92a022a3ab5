package rule

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// destructiveBehaviours holds the operations that delete or end more than they name. Factorial
// documents all of them. The log of such a request says what it did.
func destructiveBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"shiftmanagement.Shifts.BulkDelete":              deletePlannedShifts,
		"trainings.TrainingMemberships.BulkDestroy":      deleteEnrolments,
		"projectmanagement.ProjectWorkers.BulkAssign":    func(c *Call) (*reply.Reply, error) { return c.assignOnly("project_id", "project_ids") },
		"projectmanagement.ProjectWorkers.Unassign":      unassign,
		"projectmanagement.SubprojectWorkers.BulkAssign": func(c *Call) (*reply.Reply, error) { return c.assignOnly("subproject_id", "") },
		"projectmanagement.SubprojectWorkers.Unassign":   unassign,
		"projectmanagement.TimeRecords.BulkProcess":      processTimeRecords,
		"finance.CostCenterMemberships.BulkCreateUpdate": replaceCostCenters,
		"timeoff.Allowances.Delete":                      deleteAllowance,
		"timeoff.Allowances.DeleteWithAltAllowance":      deleteAllowance,
		"performance.ReviewProcessTargets.Delete":        deleteTarget,
	}
}

// hint adds a hint to the log of the request.
func (c *Call) hint(text string) { c.Hint = text }

// deletePlannedShifts deletes the shifts that every sent selector selects. Without any it deletes
// all of them, except backups.
func deletePlannedShifts(c *Call) (*reply.Reply, error) {
	t := c.table()
	s := t.Resource.Shape
	selects := func(name string, in func(values []string) bool) bool {
		v, sent := c.Body[name]
		return !sent || value.IsNull(v) || in(texts(v))
	}
	day := func(v json.RawMessage) string { return value.Plain(v)[:min(len(value.Plain(v)), len(time.DateOnly))] }
	backups := value.Plain(c.Body["destroy_backup_shifts"]) == "true"
	gone := []*record.Record{}
	for _, r := range t.Records {
		if value.Plain(r.Get(s, "state")) == "backup" && !backups ||
			!selects("ids", func(ids []string) bool { return slices.Contains(ids, r.ID) }) ||
			!selects("employee_ids", func(ids []string) bool { return slices.Contains(ids, value.Plain(r.Get(s, "employee_id"))) }) ||
			!selects("start_at", func(from []string) bool { return day(r.Get(s, "end_at")) >= day(value.Text(from[0])) }) ||
			!selects("end_at", func(to []string) bool { return day(r.Get(s, "start_at")) <= day(value.Text(to[0])) }) {
			continue
		}
		gone = append(gone, r)
	}
	if value.IsNull(c.Body["ids"]) && value.IsNull(c.Body["employee_ids"]) && value.IsNull(c.Body["start_at"]) && value.IsNull(c.Body["end_at"]) {
		c.hint("the body selects no shifts, which deletes all of them")
	}
	c.removeAll(t, gone)
	return c.array(gone), nil
}

// deleteEnrolments deletes the enrolments in ids. With all they are the ones of the training that
// stay.
func deleteEnrolments(c *Call) (*reply.Reply, error) {
	t := c.table()
	s := t.Resource.Shape
	all, training, ids := value.Plain(c.Body["all"]) == "true", value.Plain(c.Body["training_id"]), texts(c.Body["ids"])
	gone := []*record.Record{}
	for _, r := range t.Records {
		named := slices.Contains(ids, r.ID)
		if all && !named && (training == "" || value.Plain(r.Get(s, "training_id")) == training) || !all && named {
			gone = append(gone, r)
		}
	}
	if all {
		c.hint("with all, the ids are the enrolments that stay")
	}
	c.removeAll(t, gone)
	return c.array(gone), nil
}

// assignOnly assigns the employees to the projects or the phase, and unassigns everybody else.
func (c *Call) assignOnly(one, several string) (*reply.Reply, error) {
	t := c.table()
	s := t.Resource.Shape
	places, employees := texts(c.Body[one]), texts(c.Body["employee_ids"])
	if several != "" {
		places = append(places, texts(c.Body[several])...)
	}
	assigned := []*record.Record{}
	for _, place := range places {
		missing := slices.Clone(employees)
		for _, r := range t.By(s.At(one), place) {
			employee := value.Plain(r.Get(s, "employee_id"))
			listed := slices.Contains(employees, employee)
			r = c.change(t, r, value.Fields{"assigned": value.Bool(listed)})
			if listed {
				assigned = append(assigned, r)
				missing = slices.DeleteFunc(missing, func(id string) bool { return id == employee })
			} else {
				c.hint("the call unassigns the workers that it does not name")
			}
		}
		for _, employee := range missing {
			f := value.Fields{one: value.Text(place), "employee_id": value.Text(employee), "assigned": value.True}
			assigned = append(assigned, c.insert(t, f))
		}
	}
	return c.array(assigned), nil
}

// unassign keeps the worker for the time that is already booked.
func unassign(c *Call) (*reply.Reply, error) {
	t := c.table()
	r := t.Find(value.Plain(c.Body["id"]))
	if r == nil {
		return nil, reply.NotFound()
	}
	return c.object(c.change(t, r, value.Fields{"assigned": value.False})), nil
}

// processTimeRecords creates, changes and deletes records. An item with nothing but an id deletes.
func processTimeRecords(c *Call) (*reply.Reply, error) {
	t := c.table()
	items := value.Elements(c.Body["items"])
	found := make([]*record.Record, len(items))
	for i, v := range items {
		if id := value.Plain(value.Members(v)["time_record_id"]); id != "" {
			if found[i] = t.Find(id); found[i] == nil {
				return nil, reply.NotFound()
			}
		}
	}
	records := []*record.Record{}
	for i, v := range items {
		f := value.Members(v)
		delete(f, "time_record_id")
		maps.DeleteFunc(f, func(_ string, v json.RawMessage) bool { return value.IsNull(v) })
		switch r := found[i]; {
		case r == nil:
			records = append(records, c.insert(t, f))
		case len(f) == 0:
			c.hint("an item with only an id deletes the record")
			c.remove(t, r)
			records = append(records, r)
		default:
			records = append(records, c.change(t, r, f))
		}
	}
	return c.array(records), nil
}

// replaceCostCenters ends the current memberships of the employee that the body does not name, and
// changes or creates those that it does. That they end today is inferred.
func replaceCostCenters(c *Call) (*reply.Reply, error) {
	t := c.table()
	s := t.Resource.Shape
	today := c.Now.Format(time.DateOnly)
	sent := value.Elements(c.Body["memberships"])
	named := make(map[string]bool)
	for _, v := range sent {
		id := value.Plain(value.Members(v)["id"])
		if id != "" && t.Find(id) == nil {
			return nil, reply.NotFound()
		}
		named[id] = true
	}
	for _, r := range t.By(s.At("employee_id"), value.Plain(c.Body["employee_id"])) {
		if end := value.Plain(r.Get(s, "end_date")); !named[r.ID] && (end == "" || end > today) {
			c.change(t, r, value.Fields{"end_date": value.Text(today)})
			c.hint("the call ends the memberships that it does not name")
		}
	}
	records := []*record.Record{}
	for _, v := range sent {
		f := value.Members(v)
		f["employee_id"] = c.Body["employee_id"]
		records = append(records, c.upsert(t, f))
	}
	return c.array(records), nil
}

// deleteAllowance deletes an allowance with its balances. Its incidences go too, or move to another
// allowance: that they move is inferred.
func deleteAllowance(c *Call) (*reply.Reply, error) {
	t := c.table()
	id, other := c.ID, value.Plain(c.Body["alt_allowance_id"])
	if id == "" {
		id = value.Plain(c.Body["id"])
	}
	r := t.Find(id)
	if r == nil || other != "" && t.Find(other) == nil {
		return nil, reply.NotFound()
	}
	c.removeBy("timeoff/allowance_stats", "allowance_id", id)
	if other == "" {
		c.removeBy("timeoff/allowance_incidences", "timeoff_allowance_id", id)
	} else {
		incidences := c.on("timeoff/allowance_incidences")
		for _, of := range incidences.By(incidences.Resource.Shape.At("timeoff_allowance_id"), id) {
			c.change(incidences, of, value.Fields{"timeoff_allowance_id": value.Text(other)})
		}
	}
	c.remove(t, r)
	return c.object(r), nil
}

// deleteTarget deletes a target of a review with its evaluations.
func deleteTarget(c *Call) (*reply.Reply, error) {
	result, err := c.delete()
	if err == nil {
		c.removeBy("performance/review_evaluations", "review_process_target_id", c.ID)
	}
	return result, err
}

// removeBy deletes the records of a resource whose property has a value.
func (c *Call) removeBy(path, property, value string) {
	t := c.on(path)
	if i := t.Resource.Shape.At(property); i >= 0 {
		c.removeAll(t, t.By(i, value))
	}
}

func (c *Call) removeAll(t *record.Table, records []*record.Record) {
	for _, r := range slices.Clone(records) {
		c.remove(t, r)
	}
}

// texts returns the texts of a list, or of one value.
func texts(v json.RawMessage) []string {
	var all []string
	for _, e := range value.Elements(v) {
		all = append(all, value.Plain(e))
	}
	return all
}
