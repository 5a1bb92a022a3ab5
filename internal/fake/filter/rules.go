package filter

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

// naming is a parameter with the records that it selects from. The rules derive its meaning only
// from names.
type naming struct {
	api       *spec.API
	resource  *spec.Resource
	shape     *spec.Shape
	parameter *apitable.Property
	name      string              // ids for ids[]
	query     []apitable.Property // all parameters of the list
}

// filterFor derives the filter of a parameter from its name and the properties of the records. The
// first matching rule wins. It returns nil if no rule matches.
func filterFor(a *spec.API, op *spec.Operation, p *apitable.Property) filter {
	if op.Verb != "list" {
		return nil
	}
	n := naming{a, op.Resource, op.Shape, p, strings.TrimSuffix(p.Name, "[]"), op.Query}
	if special, ok := specialFilters[op.Name+" "+p.Name]; ok {
		return special(n)
	}
	return first(n, naming.idRule, naming.boundRule, naming.periodRule, naming.booleanRule, naming.searchRule,
		naming.equalityRule, naming.dayRule, naming.calendarRule, naming.dueRule, naming.lastRule, naming.companyRule,
		naming.attachmentRule, naming.likenessRule, naming.wordsRule, naming.enabledRule, naming.referenceRule, naming.prefixRule, naming.elsewhereRule)
}

func first(n naming, rules ...func(naming) filter) filter {
	for _, rule := range rules {
		if f := rule(n); f != nil {
			return f
		}
	}
	return nil
}

// at returns the parameter, under another name, for the records of another resource.
func (n naming) at(r *spec.Resource, name string) naming {
	n.resource, n.shape, n.name = r, r.Shape, name
	return n
}

// idRule handles ids[], exclude_ids[], without_ids[], and leave_type_id for leave types.
func (n naming) idRule() filter {
	if n.shape.ID < 0 {
		return nil
	}
	switch n.name {
	case "ids":
		return oneOf(n.shape.ID)
	case "exclude_ids", "without_ids":
		return not(oneOf(n.shape.ID))
	}
	if own := n.resource.Noun() + "_id"; singular(n.name) == own || singular(n.name) == n.resource.Domain()+"_"+own {
		return oneOf(n.shape.ID)
	}
	return nil
}

// boundRule handles created_at_gteq, updated_at_lteq, and the five names for "changed since". If a
// record does not show when it changed, the store knows.
func (n naming) boundRule() filter {
	property, least := "", true
	switch n.name {
	case "updated_at", "updated_from", "updated_after":
		property = "updated_at"
	default:
		if before, ok := strings.CutSuffix(n.name, "_gteq"); ok {
			property = before
		} else if before, ok := strings.CutSuffix(n.name, "_lteq"); ok {
			property, least = before, false
		} else {
			return nil
		}
	}
	candidates := []string{property}
	switch property {
	case "changes":
		candidates = []string{"changed_at"}
	case "created_at":
		candidates = append(candidates, "started_at") // a run begins when it is created
	}
	for _, candidate := range candidates {
		if i := n.shape.At(candidate); i >= 0 && least {
			return atLeast(i, false)
		} else if i >= 0 {
			return atMost(i, false)
		}
	}
	if property == "updated_at" && least {
		return touchedSince
	}
	return nil
}

// periodRule handles from and to, and pairs such as start_on and end_on if both are parameters. A
// record matches if its period overlaps the requested one.
func (n naming) periodRule() filter {
	start, end := period(n.shape)
	undeclared := n.parameter.Type == "string" && n.parameter.Format == "" && (n.name == "from" || n.name == "to")
	if start < 0 || !strings.HasPrefix(n.parameter.Format, "date") && !undeclared {
		return nil
	}
	pairs := map[string]string{
		"from": "to", "start_on": "end_on", "start_date": "end_date", "start_at": "end_at", "starts_on": "ends_on",
		"start_after": "start_before",
	}
	for first, last := range pairs {
		paired := first == "from" || n.hasQuery(first) && n.hasQuery(last)
		switch {
		case n.name == first && paired && first == "start_after":
			return atLeast(start, false)
		case n.name == first && paired:
			return atLeast(end, end != start)
		case n.name == last && paired:
			return atMost(start, true)
		}
	}
	if n.name == "until" {
		return atMost(start, true)
	}
	return nil
}

