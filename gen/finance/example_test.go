package finance_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/finance"
)

// A ledger export: the journal entries that changed since the last run, with their lines. Debit and
// credit are cents and never negative, and those of an entry have the same sum.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"finance/accounts": [{"id": "1", "number": "629000"}, {"id": "2", "number": "410000"}],
		"finance/journal_entries": [
			{"id": "80", "number": 1, "status": "published", "reference_date": "2026-08-31", "updated_at": "2026-08-31T10:00:00Z"},
			{"id": "81", "number": 2, "status": "published", "reference_date": "2026-10-31", "updated_at": "2026-11-01T10:00:00Z"}],
		"finance/journal_lines": [
			{"id": "811", "journal_entry_id": "81", "account_id": "1", "debit_amount_cents": 12100, "credit_amount_cents": 0},
			{"id": "812", "journal_entry_id": "81", "account_id": "2", "debit_amount_cents": 0, "credit_amount_cents": 12100}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, ledger := context.Background(), finance.New(srv.Client())

	numbers := map[factorialhr.ID]string{}
	for a, err := range ledger.Accounts.All(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		numbers[a.ID] = a.Number
	}
	changed := &finance.JournalEntryListParams{UpdatedFrom: factorialhr.NewDate(2026, time.October, 31)}
	for entry, err := range ledger.JournalEntries.All(ctx, changed) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("entry %d of %s, %s\n", entry.Number, entry.ReferenceDate, entry.Status) // the key is ID, not Number
		balance := 0
		lines := &finance.JournalLineListParams{JournalEntryIDs: []factorialhr.ID{entry.ID}}
		for line, err := range ledger.JournalLines.All(ctx, lines) {
			if err != nil {
				log.Fatal(err)
			}
			fmt.Printf("%s %8.2f %8.2f\n", numbers[line.AccountID], float64(line.DebitAmountCents)/100, float64(line.CreditAmountCents)/100)
			balance += line.DebitAmountCents - line.CreditAmountCents
		}
		if balance != 0 {
			log.Fatalf("entry %s is out of balance by %d cents", entry.ID, balance)
		}
	}
	// Output:
	// entry 2 of 2026-10-31, published
	// 629000   121.00     0.00
	// 410000     0.00   121.00
}
