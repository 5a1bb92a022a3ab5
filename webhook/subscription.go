package webhook

import (
	"context"

	"github.com/factorialhr-go/factorialhr"
)

// subscription is a record of api_public/webhook_subscriptions.
type subscription struct {
	ID         factorialhr.ID `json:"id"`
	TargetURL  string         `json:"target_url"`
	Type       string         `json:"type"`
	CompanyID  factorialhr.ID `json:"company_id"`
	Enabled    bool           `json:"enabled"`
	APIVersion string         `json:"api_version"`
	Challenge  string         `json:"challenge"`
}

// newSubscription is the body of a request that creates a subscription.
type newSubscription struct {
	Type       string         `json:"subscription_type"`
	TargetURL  string         `json:"target_url"`
	CompanyID  factorialhr.ID `json:"company_id"`
	Challenge  string         `json:"challenge,omitzero"`
	Enabled    bool           `json:"enabled"`
	APIVersion string         `json:"api_version"`
	Name       string         `json:"name,omitzero"`
}

// subscriptionUpdate is the body of a request that updates a subscription. Zero fields stay
// unchanged.
type subscriptionUpdate struct {
	TargetURL  string `json:"target_url,omitzero"`
	Challenge  string `json:"challenge,omitzero"`
	Enabled    bool   `json:"enabled,omitzero"`
	APIVersion string `json:"api_version,omitzero"`
}

const (
	subscriptionsPath = "api_public/webhook_subscriptions"
	subscriptionPath  = subscriptionsPath + "/{id}"
)

// The generated package has these operations too, but a receiver should not import it.
var (
	listCredentials = factorialhr.Operation{
		Name: "webhook.Sync", Method: "GET", Path: "api_public/credentials", Retry: factorialhr.RetrySafe,
	}
	listSubscriptions = factorialhr.Operation{
		Name: "webhook.Sync", Method: "GET", Path: subscriptionsPath, Retry: factorialhr.RetrySafe,
	}
	createSubscription = factorialhr.Operation{
		Name: "webhook.Sync", Method: "POST", Path: subscriptionsPath, Retry: factorialhr.RetryUnsafe,
	}
	updateSubscription = factorialhr.Operation{
		Name: "webhook.Sync", Method: "PUT", Path: subscriptionPath, Retry: factorialhr.RetryIdempotent, BodyID: true,
	}
	deleteSubscription = factorialhr.Operation{
		Name: "webhook.Sync", Method: "DELETE", Path: subscriptionPath, Retry: factorialhr.RetryIdempotent,
	}
)

// companyOf returns the company of the client's credential. It is empty if the API names none.
// [factorialhr.Client.Check] would read the subscriptions too.
func companyOf(ctx context.Context, client *factorialhr.Client) (factorialhr.ID, error) {
	type credential struct {
		CompanyID factorialhr.ID `json:"company_id"`
	}
	page, err := factorialhr.CallPage[credential](ctx, client, &listCredentials, nil)
	if err != nil || len(page.Data) == 0 {
		return "", err
	}
	return page.Data[0].CompanyID, nil
}

// subscriptionsOf lists the subscriptions of a company.
func subscriptionsOf(ctx context.Context, client *factorialhr.Client, company factorialhr.ID) ([]subscription, error) {
	var all []subscription
	for s, err := range factorialhr.CallAll[subscription](ctx, client, &listSubscriptions, nil) {
		if err != nil {
			return nil, err
		}
		if s.CompanyID == company {
			all = append(all, *s)
		}
	}
	return all, nil
}
