package rule

import (
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func syncRunBehaviours() map[string]behaviour {
	return map[string]behaviour{"integrations.SyncRuns.Create": createSyncRun}
}

// createSyncRun starts a sync run. The body and the record name the integration differently.
func createSyncRun(c *Call) (*reply.Reply, error) {
	f := c.rest()
	if uuid := c.Body["marketplace_integration_uuid"]; !value.IsNull(uuid) {
		f["integration_uuid"] = uuid
	}
	f["status"], f["started_at"] = value.Text("running"), value.DateTime(c.Now)
	r := c.insert(c.table(), f)
	c.Hooks.CallIntegration(r.ID, value.Plain(r.Get(c.Op.Shape, "integration_uuid")), c.Asked)
	return c.object(r), nil
}
