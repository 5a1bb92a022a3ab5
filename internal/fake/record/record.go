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

// Record is a stored record. Its values are encoded once, so that lists write bytes and filters
// compare them. A record never changes; an update replaces it.
type Record struct {
	ID     string
	shape  *spec.Shape
	values packed
	// touched is when the record was created or last changed, in Unix milliseconds, for lists that
	// filter by it but do not show it.
	touched int64
}

// Encode encodes a record of the shape with the properties in f. Missing properties with a plain
// value become null; those with an object, an array or an enum are absent. The real API does both,
// and Factorial's own clients tolerate no more than that.
func Encode(s *spec.Shape, id string, f value.Fields) *Record {
	return &Record{ID: id, shape: s, values: pack(s, f)}
}

// JSON returns the encoded record.
func (r *Record) JSON() json.RawMessage { return r.AppendJSON(make([]byte, 0, r.Size())) }

// AppendJSON appends the encoded record to b.
func (r *Record) AppendJSON(b []byte) []byte { return r.values.appendJSON(b, r.shape) }

// Size returns the largest number of bytes that AppendJSON may append.
func (r *Record) Size() int { return len(r.values.bytes) + r.shape.NamesSize }

// Value returns the encoded value of a property by its index, empty if it is absent.
func (r *Record) Value(i int) json.RawMessage {
	n := len(r.shape.Properties)
	if i < 0 || i >= n {
		return value.Null
	}
	return r.values.value(i, n)
}

// Get returns the encoded value of a property, null if the shape has no such property.
func (r *Record) Get(s *spec.Shape, name string) json.RawMessage { return r.Value(s.At(name)) }

// Decode returns the encoded members of a record of the shape.
func (r *Record) Decode(s *spec.Shape) value.Fields {
	f := make(value.Fields, len(s.Properties))
	for i := range s.Properties {
		f[s.Properties[i].Name] = r.Value(i)
	}
	return f
}

// TouchedSince reports whether the record was created or changed at t or later. Like the times that
// the API shows, it counts milliseconds.
func (r *Record) TouchedSince(t time.Time) bool { return r.touched >= t.UnixMilli() }

// CompareID orders a record and an id: see value.CompareIDs.
func (r *Record) CompareID(id string) int { return value.CompareIDs(r.ID, id) }

// Object encodes an object with the properties in f, by the rules of Encode.
func Object(properties []apitable.Property, f value.Fields) json.RawMessage {
	size := 2
	for i := range properties {
		size += len(properties[i].Name) + 4 + max(len(f[properties[i].Name]), 4)
	}
	b := append(make([]byte, 0, size), '{')
	for i := range properties {
		p := &properties[i]
		v := f[p.Name]
		if len(v) == 0 {
			if !spec.Plain(p.Value) {
				continue
			}
			v = value.Null
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, p.Name...)
		b = append(b, '"', ':')
		b = append(b, v...)
	}
	return append(b, '}')
}
