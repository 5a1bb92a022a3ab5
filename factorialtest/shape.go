package factorialtest

import (
	"encoding/json"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// shape is an object type of the spec, prepared to encode records. It never changes.
type shape struct {
	name       string // timeoff.Leave
	properties []apitable.Property
	index      map[string]int
	id         int // the index of the id, -1 if there is none
	updatedAt  int
	// differs returns the versions with another form of the records. It is nil for a shape that is
	// not in the tables.
	differs func() map[string]bool
}

func newShape(name string, v apitable.Value) *shape {
	s := &shape{name: name, properties: v.Properties, index: make(map[string]int, len(v.Properties))}
	for i, p := range v.Properties {
		s.index[p.Name] = i
	}
	s.id, s.updatedAt = s.at("id"), s.at("updated_at")
	if s.id < 0 {
		s.id = s.at("uuid")
	}
	return s
}

// at returns the index of a property, -1 if there is none.
func (s *shape) at(name string) int {
	if i, ok := s.index[name]; ok {
		return i
	}
	return -1
}

// names returns the names of the properties.
func (s *shape) names() []string {
	all := make([]string, len(s.properties))
	for i := range s.properties {
		all[i] = s.properties[i].Name
	}
	return all
}

func (s *shape) has(name string) bool { return s.at(name) >= 0 }

func (s *shape) property(name string) *apitable.Property {
	if i := s.at(name); i >= 0 {
		return &s.properties[i]
	}
	return nil
}

// record is a stored record. It is encoded once, with the position of each property (0, 0 if
// absent), so that lists write bytes and filters compare them. A record never changes; an update
// replaces it.
type record struct {
	id     string
	data   []byte
	values []span // by the index of the property in the shape
	// touched is when the record was created or last changed, for lists that filter by it but do
	// not show it.
	touched time.Time
}

type span struct{ from, to uint32 }

// value returns the encoded value of a property by its index, empty if it is absent.
func (r *record) value(i int) json.RawMessage {
	if i < 0 || i >= len(r.values) {
		return null
	}
	return r.data[r.values[i].from:r.values[i].to]
}

// encode writes a record with the properties in f. Missing properties with a plain value become
// null; those with an object, an array or an enum are absent. The real API does both, and
// Factorial's own clients tolerate no more than that.
func (s *shape) encode(id string, f fields) *record {
	size := 2
	for _, p := range s.properties {
		size += len(p.Name) + 4 + max(len(f[p.Name]), 4)
	}
	r := &record{id: id, data: make([]byte, 0, size), values: make([]span, len(s.properties))}
	r.data = append(r.data, '{')
	for i := range s.properties {
		p := &s.properties[i]
		v := f[p.Name]
		if len(v) == 0 {
			if !simple(p.Value) {
				continue
			}
			v = null
		}
		if len(r.data) > 1 {
			r.data = append(r.data, ',')
		}
		r.data = append(r.data, '"')
		r.data = append(r.data, p.Name...)
		r.data = append(r.data, '"', ':')
		from := len(r.data)
		r.data = append(r.data, v...)
		r.values[i] = span{uint32(from), uint32(len(r.data))}
	}
	r.data = append(r.data, '}')
	return r
}

// simple reports whether a value is a string, number or boolean without an enum.
func simple(v apitable.Value) bool {
	return v.Ref == "" && len(v.Enum) == 0 && v.Type != "array" && v.Type != "object"
}

// get returns the encoded value of a property, null if the shape has no such property.
func (s *shape) get(r *record, name string) json.RawMessage { return r.value(s.at(name)) }

// decode returns the encoded members of a record.
func (s *shape) decode(r *record) fields {
	f := make(fields, len(s.properties))
	for i, p := range s.properties {
		f[p.Name] = r.value(i)
	}
	return f
}
