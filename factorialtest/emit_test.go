package factorialtest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestAnEventWithoutASubscriptionLogsSo(t *testing.T) {
	for _, test := range []struct {
		name, subscribed string
		enabled          bool
		reached          bool
	}{
		{"no subscription", "", false, false},
		{"a subscription to another event", "teams/team/delete", true, false},
		{"a subscription that is disabled", "teams/team/create", false, false},
		{"a subscription", "teams/team/create", true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := &watched{}
			srv := factorialtest.New(w, factorialtest.DeliverTo(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})))
			defer w.end()
			if test.subscribed != "" {
				insert(t, srv, "api_public/webhook_subscriptions", map[string]any{"type": test.subscribed, "target_url": "https://receiver.example/", "enabled": test.enabled})
			}
			if err := srv.Emit("teams/team/create", nil); err != nil {
				t.Fatal(err)
			}
			logged := strings.Join(w.logged, "\n")
			if strings.Contains(logged, "Emit of teams/team/create reaches no webhook") == test.reached {
				t.Errorf("logged %q", logged)
			}
		})
	}
}
