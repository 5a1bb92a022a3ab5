package absences

import (
	"context"
	"errors"
	"maps"

	"github.com/factorialhr-go/factorialhr"
)

// A State is what [Reader.Since] knows of its last run. A program stores it as JSON. The zero State
// is that of the first run.
//
// A State names events, not employees, but its revisions are hashes of few possible values: treat it
// as personal data.
type State struct {
	CompanyID factorialhr.ID   `json:"company_id,omitzero"`
	Events    map[string]Known `json:"events,omitzero"` // by UID
}

// Known is an event of the last run.
type Known struct {
	Kind     Kind           `json:"kind"`
	ID       factorialhr.ID `json:"id"`
	Revision string         `json:"revision"`
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

// Reason says why an event is gone.
type Reason string

// The reasons. Only the first five mean that a calendar removes the event.
const (
	WasDeleted  Reason = "deleted"
	WasRejected Reason = "rejected"
	Undecided   Reason = "undecided"    // it is pending again, and the query has no Pending
	NotSelected Reason = "not_selected" // the employee left the team or the company, or the location has none
	Moved       Reason = "moved"        // it changed and lies outside the period now
	// Passed means that the event is as it was, and the period moved on.
	Passed Reason = "passed"
	// NotVisible means that the API no longer returns the record, not even by its id. It is
	// destroyed, or the credential may no longer see it: the API does not tell which.
	NotVisible Reason = "not_visible"
)

// ErrOtherCompany means that the State belongs to another company, or that the credential has none:
// the API returns empty lists for a credential of another environment, and every event would be gone.
var ErrOtherCompany = errors.New("the state belongs to another company than the credential")

// Since returns the changes since the run that returned state, and the state of this run. It ignores
// Query.Rejected and Query.Deleted: such leaves are gone.
//
// Leaves and holidays have no filter by time of change. So Since reads the whole period each time
// and compares revisions. It then reads the records that are missing by their ids, deleted ones
// included: a record is gone only if the API shows why, or no longer returns it.
//
// Since changes nothing and keeps nothing. Handle the changes first and store the state after that:
// a run that was interrupted then returns the same changes again, and the pair of UID and Revision,
// or the UID of a Gone, tells those that a program has handled already. A run that fails returns no
// changes, and the state as it was. Two runs must not share a state at the same time.
//
// The period may move: the days after the last one bring new events, and those before the first one
// are Passed. A deletion after that is not seen. With another Query, such as another team, Since
// returns the differences between both queries.
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
		next.Events[e.UID] = Known{Kind: e.Kind, ID: e.ID, Revision: e.Revision}
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
