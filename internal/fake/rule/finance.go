package rule

import (
	"math"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func financeBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"finance.FinancialDocuments.Create": createInvoice,
		"finance.FinancialDocuments.Update": replaceInvoice,
	}
}

const numberTaken = "already been taken"

// createInvoice refuses a number that another document of its supplier has: documented.
func createInvoice(c *Call) (*reply.Reply, error) {
	f := c.rest()
	if c.numbered(nil, f["vendor_id"], f["invoice_number"]) {
		return nil, reply.Invalid(map[string][]string{"document_number": {numberTaken}})
	}
	c.addUp(f)
	return c.object(c.insert(c.table(), f)), nil
}

// replaceInvoice empties what the body leaves out, and a status may pay: documented. It keeps what
// each document must have, and the total, which the line items determine: inferred.
func replaceInvoice(c *Call) (*reply.Reply, error) {
	t := c.table()
	r := t.Find(c.ID)
	if r == nil {
		return nil, reply.NotFound()
	}
	if c.numbered(r, c.Body["vendor_id"], c.Body["document_number"]) {
		return nil, reply.Conflict(numberTaken)
	}
	s, f := t.Resource.Shape, c.rest()
	var hints []string
	for i := range c.Op.Body.Properties {
		name := c.Op.Body.Properties[i].Name
		p := s.Property(name)
		if _, sent := f[name]; sent || p == nil || p.Required || name == "total_amount_cents" {
			continue
		}
		if !value.IsNull(r.Get(s, name)) {
			hints = []string{"the update empties the fields that the body leaves out"}
		}
		f[name] = value.Null
	}
	if _, sent := f["line_items"]; sent {
		hints = append(hints, "it deletes the line items that the body leaves out, and ignores taxes")
		delete(f, "taxes")
	}
	if to := value.Plain(f["status"]); to != value.Plain(r.Get(s, "status")) {
		switch to {
		case "sent_to_pay":
			hints = append(hints, "the status sends the document to payment")
		case "paid":
			hints = append(hints, "the status marks the document as paid")
		}
	}
	c.hint(strings.Join(hints, "; "))
	c.addUp(f)
	return c.object(c.change(t, r, f)), nil
}

// numbered reports whether another document of a vendor has a number.
func (c *Call) numbered(self *record.Record, vendor, number []byte) bool {
	if value.IsNull(vendor) || value.IsNull(number) {
		return false
	}
	t := c.table()
	s := t.Resource.Shape
	for _, r := range t.By(s.At("vendor_id"), value.Plain(vendor)) {
		if r != self && value.Plain(r.Get(s, "document_number")) == value.Plain(number) {
			return true
		}
	}
	return false
}

// addUp sets the totals of a document whose body has line items. How the API rounds is inferred.
func (c *Call) addUp(f value.Fields) {
	items, sent := f["line_items"]
	if !sent || value.IsNull(items) {
		return
	}
	rates := c.on("finance/tax_rates")
	net, taxes := 0.0, 0.0
	for _, v := range value.Elements(items) {
		item := value.Members(v)
		price := number(item["quantity"]) * number(item["unit_price_cents"]) * (1 - number(item["discount_percentage"])/100)
		net += math.Round(price)
		if rate := rates.Find(value.Plain(item["tax_rate_id"])); rate != nil {
			taxes += math.Round(price * number(rate.Get(rates.Resource.Shape, "rate")))
		}
	}
	f["net_amount_cents"], f["taxes_total_amount_cents"] = value.Number(int(net)), value.Number(int(taxes))
	f["total_amount_cents"] = value.Number(int(net + taxes))
}

// number returns a number that may be written as a string, 0 for anything else.
func number(v []byte) float64 {
	n, _ := strconv.ParseFloat(value.Plain(v), 64)
	return n
}
