package webhook

import (
	"context"

	"github.com/factorialhr-go/factorialhr"
)

// SyncRun is the request that the API posts when a user starts a synchronisation of a marketplace
// integration. Report its progress with the services of gen/integrations.
type SyncRun struct {
	SyncRunID       factorialhr.ID `json:"sync_run_id"`
	IntegrationUUID string         `json:"integration_uuid"`
	CompanyID       factorialhr.ID `json:"company_id"`
}

// SyncRunEvent names the event of a [SyncRun]. Its [Path] is the URL to configure in the
// integration. It is not a subscription type: [Sync] ignores it, and [Types] does not list it.
const SyncRunEvent factorialhr.EventType[SyncRun] = "integrations/sync_run"

// OnSyncRun registers handle for [SyncRunEvent], like [On]. The URL is configured in the
// integration, not in a subscription, so the request may carry a secret other than the challenge:
// see [Authorize].
func OnSyncRun(mux *Mux, handle func(ctx context.Context, e Event[SyncRun]) error, opts ...HandlerOption) {
	mux.add(route{event: SyncRunEvent.Name(), handle: typed(SyncRunEvent, handle)}, opts)
}
