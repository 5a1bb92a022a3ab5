package factorialtest

import (
	"slices"
	"strings"
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
	for _, ref := range n.resource.references {
		if ref.to != n.resource {
			if f := n.at(ref.to, n.name).reach(distance - 1); f != nil {
				return through(ref, f)
			}
		}
	}
	return nil
}

// exactRule finds a property with the name of the parameter or its singular.
func (n naming) exactRule() filter {
	for _, name := range []string{n.name, singular(n.name)} {
		if i := n.shape.at(name); i >= 0 {
			return oneOf(i)
		}
	}
	return nil
}

// namedBy selects the records that the requested records name, or that a third record connects to
// them: teams name employees, and so do team memberships.
func (n naming) namedBy() filter {
	var all []filter
	for _, other := range n.api.order {
		for _, ref := range other.references {
			if ref.to != n.resource || ref.key != n.shape.id {
				continue
			}
			there := n.at(other, n.name)
			f := there.idRule()
			if f == nil && other.connects() {
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

// connects reports whether the resource's records exist to connect others.
func (r *resource) connects() bool {
	for _, word := range []string{"membership", "assignment", "worker"} {
		if strings.HasSuffix(r.noun(), word) {
			return true
		}
	}
	return false
}

// through selects records that refer to a record that inner selects.
func through(ref relation, inner filter) filter {
	return func(c *call, _ []*record, values []string) predicate {
		others := c.server.store.reading(ref.to.path)
		fits := inner(c, others, values)
		if fits == nil {
			return nil
		}
		kept := make(map[string]bool)
		for _, r := range others {
			if fits(r) {
				kept[plain(r.value(ref.key))] = true
			}
		}
		return func(r *record) bool {
			return slices.ContainsFunc(ids(r, ref.at), func(id string) bool { return kept[id] })
		}
	}
}

// namedIn selects the records named by those records of the other resource that inner selects.
func namedIn(other *resource, ref relation, inner filter) filter {
	return func(c *call, _ []*record, values []string) predicate {
		others := c.server.store.reading(other.path)
		fits := inner(c, others, values)
		kept := make(map[string]bool)
		for _, r := range others {
			if fits == nil || fits(r) {
				for _, id := range ids(r, ref.at) {
					kept[id] = true
				}
			}
		}
		return func(r *record) bool { return kept[r.id] }
	}
}

// ids returns the ids in a property of a record: one, several or none.
func ids(r *record, at int) []string {
	var all []string
	for _, v := range elements(r.value(at)) {
		all = append(all, plain(v))
	}
	return all
}

// prefixRule handles names with a resource as prefix: project_active tests active of the project.
func (n naming) prefixRule() filter {
	for _, ref := range n.resource.references {
		if rest, ok := strings.CutPrefix(n.name, ref.to.noun()+"_"); ok {
			if f := first(n.at(ref.to, rest), naming.booleanRule, naming.exactRule); f != nil {
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
	references := slices.Clone(n.resource.references)
	slices.SortStableFunc(references, func(a, b relation) int {
		// Prefer the record that gives this one its name: a project task is a task.
		return b2i(strings.HasSuffix(n.resource.noun(), b.to.noun())) - b2i(strings.HasSuffix(n.resource.noun(), a.to.noun()))
	})
	for _, ref := range references {
		if f := first(n.at(ref.to, n.name), naming.periodRule, naming.booleanRule, naming.dueRule); f != nil {
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
