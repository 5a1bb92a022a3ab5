package itmanagement_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/itmanagement"
)

// A laptop is handed over from a leaver to the store, and from the store to a joiner. Serial
// numbers find a device, and only the fields of an update that are set change.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"it_management/it_assets": [
		{"id": "6f3b7c1e-0001-4000-8000-000000000001", "serial_number": "C02XK0AAJG5H", "status": "assigned", "owner_id": "12", "label": "Laptop 7"},
		{"id": "6f3b7c1e-0001-4000-8000-000000000002", "serial_number": "C02XK0BBJG5H", "status": "assigned", "owner_id": "13", "label": "Laptop 8"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), itmanagement.New(srv.Client())

	found, err := api.ITAssets.GetAll(ctx, &itmanagement.ITAssetListParams{SerialNumbers: []string{"C02XK0AAJG5H"}})
	if err != nil {
		log.Fatal(err)
	}
	if len(found) != 1 || !found[0].DiscardedAt.IsZero() { // a deleted device keeps its record
		log.Fatal("the device is unknown or deleted")
	}
	laptop := found[0]

	returned, err := api.ITAssets.Update(ctx, laptop.ID, itmanagement.ITAssetUpdateParams{
		OwnerID: factorialhr.Null[factorialhr.ID](), // nobody; an owner that is not set would stay
		Status:  factorialhr.Set("in_stock"),
		Notes:   factorialhr.Set("returned by employee " + laptop.OwnerID.String()),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(returned.Label, "has no owner:", returned.OwnerID.IsZero())

	assigned, err := api.ITAssets.Update(ctx, laptop.ID, itmanagement.ITAssetUpdateParams{
		OwnerID: factorialhr.Set[factorialhr.ID]("14"),
		Status:  factorialhr.Set("assigned"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(assigned.Label, "belongs to employee", assigned.OwnerID, "-", assigned.Notes)
	// Output:
	// Laptop 7 has no owner: true
	// Laptop 7 belongs to employee 14 - returned by employee 12
}
