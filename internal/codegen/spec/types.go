package spec

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// A Role tells what a Go type is for; the generator's rules for pointers and
// omission follow from it.
type Role string

// The roles.
const (
	RoleModel  Role = "model"  // a component, and the objects inside
	RoleParams Role = "params" // the body of a create or an action, and the objects inside any body
	RoleUpdate Role = "update" // the body of an update: every property is optional and can be null
	RoleQuery  Role = "query"  // the query of a list
	RoleEnum   Role = "enum"
)

// A Type is a Go type that the generator declares.
type Type struct {
	Domain    string
	Name      string
	Role      Role
	Schema    *Schema   // what it is made of; of a query, an object with a property for each parameter
	Resource  *Resource // whose file it stands in; nil for the domain's types.go
	Operation *Operation
	Places    []string // where the description has it
}

// How long names may be.
const (
	longestType     = 50
	longestConstant = 60
)

// typeNames hoists every object and every enum into a type of its domain. It
// reports all that needs a name at once, so that the overlay can be mended in
// one go.
func typeNames(d *Document) error {
	var errs []error
	for _, domain := range d.Domains() {
		n := &namer{doc: d, domain: domain, types: map[string]*Type{}}
		n.reserve()
		n.models()
		n.bodies()
		n.queries()
		n.oneShapeOneName()
		n.members()
		errs = append(errs, n.errs...)
		d.Types = append(d.Types, n.ordered...)
	}
	return errors.Join(errs...)
}

// A namer names the types of one domain.
type namer struct {
	doc     *Document
	domain  string
	types   map[string]*Type
	ordered []*Type
	waiting []candidate
	errs    []error
}

// A candidate is an object or an enum of a body or a query that waits for its
// name: plain if nothing else wants that name, specific otherwise.
type candidate struct {
	schema          *Schema
	plain, specific string
	suffix          string
	op              *Operation
	role            Role
}

func (n *namer) fail(place, format string, args ...any) {
	n.errs = append(n.errs, fmt.Errorf("%s: %s", place, fmt.Sprintf(format, args...)))
}

// claim declares a type, or joins one of the same name, role and shape.
func (n *namer) claim(t *Type) *Type {
	t.Domain = n.domain
	t.Places = append(t.Places, t.Schema.Address)
	if len(t.Name) > longestType {
		n.fail(t.Schema.Place, "the name %s has %d characters, at most %d are allowed; name it in the overlay (%s)",
			t.Name, len(t.Name), longestType, t.Schema.Address)
	}
	other, ok := n.types[t.Name]
	if !ok {
		n.types[t.Name] = t
		n.ordered = append(n.ordered, t)
		t.Schema.GoName = t.Name
		return t
	}
	if other.Role != t.Role || other.Schema == nil || shape(other.Schema) != shape(t.Schema) {
		n.fail(t.Schema.Place, "duplicate name %s.%s: %s and %s differ; name one of them in the overlay",
			name.Package(n.domain), t.Name, strings.Join(other.Places, ", "), t.Schema.Address)
		return other
	}
	if other.Resource != t.Resource {
		other.Resource = nil
	}
	other.Places = append(other.Places, t.Places...)
	t.Schema.GoName = t.Name
	adoptExamples(other.Schema, t.Schema)
	return other
}

// reserve takes the names that the generator declares besides the types.
func (n *namer) reserve() {
	taken := func(name, place string) {
		if other, ok := n.types[name]; ok {
			n.fail(place, "duplicate name %s, as %s", name, strings.Join(other.Places, ", "))
		}
		n.types[name] = &Type{Name: name, Places: []string{place}}
	}
	taken("Client", n.domain)
	taken("New", n.domain)
	taken("Operations", n.domain)
	for _, r := range n.doc.Resources(n.domain) {
		taken(r.Singular+"Service", r.Operations[0].Place)
	}
	for _, e := range n.doc.Events {
		if e.Domain == n.domain {
			taken(e.GoName, e.Place)
		}
	}
}

func (n *namer) models() {
	for _, c := range n.doc.Components {
		if c.Domain != n.domain || !c.Used {
			continue
		}
		r := c.Resource
		for _, other := range n.doc.Resources(n.domain) {
			if r == nil && other.Singular == c.GoName {
				r = other
			}
		}
		n.claim(&Type{Name: c.GoName, Role: RoleModel, Schema: c.Schema, Resource: r})
		n.inside(c.Schema, c.GoName, r)
	}
}

// inside names what lies inside a model after its owner and its property.
func (n *namer) inside(s *Schema, owner string, r *Resource) {
	for _, p := range s.Properties {
		v, label := unwrap(p.Schema, p.Name)
		if v.Kind != KindObject && v.Enum == nil {
			continue
		}
		typeName := owner + name.Exported(label)
		if v.FixedName {
			typeName = v.GoName
		}
		if v.Enum != nil {
			n.claim(&Type{Name: typeName, Role: RoleEnum, Schema: v, Resource: r})
			continue
		}
		n.claim(&Type{Name: typeName, Role: RoleModel, Schema: v, Resource: r})
		n.inside(v, typeName, r)
	}
}

