package factorialtest

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/factorialhr-go/factorialhr/internal/fake/hook"
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
	id, err = s.Insert(hook.SyncRunsPath, map[string]any{
		"integration_uuid": integrationUUID, "status": "running", "started_at": s.Now(), "finished_at": nil,
	})
	if err == nil {
		s.engine.Hooks.CallIntegration(id, integrationUUID, s.engine.API.Version)
	}
	return id, err
}
