package factorialtest

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

const (
	syncRunsPath = "integrations/sync_runs"
	// syncRunCall is the event of a call to an integration in the deliveries. It is not a
	// subscription type.
	syncRunCall = "integrations/sync_run"
)

// SyncRunsTo makes the server call a marketplace integration at target whenever a sync run starts:
// by POST integrations/sync_runs or by [Server.StartSyncRun]. The call is a POST of sync_run_id,
// integration_uuid and company_id with the given header. The server delivers it like a webhook,
// with the same attempts and pauses and the same options ([Webhooks], [DeliverTo]).
func SyncRunsTo(target string, header http.Header) Option {
	return func(c *config) error {
		if u, err := url.Parse(target); err != nil || u.Host == "" {
			return errors.New("SyncRunsTo requires an absolute URL")
		}
		c.syncRuns, c.syncRunHeader = target, header.Clone()
		return nil
	}
}

// StartSyncRun starts a sync run of an integration, as a button in Factorial does, and returns the
// id of the run.
func (s *Server) StartSyncRun(integrationUUID string) (id string, err error) {
	id, err = s.Insert(syncRunsPath, map[string]any{
		"integration_uuid": integrationUUID, "status": "running", "started_at": s.Now(), "finished_at": nil,
	})
	if err == nil {
		s.callIntegration(id, integrationUUID, s.api.version)
	}
	return id, err
}

func syncRunBehaviours() map[string]behaviour {
	return map[string]behaviour{"integrations.SyncRuns.Create": createSyncRun}
}

// createSyncRun starts a sync run. The body and the record name the integration differently.
func createSyncRun(c *call) (*reply, error) {
	f := c.rest()
	if uuid := c.body["marketplace_integration_uuid"]; !isNull(uuid) {
		f["integration_uuid"] = uuid
	}
	f["status"], f["started_at"] = text("running"), dateTime(c.now)
	r := c.insert(c.table(), f)
	c.server.callIntegration(r.id, plain(c.op.shape.get(r, "integration_uuid")), version(c.request.Path))
	return c.object(r), nil
}

// callIntegration tells an integration to synchronise.
func (s *Server) callIntegration(run, integrationUUID, version string) {
	if s.config.syncRuns == "" {
		return
	}
	id := apitable.Value{Type: "string", Format: "id", IntegerUntil: lastNumbers}
	body := newShape("", apitable.Value{Properties: []apitable.Property{
		{Name: "sync_run_id", Value: id},
		{Name: "integration_uuid", Value: apitable.Value{Type: "string"}},
		{Name: "company_id", Value: id},
	}})
	d := &delivery{
		event: syncRunCall, url: s.config.syncRuns, due: s.Now(), header: deliveryHeader(),
		body: body.encode("", fields{
			"sync_run_id": text(run), "integration_uuid": text(integrationUUID), "company_id": text(s.store.company.id),
		}).data,
	}
	d.body = s.api.recordsAt(s.api.nearest(version), body, d.body)
	for name, values := range s.config.syncRunHeader {
		d.header[http.CanonicalHeaderKey(name)] = values
	}
	s.hooks.add([]*delivery{d})
}