// unwrap goes through arrays to what they hold, and makes the label singular.
func unwrap(s *Schema, label string) (*Schema, string) {
	for s.Kind == KindArray {
		s = s.Items
		label = name.Singular(strings.TrimSuffix(label, "[]"))
	}
	return s, label
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
			role := RoleParams
			if op.GoName == "Update" && op.HasID {
				role = RoleUpdate
			}
			if op.ParamsCount() > 0 {
				n.claim(&Type{Name: s.GoName, Role: role, Schema: s, Resource: r, Operation: op})
			}
			n.wait(op, s, r.Singular, r.Singular+op.GoName, "Input", nil)
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

// wait notes the objects and enums directly inside s. path leads from the body
// to s, for finding the same place in the model.
func (n *namer) wait(op *Operation, s *Schema, plain, specific, suffix string, path []string) {
	for _, p := range s.Properties {
		v, label := unwrap(p.Schema, p.Name)
		here := append(slices.Clone(path), p.Name)
		if v.Enum != nil {
			if model := n.modelEnum(op, here, v.Enum); model != nil && !v.FixedName {
				v.GoName = model.GoName
				continue
			}
			n.waiting = append(n.waiting, candidate{v, plain + name.Exported(label), specific + name.Exported(label), "", op, RoleEnum})
		}
		if v.Kind == KindObject {
			n.waiting = append(n.waiting, candidate{v, plain + name.Exported(label), specific + name.Exported(label), suffix, op, RoleParams})
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
			n.wait(c.op, c.schema, base, base, c.suffix, n.pathTo(c.op, c.schema))
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
			n.wait(op, s, r.Singular, r.Singular+"List", "", nil)
		}
	}
	for len(n.waiting) > 0 {
		n.settle()
	}
}

// queryValue refuses what package query cannot write.
func (n *namer) queryValue(s *Schema) {
	inside, understood := []*Schema{s}, []Kind{KindString, KindInteger, KindNumber, KindBoolean, KindAny}
	switch s.Kind {
	case KindObject:
		inside, understood = nil, []Kind{KindString, KindInteger, KindNumber, KindBoolean}
		for _, p := range s.Properties {
			inside = append(inside, p.Schema)
		}
	case KindArray:
		inside, understood = []*Schema{s.Items}, []Kind{KindString, KindInteger, KindAny}
	}
	for _, v := range inside {
		if !slices.Contains(understood, v.Kind) {
			n.fail(v.Place, "a query that holds %s here is not understood", v.Kind)
		}
	}
}

// oneShapeOneName refuses two names for one shape within a role: a user would
// have to convert between them.
func (n *namer) oneShapeOneName() {
	byShape := map[string]*Type{}
	var reported []string
	for _, t := range n.ordered {
		if t.Operation != nil || t.Role == RoleEnum || n.isComponent(t.Schema) {
			continue
		}
		key := string(t.Role) + shape(t.Schema)
		if other, ok := byShape[key]; ok {
			if slices.ContainsFunc(reported, func(outer string) bool { return strings.HasPrefix(t.Schema.Address, outer) }) {
				continue // naming the outer one settles this too
			}
			reported = append(reported, t.Schema.Address)
			n.fail(t.Schema.Place, "has the same shape as %s; give both one name in the overlay: at: [%q, %q]",
				other.Schema.Place, strings.Join(other.Places, `", "`), strings.Join(t.Places, `", "`))
		}
		byShape[key] = t
	}
}

func (n *namer) isComponent(s *Schema) bool {
	return slices.ContainsFunc(n.doc.Components, func(c *Component) bool { return c.Schema == s })
}

// shape describes a schema but for its examples: two of the same shape can be
// one Go type.
func shape(s *Schema) string {
	var b strings.Builder
	writeShape(&b, s)
	return b.String()
}

func writeShape(b *strings.Builder, s *Schema) {
	fmt.Fprintf(b, "%s%q", s.Kind, s.Enum)
	properties := slices.Clone(s.Properties)
	slices.SortFunc(properties, func(a, b *Property) int { return strings.Compare(a.Name, b.Name) })
	for _, p := range properties {
		fmt.Fprintf(b, "{%q %t ", p.Name, p.Required)
		writeShape(b, p.Schema)
		b.WriteByte('}')
	}
	if s.Items != nil {
		b.WriteByte('[')
		writeShape(b, s.Items)
		b.WriteByte(']')
	}
}

// adoptExamples gives s the examples and formats that another place of the
// same shape has.
func adoptExamples(s, other *Schema) {
	if s.Example == nil {
		s.Example = other.Example
	}
	if s.Format == "" {
		s.Format, s.FormatBy = other.Format, other.FormatBy
	}
	for _, p := range s.Properties {
		if q := other.Property(p.Name); q != nil {
			adoptExamples(p.Schema, q.Schema)
		}
	}
	if s.Items != nil && other.Items != nil {
		adoptExamples(s.Items, other.Items)
	}
}

func subset(values, of []string) bool {
	for _, v := range values {
		if !slices.Contains(of, v) {
			return false
		}
	}
	return true
}
