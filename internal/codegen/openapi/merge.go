package openapi

import (
	"errors"
	"fmt"
	"slices"
)

// Merge makes one document of the documents of several versions, which are in ascending order.
// Every operation, parameter, property, value, event and component knows its range of versions. The
// newest document that has a part decides its notation, its type and its place in the order. The
// result has the given version. Apply the overlay to each document before.
func Merge(docs []*Document, version string) (*Document, error) {
	m := &merger{version: version}
	for _, d := range docs {
		m.versions = append(m.versions, d.Version)
		if err := queryArrays(d); err != nil {
			return nil, err
		}
	}
	newest := docs[len(docs)-1]
	merged := *newest
	merged.Version, merged.Versions = version, m.versions
	merged.Operations, merged.Components, merged.Events = nil, nil, nil
	for _, e := range entries(docs, func(d *Document) []*Operation { return d.Operations }, func(o *Operation) string { return o.Address }) {
		merged.Operations = append(merged.Operations, m.operation(e))
	}
	m.renamedModels(docs, &merged)
	for _, e := range entries(docs, usedIn(docs), func(c *Component) string { return c.Name }) {
		merged.Components = append(merged.Components, m.component(e))
	}
	for _, e := range entries(docs, func(d *Document) []*Event { return d.Events }, func(e *Event) string { return e.Name }) {
		event := *e.newest()
		event.Range = rangeOf(e.versions, m.versions)
		for _, older := range e.parts {
			if older.Component != event.Component {
				m.fail(event.Place, "delivers %s in one version and %s in another", older.Component, event.Component)
			}
		}
		event.Instead = latest(e.parts, func(e *Event) string { return e.Instead })
		merged.Events = append(merged.Events, &event)
	}
	merged.Differences = m.differences
	return &merged, errors.Join(m.errs...)
}

// usedIn returns a function that lists the components of a document that count: a component that
// only some of the versions refer to belongs to these versions.
func usedIn(docs []*Document) func(*Document) []*Component {
	used := map[*Document]map[string]bool{}
	ever := map[string]bool{}
	for _, d := range docs {
		used[d] = map[string]bool{}
		for _, op := range d.Operations {
			used[d][op.Model], ever[op.Model] = true, true
		}
		for _, e := range d.Events {
			used[d][e.Component], ever[e.Component] = true, true
		}
	}
	return func(d *Document) []*Component {
		return slices.DeleteFunc(slices.Clone(d.Components), func(c *Component) bool { return ever[c.Name] && !used[d][c.Name] })
	}
}

// An entry is one part of the API in the versions that have it, in ascending order.
type entry[T any] struct {
	parts    []T
	versions []string
}

func (e entry[T]) newest() T { return e.parts[len(e.parts)-1] }

// entries finds the parts with one name in several documents.
func entries[T any](docs []*Document, list func(*Document) []T, name func(T) string) []entry[T] {
	owners := entry[*Document]{parts: docs}
	for _, d := range docs {
		owners.versions = append(owners.versions, d.Version)
	}
	return parts(owners, list, name)
}

// parts finds the parts with one name in the versions of their owner.
func parts[O, T any](owners entry[O], list func(O) []T, name func(T) string) []entry[T] {
	byName := map[string]*entry[T]{}
	var orders [][]string
	for i, owner := range owners.parts {
		var order []string
		for _, part := range list(owner) {
			key := name(part)
			e := byName[key]
			if e == nil {
				e = &entry[T]{}
				byName[key] = e
			}
			e.parts = append(e.parts, part)
			e.versions = append(e.versions, owners.versions[i])
			order = append(order, key)
		}
		orders = append(orders, order)
	}
	var all []entry[T]
	for _, key := range mergeOrder(orders) {
		all = append(all, *byName[key])
	}
	return all
}

// latest returns the text of the newest part that has one.
func latest[T any](parts []T, text func(T) string) string {
	for _, part := range slices.Backward(parts) {
		if s := text(part); s != "" {
			return s
		}
	}
	return ""
}

// A merger keeps what the documents disagree about.
type merger struct {
	version     string // the default
	versions    []string
	differences []string // settled by the newest document, for the report
	errs        []error
}

func (m *merger) fail(place, format string, args ...any) {
	m.errs = append(m.errs, fmt.Errorf("%s: the versions differ: %s", place, fmt.Sprintf(format, args...)))
}

