package filter

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// farthest is the maximum number of references between a record of a list and the property that a
// filter names: a session membership has an employee, and the employee has a team.
const farthest = 2

// referenceRule handles filters by records that the list's records refer to, or that refer to them:
// locations by the employees who work there, absences by the employee's team.
func (n naming) referenceRule() filter {
	if n.parameter.Type == "boolean" {
		return nil
	}
	for distance := 1; distance <= farthest; distance++ {
		if f := n.reach(distance); f != nil {
			return f
		}
	}
	return nil
}

func (n naming) reach(distance int) filter {
	if distance == 0 {
		return first(n, naming.idRule, naming.exactRule, naming.attachmentRule)
	}
	if f := n.namedBy(); f != nil {
		return f
	}
	for _, ref := range n.resource.References {
		if ref.To != n.resource {
			if f := n.at(ref.To, n.name).reach(distance - 1); f != nil {
				return through(ref, f)
			}
		}
	}
	return nil
}

// exactRule finds a property with the name of the parameter or its singular.
func (n naming) exactRule() filter {
	for _, name := range []string{n.name, singular(n.name)} {
		if i := n.shape.At(name); i >= 0 {
			return oneOf(i)
		}
	}
	return nil
}

// namedBy selects the records that the requested records name, or that a third record connects to
// them: teams name employees, and so do team memberships.
func (n naming) namedBy() filter {
	var all []filter
	for _, other := range n.api.Order {
		for _, ref := range other.References {
			if ref.To != n.resource || ref.Key != n.shape.ID {
				continue
			}
			there := n.at(other, n.name)
			f := there.idRule()
			if f == nil && other.Connects() {
				f = there.exactRule()
			}
			if f != nil {
				all = append(all, namedIn(other, ref, f))
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	return anyOf(all)
}

// through selects records that refer to a record that inner selects.
func through(ref spec.Relation, inner filter) filter {
	return func(q *Query, _ []*record.Record, values []string) predicate {
		others := q.Store.Records(ref.To.Path)
		fits := inner(q, others, values)
		if fits == nil {
			return nil
		}
		kept := make(map[string]bool)
		for _, r := range others {
			if fits(r) {
				kept[value.Plain(r.Value(ref.Key))] = true
			}
		}
		return func(r *record.Record) bool {
			v := r.Value(ref.At)
			if len(v) > 0 && v[0] == '[' {
				return slices.ContainsFunc(value.Elements(v), func(id json.RawMessage) bool { return value.InSet(id, kept) })
			}
			return !value.IsNull(v) && value.InSet(v, kept)
		}
	}
}

// namedIn selects the records named by those records of the other resource that inner selects.
func namedIn(other *spec.Resource, ref spec.Relation, inner filter) filter {
	return func(q *Query, _ []*record.Record, values []string) predicate {
		others := q.Store.Records(other.Path)
		fits := inner(q, others, values)
		kept := make(map[string]bool)
		for _, r := range others {
			if fits == nil || fits(r) {
				for _, id := range ids(r, ref.At) {
					kept[id] = true
				}
			}
		}
		return func(r *record.Record) bool { return kept[r.ID] }
	}
}

// ids returns the ids in a property of a record: one, several or none.
func ids(r *record.Record, at int) []string {
	var all []string
	for _, v := range value.Elements(r.Value(at)) {
		all = append(all, value.Plain(v))
	}
	return all
}

// prefixRule handles names with a resource as prefix: project_active tests active of the project.
func (n naming) prefixRule() filter {
	for _, ref := range n.resource.References {
		if rest, ok := strings.CutPrefix(n.name, ref.To.Noun()+"_"); ok {
			if f := first(n.at(ref.To, rest), naming.booleanRule, naming.exactRule); f != nil {
				return through(ref, f)
			}
		}
	}
	return nil
}

// elsewhereRule handles a state or a time of a referenced record: a project task is overdue if its
// task is.
func (n naming) elsewhereRule() filter {
	if !slices.Contains([]string{"completed", "due_status", "from", "include_deleted", "overdue", "to", "without_manager"}, n.name) {
		return nil
	}
	references := slices.Clone(n.resource.References)
	slices.SortStableFunc(references, func(a, b spec.Relation) int {
		// Prefer the record that gives this one its name: a project task is a task.
		return b2i(strings.HasSuffix(n.resource.Noun(), b.To.Noun())) - b2i(strings.HasSuffix(n.resource.Noun(), a.To.Noun()))
	})
	for _, ref := range references {
		if f := first(n.at(ref.To, n.name), naming.periodRule, naming.booleanRule, naming.dueRule); f != nil {
			return through(ref, f)
		}
	}
	return nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