func (n naming) hasQuery(name string) bool {
	for _, p := range n.query {
		if p.Name == name {
			return true
		}
	}
	return false
}

// period returns the indexes of the properties for the start and the end of a record, -1 if there
// is none. A record without an end property ends when it starts.
func period(s *spec.Shape) (start, end int) {
	start, end = -1, -1
	for _, name := range []string{"start_on", "starts_on", "start_date", "starts_at", "start_at", "start_limit_date", "date",
		"booking_date", "reference_date", "effective_on", "effective_at", "due_on", "clock_in", "created_at"} {
		if start = s.At(name); start >= 0 {
			break
		}
	}
	for _, name := range []string{"finish_on", "end_on", "ends_on", "end_date", "ends_at", "end_at", "end_limit_date"} {
		if end = s.At(name); end >= 0 {
			break
		}
	}
	if end < 0 {
		end = start
	}
	return start, end
}

// searchRule handles search, name_or_code, name_starts_with and similar names.
func (n naming) searchRule() filter {
	if n.parameter.Type != "string" || n.shape.Has(n.name) {
		return nil
	}
	switch {
	case n.name == "search", n.name == "employee_name":
		return searching(n.shape, n.resource.References)
	case strings.HasSuffix(n.name, "_like"), n.name == "full_text_name", n.name == "name_or_code":
		return searching(n.shape, nil)
	case strings.HasSuffix(n.name, "_starts_with"):
		for _, property := range []string{strings.TrimSuffix(n.name, "_starts_with"), "full_name"} {
			if i := n.shape.At(property); i >= 0 {
				return startingWith(i)
			}
		}
	}
	return nil
}

// equalityRule finds a property by its own name, or by the singular: employee_id for
// employee_ids[].
func (n naming) equalityRule() filter {
	for _, candidate := range []string{n.name, singular(n.name)} {
		if i := n.shape.At(n.shape.SuffixOf(candidate)); i >= 0 {
			return oneOf(i)
		}
	}
	// Teams have employee_ids, and employee_id filters them.
	if i := n.shape.At(n.name + "s"); i >= 0 {
		return oneOf(i)
	}
	return nil
}

// dayRule handles a day that must lie within the record's period.
func (n naming) dayRule() filter {
	if n.parameter.Format != "date" {
		return nil
	}
	if i := n.shape.At("deactivation_date"); i >= 0 && n.name == "include_actives_on_date" {
		return atLeast(i, true)
	}
	start, end := period(n.shape)
	if start < 0 {
		return nil
	}
	switch n.name {
	case "date", "active_on", "current_on", "applying_on", "include_actives_on_date":
		return both(atLeast(end, end != start), atMost(start, true))
	case "reference_date":
		if n.shape.Has("start_limit_date") {
			return both(atLeast(end, true), atMost(start, true))
		}
	}
	return nil
}

// calendarRule handles the year or the month in which a record starts.
func (n naming) calendarRule() filter {
	start, _ := period(n.shape)
	if start < 0 || n.parameter.Type != "integer" {
		return nil
	}
	switch n.name {
	case "year":
		return inCalendar(start, 0, 4)
	case "month":
		return inCalendar(start, 5, 7)
	}
	return nil
}

// companyRule handles company_id if the records do not show it. All records belong to the one
// company.
func (n naming) companyRule() filter {
	if singular(n.name) != "company_id" {
		return nil
	}
	return func(q *Query, _ []*record.Record, values []string) predicate {
		own := contains(values, q.Store.Seed.CompanyID())
		return func(*record.Record) bool { return own }
	}
}
