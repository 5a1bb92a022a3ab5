// Package filter selects the records of a list by the query parameters. It derives the meaning of a
// parameter from its name and the properties of the records; special.go has the exceptions. It
// imports reply and record, and the rooms below them. The rooms rule and serve import it.
package filter

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

// Parameter is a query parameter of a list with its effect on the records.
type Parameter struct {
	*apitable.Property
	filter filter // nil if the spec does not tell what the parameter selects
}

// A filter returns the test for a record from the sent values. It receives all records of the list,
// for tests that depend on other records, and may read other lists. A nil test matches every
// record.
type filter func(q *Query, records []*record.Record, values []string) predicate

type predicate func(*record.Record) bool

// Set holds the parameters of the operations by name. It never changes.
type Set map[*spec.Operation]map[string]Parameter

// Compile derives the filters of all operations from the names of their parameters.
func Compile(a *spec.API) Set {
	set := make(Set)
	for _, res := range a.Order {
		for _, op := range res.Operations {
			all := make(map[string]Parameter, len(op.Query))
			for i := range op.Query {
				p := &op.Query[i]
				all[p.Name] = Parameter{Property: p, filter: filterFor(a, op, p)}
			}
			set[op] = all
		}
	}
	return set
}

// Query is the query of a request, with what a filter must know besides: when the request came, and
// the other lists.
type Query struct {
	Op      *spec.Operation
	Set     Set
	Values  url.Values
	Version string // the described version of the request
	Now     time.Time
	Store   *record.Store
}

// Apply returns the records that match all filters of the query.
func (q *Query) Apply(records []*record.Record) ([]*record.Record, error) {
	var tests []predicate
	if err := q.demanded(); err != nil {
		return nil, err
	}
	take := func(p Parameter, values []string) {
		if p.filter == nil {
			return
		}
		if test := p.filter(q, records, values); test != nil {
			tests = append(tests, test)
		}
	}
	for name, values := range q.Values {
		p, ok := q.parameter(name)
		if !ok {
			continue
		}
		if !wellFormed(p.Property, values) {
			return nil, reply.BadParameter(name, "is invalid")
		}
		take(p, values)
	}
	for name, v := range defaults[q.Op.Name] {
		if p, ok := q.parameter(name); ok && !q.Sends(name) {
			take(p, []string{v})
		}
	}
	if len(tests) == 0 {
		return records, nil
	}
	var kept []*record.Record
	for _, r := range records {
		if !slices.ContainsFunc(tests, func(test predicate) bool { return !test(r) }) {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

// wellFormed reports whether the values fit the documented type of the parameter.
func wellFormed(p *apitable.Property, values []string) bool {
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
func (q *Query) parameter(name string) (Parameter, bool) {
	p, ok := q.known(name)
	if !ok || !spec.InVersion(q.Version, p.Since, p.Until) {
		return Parameter{}, false
	}
	return p, true
}

// known returns the parameter of any version that a name in a query refers to: the one with that
// name, or the object that a name such as managed_by_filter[manager_employee_id] is a member of. A
// member has the versions of its property.
func (q *Query) known(name string) (Parameter, bool) {
	known := q.Set[q.Op]
	if p, ok := known[name]; ok {
		return p, true
	}
	base, member, nested := strings.Cut(name, "[")
	if p, ok := known[base]; nested && ok && (p.Type == "" || p.Type == "object") {
		for i := range p.Properties {
			if of := &p.Properties[i]; of.Name == strings.TrimSuffix(member, "]") && (of.Since != "" || of.Until != "") {
				whole := *p.Property
				whole.Since, whole.Until = max(p.Since, of.Since), cmp.Or(of.Until, p.Until)
				p.Property = &whole
			}
		}
		return p, true
	}
	if p, ok := known[base+"[]"]; nested && ok && strings.HasPrefix(member, "][") && p.Items != nil && p.Items.Type != "string" {
		return p, true
	}
	return Parameter{}, false
}

// Unknown returns the names in the query that the operation does not know, sorted.
func (q *Query) Unknown() []string {
	var names []string
	for name := range q.Values {
		if q.Op.Verb == "list" && slices.Contains(reply.PagingParameters, name) {
			continue
		}
		if _, ok := q.parameter(name); !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Unhandled returns the names in the query that the operation knows but the fake has no rule for,
// sorted.
func (q *Query) Unhandled() []string {
	var names []string
	for name := range q.Values {
		if p, ok := q.parameter(name); ok && p.filter == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
