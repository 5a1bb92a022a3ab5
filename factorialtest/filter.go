package factorialtest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// parameter is a query parameter of a list with its effect on the records.
type parameter struct {
	*apitable.Property
	filter filter // nil if the spec does not tell what the parameter selects
}

// A filter returns the test for a record from the sent values. It receives all records of the list,
// for tests that depend on other records, and may read other lists. A nil test matches every
// record.
type filter func(c *call, records []*record, values []string) predicate

type predicate func(*record) bool

// enforced returns the required parameters without which the real API refuses a request. It does
// not enforce the others.
func enforced(operation string) []string {
	if operation == "payrollemployees.Identifiers.List" {
		return []string{"country"}
	}
	return nil
}

// parameters derives the filters of an operation from the names of its parameters.
func (a *api) parameters(op *operation) map[string]parameter {
	all := make(map[string]parameter, len(op.Query))
	for i := range op.Query {
		p := &op.Query[i]
		all[p.Name] = parameter{Property: p, filter: a.filterFor(op, p)}
	}
	return all
}

// filter returns the records that match all filters of the query.
func (c *call) filter(records []*record) ([]*record, error) {
	var tests []predicate
	for _, name := range enforced(c.op.Name) {
		if c.query.Get(name) == "" {
			return nil, badRequest("Parameter " + name + " is missing")
		}
	}
	for name, values := range c.query {
		p, ok := c.parameter(name)
		if !ok {
			continue
		}
		if !c.wellFormed(p.Property, values) {
			return nil, badRequest("Parameter " + name + " is invalid")
		}
		if p.filter == nil {
			continue
		}
		if test := p.filter(c, records, values); test != nil {
			tests = append(tests, test)
		}
	}
	if len(tests) == 0 {
		return records, nil
	}
	var kept []*record
	for _, r := range records {
		if !slices.ContainsFunc(tests, func(test predicate) bool { return !test(r) }) {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

// wellFormed reports whether the values fit the documented type of the parameter.
func (c *call) wellFormed(p *apitable.Property, values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool {
		switch p.Type {
		case "boolean":
			return v != "true" && v != "false"
		case "integer":
			_, err := strconv.Atoi(v)
			return err != nil
		}
		return false
	})
}

// parameter returns the parameter that a name in a query refers to, if the version of the request
// has it.
func (c *call) parameter(name string) (parameter, bool) {
	p, ok := c.op.parameter(name)
	if !ok || !has(c.version, p.Since, p.Until) {
		return parameter{}, false
	}
	return p, true
}

// parameter returns the parameter of any version that a name in a query refers to: the one with
// that name, or the object that a name such as managed_by_filter[manager_employee_id] is a member
// of. A member has the versions of its property.
func (op *operation) parameter(name string) (parameter, bool) {
	if p, ok := op.query[name]; ok {
		return p, true
	}
	base, member, nested := strings.Cut(name, "[")
	if p, ok := op.query[base]; nested && ok && (p.Type == "" || p.Type == "object") {
		for i := range p.Properties {
			if of := &p.Properties[i]; of.Name == strings.TrimSuffix(member, "]") && (of.Since != "" || of.Until != "") {
				whole := *p.Property
				whole.Since, whole.Until = max(p.Since, of.Since), cmp.Or(of.Until, p.Until)
				p.Property = &whole
			}
		}
		return p, true
	}
	if p, ok := op.query[base+"[]"]; nested && ok && strings.HasPrefix(member, "][") && p.Items != nil && p.Items.Type != "string" {
		return p, true
	}
	return parameter{}, false
}

// unknown returns the names in the query that the operation does not know, sorted.
func (c *call) unknown() []string {
	var names []string
	for name := range c.query {
		if c.op.verb == "list" && slices.Contains(pagingParameters, name) {
			continue
		}
		if _, ok := c.parameter(name); !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// unhandled returns the names in the query that the operation knows but the fake has no rule for,
// sorted.
func (c *call) unhandled() []string {
	var names []string
	for name := range c.query {
		if p, ok := c.parameter(name); ok && p.filter == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
