package hook

import "github.com/factorialhr-go/factorialhr/internal/fake/value"

// SubscriptionsPath is the resource of the webhook subscriptions.
const SubscriptionsPath = "api_public/webhook_subscriptions"

// SubscriptionDefaults enables a subscription and sets the API version that created it.
func SubscriptionDefaults(f value.Fields, version string) {
	if value.IsNull(f["enabled"]) {
		f["enabled"] = value.True
	}
	if value.IsNull(f["api_version"]) {
		f["api_version"] = value.Text(version)
	}
}