func (m *merger) differ(address, format string, args ...any) {
	text := address + ": " + fmt.Sprintf(format, args...)
	if !slices.Contains(m.differences, text) {
		m.differences = append(m.differences, text)
	}
}

func (m *merger) component(e entry[*Component]) *Component {
	c := *e.newest()
	c.Range = rangeOf(e.versions, m.versions)
	c.Schema = m.schema(entryOf(e, func(c *Component) *Schema { return c.Schema }))
	return &c
}

// entryOf follows each part of an entry to a part of its own.
func entryOf[A, B any](e entry[A], of func(A) B) entry[B] {
	all := entry[B]{versions: e.versions}
	for _, part := range e.parts {
		all.parts = append(all.parts, of(part))
	}
	return all
}

func (m *merger) operation(e entry[*Operation]) *Operation {
	op := *e.newest()
	op.Range = rangeOf(e.versions, m.versions)
	op.Instead = latest(e.parts, func(o *Operation) string { return o.Instead })
	op.Failures = nil // each version has its own form of errors
	if i := slices.Index(e.versions, m.version); i >= 0 {
		op.Failures = e.parts[i].Failures
	}
	op.Params = nil
	for _, param := range parts(e, func(o *Operation) []*Param { return o.Params }, func(p *Param) string { return p.Name }) {
		p := *param.newest()
		p.Range = rangeOf(param.versions, e.versions)
		p.Needed = p.Required
		p.Required = p.Required && !p.Limited() // a version without it does not require it
		p.Schema = m.schema(entryOf(param, func(p *Param) *Schema { return p.Schema }))
		op.Params = append(op.Params, &p)
	}
	bodies := entry[*Body]{}
	for i, older := range e.parts {
		switch {
		case older.Body != nil:
			bodies.parts = append(bodies.parts, older.Body)
			bodies.versions = append(bodies.versions, e.versions[i])
		case op.Body != nil:
			m.differ(op.Address, "has no body in %s", e.versions[i])
		}
		if older.Response != op.Response {
			m.differ(op.Address, "the response is %s in %s and %s now", older.Response, e.versions[i], op.Response)
		}
		if older.Selectors != nil && op.Selectors == nil {
			op.Selectors = older.Selectors
		}
	}
	if len(bodies.parts) == 0 {
		return &op
	}
	body := *bodies.newest()
	for i, older := range bodies.parts {
		if older.ContentType != body.ContentType {
			m.fail(older.Schema.Place, "the body of %s is %s in %s and %s now", op.Address, older.ContentType, bodies.versions[i], body.ContentType)
		}
	}
	body.Schema = m.schemaIn(entryOf(bodies, func(b *Body) *Schema { return b.Schema }), e.versions)
	op.Body = &body
	return &op
}

// renamedModels notes the properties of an older response that the component of the newest one
// lacks.
func (m *merger) renamedModels(docs []*Document, merged *Document) {
	for _, op := range merged.Operations {
		for _, d := range docs {
			i := slices.IndexFunc(d.Operations, func(o *Operation) bool { return o.Address == op.Address })
			if i < 0 || d.Operations[i].Model == op.Model {
				continue
			}
			older := d.Component(d.Operations[i].Model)
			now := docs[len(docs)-1].Component(op.Model)
			if now == nil {
				continue
			}
			for _, p := range older.Schema.Properties {
				if q := now.Schema.Property(p.Name); q == nil {
					m.differ(op.Address, "responds with %s in %s, which has a property %s", older.Name, d.Version, p.Name)
				} else if q.Schema.Kind != p.Schema.Kind {
					m.differ(op.Address, "responds with %s in %s, whose %s is %s", older.Name, d.Version, p.Name, p.Schema.Kind)
				}
			}
		}
	}
}

// schema merges the schemas of one place.
func (m *merger) schema(e entry[*Schema]) *Schema { return m.schemaIn(e, e.versions) }

