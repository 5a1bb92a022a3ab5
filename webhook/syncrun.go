package webhook

import (
	"context"

	"github.com/factorialhr-go/factorialhr"
)

// SyncRun is what the API posts when somebody starts a synchronisation of an integration of the marketplace. Its
// progress is reported with the services of gen/integrations.
type SyncRun struct {
	SyncRunID       factorialhr.ID `json:"sync_run_id"`
	IntegrationUUID string         `json:"integration_uuid"`
	CompanyID       factorialhr.ID `json:"company_id"`
}

// SyncRunEvent is the name under which the call for a [SyncRun] is received: the integration has the URL with [Path] of
// it. It is no subscription type: [Sync] leaves it alone, and [Types] does not list it.
const SyncRunEvent factorialhr.EventType[SyncRun] = "integrations/sync_run"

// OnSyncRun calls handle when the API asks an integration to synchronise. It is [On] for [SyncRunEvent]. The URL is set
// with the integration, not with a subscription, so the call may carry another secret than a challenge: see [Authorize].
func OnSyncRun(mux *Mux, handle func(ctx context.Context, e Event[SyncRun]) error, opts ...HandlerOption) {
	mux.add(route{event: SyncRunEvent.Name(), handle: typed(SyncRunEvent, handle)}, opts)
}
