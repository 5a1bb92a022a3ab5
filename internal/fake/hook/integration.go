package hook

import (
	"net/http"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// SyncRunsPath is the resource of the sync runs.
const SyncRunsPath = "integrations/sync_runs"

// syncRunCall is the event of a call to an integration in the deliveries. It is not a
// subscription type.
const syncRunCall = "integrations/sync_run"

// CallIntegration tells an integration to synchronise.
func (h *Sender) CallIntegration(run, integrationUUID, version string) {
	if h.syncRuns == "" {
		return
	}
	id := apitable.Value{Type: "string", Format: "id", IntegerUntil: spec.LastNumbers}
	body := spec.NewShape("", apitable.Value{Properties: []apitable.Property{
		{Name: "sync_run_id", Value: id},
		{Name: "integration_uuid", Value: apitable.Value{Type: "string"}},
		{Name: "company_id", Value: id},
	}})
	d := &delivery{
		event: syncRunCall, url: h.syncRuns, due: h.clock.Now(), header: deliveryHeader(),
		body: record.Encode(body, "", value.Fields{
			"sync_run_id": value.Text(run), "integration_uuid": value.Text(integrationUUID), "company_id": value.Text(h.store.Seed.CompanyID()),
		}).Data,
	}
	d.body = record.At(h.api, h.api.Nearest(version), body, d.body)
	for name, values := range h.syncRunHeader {
		d.header[http.CanonicalHeaderKey(name)] = values
	}
	h.add([]*delivery{d})
}
