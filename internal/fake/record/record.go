// Package record keeps the records of a company: their encoded form, their ids, a table for each
// resource, the properties that are made up, and the form in which a version shows them. It imports
// spec and value. The rooms above it are company, reply, filter, hook, rule, fixture and serve.
package record

import (
	"encoding/json"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// Record is a stored record. It is encoded once, with the position of each property (0, 0 if
// absent), so that lists write bytes and filters compare them. A record never changes; an update
// replaces it.
type Record struct {
	ID     string
	Data   []byte
	values []span // by the index of the property in the shape
	// Touched is when the record was created or last changed, for lists that filter by it but do
	// not show it.
	Touched time.Time
}

type span struct{ from, to uint32 }

// Value returns the encoded value of a property by its index, empty if it is absent.
func (r *Record) Value(i int) json.RawMessage {
	if i < 0 || i >= len(r.values) {
		return value.Null
	}
	return r.Data[r.values[i].from:r.values[i].to]
}

// Encode writes a record of the shape with the properties in f. Missing properties with a plain
// value become null; those with an object, an array or an enum are absent. The real API does both,
// and Factorial's own clients tolerate no more than that.
func Encode(s *spec.Shape, id string, f value.Fields) *Record {
	size := 2
	for _, p := range s.Properties {
		size += len(p.Name) + 4 + max(len(f[p.Name]), 4)
	}
	r := &Record{ID: id, Data: make([]byte, 0, size), values: make([]span, len(s.Properties))}
	r.Data = append(r.Data, '{')
	for i := range s.Properties {
		p := &s.Properties[i]
		v := f[p.Name]
		if len(v) == 0 {
			if !simple(p.Value) {
				continue
			}
			v = value.Null
		}
		if len(r.Data) > 1 {
			r.Data = append(r.Data, ',')
		}
		r.Data = append(r.Data, '"')
		r.Data = append(r.Data, p.Name...)
		r.Data = append(r.Data, '"', ':')
		from := len(r.Data)
		r.Data = append(r.Data, v...)
		r.values[i] = span{uint32(from), uint32(len(r.Data))}
	}
	r.Data = append(r.Data, '}')
	return r
}

// simple reports whether a value is a string, number or boolean without an enum.
func simple(v apitable.Value) bool {
	return v.Ref == "" && len(v.Enum) == 0 && v.Type != "array" && v.Type != "object"
}

// Get returns the encoded value of a property, null if the shape has no such property.
func (r *Record) Get(s *spec.Shape, name string) json.RawMessage { return r.Value(s.At(name)) }

// Decode returns the encoded members of a record of the shape.
func (r *Record) Decode(s *spec.Shape) value.Fields {
	f := make(value.Fields, len(s.Properties))
	for i, p := range s.Properties {
		f[p.Name] = r.Value(i)
	}
	return f
}

// CompareID orders a record and an id: see value.CompareIDs.
func (r *Record) CompareID(id string) int { return value.CompareIDs(r.ID, id) }
