package procurement_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/procurement"
)

// A buyer looks for the approved purchase requests that have no order yet. Requests can only be
// read. Orders point to their request, except those from an ERP, which have none.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"procurement/purchase_requests": [
			{"id": "1", "status": "approved", "description": "Two welding helmets", "requester_employee_id": "12"},
			{"id": "2", "status": "approved", "description": "Gloves"},
			{"id": "3", "status": "pending", "description": "A crane"}],
		"procurement/purchase_orders": [{"id": "11", "po_number": 7, "purchase_request_id": "2", "status": "ordered"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), procurement.New(srv.Client())

	approved := &procurement.PurchaseRequestListParams{Status: procurement.PurchaseRequestStatusApproved}
	requests, err := api.PurchaseRequests.GetAll(ctx, approved)
	if err != nil {
		log.Fatal(err)
	}
	var ids []factorialhr.ID
	for _, r := range requests {
		ids = append(ids, r.ID)
	}
	ordered := map[factorialhr.ID]bool{}
	if len(ids) > 0 { // an empty filter would read all orders
		for o, err := range api.PurchaseOrders.All(ctx, &procurement.PurchaseOrderListParams{PurchaseRequestIDs: ids}) {
			if err != nil {
				log.Fatal(err)
			}
			ordered[o.PurchaseRequestID] = true
		}
	}
	for _, r := range requests {
		if !ordered[r.ID] {
			fmt.Println("to order:", r.Description, "for employee", r.RequesterEmployeeID)
		}
	}
	// Output:
	// to order: Two welding helmets for employee 12
}
