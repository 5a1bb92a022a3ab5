package absences

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// Day lists the employees who are away on a day.
type Day struct {
	Away  []Away // in the order of the employees' ids
	Notes []Note // what the package could not read completely
}

// Away is an employee who is away, for the whole day or a part of it.
type Away struct {
	EmployeeID factorialhr.ID
	// Day is the day on which the employee is away. It differs between employees in [Reader.Now].
	Day        factorialhr.Date
	LocationID factorialhr.ID
	// TeamIDs has the employee's teams: all of them, or those that Query.TeamIDs names.
	TeamIDs []factorialhr.ID
	// Events has at least one leave or holiday that covers the day, in the order of
	// [Found.Events].
	Events []Event
}

// ByTeam groups the employees by team. An employee of two teams is in both groups. The employees
// without a team have the empty id.
func (d *Day) ByTeam() map[factorialhr.ID][]Away {
	groups := map[factorialhr.ID][]Away{}
	for _, a := range d.Away {
		for _, team := range a.TeamIDs {
			groups[team] = append(groups[team], a)
		}
		if len(a.TeamIDs) == 0 {
			groups[""] = append(groups[""], a)
		}
	}
	return groups
}

// On returns the employees who are away on the day, which is the same for all of them. It ignores
// Query.Rejected and Query.Deleted.
func (r *Reader) On(ctx context.Context, day factorialhr.Date, q Query) (*Day, error) {
	found, err := r.day(ctx, day, day, q, func(string) (factorialhr.Date, bool) { return day, true })
	if err != nil {
		return nil, wrap("On", err)
	}
	return found, nil
}

// Now returns the employees who are away today. The time zone of an employee's location decides
// which day is today: at 23:30 in Madrid it is tomorrow in Tokyo. The zone of now applies to an
// employee without a location, and to a location whose zone is missing or unknown, which a note
// reports. Programs on a machine without time zones import time/tzdata. Now ignores Query.Rejected
// and Query.Deleted.
//
// Now compares days only: an employee who is away in the morning is in the result all day.
func (r *Reader) Now(ctx context.Context, now time.Time, q Query) (*Day, error) {
	const widest = 26 * time.Hour // between the zones of the world, UTC-12 to UTC+14
	first := factorialhr.NewDate(now.UTC().Add(-widest).Date())
	last := factorialhr.NewDate(now.UTC().Add(widest).Date())
	found, err := r.day(ctx, first, last, q, func(zone string) (factorialhr.Date, bool) {
		local, err := time.LoadLocation(zone)
		if err != nil || zone == "" || zone == "Local" {
			return factorialhr.NewDate(now.Date()), false
		}
		return factorialhr.NewDate(now.In(local).Date()), true
	})
	if err != nil {
		return nil, wrap("Now", err)
	}
	return found, nil
}

// day reads the days from first to last, and selects for each employee the day that today returns
// for the zone of the location.
func (r *Reader) day(
	ctx context.Context, first, last factorialhr.Date, q Query, today func(zone string) (factorialhr.Date, bool),
) (*Day, error) {
	q.Rejected, q.Deleted = false, false
	s, err := r.read(ctx, first, last, q)
	if err != nil {
		return nil, err
	}
	d := &Day{Notes: once(s.notes)}
	if len(s.events) == 0 {
		return d, nil
	}
	teams, err := r.memberships(ctx, q.TeamIDs)
	if err != nil {
		return nil, err
	}
	away := map[factorialhr.ID]*Away{}
	odd := map[factorialhr.ID]bool{}
	for _, e := range s.events {
		on, known := today(e.TimeZone)
		if !known && !e.LocationID.IsZero() && !odd[e.LocationID] {
			odd[e.LocationID] = true
			d.Notes = append(d.Notes, Note{UID: e.UID, Field: "timezone", Text: "the zone of the location is missing or unknown"})
		}
		if !e.Covers(on) {
			continue
		}
		for _, id := range e.EmployeeIDs {
			if away[id] == nil {
				away[id] = &Away{EmployeeID: id, Day: on, LocationID: e.LocationID, TeamIDs: teams[id]}
			}
			away[id].Events = append(away[id].Events, e)
		}
	}
	for _, a := range away {
		d.Away = append(d.Away, *a)
	}
	slices.SortFunc(d.Away, func(a, b Away) int { return strings.Compare(string(a.EmployeeID), string(b.EmployeeID)) })
	return d, nil
}
