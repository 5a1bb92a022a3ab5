package factorialtest_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

const invoices = `{
"finance/tax_rates": [{"id": "4", "rate": 0.21}],
"finance/financial_documents": [
 {"id": "1", "status": "review", "document_type": "invoice", "vendor_id": "7", "document_number": "A-1", "due_date": "2026-11-01",
  "total_amount_cents": 500, "currency": "EUR", "issuer_name": "Acme", "taxes": []},
 {"id": "2", "status": "review", "document_type": "invoice", "vendor_id": "7", "document_number": "A-2", "taxes": []}]}`

// An update of an invoice replaces it, and a status pays.
func TestAnUpdateOfAnInvoiceReplacesIt(t *testing.T) {
	for _, test := range []struct {
		name, sent string
		status     int
		want       map[string]any
		hint       string
	}{
		{"what the body leaves out is empty", `"status":"review","document_number":"A-9"`, 200,
			map[string]any{"document_number": "A-9", "due_date": nil, "vendor_id": nil, "currency": nil, "total_amount_cents": 500.0, "document_type": "invoice", "issuer_name": "Acme"},
			"empties the fields"},
		{"the whole document", `"status":"review","document_number":"A-1","vendor_id":"7","due_date":"2026-11-02","currency":"EUR"`, 200,
			map[string]any{"document_number": "A-1", "due_date": "2026-11-02", "vendor_id": "7"}, ""},
		{"sent to payment", `"status":"sent_to_pay","document_number":"A-1","vendor_id":"7","due_date":"2026-11-02","currency":"EUR"`, 200,
			map[string]any{"status": "sent_to_pay"}, "sends the document to payment"},
		{"paid", `"status":"paid","document_number":"A-1","vendor_id":"7","due_date":"2026-11-02","currency":"EUR"`, 200,
			map[string]any{"status": "paid"}, "marks the document as paid"},
		{"line items determine the totals", `"status":"review","total_amount_cents":1,"line_items":[
			{"description":"a","quantity":2.5,"unit_price_cents":100,"tax_rate_id":"4"},{"description":"b","quantity":1,"unit_price_cents":1000,"discount_percentage":10}]`, 200,
			map[string]any{"net_amount_cents": 1150.0, "taxes_total_amount_cents": 53.0, "total_amount_cents": 1203.0}, "deletes the line items"},
		{"no line items are left", `"status":"review","line_items":[]`, 200, map[string]any{"total_amount_cents": 0.0}, "line_items is empty"},
		{"a number that the vendor has used", `"status":"review","vendor_id":"7","document_number":"A-2"`, 409, nil, ""},
		{"the same number of another vendor", `"status":"review","vendor_id":"8","document_number":"A-2"`, 200, map[string]any{"vendor_id": "8"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.Seed(0))
			if err := srv.Load(strings.NewReader(invoices)); err != nil {
				t.Fatal(err)
			}
			status, body := do(t, srv, http.MethodPut, "finance/financial_documents/1", `{"company_id":"1","taxes":[],`+test.sent+`}`)
			if status != test.status {
				t.Fatalf("%d %s, want %d", status, body, test.status)
			}
			got := object(t, body)
			for name, want := range test.want {
				if got[name] != want {
					t.Errorf("%s is %v, want %v", name, got[name], want)
				}
			}
			all := srv.Requests()
			if hint := all[len(all)-1].Hint; !strings.Contains(hint, test.hint) {
				t.Errorf("the hint is %q", hint)
			}
		})
	}
}

func TestAVendorUsesANumberOnce(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	if err := srv.Load(strings.NewReader(invoices)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		vendor, number string
		want           int
	}{{"7", "A-1", 422}, {"7", "A-3", 201}, {"7", "A-3", 422}, {"8", "A-1", 201}} {
		var form bytes.Buffer
		w := multipart.NewWriter(&form)
		for name, v := range map[string]string{
			"company_id": "1", "document_type": "invoice", "vendor_id": test.vendor, "invoice_number": test.number,
			"line_items[][description]": "a", "line_items[][quantity]": "3", "line_items[][unit_price_cents]": "100",
		} {
			if err := w.WriteField(name, v); err != nil {
				t.Fatal(err)
			}
		}
		file, err := w.CreateFormFile("file", "a.pdf")
		if err != nil {
			t.Fatal(err)
		}
		file.Write([]byte("%PDF"))
		w.Close()
		r := httptest.NewRequest(http.MethodPost, "https://api.factorial.test"+resources+"finance/financial_documents", &form)
		r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
		r.Header.Set("Content-Type", w.FormDataContentType())
		got := httptest.NewRecorder()
		srv.Handler().ServeHTTP(got, r)
		if got.Code != test.want || test.want == 201 && object(t, got.Body.String())["total_amount_cents"] != 300.0 {
			t.Errorf("%s of vendor %s: %d %s, want %d", test.number, test.vendor, got.Code, got.Body, test.want)
		}
	}
}
