package openapi

import (
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// A candidate is an object or an enum of a body or a query that waits for its
// name: plain if nothing else wants that name, specific otherwise.
type candidate struct {
	schema          *Schema
	plain, specific string
	suffix          string // of an object: Input, or UpdateInput where each property is optional and can be null
	op              *Operation
	role            Role
}

// bodies names the bodies, then level by level what lies inside.
func (n *namer) bodies() {
	for _, r := range n.doc.Resources(n.domain) {
		for _, op := range r.Operations {
			if op.Body == nil {
				continue
			}
			s := op.Body.Schema
			if !s.FixedName {
				s.GoName = r.Singular + op.GoName + "Params"
			}
			role, suffix := RoleParams, "Input"
			if op.GoName == "Update" && op.HasID {
				role, suffix = RoleUpdate, "UpdateInput"
			}
			if op.ParamsCount() > 0 {
				n.claim(&Type{Name: s.GoName, Role: role, Schema: s, Resource: r, Operation: op})
			}
			n.wait(candidate{s, r.Singular, r.Singular + op.GoName, suffix, op, role}, nil)
		}
	}
	for len(n.waiting) > 0 {
		n.settle()
	}
}

// ParamsCount counts the properties of the body that the caller gives, which
// is all but an id that is an argument.
func (o *Operation) ParamsCount() int {
	n := len(o.Body.Schema.Properties)
	if o.BodyID() {
		n--
	}
	return n
}

// wait notes the objects and enums directly inside of an object that has its
// name. path leads from the body to it, for finding the same place in the
// model.
func (n *namer) wait(owner candidate, path []string) {
	for _, p := range owner.schema.Properties {
		v, label := unwrap(p.Schema, p.Name)
		here := append(slices.Clone(path), p.Name)
		inner := owner
		inner.schema = v
		inner.plain += name.Exported(label)
		inner.specific += name.Exported(label)
		switch {
		case v.Enum != nil:
			if model := n.modelEnum(owner.op, here, v.Enum); model != nil && !v.FixedName {
				v.GoName = model.GoName
				continue
			}
			inner.role, inner.suffix = RoleEnum, ""
			n.waiting = append(n.waiting, inner)
		case v.Kind == KindObject:
			n.waiting = append(n.waiting, inner)
		}
	}
}

// settle names all that waits, and lets wait what lies inside.
func (n *namer) settle() {
	waiting := n.waiting
	n.waiting = nil
	wanted := map[string][]candidate{}
	for _, c := range waiting {
		wanted[c.plain+c.suffix] = append(wanted[c.plain+c.suffix], c)
	}
	for _, c := range waiting {
		base := c.plain
		if !n.agree(c.plain+c.suffix, wanted[c.plain+c.suffix]) {
			base = c.specific
		}
		typeName := base + c.suffix
		if c.schema.FixedName {
			typeName = c.schema.GoName
			base = strings.TrimSuffix(typeName, c.suffix)
		}
		n.claim(&Type{Name: typeName, Role: c.role, Schema: c.schema, Resource: c.op.Resource})
		if c.role != RoleEnum {
			c.plain, c.specific = base, base
			n.wait(c, n.pathTo(c.op, c.schema))
		}
	}
}

// agree tells whether one type can serve all that want a name. Enums of which
// one has all values of the others become that one.
func (n *namer) agree(typeName string, wanting []candidate) bool {
	wanting = slices.DeleteFunc(slices.Clone(wanting), func(c candidate) bool { return c.schema.FixedName })
	if len(wanting) == 0 {
		return true
	}
	if other, ok := n.types[typeName]; ok && (other.Schema == nil || shape(other.Schema) != shape(wanting[0].schema)) {
		return false
	}
	if wanting[0].role == RoleEnum {
		widest := wanting[0].schema.Enum
		for _, c := range wanting {
			if subset(widest, c.schema.Enum) {
				widest = c.schema.Enum
			}
		}
		for _, c := range wanting {
			if !subset(c.schema.Enum, widest) {
				return false
			}
		}
		for _, c := range wanting {
			c.schema.Enum = widest
		}
		return true
	}
	for _, c := range wanting {
		if shape(c.schema) != shape(wanting[0].schema) {
			return false
		}
	}
	return true
}

// pathTo finds the property names that lead from an operation's body to s.
func (n *namer) pathTo(op *Operation, s *Schema) []string {
	var find func(at *Schema, path []string) []string
	find = func(at *Schema, path []string) []string {
		for _, p := range at.Properties {
			v, _ := unwrap(p.Schema, p.Name)
			here := append(slices.Clone(path), p.Name)
			if v == s {
				return here
			}
			if found := find(v, here); found != nil {
				return found
			}
		}
		return nil
	}
	if op.Body == nil {
		return nil
	}
	return find(op.Body.Schema, nil)
}

// modelEnum finds the enum at the same place of the model, if it has all of
// the given values.
func (n *namer) modelEnum(op *Operation, path, values []string) *Schema {
	c := n.doc.Component(op.Model)
	if c == nil {
		return nil
	}
	s := c.Schema
	for _, step := range path {
		p := sameNamed(s, step)
		if p == nil {
			return nil
		}
		s, _ = unwrap(p.Schema, p.Name)
	}
	if s.Enum == nil || !subset(values, s.Enum) {
		return nil
	}
	return s
}

// sameNamed finds the property that a body or query name speaks of: itself,
// or itself in the singular (statuses[] asks for status).
func sameNamed(s *Schema, label string) *Property {
	label = strings.TrimSuffix(label, "[]")
	for _, l := range []string{label, name.Singular(label), strings.TrimSuffix(label, "_attributes")} {
		if p := s.Property(l); p != nil {
			return p
		}
	}
	return nil
}

// queries gives each list the object of its parameters.
func (n *namer) queries() {
	for _, r := range n.doc.Resources(n.domain) {
		for _, op := range r.Operations {
			if op.Method != "GET" || op.HasID {
				if len(op.Params) > 0 {
					n.fail(op.Place, "a query on something else than a list is not understood")
				}
				continue
			}
			s := &Schema{Place: op.Place, Address: op.Address, Kind: KindObject}
			for _, p := range op.Params {
				s.Properties = append(s.Properties, &Property{Name: p.Name, Schema: p.Schema, Required: p.Required})
				n.queryValue(p.Schema)
			}
			n.claim(&Type{Name: r.Singular + "ListParams", Role: RoleQuery, Schema: s, Resource: r, Operation: op})
			n.wait(candidate{s, r.Singular, r.Singular + "List", "", op, RoleParams}, nil)
		}
	}
	for len(n.waiting) > 0 {
		n.settle()
	}
}
