package absences

import (
	"cmp"
	"context"
	"slices"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// readLeaves adds the leaves of the period. The spec does not say whether a list without the filter
// approved has the pending leaves. So the requests use only what Factorial documents: approved=true
// with include_pending, and approved=false for the rejected leaves.
//
// The rejected leaves come first, and the later record of a leave counts. So the result has a leave
// that is approved between the two requests.
func (r *Reader) readLeaves(ctx context.Context, s *scene) error {
	params := timeoff.LeaveListParams{From: s.from, To: s.to, EmployeeIDs: s.people.filter()}
	if s.query.Deleted {
		params.IncludeDeletedLeaves = new(true)
	}
	var requests []timeoff.LeaveListParams
	if s.query.Rejected {
		rejected := params
		rejected.Approved = new(false)
		requests = append(requests, rejected)
	}
	params.Approved = new(true)
	if s.query.Pending {
		params.IncludePending = new(true)
	}
	found := map[string]Event{}
	for _, p := range append(requests, params) {
		leaves, odd, err := r.leaves(ctx, &p)
		if err != nil {
			return err
		}
		s.notes = append(s.notes, odd...)
		for i := range leaves {
			l := &leaves[i]
			if slices.ContainsFunc(odd, func(n Note) bool { return n.UID == uid(Leave, l.ID) }) {
				continue
			}
			e, notes := s.leave(l)
			if left(notes) {
				s.notes = append(s.notes, notes...)
				continue
			}
			if why := s.absent(&e); why != "" {
				if why == Undecided && s.selects(&e) && e.overlaps(s.from, s.to) {
					s.notes = append(s.notes, Note{
						UID: e.UID, Field: "approved", Text: "the list of approved leaves has a leave without a decision", Left: true,
					})
				}
				delete(found, e.UID)
				continue
			}
			s.notes = append(s.notes, notes...)
			found[e.UID] = e
		}
	}
	for _, e := range found {
		s.events = append(s.events, e)
	}
	return nil
}

func (r *Reader) leaves(ctx context.Context, p *timeoff.LeaveListParams) ([]timeoff.Leave, []Note, error) {
	return collect(r.timeoff.Leaves.Pages(ctx, p), func(l *timeoff.Leave) string { return uid(Leave, l.ID) },
		"employee_id", "start_on", "finish_on", "approved", "deleted_at", "half_day", "start_time", "hours_amount_in_cents")
}

// leave makes an event of a leave. If a note is Left, the event is not complete.
func (s *scene) leave(l *timeoff.Leave) (Event, []Note) {
	e := Event{
		UID: uid(Leave, l.ID), Kind: Leave, ID: l.ID, EmployeeIDs: []factorialhr.ID{l.EmployeeID},
		From: day(l.StartOn), HalfDay: string(l.HalfDay), Status: status(l),
	}
	var notes []Note
	note := func(field, text string, left bool) {
		notes = append(notes, Note{UID: e.UID, Field: field, Text: text, Left: left})
	}
	if l.ID.IsZero() || l.EmployeeID.IsZero() {
		note("employee_id", "the id or the employee is missing", true)
	}
	if !l.StartOn.Valid() {
		note("start_on", "the first day is missing or not a date", true)
	}
	if !l.FinishOn.IsZero() {
		e.To = day(l.FinishOn)
		if !l.FinishOn.Valid() || e.To.Compare(e.From) < 0 {
			note("finish_on", "the last day is not a date, or before the first day", true)
		}
	}
	if p, known := s.people.staff[l.EmployeeID]; known {
		e.LocationID, e.TimeZone = p.location, s.people.zones[p.location]
		if p.employedOn(e.From) && !p.lastDay.IsZero() && (e.To.IsZero() || e.To.Compare(p.lastDay) > 0) {
			e.To = p.lastDay
		}
	} else if !l.EmployeeID.IsZero() {
		note("employee_id", "the credential does not see the employee", false)
	}
	if field, text := e.part(l); text != "" {
		note(field, text, false)
	}
	if s.query.Types >= TypeIDs {
		e.TypeID = l.LeaveTypeID
	}
	if s.query.Types >= TypeNames {
		e.TypeName = cmp.Or(s.types[l.LeaveTypeID], l.LeaveTypeName)
	}
	e.revise()
	return e, notes
}

func status(l *timeoff.Leave) Status {
	switch {
	case !l.DeletedAt.IsZero():
		return Deleted
	case l.Approved == nil:
		return Pending
	case *l.Approved:
		return Approved
	default:
		return Rejected
	}
}

// part fills the fields about the part of the day, and returns what is odd about them.
func (e *Event) part(l *timeoff.Leave) (field, odd string) {
	if hour, minute, second, ok := l.StartTime.Clock(); ok {
		e.Start = factorialhr.NewTimeOfDay(hour, minute, second)
	} else if !l.StartTime.IsZero() {
		field, odd = "start_time", "the time of day cannot be read"
	}
	e.Length, _ = l.HoursAmount()
	switch l.HalfDay {
	case "":
		e.Part = WholeDay
		if e.Length != 0 || !e.Start.IsZero() {
			e.Part, field = Hours, cmp.Or(field, "hours_amount_in_cents")
		}
	case timeoff.LeaveHalfDayBegginingOfDay, timeoff.LeaveHalfDayBeginningOfDay:
		e.Part, field = Morning, "half_day"
	case timeoff.LeaveHalfDayEndOfDay:
		e.Part, field = Afternoon, "half_day"
	default:
		e.Part = UnknownPart
		return "half_day", "the word is not known"
	}
	if e.Part != WholeDay && !l.FinishOn.Equal(l.StartOn) {
		e.Part = UnknownPart
		return field, "a part of a day, but not of one day"
	}
	return field, odd
}

// absent returns why an event is not one of the query, or "" if it is.
func (s *scene) absent(e *Event) Reason {
	switch {
	case e.Status == Deleted && !s.query.Deleted:
		return WasDeleted
	case e.Status == Rejected && !s.query.Rejected:
		return WasRejected
	case e.Status == Pending && !s.query.Pending:
		return Undecided
	case !s.selects(e):
		return NotSelected
	case !e.overlaps(s.from, s.to):
		return Moved
	}
	return ""
}

// selects reports whether the event concerns an employee of the query who is employed on its first
// day.
func (s *scene) selects(e *Event) bool {
	if e.Kind == Holiday {
		return !s.query.NoHolidays && len(e.EmployeeIDs) > 0
	}
	p, known := s.people.staff[e.EmployeeIDs[0]]
	return s.people.includes(e.EmployeeIDs[0]) && (!known || p.employedOn(e.From))
}

func left(notes []Note) bool { return slices.ContainsFunc(notes, func(n Note) bool { return n.Left }) }

// typeNames returns the names of the leave types if the query demands them.
func (r *Reader) typeNames(ctx context.Context, q Query) (map[factorialhr.ID]string, error) {
	if q.Types < TypeNames {
		return nil, nil
	}
	names := map[factorialhr.ID]string{}
	for t, err := range r.timeoff.LeaveTypes.All(ctx, nil) {
		if err != nil {
			return nil, err
		}
		names[t.ID] = cmp.Or(t.TranslatedName, t.Name)
	}
	return names, nil
}