// schemaIn merges the schemas of one place. Its owner is in the versions all.
func (m *merger) schemaIn(e entry[*Schema], all []string) *Schema {
	s := *e.newest()
	s.Range = rangeOf(e.versions, m.versions)
	s.Instead = latest(e.parts, func(s *Schema) string { return s.Instead })
	if s.Description == "" {
		s.Description = latest(e.parts, func(s *Schema) string { return s.Description })
	}
	for _, older := range slices.Backward(e.parts) {
		if s.Example == nil && older.Kind == s.Kind {
			s.Example = older.Example
		}
		if !s.FixedName && older.FixedName && (s.Kind == KindObject || s.Enum != nil) {
			s.GoName, s.FixedName = older.GoName, true
		}
	}
	same := entry[*Schema]{} // those of one kind
	for i, older := range e.parts {
		if older.Kind == s.Kind {
			same.parts = append(same.parts, older)
			same.versions = append(same.versions, e.versions[i])
		}
		m.kinds(&s, older, e.versions[i], e.versions[len(e.versions)-1])
	}
	owners := same.versions
	if len(e.versions) < len(all) {
		owners = all
	}
	s.Properties = nil
	for _, member := range parts(same, func(s *Schema) []*Property { return s.Properties }, func(p *Property) string { return p.Name }) {
		p := *member.newest()
		p.Range = rangeOf(member.versions, owners)
		p.Needed = p.Required
		p.Required = p.Required && !p.Limited()
		p.Schema = m.schema(entryOf(member, func(p *Property) *Schema { return p.Schema }))
		s.Properties = append(s.Properties, &p)
	}
	if s.Items != nil {
		s.Items = m.schema(entryOf(same, func(s *Schema) *Schema { return s.Items }))
	}
	m.values(&s, same)
	return &s
}

// kinds notes that an older schema has another kind. It refuses the two if no Go type decodes both.
func (m *merger) kinds(s, older *Schema, version, newest string) {
	if older.Kind == KindInteger && (s.Kind == KindInteger || s.Kind == KindString) {
		s.IntegerUntil = version
	}
	if older.Kind == s.Kind {
		return
	}
	switch {
	case older.Kind == KindInteger && s.Kind == KindString:
		return // ids; integersDecode checks it when formats are known
	case older.Kind == KindInteger && s.Kind == KindNumber:
	case older.Kind == KindNumber && s.Kind == KindInteger:
		s.Kind = KindNumber
	case older.Kind == KindAny || s.Kind == KindAny:
		// Where a version allows any value, the other version is as good a guess as any.
	case older.Kind == KindFile && s.Kind == KindString, older.Kind == KindString && s.Kind == KindFile:
	default:
		m.fail(s.Place, "%s is %s in %s and %s in %s; no Go type decodes both: correct it in the overlay (at: %q, until: %s, any: true)",
			s.Address, older.Kind, version, s.Kind, newest, s.Address, version)
		return
	}
	m.differ(s.Address, "was %s and is %s", older.Kind, s.Kind)
}

// values merges the values of enums. A version without an enum allows every value.
func (m *merger) values(s *Schema, same entry[*Schema]) {
	if s.Enum == nil {
		return
	}
	listed := entry[*Schema]{}
	for i, older := range same.parts {
		if older.Enum != nil {
			listed.parts = append(listed.parts, older)
			listed.versions = append(listed.versions, same.versions[i])
		}
	}
	var orders [][]string
	have := map[string][]string{}
	for i, older := range same.parts {
		orders = append(orders, older.Enum)
		for _, value := range s.allowed(older, listed) {
			have[value] = append(have[value], same.versions[i])
		}
	}
	s.Enum = mergeOrder(orders)
	for _, value := range s.Enum {
		r := rangeOf(have[value], same.versions)
		if !r.Limited() {
			continue
		}
		if s.Values == nil {
			s.Values = map[string]Range{}
		}
		s.Values[value] = r
	}
}

// allowed lists the values that an older schema allows: its own, or all if it lists none.
func (s *Schema) allowed(older *Schema, listed entry[*Schema]) []string {
	if older.Enum != nil {
		return older.Enum
	}
	var all []string
	for _, l := range listed.parts {
		for _, value := range l.Enum {
			if !slices.Contains(all, value) {
				all = append(all, value)
			}
		}
	}
	return all
}

// integersDecode refuses a string of a response that was a number in an older version, unless its
// Go type reads both. Requests may send strings instead of numbers.
func integersDecode(d *Document) error {
	var errs []error
	for _, c := range d.Components {
		c.Schema.Walk(func(s *Schema) {
			if s.IntegerUntil == "" || s.Kind != KindString || s.Format == "id" || s.Format == "decimal" {
				return
			}
			errs = append(errs, fmt.Errorf("%s: the versions differ: %s is integer until %s and string later; set its format in the overlay (at: %q, format: id)",
				s.Place, s.Address, s.IntegerUntil, s.Address))
		})
	}
	return errors.Join(errs...)
}
