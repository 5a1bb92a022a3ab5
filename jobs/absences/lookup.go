package absences

import (
	"cmp"
	"context"
	"slices"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/holidays"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// lookUp reads the events that are missing in s by their ids. It returns those that are gone, and
// those that belong to the query after all, because they changed during the reading. Records that
// cannot be read are neither.
func (r *Reader) lookUp(ctx context.Context, s *scene, missing map[string]Known) (gone []Gone, back []Event, err error) {
	l := lookup{scene: s, missing: missing, settled: map[string]bool{}}
	if err := r.lookUpLeaves(ctx, &l); err != nil {
		return nil, nil, err
	}
	if err := r.lookUpHolidays(ctx, &l); err != nil {
		return nil, nil, err
	}
	for id := range missing {
		if !l.settled[id] {
			l.gone = append(l.gone, Gone{UID: id, Reason: NotVisible})
		}
	}
	slices.SortFunc(l.gone, func(a, b Gone) int { return cmp.Compare(a.UID, b.UID) })
	return l.gone, l.back, nil
}

type lookup struct {
	*scene
	missing map[string]Known
	settled map[string]bool
	gone    []Gone
	back    []Event
}

// ids returns the ids of a kind that are not settled, in lists that fit into a query.
func (l *lookup) ids(kind Kind) [][]factorialhr.ID {
	var ids []factorialhr.ID
	for uid, known := range l.missing {
		if known.Kind == kind && !l.settled[uid] {
			ids = append(ids, known.ID)
		}
	}
	slices.Sort(ids)
	return slices.Collect(slices.Chunk(ids, maxIDs))
}

// settle decides about one event.
func (l *lookup) settle(e *Event, notes []Note) {
	known, wanted := l.missing[e.UID]
	if !wanted || l.settled[e.UID] {
		return
	}
	l.settled[e.UID] = true
	if left(notes) {
		l.notes = append(l.notes, notes...)
		return
	}
	why := l.absent(e)
	switch {
	case why == "":
		l.back = append(l.back, *e)
		return
	case why == Moved && known.From.Equal(e.From) && known.To.Equal(e.To):
		why = Passed
	}
	l.gone = append(l.gone, Gone{UID: e.UID, Reason: why, Event: e})
}

// lookUpLeaves reads with two requests: the spec does not say whether a list without the filter
// approved has the pending leaves.
func (r *Reader) lookUpLeaves(ctx context.Context, l *lookup) error {
	for _, pending := range []*bool{nil, new(true)} {
		for _, ids := range l.ids(Leave) {
			p := timeoff.LeaveListParams{IDs: ids, IncludeDeletedLeaves: new(true), IncludePending: pending}
			leaves, odd, err := r.leaves(ctx, &p)
			if err != nil {
				return err
			}
			for i := range leaves {
				e, notes := l.leave(&leaves[i])
				l.settle(&e, append(notes, about(odd, e.UID)...))
			}
		}
	}
	return nil
}

func (r *Reader) lookUpHolidays(ctx context.Context, l *lookup) error {
	for _, ids := range l.ids(Holiday) {
		list, odd, err := r.companyHolidays(ctx, &holidays.CompanyHolidayListParams{IDs: ids})
		if err != nil {
			return err
		}
		for i := range list {
			e, notes := l.holiday(&list[i])
			l.settle(&e, append(notes, about(odd, e.UID)...))
		}
	}
	return nil
}

func about(notes []Note, uid string) []Note {
	return slices.DeleteFunc(slices.Clone(notes), func(n Note) bool { return n.UID != uid })
}
