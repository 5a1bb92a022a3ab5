package apipublic_test

import (
	"context"
	"fmt"
	"log"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/apipublic"
)

// The credential says which company it belongs to. A company's key has no employee. Then each event
// that the program needs gets a subscription, and a subscription that the server disabled after
// failed deliveries is enabled again.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory())
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	ctx, api := context.Background(), apipublic.New(srv.Client())

	who, err := api.Credentials.GetAll(ctx, nil) // a list of one
	if err != nil || len(who) == 0 {
		log.Fatal("no credential: ", err)
	}
	fmt.Println("company:", who[0].CompanyID, "of an employee:", !who[0].EmployeeID.IsZero())

	existing := map[string]apipublic.WebhookSubscription{}
	for s, err := range api.WebhookSubscriptions.All(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		existing[s.Type] = *s // sent as SubscriptionType, returned as Type
	}
	for event, target := range map[string]string{ // a delivery does not name its event: one URL each
		"timeoff/leave/create": "https://hooks.example.com/leave-created",
	} {
		s, ok := existing[event]
		switch {
		case !ok:
			created, err := api.WebhookSubscriptions.Create(ctx, apipublic.WebhookSubscriptionCreateParams{
				SubscriptionType: event, TargetURL: target, CompanyID: who[0].CompanyID,
				Challenge: "a long random secret", // comes back in a header of each delivery
			})
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println("subscribed to", created.Type, "enabled:", created.Enabled)
		case !s.Enabled:
			_, err := api.WebhookSubscriptions.Update(ctx, s.ID, apipublic.WebhookSubscriptionUpdateParams{Enabled: factorialhr.Set(true)})
			if err != nil {
				log.Fatal(err)
			}
		}
	}
	// Output:
	// company: 1 of an employee: false
	// subscribed to timeoff/leave/create enabled: true
}
