package filter

import (
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// due returns the index of the due date, -1 if there is none.
func due(s *spec.Shape) int {
	for _, name := range []string{"due_on", "due_date"} {
		if i := s.At(name); i >= 0 && s.Properties[i].Type == "string" {
			return i
		}
	}
	return -1
}

// overdue tests whether a record was due before today and is not completed.
func overdue(s *spec.Shape) condition {
	day, done := due(s), state(s, "completed")
	if day < 0 {
		return nil
	}
	return func(q *Query, r *record.Record) bool {
		on := value.Plain(r.Value(day))
		return on != "" && on < q.Now.Format(time.DateOnly) && (done == nil || !done(q, r))
	}
}

// dueRule handles already_due, and due_status with its four values.
func (n naming) dueRule() filter {
	day := due(n.shape)
	if day < 0 {
		return nil
	}
	status := func(q *Query, r *record.Record) string {
		on, today := value.Plain(r.Value(day)), q.Now.Format(time.DateOnly)
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
		return when(func(q *Query, r *record.Record) bool {
			return status(q, r) == "over_due" || status(q, r) == "due_today"
		})
	case "due_status":
		return func(q *Query, _ []*record.Record, values []string) predicate {
			return func(r *record.Record) bool { return contains(values, status(q, r)) }
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
	return ifLast(by, []int{n.shape.At("created_at")}, nil)
}

// ifLast selects, among the records that fit, the last one for each value of a property. The last
// record has the greatest text in the first property of order that differs, or else the greatest
// id.
func ifLast(by int, order []int, fits condition) filter {
	if by < 0 || slices.Contains(order, -1) {
		return nil
	}
	return func(q *Query, records []*record.Record, values []string) predicate {
		if values[0] != "true" {
			return nil
		}
		last := make(map[string]*record.Record)
		for _, r := range records {
			if fits != nil && !fits(q, r) {
				continue
			}
			key := value.Plain(r.Value(by))
			if before := last[key]; before == nil || compareBy(order, before, r) <= 0 {
				last[key] = r
			}
		}
		return func(r *record.Record) bool { return last[value.Plain(r.Value(by))] == r }
	}
}

func compareBy(order []int, a, b *record.Record) int {
	for _, i := range order {
		if c := strings.Compare(value.Plain(a.Value(i)), value.Plain(b.Value(i))); c != 0 {
			return c
		}
	}
	return a.CompareID(b.ID)
}
