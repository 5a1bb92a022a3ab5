package openapi

import (
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// A candidate is an object or an enum of a body or a query that has no name yet. It gets the plain
// name if no other candidate needs that, and the specific one otherwise.
type candidate struct {
	schema          *Schema
	plain, specific string
	suffix          string // of an object: Input, or UpdateInput in the body of an update
	op              *Operation
	role            Role
}

// bodies names the bodies, then the objects and enums in them, level by level.
func (n *namer) bodies() {
	for _, r := range n.doc.Resources(n.domain) {
		for _, op := range r.Operations {
			if op.Body == nil {
				continue
			}
			s := op.Body.Schema
			if id := s.Property("id"); op.BodyID() && (!slices.Contains([]Kind{KindString, KindInteger, KindAny}, id.Schema.Kind) || id.Schema.Enum != nil) {
				n.fail(id.Schema.Place, "the id argument of the method must be a string; correct it in api/patches.yaml")
				continue
			}
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

// ParamsCount counts the properties of the body that the caller sets: all of them, except an id
// that is an argument of the method.
func (o *Operation) ParamsCount() int {
	n := len(o.Body.Schema.Properties)
	if o.BodyID() {
		n--
	}
	return n
}

// wait collects the objects and enums directly in an object that has its name. path leads from the
// body to this object, to find the same place in the model.
func (n *namer) wait(owner candidate, path []string) {
	for _, p := range owner.schema.Properties {
		v, label := unwrap(p.Schema, p.Name)
		here := append(slices.Clone(path), p.Name)
		inner := owner
		inner.schema = v
		inner.plain += name.Exported(label)
		inner.specific += name.Exported(label)
		switch {
		case v.SameAs != nil && !v.FixedName:
			v.GoName = v.SameAs.GoName
		case v.Enum != nil:
			if model := n.modelEnum(owner.op, here, v.Enum); model != nil && !v.FixedName {
				v.GoName = model.GoName
				if t := n.types[model.GoName]; t.Schema != nil {
					t.widen(v)
				}
				continue
			}
			inner.role, inner.suffix = RoleEnum, ""
			n.waiting = append(n.waiting, inner)
		case v.Kind == KindObject:
			n.waiting = append(n.waiting, inner)
		}
	}
}

// settle names all waiting candidates, and collects the candidates in them.
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

// agree reports whether one type can serve all candidates for a name. If one enum has the values of
// all the others, they become that enum.
func (n *namer) agree(typeName string, wanting []candidate) bool {
	wanting = slices.DeleteFunc(slices.Clone(wanting), func(c candidate) bool { return c.schema.FixedName })
	if len(wanting) == 0 {
		return true
	}
	if other, ok := n.types[typeName]; ok && (other.Schema == nil || shape(other.Schema) != shape(wanting[0].schema)) {
		return false
	}
	if wanting[0].role == RoleEnum {
		widest := wanting[0].schema
		for _, c := range wanting {
			if subset(widest.Enum, c.schema.Enum) {
				widest = c.schema
			}
		}
		for _, c := range wanting {
			if !subset(c.schema.Enum, widest.Enum) {
				return false
			}
		}
		for _, c := range wanting {
			c.schema.takeEnum(widest)
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

// pathTo returns the names of the properties that lead from an operation's body to s.
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

// modelEnum returns the enum at the same place in the model if it has all given values, and nil
// otherwise.
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

// sameNamed finds the property that the name of a body or query property refers to: the property of
// that name or of its singular (statuses[] refers to status).
func sameNamed(s *Schema, label string) *Property {
	label = strings.TrimSuffix(label, "[]")
	for _, l := range []string{label, name.Singular(label), strings.TrimSuffix(label, "_attributes")} {
		if p := s.Property(l); p != nil {
			return p
		}
	}
	return nil
}

// queries declares an object for the parameters of each list.
func (n *namer) queries() {
	for _, r := range n.doc.Resources(n.domain) {
		for _, op := range r.Operations {
			if op.Method != "GET" || op.HasID {
				if len(op.Params) > 0 {
					n.fail(op.Params[0].Schema.Place, "only lists may have a query; %s", removeIt)
				}
				continue
			}
			s := &Schema{Place: op.Place, Address: op.Address, Kind: KindObject, Range: op.Range}
			for _, p := range op.Params {
				s.Properties = append(s.Properties, &Property{Name: p.Name, Schema: p.Schema, Required: p.Required, Range: p.Range})
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
