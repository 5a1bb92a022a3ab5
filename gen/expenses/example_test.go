package expenses_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/expenses"
)

// A finance program pays the approved claims. An expensable is the header of a claim, and exactly
// one of ExpenseID, MileageID and PerDiemID says which list has its details. Amounts are cents.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"expenses/expensables": [
			{"id": "1", "status": "approved", "employee_id": "12", "amount": 4510, "reimbursable_amount": 4510, "reimbursable_currency": "EUR", "expense_id": "91"},
			{"id": "2", "status": "pending", "employee_id": "12", "amount": 900, "reimbursable_amount": 900, "reimbursable_currency": "EUR", "expense_id": "92"},
			{"id": "3", "status": "approved", "employee_id": "13", "amount": 1900, "reimbursable_amount": 1900, "reimbursable_currency": "EUR", "mileage_id": "5"}],
		"expenses/expenses": [
			{"id": "91", "expenses_expensable_id": "1", "merchant_name": "INKWELL 0042", "user_merchant": "Inkwell"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), expenses.New(srv.Client())

	approved := &expenses.ExpensableListParams{Status: []expenses.ExpensableStatus{expenses.ExpensableStatusApproved}}
	claims, err := api.Expensables.GetAll(ctx, approved)
	if err != nil {
		log.Fatal(err)
	}
	var ids, receipts []factorialhr.ID
	for _, c := range claims {
		ids = append(ids, c.ID)
		if !c.ExpenseID.IsZero() {
			receipts = append(receipts, c.ID)
		}
		fmt.Printf("employee %s: %.2f %s\n", c.EmployeeID, float64(factorialhr.Deref(c.ReimbursableAmount))/100, c.ReimbursableCurrency)
	}
	if len(receipts) > 0 {
		for e, err := range api.Expenses.All(ctx, &expenses.ExpenseListParams{ExpensesExpensableIDs: receipts}) {
			if err != nil {
				log.Fatal(err)
			}
			merchant := e.UserMerchant // typed by the employee
			if merchant == "" {
				merchant = e.MerchantName // read from the receipt
			}
			fmt.Println("receipt of", merchant)
		}
	}
	if len(ids) == 0 {
		return
	}
	paid, err := api.Expensables.BulkSetToPaid(ctx, expenses.ExpensableBulkSetToPaidParams{IDs: ids})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range paid {
		fmt.Println("claim", c.ID, "is", c.Status)
	}
	// Output:
	// employee 12: 45.10 EUR
	// employee 13: 19.00 EUR
	// receipt of Inkwell
	// claim 1 is paid
	// claim 3 is paid
}
