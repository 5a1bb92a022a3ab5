package rule

import (
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func procurementBehaviours() map[string]behaviour {
	return map[string]behaviour{"procurement.PurchaseOrders.Update": updatePurchaseOrder}
}

// updatePurchaseOrder refuses to change an order that is closed or in processing: documented.
func updatePurchaseOrder(c *Call) (*reply.Reply, error) {
	if r := c.table().Find(c.ID); r != nil {
		switch status := value.Plain(r.Get(c.table().Resource.Shape, "status")); status {
		case "closed", "processing":
			return nil, reply.Conflict("purchase_order_" + status)
		}
	}
	return c.update()
}
