package filter

import (
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// condition tests a record for a boolean parameter. It is nil if the record does not have what the
// test needs.
type condition func(*Query, *record.Record) bool

// booleanRule handles boolean parameters. Their meaning depends on their name.
func (n naming) booleanRule() filter {
	if n.parameter.Type != "boolean" {
		return nil
	}
	s := n.shape
	if i := s.At(n.name); i >= 0 {
		if s.Properties[i].Type == "boolean" {
			return oneOf(i)
		}
		return when(present(i)) // half_day=true selects records that have one
	}
	switch n.name {
	case "only_active", "with_active_status":
		return ifTrue(active(s))
	case "active":
		return when(active(s))
	case "include_inactive":
		return ifFalse(active(s))
	case "only_managers":
		return managers(s)
	case "include_deleted_leaves":
		return ifFalse(negated(state(s, "deleted")))
	case "by_trash_bin":
		return when(state(s, "deleted"))
	case "pending":
		return when(pending(s))
	case "include_pending":
		return ifFalse(negated(pending(s)))
	case "overdue":
		return when(overdue(s))
	}
	for _, prefix := range []string{"by_without_", "without_", "no_"} {
		if rest, ok := strings.CutPrefix(n.name, prefix); ok {
			return when(negated(having(s, rest)))
		}
	}
	if rest, ok := strings.CutPrefix(n.name, "only_non_"); ok {
		return ifTrue(negated(state(s, rest)))
	}
	if rest, ok := strings.CutPrefix(n.name, "only_"); ok {
		return ifTrue(state(s, rest))
	}
	if rest, ok := strings.CutPrefix(n.name, "include_"); ok {
		return ifFalse(negated(state(s, singular(rest))))
	}
	if rest, ok := strings.CutPrefix(n.name, "exclude_"); ok {
		if is := state(s, singular(rest)); is != nil {
			return ifTrue(negated(is))
		}
		return ifTrue(negated(having(s, rest)))
	}
	if is := state(s, n.name); is != nil {
		return when(is)
	}
	return n.alikeBoolean()
}

// alikeBoolean handles names that differ from the property's by a prefix: by_pending_assignment is
// is_pending_assignment, contains_message is has_message, paid is break_configuration_paid.
func (n naming) alikeBoolean() filter {
	words := strings.TrimPrefix(strings.TrimPrefix(n.name, "by_"), "contains_")
	for _, like := range []func(string) bool{
		func(p string) bool { return p == "is_"+words || p == "has_"+words },
		func(p string) bool { return strings.HasSuffix(p, "_"+words) },
	} {
		if i := n.only(like); i >= 0 && n.shape.Properties[i].Type == "boolean" {
			return oneOf(i)
		}
	}
	return nil
}

// when selects the records that fit for true, and the others for false.
func when(fits condition) filter {
	if fits == nil {
		return nil
	}
	return func(q *Query, _ []*record.Record, values []string) predicate {
		wanted := values[0] == "true"
		return func(r *record.Record) bool { return fits(q, r) == wanted }
	}
}

// ifTrue selects the records that fit for true, and all records for false.
func ifTrue(fits condition) filter { return on("true", fits) }

// ifFalse selects the records that fit for false, and all records for true.
func ifFalse(fits condition) filter { return on("false", fits) }

func on(value string, fits condition) filter {
	if fits == nil {
		return nil
	}
	return func(q *Query, _ []*record.Record, values []string) predicate {
		if values[0] == value {
			return func(r *record.Record) bool { return fits(q, r) }
		}
		return nil
	}
}

func negated(fits condition) condition {
	if fits == nil {
		return nil
	}
	return func(q *Query, r *record.Record) bool { return !fits(q, r) }
}

func present(i int) condition {
	return func(_ *Query, r *record.Record) bool { return !value.IsNull(r.Value(i)) }
}

func equal(i int, word string) condition {
	words := []string{word}
	return func(_ *Query, r *record.Record) bool { return value.In(r.Value(i), words) }
}

// having tests whether a reference is set: clients is client_id.
func having(s *spec.Shape, name string) condition {
	if i := s.At(singular(name) + "_id"); i >= 0 {
		return present(i)
	}
	return nil
}

// active tests whether a record is in force. The properties of the shape decide how.
func active(s *spec.Shape) condition {
	for _, name := range []string{"active", "enabled"} {
		if i := s.At(name); i >= 0 && s.Properties[i].Type == "boolean" {
			return equal(i, "true")
		}
	}
	if i := s.At("terminated_on"); i >= 0 {
		return negated(present(i))
	}
	if i, word := inState(s, "active"); i >= 0 {
		return equal(i, word)
	}
	for _, name := range []string{"archived", "discarded", "inactive"} {
		if is := state(s, name); is != nil {
			return negated(is)
		}
	}
	start, end := period(s)
	if start < 0 || start == end {
		return nil
	}
	return func(q *Query, r *record.Record) bool {
		today, until := q.Now.Format(time.DateOnly), value.Plain(r.Value(end))
		return value.Plain(r.Value(start)) <= today && (until == "" || until >= today)
	}
}

// state tests a record for a state: a boolean property with the name of the word, a moment such as
// archived_at, or the word as a value of status or state.
func state(s *spec.Shape, word string) condition {
	if i := s.At(word); i >= 0 && s.Properties[i].Type == "boolean" {
		return equal(i, "true")
	}
	for _, name := range []string{word + "_at", word + "_since"} {
		if i := s.At(name); i >= 0 {
			return present(i)
		}
	}
	if i, word := inState(s, word); i >= 0 {
		return equal(i, word)
	}
	return nil
}

// inState returns the status property that has the word among its values, -1 if there is none.
func inState(s *spec.Shape, word string) (int, string) {
	for _, name := range []string{"status", "state"} {
		if i := s.At(name); i >= 0 && slices.Contains(s.Properties[i].Enum, word) {
			return i, word
		}
	}
	return -1, ""
}

func pending(s *spec.Shape) condition {
	if i := s.At("approved"); i >= 0 {
		return negated(present(i))
	}
	if i := s.At("status"); i >= 0 {
		return equal(i, "pending")
	}
	return nil
}

// managers selects the records that manage another record of the list.
func managers(s *spec.Shape) filter {
	i := s.At("manager_id")
	if i < 0 {
		return nil
	}
	return func(_ *Query, records []*record.Record, values []string) predicate {
		if values[0] != "true" {
			return nil
		}
		leads := make(map[string]bool)
		for _, r := range records {
			leads[value.Plain(r.Value(i))] = true
		}
		return func(r *record.Record) bool { return leads[r.ID] }
	}
}
