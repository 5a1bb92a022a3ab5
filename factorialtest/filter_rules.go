package factorialtest

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// filterFor finds what a parameter does, by its name and the properties of the records. The first rule that fits wins;
// nil means that none did.
func filterFor(op *operation, p *apitable.Property) filter {
	if op.verb != "list" {
		return nil
	}
	s := op.shape
	name := strings.TrimSuffix(p.Name, "[]")
	for _, rule := range []func(*operation, *shape, *apitable.Property, string) filter{
		idRule, boundRule, periodRule, booleanRule, searchRule, equalityRule, dayRule, calendarRule,
	} {
		if f := rule(op, s, p, name); f != nil {
			return f
		}
	}
	return nil
}

// idRule: ids[], exclude_ids[], without_ids[].
func idRule(_ *operation, s *shape, _ *apitable.Property, name string) filter {
	if s.id < 0 {
		return nil
	}
	switch name {
	case "ids":
		return oneOf(s.id)
	case "exclude_ids", "without_ids":
		return not(oneOf(s.id))
	}
	return nil
}

// boundRule: created_at_gteq, updated_at_lteq, and the five names for "changed since".
func boundRule(_ *operation, s *shape, _ *apitable.Property, name string) filter {
	property, least := "", true
	switch name {
	case "updated_at", "updated_from", "updated_after":
		property = "updated_at"
	default:
		if before, ok := strings.CutSuffix(name, "_gteq"); ok {
			property = before
		} else if before, ok := strings.CutSuffix(name, "_lteq"); ok {
			property, least = before, false
		} else {
			return nil
		}
	}
	i := s.at(property)
	if i < 0 {
		return nil
	}
	if least {
		return atLeast(i, false)
	}
	return atMost(i, false)
}

// periodRule: from and to, and start_on with end_on and their like where both are parameters. A record fits when its own
// period touches the one that is asked for.
func periodRule(op *operation, s *shape, p *apitable.Property, name string) filter {
	start, end := period(s)
	if start < 0 || !strings.HasPrefix(p.Format, "date") {
		return nil
	}
	pairs := map[string]string{
		"from": "to", "start_on": "end_on", "start_date": "end_date", "start_at": "end_at", "starts_on": "ends_on",
		"start_after": "start_before",
	}
	for first, last := range pairs {
		paired := first == "from" || hasQuery(op, first) && hasQuery(op, last)
		switch {
		case name == first && paired && first == "start_after":
			return atLeast(start, false)
		case name == first && paired:
			return atLeast(end, end != start)
		case name == last && paired:
			return atMost(start, true)
		}
	}
	if name == "until" {
		return atMost(start, true)
	}
	return nil
}

func hasQuery(op *operation, name string) bool {
	for _, p := range op.Query {
		if p.Name == name {
			return true
		}
	}
	return false
}

// period finds the properties that say when a record begins and ends, -1 where there is none. A record without an end
// lasts for its beginning only.
func period(s *shape) (start, end int) {
	start, end = -1, -1
	for _, name := range []string{"start_on", "starts_on", "start_date", "starts_at", "start_at", "date", "reference_date",
		"effective_on", "effective_at", "due_on", "clock_in", "created_at"} {
		if start = s.at(name); start >= 0 {
			break
		}
	}
	for _, name := range []string{"finish_on", "end_on", "ends_on", "end_date", "ends_at", "end_at"} {
		if end = s.at(name); end >= 0 {
			break
		}
	}
	if end < 0 {
		end = start
	}
	return start, end
}

// searchRule: search, name_or_code, name_starts_with and their like.
func searchRule(_ *operation, s *shape, p *apitable.Property, name string) filter {
	if p.Type != "string" || s.has(name) {
		return nil
	}
	switch {
	case name == "search", strings.HasSuffix(name, "_like"), name == "full_text_name", name == "name_or_code", name == "employee_name":
		return searching(s)
	case strings.HasSuffix(name, "_starts_with"):
		for _, property := range []string{strings.TrimSuffix(name, "_starts_with"), "full_name"} {
			if i := s.at(property); i >= 0 {
				return startingWith(i)
			}
		}
	}
	return nil
}

// equalityRule: a property of the records, by its own name or as one of several: employee_ids[] is employee_id.
func equalityRule(_ *operation, s *shape, _ *apitable.Property, name string) filter {
	for _, candidate := range []string{name, singular(name)} {
		if i := s.at(suffixOf(s, candidate)); i >= 0 {
			return oneOf(i)
		}
	}
	// teams have employee_ids, and are asked for by employee_id
	if i := s.at(name + "s"); i >= 0 {
		return oneOf(i)
	}
	return nil
}

// dayRule: a day that lies within the record's period.
func dayRule(_ *operation, s *shape, p *apitable.Property, name string) filter {
	start, end := period(s)
	if start < 0 || p.Format != "date" {
		return nil
	}
	switch name {
	case "date", "active_on", "current_on", "applying_on", "include_actives_on_date":
		return both(atLeast(end, end != start), atMost(start, true))
	}
	return nil
}

// calendarRule: the year, or the month, that a record begins in.
func calendarRule(_ *operation, s *shape, p *apitable.Property, name string) filter {
	start, _ := period(s)
	if start < 0 || p.Type != "integer" {
		return nil
	}
	switch name {
	case "year":
		return inCalendar(start, 0, 4)
	case "month":
		return inCalendar(start, 5, 7)
	}
	return nil
}

// singular is the name of one of several: statuses is status, legal_entities_ids is legal_entity_id.
func singular(name string) string {
	words := strings.Split(name, "_")
	last := len(words) - 1
	if words[last] == "ids" {
		words[last] = "id"
		last--
	} else if words[last] == "uuids" {
		words[last] = "uuid"
		last--
	}
	if last >= 0 {
		w := words[last]
		switch {
		case strings.HasSuffix(w, "ies"):
			words[last] = strings.TrimSuffix(w, "ies") + "y"
		case strings.HasSuffix(w, "uses"):
			words[last] = strings.TrimSuffix(w, "es")
		case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us"):
			words[last] = strings.TrimSuffix(w, "s")
		}
	}
	return strings.Join(words, "_")
}
