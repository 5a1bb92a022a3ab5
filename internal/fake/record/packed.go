package record

import (
	"encoding/binary"
	"encoding/json"
	"math"

	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// packed holds the values of an object without their names, because a large company has a million
// records: first the end of each value, then the values. An absent value is empty, null is one
// byte. That is less than half of the JSON.
type packed struct {
	bytes []byte
	wide  bool // an end takes 4 bytes, not 2
}

// nullByte is the packed null. No JSON value consists of this byte.
const nullByte = 'n'

func isNullByte(v []byte) bool { return len(v) == 1 && v[0] == nullByte }

// pack packs the values of the properties of s.
func pack(s *spec.Shape, f value.Fields) packed {
	n, size := len(s.Properties), 0
	for i := range s.Properties {
		size += max(len(f[s.Properties[i].Name]), 1)
	}
	p := packed{wide: 2*n+size > math.MaxUint16}
	p.bytes = make([]byte, p.start(n), p.start(n)+size)
	for i := range s.Properties {
		v := f[s.Properties[i].Name]
		switch {
		case len(v) == 0 && !s.Plain[i]:
		case value.IsNull(v):
			p.bytes = append(p.bytes, nullByte)
		default:
			p.bytes = append(p.bytes, v...)
		}
		if p.wide {
			binary.LittleEndian.PutUint32(p.bytes[4*i:], uint32(len(p.bytes)))
		} else {
			binary.LittleEndian.PutUint16(p.bytes[2*i:], uint16(len(p.bytes)))
		}
	}
	return p
}

// start returns the start of the first of n values.
func (p *packed) start(n int) int {
	if p.wide {
		return 4 * n
	}
	return 2 * n
}

// end returns the end of the ith value.
func (p *packed) end(i int) int {
	if p.wide {
		return int(binary.LittleEndian.Uint32(p.bytes[4*i:]))
	}
	return int(binary.LittleEndian.Uint16(p.bytes[2*i:]))
}

// value returns the ith of n values, empty if it is absent.
func (p *packed) value(i, n int) json.RawMessage {
	from := p.start(n)
	if i > 0 {
		from = p.end(i - 1)
	}
	v := p.bytes[from:p.end(i)]
	if isNullByte(v) {
		return value.Null
	}
	return v
}

// appendJSON appends the object with the names of s to b.
func (p *packed) appendJSON(b []byte, s *spec.Shape) []byte {
	start := len(b)
	from := p.start(len(s.Properties))
	for i, key := range s.Keys {
		to := p.end(i)
		v := p.bytes[from:to]
		from = to
		switch {
		case len(v) > 1:
			b = append(append(b, key...), v...)
		case len(v) == 0:
		case v[0] == nullByte:
			b = append(b, s.Nulls[i]...)
		default:
			b = append(append(b, key...), v[0])
		}
	}
	if len(b) == start {
		return append(b, "{}"...)
	}
	b[start] = '{' // in place of the first comma
	return append(b, '}')
}
