package factorialtest

import (
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// parameter is a query parameter of a list and what it does to the records.
type parameter struct {
	*apitable.Property
	// filter makes the test of a record from the values that were sent. It is nil where the parameter does not choose
	// records, or where the description does not tell how.
	filter func(values []string) (predicate, error)
}

type predicate func(*record) bool

// parameters derives the filters of an operation from the names of its parameters.
func (a *api) parameters(op *operation) map[string]parameter {
	all := make(map[string]parameter, len(op.Query))
	for i := range op.Query {
		p := &op.Query[i]
		all[p.Name] = parameter{Property: p, filter: filterFor(op, p)}
	}
	return all
}

// filter returns the records that all filters of the query let through.
func (c *call) filter(records []*record) ([]*record, error) {
	var tests []predicate
	for name, values := range c.query {
		p, ok := c.op.query[name]
		if !ok || p.filter == nil || len(values) == 0 {
			continue
		}
		test, err := p.filter(values)
		if err != nil {
			return nil, err
		}
		if test != nil {
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

func filterFor(op *operation, p *apitable.Property) func([]string) (predicate, error) {
	s := op.shape
	name := strings.TrimSuffix(p.Name, "[]")
	if name == "ids" && s.id >= 0 {
		return oneOf(s.id)
	}
	if i := s.at(name); i >= 0 {
		return oneOf(i)
	}
	return nil
}

// oneOf lets records through whose property has one of the values, or an array with one of them.
func oneOf(i int) func([]string) (predicate, error) {
	return func(values []string) (predicate, error) {
		return func(r *record) bool {
			v := r.value(i)
			if len(v) > 0 && v[0] == '[' {
				for _, e := range elements(v) {
					if slices.Contains(values, plain(e)) {
						return true
					}
				}
				return false
			}
			return slices.Contains(values, plain(v))
		}, nil
	}
}
