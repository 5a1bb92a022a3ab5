package openapi

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// A Role is the purpose of a Go type. It decides which fields are pointers and which of them JSON
// omits.
type Role string

// The roles.
const (
	RoleModel  Role = "model"  // a component, and the objects in it
	RoleParams Role = "params" // the body of a create or an action, and the objects in it
	RoleUpdate Role = "update" // the body of an update, and the objects in it: any property may be absent or null
	RoleQuery  Role = "query"  // the query of a list
	RoleEnum   Role = "enum"
)

// A Type is a Go type that the generator declares.
type Type struct {
	Domain    string
	Name      string
	Role      Role
	Schema    *Schema   // of a query: an object with a property for each parameter
	Resource  *Resource // its file declares the type; nil for the domain's types.go
	Operation *Operation
	Places    []string // its addresses in the spec

	Range                   // absolute
	Values map[string]Range // of an enum, absolute
}

// The highest lengths of names.
const (
	longestType     = 50
	longestConstant = 60
)

// typeNames makes a type of its domain out of every object and every enum. It reports all missing
// names at once, so that one edit of the overlay can add them.
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

func (n *namer) fail(place, format string, args ...any) {
	n.errs = append(n.errs, fmt.Errorf("%s: %s", place, fmt.Sprintf(format, args...)))
}

// claim declares a type, or returns the declared one with the same name, role and shape.
func (n *namer) claim(t *Type) *Type {
	t.Domain = n.domain
	t.Places = append(t.Places, t.Schema.Address)
	t.widen(t.Schema)
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
	other.widen(t.Schema)
	widenProperties(other.Schema, t.Schema)
	return other
}

// reserve takes the names of the generator's other declarations.
func (n *namer) reserve() {
	taken := func(name, place, remedy string) {
		if other, ok := n.types[name]; ok {
			n.fail(place, "duplicate name %s, as %s%s", name, strings.Join(other.Places, ", "), remedy)
		}
		if len(name) > longestConstant {
			n.fail(place, "the name %s has %d characters, at most %d are allowed%s", name, len(name), longestConstant, remedy)
		}
		n.types[name] = &Type{Name: name, Places: []string{place}}
	}
	taken("Client", n.domain, "")
	taken("New", n.domain, "")
	taken("Operations", n.domain, "")
	for _, r := range n.doc.Resources(n.domain) {
		taken(r.Singular+"Service", r.Operations[0].Place, "")
	}
	for _, e := range n.doc.Events {
		if e.Domain == n.domain {
			taken(e.GoName, e.Place, "; name it in the overlay ("+e.Address()+")")
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

// inside names the objects and enums in a model after their owner and their property.
func (n *namer) inside(s *Schema, owner string, r *Resource) {
	for _, p := range s.Properties {
		v, label := unwrap(p.Schema, p.Name)
		if v.Kind != KindObject && v.Enum == nil {
			continue
		}
		typeName := owner + name.Exported(label)
		if v.FixedName {
			typeName = v.GoName
		} else if c := n.doc.Component(v.Component); c != nil {
			if c.Domain == n.domain && c.Used {
				v.GoName = c.GoName
				continue // the type of the component
			}
			typeName = name.Exported(strings.TrimPrefix(c.Name, n.domain+"_"))
		}
		if v.Enum != nil {
			n.claim(&Type{Name: typeName, Role: RoleEnum, Schema: v, Resource: r})
			continue
		}
		n.claim(&Type{Name: typeName, Role: RoleModel, Schema: v, Resource: r})
		n.inside(v, typeName, r)
	}
}

// unwrap returns the schema of the elements of an array, at any depth, with the singular of the
// label. It returns any other schema unchanged.
func unwrap(s *Schema, label string) (*Schema, string) {
	for s.Kind == KindArray {
		s = s.Items
		label = name.Singular(strings.TrimSuffix(label, "[]"))
	}
	return s, label
}

// queryValue refuses a value that package query cannot write.
func (n *namer) queryValue(s *Schema) {
	inside, supported := []*Schema{s}, []Kind{KindString, KindInteger, KindNumber, KindBoolean, KindAny}
	switch s.Kind {
	case KindObject:
		inside, supported = nil, []Kind{KindString, KindInteger, KindNumber, KindBoolean}
		for _, p := range s.Properties {
			inside = append(inside, p.Schema)
		}
	case KindArray:
		inside, supported = []*Schema{s.Items}, []Kind{KindString, KindInteger, KindNumber, KindBoolean, KindAny}
	}
	for _, v := range inside {
		if !slices.Contains(supported, v.Kind) {
			place := s.Place // v may be in a component
			if within(v.Place, s.Place) {
				place = v.Place
			}
			n.fail(place, "a query with %s here is not supported; %s", v.Kind, removeIt)
		}
	}
}
