package absences

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/teams"
)

// maxIDs limits the ids in the query of one request. For more employees, the package reads the
// whole list and selects from it.
const maxIDs = 50

// people are the employees that a query selects.
type people struct {
	selected map[factorialhr.ID]bool // nil selects everyone
	staff    map[factorialhr.ID]person
	zones    map[factorialhr.ID]string // of locations
}

type person struct {
	location factorialhr.ID
	lastDay  factorialhr.Date // of employment; zero if no end is known
}

func (p *people) includes(id factorialhr.ID) bool { return p.selected == nil || p.selected[id] }

// nobody reports whether the query selects no employee, such as a team without members.
func (p *people) nobody() bool { return p.selected != nil && len(p.selected) == 0 }

// filter returns the ids for the filter of a list, or nil if the list must be read as a whole.
func (p *people) filter() []factorialhr.ID {
	if p.selected == nil || len(p.selected) > maxIDs {
		return nil
	}
	return slices.Sorted(maps.Keys(p.selected))
}

// people reads the employees, their locations and the members of the teams.
func (r *Reader) people(ctx context.Context, q Query) (*people, error) {
	p := &people{staff: map[factorialhr.ID]person{}, zones: map[factorialhr.ID]string{}}
	if err := r.choose(ctx, p, q); err != nil {
		return nil, err
	}
	if p.nobody() {
		return p, nil
	}
	for e, err := range r.employees.Employees.All(ctx, &employees.EmployeeListParams{IDs: p.filter()}) {
		if err != nil {
			return nil, err
		}
		if !p.includes(e.ID) {
			continue
		}
		one := person{location: e.LocationID}
		if e.TerminatedOn.Valid() {
			one.lastDay = day(e.TerminatedOn)
		}
		p.staff[e.ID] = one
	}
	for _, id := range q.EmployeeIDs {
		if _, found := p.staff[id]; !found {
			return nil, fmt.Errorf("an employee of Query.EmployeeIDs is not visible: %w", factorialhr.ErrNotFound)
		}
	}
	for l, err := range r.locations.Locations.All(ctx, nil) {
		if err != nil {
			return nil, err
		}
		p.zones[l.ID] = l.Timezone
	}
	return p, nil
}

// choose fills p.selected.
func (r *Reader) choose(ctx context.Context, p *people, q Query) error {
	if q.EmployeeIDs == nil && q.TeamIDs == nil {
		return nil
	}
	p.selected = map[factorialhr.ID]bool{}
	for _, id := range q.EmployeeIDs {
		p.selected[id] = true
	}
	if q.TeamIDs == nil {
		return nil
	}
	known, err := r.teams.Teams.GetAll(ctx, &teams.TeamListParams{IDs: q.TeamIDs})
	if err != nil {
		return err
	}
	for _, id := range q.TeamIDs {
		if !slices.ContainsFunc(known, func(t teams.Team) bool { return t.ID == id }) {
			return fmt.Errorf("a team of Query.TeamIDs is not visible: %w", factorialhr.ErrNotFound)
		}
	}
	members, err := r.memberships(ctx, q.TeamIDs)
	if err != nil {
		return err
	}
	for id := range members {
		p.selected[id] = true
	}
	return nil
}

// memberships returns the teams of each member, sorted. Without ids it returns those of all teams.
func (r *Reader) memberships(ctx context.Context, ids []factorialhr.ID) (map[factorialhr.ID][]factorialhr.ID, error) {
	of := map[factorialhr.ID][]factorialhr.ID{}
	for m, err := range r.teams.Memberships.All(ctx, &teams.MembershipListParams{TeamIDs: ids}) {
		if err != nil {
			return nil, err
		}
		if ids != nil && !slices.Contains(ids, m.TeamID) {
			continue
		}
		if i, found := slices.BinarySearch(of[m.EmployeeID], m.TeamID); !found {
			of[m.EmployeeID] = slices.Insert(of[m.EmployeeID], i, m.TeamID)
		}
	}
	return of, nil
}
