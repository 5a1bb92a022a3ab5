package people

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

var (
	errCompany = errors.New("the snapshots belong to different companies")
	errOrder   = errors.New("the second snapshot is of an earlier day")
)

// Compare returns what changed from one snapshot to a later one. It compares the fields that both
// have. Teams, managers, workplaces and legal entities are compared by id, so the new
// name of a team is no difference.
//
// Compare returns an error if the snapshots belong to different companies, are in the wrong order
// or have a person twice.
func Compare(before, after *Snapshot) (*Changes, error) {
	if err := checkPair(before, after); err != nil {
		return nil, fmt.Errorf("compare people: %w", err)
	}
	earlier, later := byID(before), byID(after)
	c := &Changes{Joined: []Change{}, Moved: []Change{}, Left: []Change{}, Planned: []Change{}, Unclear: []Change{}}
	var shared []column
	for _, col := range columns() {
		old, now := before.has(col.field), after.has(col.field)
		if old != now {
			c.Ignored = append(c.Ignored, col.field)
		}
		if !old || !now {
			continue
		}
		shared = append(shared, col)
		if !col.always && col.anywhere(before) && !col.anywhere(after) {
			c.Blank = append(c.Blank, col.field)
		}
	}
	for _, p := range merged(before, after) {
		old, now := earlier[p], later[p]
		var fields []Difference
		if old != nil && now != nil {
			if fields = differences(shared, old, now); len(fields) == 0 {
				continue
			}
		}
		list, reason := c.classify(before.Day, old, now)
		*list = append(*list, Change{reason, clonePerson(old), clonePerson(now), fields})
	}
	return c, nil
}

// classify selects the list of a change and its reason. day is the day of the first snapshot.
func (c *Changes) classify(day factorialhr.Date, old, now *Person) (*[]Change, Reason) {
	switch {
	case now == nil:
		return &c.Unclear, Missing
	case now.Status == Unclear:
		return &c.Unclear, Doubtful
	case old == nil:
		return c.appeared(day, now)
	case now.Status == old.Status:
		return &c.Moved, Edited
	case now.Status == Departed:
		return &c.Left, Terminated
	case now.Status == Upcoming && old.Status == Employed:
		return &c.Unclear, NotInForce
	case now.Status == Upcoming:
		return &c.Planned, Hired
	case old.Status == Departed && now.StartsOn.Compare(old.TerminatedOn) <= 0:
		return &c.Joined, Reinstated
	case old.Status == Departed:
		return &c.Joined, Rehired
	case old.Status == Upcoming || now.StartsOn.Compare(day) > 0:
		return &c.Joined, Started
	}
	return &c.Moved, Edited // the records were unclear, and show an employment that was there before
}

// appeared classifies a person who was absent before. A record from before that day was hidden.
func (c *Changes) appeared(day factorialhr.Date, now *Person) (*[]Change, Reason) {
	recent := !now.CreatedAt.IsZero() && now.CreatedAt.Valid() &&
		factorialhr.NewDate(now.CreatedAt.Time().In(time.UTC).Date()).Compare(day) >= 0
	switch {
	case now.Status == Upcoming:
		return &c.Planned, Hired
	case now.Status == Employed && now.StartsOn.Compare(day) > 0:
		return &c.Joined, Started
	case now.Status == Employed && recent:
		return &c.Joined, Registered
	}
	return &c.Unclear, Appeared
}

func checkPair(before, after *Snapshot) error {
	if before == nil || after == nil {
		return fmt.Errorf("%w: nil", ErrFormat)
	}
	if err := errors.Join(before.check(), after.check()); err != nil {
		return err
	}
	if before.CompanyID != "" && after.CompanyID != "" && before.CompanyID != after.CompanyID {
		return errCompany
	}
	if after.Day.Compare(before.Day) < 0 {
		return errOrder
	}
	return nil
}

func byID(s *Snapshot) map[factorialhr.ID]*Person {
	m := make(map[factorialhr.ID]*Person, len(s.People))
	for i := range s.People {
		m[s.People[i].ID] = &s.People[i]
	}
	return m
}

// merged returns the ids of both snapshots in order, each once.
func merged(before, after *Snapshot) []factorialhr.ID {
	var ids []factorialhr.ID
	for _, s := range []*Snapshot{before, after} {
		for _, p := range s.People {
			ids = append(ids, p.ID)
		}
	}
	slices.SortFunc(ids, compareID)
	return slices.Compact(ids)
}

// clonePerson detaches a change from its snapshot.
func clonePerson(p *Person) *Person {
	if p == nil {
		return nil
	}
	q := *p
	q.Notes, q.Teams = slices.Clone(p.Notes), slices.Clone(p.Teams)
	if p.Hours != nil {
		q.Hours = new(*p.Hours)
	}
	if p.Salary != nil {
		q.Salary = new(*p.Salary)
	}
	return &q
}
