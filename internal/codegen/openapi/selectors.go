package openapi

import (
	"fmt"
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// Selectors lists the properties that a body must name, because the operation acts on all records
// without them. factorialhr.Selectors explains the fields.
type Selectors struct {
	AnyOf [][]string
	Lists []string
	All   []string
}

// selects reports whether the correction is about selectors.
func (c *Correction) selects() bool { return c.Selectors != nil || c.Rows != nil || c.All != nil }

// selectors makes the selectors of an operation. It refuses a property that the body does not have
// and one of a wrong type.
func (c *Correction) selectors(op *Operation) (*Selectors, error) {
	if op.Body == nil || op.Body.ContentType != "application/json" {
		return nil, fmt.Errorf("%s: selectors need a JSON body", op.Place)
	}
	if op.Selectors != nil {
		return nil, fmt.Errorf("%s: another correction has given it selectors", op.Place)
	}
	s := &Selectors{AnyOf: c.Selectors, All: c.All}
	for _, name := range slices.Concat(slices.Concat(c.Selectors...), c.Rows) {
		kind, err := op.kindOf(name)
		switch {
		case err != nil:
			return nil, err
		case kind == KindArray && !slices.Contains(s.Lists, name):
			s.Lists = append(s.Lists, name)
		case kind != KindArray && slices.Contains(c.Rows, name), kind != KindArray && kind != KindString:
			return nil, fmt.Errorf("%s: %s is %s; selectors are lists or strings, and rows are lists", op.Place, name, kind)
		}
	}
	for _, name := range c.All {
		if kind, err := op.kindOf(name); err != nil || kind != KindBoolean {
			return nil, fmt.Errorf("%s: the body has no boolean %s", op.Place, name)
		}
	}
	for _, group := range c.Selectors {
		if len(group) == 0 {
			return nil, fmt.Errorf("%s: a group of selectors is empty", op.Place)
		}
	}
	return s, nil
}

func (o *Operation) kindOf(name string) (Kind, error) {
	p := o.Body.Schema.Property(name)
	if p == nil {
		return "", fmt.Errorf("%s: the body has no property %s", o.Place, name)
	}
	return p.Schema.Kind, nil
}

// object writes the selectors for api/openapi.yaml.
func (s *Selectors) object() *ordered.Object {
	o := &ordered.Object{}
	if s.AnyOf != nil {
		groups := []any{}
		for _, group := range s.AnyOf {
			groups = append(groups, texts(group))
		}
		o.Set("any-of", groups)
	}
	if s.Lists != nil {
		o.Set("lists", texts(s.Lists))
	}
	if s.All != nil {
		o.Set("all", texts(s.All))
	}
	return o
}

func texts(list []string) []any {
	all := []any{}
	for _, text := range list {
		all = append(all, text)
	}
	return all
}
