package webhook_test

import (
	"slices"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/webhook"
)

// End to end: the mux subscribes at the fake API, the fake delivers each of its events, and each
// event arrives with the type of its record.
func TestEveryEventOfTheFakeArrivesTyped(t *testing.T) {
	r := &received{events: make(map[string]arrival)}
	mux, err := webhook.NewMux(webhook.Challenge("made-up-for-this-test"), webhook.Queue(1000, 64<<20))
	if err != nil {
		t.Fatal(err)
	}
	onEverything(mux, r)
	srv := factorialtest.New(t, factorialtest.DeliverTo(mux))
	// The newest version has every event. A version accepts no subscriptions at a newer one.
	newest := slices.Max(factorialhr.APIVersions())
	client := srv.Client(factorialhr.APIVersion(newest))
	plan, err := webhook.Sync(t.Context(), client, mux, "https://hooks.example.com", webhook.Version(newest))
	if err != nil {
		t.Fatal(err)
	}
	if len(plan) != len(webhook.Types()) {
		t.Errorf("%d changes for %d events", len(plan), len(webhook.Types()))
	}
	for _, event := range srv.EventNames() {
		if err := srv.Emit(event, nil); err != nil {
			t.Errorf("%s: %v", event, err)
		}
	}
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	finish(t, mux)
	for _, event := range webhook.Types() {
		got, ok := r.events[event]
		if !ok {
			t.Errorf("%s did not arrive", event)
		}
		if len(got.mismatches) > 0 {
			t.Errorf("%s: %s: %+v", event, got.record, got.mismatches)
		}
	}
	again, err := webhook.Sync(t.Context(), client, mux, "https://hooks.example.com", webhook.Version(newest), webhook.DryRun())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range again {
		if c.Action != webhook.ActionKeep {
			t.Errorf("a second Sync would %s %s", c.Action, c.Event)
		}
	}
}
