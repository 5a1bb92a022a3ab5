package rule

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

const flowsPath = "approvals/materialized_approvals_flows"

func approvalBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"approvals.MaterializedApprovalsFlows.ApproveResource": func(c *Call) (*reply.Reply, error) { return c.decideResource(true) },
		"approvals.MaterializedApprovalsFlows.RejectResource":  func(c *Call) (*reply.Reply, error) { return c.decideResource(false) },
	}
}

// decideLeave approves or rejects a leave. With a flow it decides the step that is due, and the
// leave stays pending until the last step: documented. all decides every step. A second decision of
// the same kind is refused; a manager may change a decision: both inferred.
func (c *Call) decideLeave(approve, all bool) (*reply.Reply, error) {
	t := c.table()
	r := t.Find(value.Plain(c.Body["id"]))
	if r == nil {
		return nil, reply.NotFound()
	}
	if value.Plain(r.Get(t.Resource.Shape, "approved")) == string(value.Bool(approve)) {
		return nil, reply.Unprocessable(already(approve))
	}
	if flow := c.flow("Timeoff::Leave", r.ID); flow != nil && c.isRunning(flow) {
		if !c.decideStep(flow, approve, all) {
			return c.object(r), nil
		}
	}
	f := c.rest()
	f["approved"] = value.Bool(approve)
	return c.object(c.change(t, r, f)), nil
}

func already(approve bool) string {
	return "already_" + decided(approve)
}

func decided(approve bool) string {
	if approve {
		return "approved"
	}
	return "rejected"
}

// decideResource decides the due step of the flow for a record. A record without a flow gets one
// with a single step. The last step decides the record: documented for leaves.
func (c *Call) decideResource(approve bool) (*reply.Reply, error) {
	class, id := value.Plain(c.Body["resource_type"]), value.Plain(c.Body["resource_id"])
	t := c.on(flowsPath)
	flow := c.flow(class, id)
	of := c.classed(class)
	if of != nil && c.on(of.Path).Find(id) == nil {
		return nil, reply.NotFound()
	}
	switch {
	case flow == nil && of != nil && c.decision(of, id) != "":
		return nil, reply.Unprocessable(already(c.decision(of, id) == "true"))
	case flow == nil:
		f := c.rest()
		f["status"] = value.Text("running")
		flow = c.insert(t, f)
	case !c.isRunning(flow):
		return nil, reply.Unprocessable(already(value.Plain(flow.Get(t.Resource.Shape, "status")) == "approved"))
	}
	if c.decideStep(flow, approve, false) && of != nil {
		records := c.on(of.Path)
		f := make(value.Fields)
		if p := of.Shape.Property("approved"); p != nil && p.Type == "boolean" {
			f["approved"] = value.Bool(approve)
		}
		c.status(of.Shape, f, decided(approve))
		c.change(records, records.Find(id), f)
	}
	return c.object(t.Find(flow.ID)), nil
}

// flow returns the last flow for a record, nil if there is none.
func (c *Call) flow(class, id string) *record.Record {
	t := c.on(flowsPath)
	all := t.By(t.Resource.Shape.At("resource_id"), id)
	for i := len(all) - 1; i >= 0; i-- {
		if value.Plain(all[i].Get(t.Resource.Shape, "resource_type")) == class {
			return all[i]
		}
	}
	return nil
}

func (c *Call) isRunning(flow *record.Record) bool {
	return value.Plain(flow.Get(c.on(flowsPath).Resource.Shape, "status")) == "running"
}

// decision returns whether a record is approved: true, false, or empty if nobody decided it.
func (c *Call) decision(of *spec.Resource, id string) string {
	return value.Plain(c.on(of.Path).Find(id).Get(of.Shape, "approved"))
}

// classed returns the resource of a class such as Timeoff::Leave, nil if the API has none.
func (c *Call) classed(class string) *spec.Resource {
	wanted := strings.ToLower(strings.ReplaceAll(class, "::", "/"))
	for _, r := range c.API.Order {
		if strings.ReplaceAll(r.Domain()+"/"+r.Noun(), "_", "") == wanted {
			return r
		}
	}
	return nil
}

// decideStep decides the first step with a pending approver, or every step. It reports whether that
// ends the flow. A rejection always does.
func (c *Call) decideStep(flow *record.Record, approve, all bool) bool {
	t := c.on(flowsPath)
	approvers := value.Elements(flow.Get(t.Resource.Shape, "approvers"))
	word := value.Text(decided(approve))
	isPending := func(v json.RawMessage) bool { return value.Plain(value.Members(v)["status"]) == "pending" }
	step := ""
	for i, v := range approvers {
		f := value.Members(v)
		if !isPending(v) {
			continue
		}
		if at := value.Plain(f["materialized_approval_step_id"]); step == "" {
			step = at
		} else if at != step && !all {
			continue
		}
		f["status"] = word
		approvers[i] = value.Marshal(f)
	}
	changes := value.Fields{"approvers": value.List(approvers)}
	ended := !approve || !slices.ContainsFunc(approvers, isPending)
	if ended {
		changes["status"], changes["final_decision_at"] = word, value.DateTime(c.Now)
		changes["reason"] = c.Body["reason"]
	}
	c.change(t, flow, changes)
	return ended
}
