package factorialtest

import (
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// booleanRule: parameters that are true or false. What they say depends on their name.
func booleanRule(_ *operation, s *shape, p *apitable.Property, name string) filter {
	if p.Type != "boolean" {
		return nil
	}
	if i := s.at(name); i >= 0 {
		if s.properties[i].Type == "boolean" {
			return oneOf(i)
		}
		return when(present(i)) // half_day=true: those that have one
	}
	switch name {
	case "only_active", "with_active_status":
		return ifTrue(active(s))
	case "active":
		return when(active(s))
	case "only_managers":
		return managers(s)
	case "archived":
		return when(state(s, "archived"))
	case "only_non_archived":
		return ifTrue(negated(state(s, "archived")))
	case "include_archived":
		return ifFalse(negated(state(s, "archived")))
	case "include_deleted", "include_deleted_leaves":
		return ifFalse(negated(state(s, "deleted")))
	case "include_inactive":
		return ifFalse(active(s))
	case "by_trash_bin":
		return when(state(s, "deleted"))
	case "published":
		return when(state(s, "published"))
	case "only_published":
		return ifTrue(state(s, "published"))
	case "pending":
		return when(pending(s))
	}
	if rest, ok := strings.CutPrefix(strings.TrimPrefix(name, "by_"), "without_"); ok {
		if i := s.at(rest + "_id"); i >= 0 {
			return when(negated(present(i)))
		}
	}
	return nil
}

// when lets through what fits for true, and what does not for false.
func when(fits predicate) filter {
	if fits == nil {
		return nil
	}
	return func(_ []*record, values []string) predicate {
		if values[0] == "true" {
			return fits
		}
		return negated(fits)
	}
}

// ifTrue lets everything through for false.
func ifTrue(fits predicate) filter { return on("true", fits) }

// ifFalse lets everything through for true.
func ifFalse(fits predicate) filter { return on("false", fits) }

func on(value string, fits predicate) filter {
	if fits == nil {
		return nil
	}
	return func(_ []*record, values []string) predicate {
		if values[0] == value {
			return fits
		}
		return nil
	}
}

func negated(p predicate) predicate {
	if p == nil {
		return nil
	}
	return func(r *record) bool { return !p(r) }
}

func present(i int) predicate {
	return func(r *record) bool { return !isNull(r.value(i)) }
}

// active finds out from the properties of a record whether it is in force.
func active(s *shape) predicate {
	if i := s.at("active"); i >= 0 {
		return func(r *record) bool { return plain(r.value(i)) == "true" }
	}
	if i := s.at("terminated_on"); i >= 0 {
		return negated(present(i))
	}
	if i := s.at("status"); i >= 0 && slices.Contains(s.properties[i].Enum, "active") {
		return func(r *record) bool { return plain(r.value(i)) == "active" }
	}
	return nil
}

// state is a property called like the word, or a moment: archived, or archived_at.
func state(s *shape, word string) predicate {
	if i := s.at(word); i >= 0 {
		return func(r *record) bool { return plain(r.value(i)) == "true" }
	}
	if i := s.at(word + "_at"); i >= 0 {
		return present(i)
	}
	return nil
}

func pending(s *shape) predicate {
	if i := s.at("approved"); i >= 0 {
		return negated(present(i))
	}
	if i := s.at("status"); i >= 0 {
		return func(r *record) bool { return plain(r.value(i)) == "pending" }
	}
	return nil
}

// managers lets through who manages somebody on the list.
func managers(s *shape) filter {
	i := s.at("manager_id")
	if i < 0 {
		return nil
	}
	return func(records []*record, values []string) predicate {
		if values[0] != "true" {
			return nil
		}
		leads := make(map[string]bool)
		for _, r := range records {
			leads[plain(r.value(i))] = true
		}
		return func(r *record) bool { return leads[r.id] }
	}
}
