package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/expenses"
	"github.com/factorialhr-go/factorialhr/gen/integrations"
)

// atOnce is the number of outcomes in a report.
const atOnce = 100

// synchronise books the expenses of a run and reports each of them. It is safe to repeat: the books
// have one entry for each expense, and the server finds a reported item by run, external identifier
// and type.
func (s *service) synchronise(ctx context.Context, id factorialhr.ID) error {
	api := integrations.New(s.client)
	run, err := api.SyncRuns.Get(ctx, id)
	switch {
	case err != nil: // also 404, which a missing permission causes as well: the run stays open
		return err
	case run.IntegrationUUID != s.integration || run.CompanyID != s.company:
		// The challenge does not sign the call, so the server's record decides.
		s.log.WarnContext(ctx, "the run belongs to another integration or company, ignored", "run", id)
		return nil
	case run.Status != integrations.SyncRunStatusRunning:
		s.log.InfoContext(ctx, "the run has ended, ignored", "run", id)
		return nil
	}
	period, err := periodOf(run.Context)
	if err != nil {
		return err
	}
	// Read everything before booking: a failure in the middle leaves the books as they were.
	all, err := s.expenses(ctx)
	if err != nil {
		return err
	}
	var items []integrations.SyncableSyncRunItemInput
	for _, e := range all {
		if e.ID == "" || e.Status == "" {
			s.log.WarnContext(ctx, "an expense without an id or a status, left out", "run", id, "expense", e.ID)
		}
		if e.ID == "" || e.Status != expenses.ExpenseStatusApproved || !period.has(e.EffectiveOn) {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		items = append(items, s.book(&e))
	}
	// After an unknown outcome the run stays open, and the next attempt sends the same reports.
	for some := range slices.Chunk(items, atOnce) {
		if _, err := api.SyncableSyncRuns.BulkUpsert(ctx, integrations.SyncableSyncRunBulkUpsertParams{SyncRunID: id, Items: some}); err != nil {
			return err
		}
	}
	s.log.InfoContext(ctx, "the run is reported", "run", id, "items", len(items))
	return nil
}

// expenses reads all expenses. A value of another type leaves its field empty. Where that would
// leave out an expense silently, it is an error.
func (s *service) expenses(ctx context.Context) ([]expenses.Expense, error) {
	var all []expenses.Expense
	for page, err := range expenses.New(s.client).Expenses.Pages(ctx, nil) {
		if err != nil {
			return nil, err
		}
		for _, m := range page.Mismatches {
			if field := path.Base(m.Pointer); !m.Kept && (field == "id" || field == "status" || field == "effective_on") {
				return nil, fmt.Errorf("expenses/expenses: %s has another type: %s", m.Pointer, m.Got)
			}
		}
		all = append(all, page.Data...)
	}
	return all, nil
}

// book enters an expense in the books and returns its outcome.
func (s *service) book(e *expenses.Expense) integrations.SyncableSyncRunItemInput {
	item := integrations.SyncableSyncRunItemInput{
		ExternalIdentifier: key(e.ID), SyncableType: integrations.SyncTypeExpensesExpense, SyncableID: e.ID,
		Status: integrations.SyncableSyncRunItemStatusSuccess,
	}
	switch {
	case e.Amount == nil: // null, not 0: the credential may not see it
		return refused(item, integrations.SyncableSyncRunItemStatusInvalid, "amount", "The amount is missing.")
	case e.Currency == "":
		return refused(item, integrations.SyncableSyncRunItemStatusInvalid, "currency", "The currency is missing.")
	}
	entry := entry{Expense: e.ID, On: e.EffectiveOn, Cents: *e.Amount, Currency: e.Currency}
	switch err := s.books.enter(entry); {
	case errors.Is(err, errBookedOtherwise):
		return refused(item, integrations.SyncableSyncRunItemStatusInvalid, "amount", "The expense is in the books with other values.")
	case err != nil: // the error names files of this machine, so people see a sentence instead
		s.log.Error("an expense is not booked", "expense", e.ID, "error", err)
		return refused(item, integrations.SyncableSyncRunItemStatusFailed, "books", "The books did not accept the entry. Try again.")
	}
	return item
}

// refused gives an item another outcome, with a reason that people read in Factorial.
func refused(item integrations.SyncableSyncRunItemInput, status integrations.SyncableSyncRunItemStatus, field, reason string) integrations.SyncableSyncRunItemInput {
	item.Status = status
	item.ErrorMessages, _ = json.Marshal(map[string]string{field: reason}) // strings always encode
	return item
}

// period is the days of a run. A zero bound is open.
type period struct{ from, to factorialhr.Date }

// periodOf reads the period of a run. A bound that is not a date is an error, since an open bound
// would book too much.
func periodOf(c *integrations.SyncRunContext) (period, error) {
	var p period
	if c == nil {
		return p, nil
	}
	for _, bound := range []struct {
		text string
		date *factorialhr.Date
	}{{c.From, &p.from}, {c.To, &p.to}} {
		if bound.text == "" {
			continue
		}
		day, err := time.Parse(time.DateOnly, bound.text)
		if err != nil {
			return p, fmt.Errorf("the period of the run is not a date: %q", bound.text)
		}
		*bound.date = factorialhr.NewDate(day.Date())
	}
	return p, nil
}

// has reports whether a day is in the period. Both bounds are inclusive. An expense without a date
// is in no bounded period.
func (p period) has(day factorialhr.Date) bool {
	if p.from.IsZero() && p.to.IsZero() {
		return true
	}
	if day.IsZero() || !p.from.IsZero() && day.Time().Before(p.from.Time()) {
		return false
	}
	return p.to.IsZero() || !day.Time().After(p.to.Time())
}
