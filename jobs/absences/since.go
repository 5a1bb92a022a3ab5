package absences

import (
	"context"
	"errors"
	"maps"

	"github.com/factorialhr-go/factorialhr"
)

// A State describes the last run of [Reader.Since]. A program stores it as JSON, and begins with
// the zero State.
//
// A State has the ids and days of leaves, not the ids of employees. But a revision is a hash of few
// possible values, which a program can find by trying: treat a State as personal data.
type State struct {
	CompanyID factorialhr.ID   `json:"company_id,omitzero"`
	Events    map[string]Known `json:"events,omitzero"` // by UID
}

// Known is an event of the last run.
type Known struct {
	Kind     Kind           `json:"kind"`
	ID       factorialhr.ID `json:"id"`
	Revision string         `json:"revision"`

	From factorialhr.Date `json:"from"`
	To   factorialhr.Date `json:"to,omitzero"`
}

// Changes are the differences between two runs. No event is in two of the lists.
type Changes struct {
	Came    []Event // new in the period, in the order of [Found.Events]
	Changed []Event // with another Revision than in the last run, in the same order
	Gone    []Gone  // in the order of UIDs
	Notes   []Note  // what the package could not read completely
}

// Gone is an event of the last run that no longer is one.
type Gone struct {
	UID    string
	Reason Reason
	// Event is the event as it is now. It is nil if the Reason is [NotVisible].
	Event *Event
}

// Reason is the reason why an event is gone.
type Reason string

// The reasons. For the first five, a calendar removes the event.
const (
	WasDeleted  Reason = "deleted"
	WasRejected Reason = "rejected"
	// Undecided means that the leave is pending again, and the query has no Pending.
	Undecided Reason = "undecided"
	// NotSelected means that the query no longer selects the employee of the leave, or an employee
	// of the location. An employee may have left the team, the company or the location.
	NotSelected Reason = "not_selected"
	// Moved means that the event has other days, which are outside the period.
	Moved Reason = "moved"
	// Passed means that the event has the same days, and the period is another.
	Passed Reason = "passed"
	// NotVisible means that the API no longer returns the record, not even by its id. The record no
	// longer exists, or the credential may no longer see it. If many events are NotVisible at once,
	// check the permissions of the credential before you remove them from a calendar.
	NotVisible Reason = "not_visible"
)

// ErrOtherCompany means that the State belongs to another company, or that the credential has none.
// The API returns empty lists for a credential of another environment, so every event would be
// gone.
var ErrOtherCompany = errors.New("the state belongs to another company than the credential")

// Since returns the changes since the run that returned state, and the state of this run. It
// ignores Query.Rejected and Query.Deleted: such leaves are gone. The first run, with the zero
// State, returns all events as Came.
//
// The lists of leaves and holidays have no filter by time of change. So Since reads the whole
// period each time and compares revisions. Then it reads the missing records by their ids,
// including deleted ones. A record is gone only if the API shows why, or returns no such record.
//
// Since stores nothing. Handle the changes first, then store the new state. If the program ends in
// between, the next run returns the same changes again, together with later ones. To skip the
// changes that it has handled, a program compares UID and Revision. A run that fails returns no
// changes, and the state as it was. Two runs must not use one state at the same time.
//
// The period may move. New days bring new events, and events before the new first day are [Passed].
// Since does not report later changes of such events. With another Query, such as another team,
// Since returns the differences between the two queries.
func (r *Reader) Since(
	ctx context.Context, state State, from, to factorialhr.Date, q Query,
) (*Changes, State, error) {
	c, next, err := r.since(ctx, state, from, to, q)
	if err != nil {
		return nil, state, wrap("Since", err)
	}
	return c, next, nil
}

func (r *Reader) since(ctx context.Context, state State, from, to factorialhr.Date, q Query) (*Changes, State, error) {
	q.Rejected, q.Deleted = false, false
	company, err := r.company(ctx)
	if err != nil {
		return nil, state, err
	}
	if company.IsZero() || !state.CompanyID.IsZero() && state.CompanyID != company {
		return nil, state, ErrOtherCompany
	}
	s, err := r.read(ctx, from, to, q)
	if err != nil {
		return nil, state, err
	}
	missing := maps.Clone(state.Events) // the known events that this reading does not have
	for _, e := range s.events {
		delete(missing, e.UID)
	}
	gone, back, err := r.lookUp(ctx, s, missing)
	if err != nil {
		return nil, state, err
	}
	s.events = append(s.events, back...)
	s.sort()
	s.notes = once(s.notes)

	c, next := &Changes{Gone: gone, Notes: s.notes}, State{CompanyID: company, Events: map[string]Known{}}
	for _, e := range s.events {
		known, found := state.Events[e.UID]
		switch {
		case !found:
			c.Came = append(c.Came, e)
		case known.Revision != e.Revision:
			c.Changed = append(c.Changed, e)
		}
		next.Events[e.UID] = Known{Kind: e.Kind, ID: e.ID, Revision: e.Revision, From: e.From, To: e.To}
		delete(missing, e.UID)
	}
	for _, g := range gone {
		delete(missing, g.UID)
	}
	maps.Copy(next.Events, missing) // records that cannot be read are as they were
	return c, next, nil
}

func (r *Reader) company(ctx context.Context) (factorialhr.ID, error) {
	page, err := r.credentials.Credentials.List(ctx, nil)
	if err != nil {
		return "", err
	}
	if len(page.Data) == 0 {
		return "", nil
	}
	return page.Data[0].CompanyID, nil
}
