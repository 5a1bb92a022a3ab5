package paging

import (
	"encoding/binary"
	"hash/maphash"
	"math"
	"reflect"
	"time"
)

// sum returns a hash of the records of a page. If each record has a key, it hashes the keys in any
// order. Otherwise it hashes the JSON of the records, because different records can look alike in
// the type of the caller, or all their values if the document of the page is not known.
func (t *trail) sum(s *Sheet) uint64 {
	if s.sum == 0 {
		sum, ok := t.keySum(s)
		if !ok {
			h := digest{}
			h.SetSeed(t.seed)
			if data := s.jsonData(); data != nil {
				h.Write(data)
			} else {
				h.value(s.records, maxDepth)
			}
			sum = h.Sum64()
		}
		s.sum = max(sum, 1)
	}
	return s.sum
}

// keySum adds up hashes of the keys of all records. ok is false if a record has no key.
func (t *trail) keySum(s *Sheet) (sum uint64, ok bool) {
	if t.key == nil {
		return 0, false
	}
	for i := range s.size() {
		key := t.key(s.record(i))
		if key == "" {
			return 0, false
		}
		sum += maphash.String(t.seed, key)
	}
	return sum, true
}

// maxDepth limits how deep a hash follows the values of a record: a value can point to itself.
const maxDepth = 32

// digest hashes values. Equal values have equal hashes.
type digest struct{ maphash.Hash }

func (h *digest) number(n uint64) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], n)
	h.Write(b[:])
}

func (h *digest) text(s string) {
	h.number(uint64(len(s)))
	h.WriteString(s)
}

// value adds a value with all that it holds and points to. A value of a kind that no JSON decodes
// into, such as a func, adds nothing.
func (h *digest) value(v reflect.Value, depth int) {
	h.number(uint64(v.Kind()))
	if depth == 0 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		h.text(v.String())
	case reflect.Bool:
		if v.Bool() {
			h.number(1)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		h.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		h.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		h.number(math.Float64bits(v.Float()))
	case reflect.Struct:
		h.fields(v, depth)
	case reflect.Slice, reflect.Array:
		h.elements(v, depth)
	case reflect.Map:
		h.entries(v, depth)
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			h.value(v.Elem(), depth-1)
		}
	}
}

func (h *digest) fields(v reflect.Value, depth int) {
	n := v.NumField()
	if v.Type() == reflect.TypeFor[time.Time]() {
		n-- // the last field is the location: it is large, and decoding makes a new one for each value
	}
	for i := range n {
		h.value(v.Field(i), depth-1)
	}
}

func (h *digest) elements(v reflect.Value, depth int) {
	h.number(uint64(v.Len()))
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		h.Write(v.Bytes())
		return
	}
	for i := range v.Len() {
		h.value(v.Index(i), depth-1)
	}
}

// entries adds the entries of a map. Their order does not matter.
func (h *digest) entries(v reflect.Value, depth int) {
	var all uint64
	for entry := v.MapRange(); entry.Next(); {
		one := digest{}
		one.SetSeed(h.Seed())
		one.value(entry.Key(), depth-1)
		one.value(entry.Value(), depth-1)
		all += one.Sum64()
	}
	h.number(all)
}
