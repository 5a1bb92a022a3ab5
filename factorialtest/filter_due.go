package factorialtest

import (
	"slices"
	"strings"
	"time"
)

// due returns the index of the due date, -1 if there is none.
func due(s *shape) int {
	for _, name := range []string{"due_on", "due_date"} {
		if i := s.at(name); i >= 0 && s.properties[i].Type == "string" {
			return i
		}
	}
	return -1
}

// overdue tests whether a record was due before today and is not completed.
func overdue(s *shape) condition {
	day, done := due(s), state(s, "completed")
	if day < 0 {
		return nil
	}
	return func(c *call, r *record) bool {
		on := plain(r.value(day))
		return on != "" && on < c.now.Format(time.DateOnly) && (done == nil || !done(c, r))
	}
}

// dueRule handles already_due, and due_status with its four values.
func (n naming) dueRule() filter {
	day := due(n.shape)
	if day < 0 {
		return nil
	}
	status := func(c *call, r *record) string {
		on, today := plain(r.value(day)), c.now.Format(time.DateOnly)
		switch {
		case on == "":
			return "no_due"
		case on < today:
			return "over_due"
		case on == today:
			return "due_today"
		}
		return "due_in_future"
	}
	switch n.name {
	case "already_due":
		return when(func(c *call, r *record) bool { return status(c, r) == "over_due" || status(c, r) == "due_today" })
	case "due_status":
		return func(c *call, _ []*record, values []string) predicate {
			return func(r *record) bool { return contains(values, status(c, r)) }
		}
	}
	return nil
}

// lastRule handles names such as last_per_conversation, the newest record of each conversation.
func (n naming) lastRule() filter {
	rest, ok := strings.CutPrefix(n.name, "last_per_")
	if !ok {
		return nil
	}
	by := n.only(func(p string) bool { return p == rest+"_id" || strings.HasSuffix(p, "_"+rest+"_id") })
	return ifLast(by, []int{n.shape.at("created_at")}, nil)
}

// ifLast selects, among the records that fit, the last one for each value of a property. The last
// record has the greatest text in the first property of order that differs, or else the greatest
// id.
func ifLast(by int, order []int, fits condition) filter {
	if by < 0 || slices.Contains(order, -1) {
		return nil
	}
	return func(c *call, records []*record, values []string) predicate {
		if values[0] != "true" {
			return nil
		}
		last := make(map[string]*record)
		for _, r := range records {
			if fits != nil && !fits(c, r) {
				continue
			}
			key := plain(r.value(by))
			if before := last[key]; before == nil || compareBy(order, before, r) <= 0 {
				last[key] = r
			}
		}
		return func(r *record) bool { return last[plain(r.value(by))] == r }
	}
}

func compareBy(order []int, a, b *record) int {
	for _, i := range order {
		if c := strings.Compare(plain(a.value(i)), plain(b.value(i))); c != 0 {
			return c
		}
	}
	return a.compareID(b.id)
}
