package banking_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/banking"
)

// The booked transactions of a month, with the shop of those that come from a card. Amounts are
// cents, and money that leaves the account is negative.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"banking/bank_accounts": [{"id": "3", "currency": "EUR"}],
		"banking/transactions": [
			{"id": "31", "bank_account_id": "3", "amount_cents": -4510, "currency": "EUR", "card_payment_id": "9", "booking_date": "2026-10-05T00:00:00Z"},
			{"id": "32", "bank_account_id": "3", "amount_cents": 120000, "currency": "EUR", "description": "Transfer", "booking_date": "2026-10-07T00:00:00Z"}],
		"banking/card_payments": [
			{"id": "9", "amount_cents": -4510, "currency": "EUR", "merchant_name": "Inkwell", "merchant_amount_cents": -4905, "merchant_currency": "USD"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), banking.New(srv.Client())

	october := &banking.TransactionListParams{
		BankAccountIDs: []factorialhr.ID{"3"},
		From:           factorialhr.NewDate(2026, time.October, 1),
		To:             factorialhr.NewDate(2026, time.October, 31),
	}
	transactions, err := api.Transactions.GetAll(ctx, october)
	if err != nil {
		log.Fatal(err)
	}
	var cards []factorialhr.ID
	for _, t := range transactions {
		if !t.CardPaymentID.IsZero() {
			cards = append(cards, t.CardPaymentID)
		}
	}
	payments := map[factorialhr.ID]banking.CardPayment{}
	if len(cards) > 0 { // an empty list of ids would select every payment
		for p, err := range api.CardPayments.All(ctx, &banking.CardPaymentListParams{IDs: cards}) {
			if err != nil {
				log.Fatal(err)
			}
			payments[p.ID] = *p
		}
	}
	for _, t := range transactions {
		text := t.Description
		if p, ok := payments[t.CardPaymentID]; ok {
			text = fmt.Sprintf("%s (%.2f %s)", p.MerchantName, float64(p.MerchantAmountCents)/100, p.MerchantCurrency)
		}
		fmt.Printf("%s %8.2f %s %s\n", t.BookingDate.Time().Format(time.DateOnly), float64(t.AmountCents)/100, t.Currency, text)
	}
	// Output:
	// 2026-10-05   -45.10 EUR Inkwell (-49.05 USD)
	// 2026-10-07  1200.00 EUR Transfer
}
