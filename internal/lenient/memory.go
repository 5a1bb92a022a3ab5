package lenient

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"reflect"
)

// MemoryFor returns how many bytes of memory a response of n bytes may keep alive: 64 MiB plus four
// times its size.
func MemoryFor(n int) int64 { return 64<<20 + 4*int64(n) }

// A MemoryError reports that decoding would keep more memory alive than allowed.
type MemoryError struct {
	Elements int   // number of values of the type that takes most memory
	Size     int64 // size of one such value, in bytes
	Need     int64 // size of all values, in bytes
	Limit    int64 // in bytes
}

// Error returns a text of numbers, without any of the data.
func (e *MemoryError) Error() string {
	return fmt.Sprintf("%d elements of %d bytes would take %d MB of memory when decoded, the limit is %d MB",
		e.Elements, e.Size, e.Need>>20, e.Limit>>20)
}

// fewUnits is a number of elements and objects so small that they fit into memory for any type.
const fewUnits = 4096

// checkMemory returns a *MemoryError if data, decoded into a type, would keep more than limit bytes
// alive. Usually the counts of the survey suffice to rule that out.
func checkMemory(data []byte, t reflect.Type, s survey, limit int64) error {
	units := int64(s.elements + s.objects)
	if units < fewUnits && s.members < fewUnits && !broken {
		return nil
	}
	most := worst{seen: map[reflect.Type]bool{}}
	most.add(t)
	texts := int64(len(data))*9/8 + int64(s.texts)*8
	if broken {
		texts *= brokenGrowth
	}
	if !most.open && units*most.unit+(units+int64(s.members))*most.leaf+texts+reportBytes <= limit {
		return nil
	}
	if err := checkSyntax(data); err != nil {
		return err
	}
	w := &weigher{cursor: cursor{data: data}, shapes: shapes{}, broken: broken, total: reportBytes, heaps: map[reflect.Type]*heap{}}
	w.space()
	w.value(t)
	if w.total <= limit {
		return nil
	}
	err := &MemoryError{Need: w.total, Limit: limit}
	largest := int64(0)
	for t, h := range w.heaps {
		if h.bytes > largest {
			largest = h.bytes
			err.Elements, err.Size = h.count, int64(t.Size())
		}
	}
	return err
}

// worst is the maximum size of one part of JSON.
type worst struct {
	unit int64 // an element of a list, or an object
	leaf int64 // the target of a pointer that is not an object
	open bool  // the type has maps or interfaces, whose size has no such bound
	seen map[reflect.Type]bool
}

func (m *worst) add(t reflect.Type) {
	if m.seen[t] {
		return
	}
	m.seen[t] = true
	switch t.Kind() {
	case reflect.Map, reflect.Interface:
		m.open = true
	case reflect.Pointer:
		if size := rounded(int(t.Elem().Size())); t.Elem().Kind() == reflect.Struct && !decodesItself(t.Elem()) {
			m.unit = max(m.unit, size)
		} else {
			m.leaf = max(m.leaf, size)
		}
		m.add(t.Elem())
	case reflect.Slice:
		m.unit = max(m.unit, 9*int64(t.Elem().Size())/4) // includes spare capacity
		m.add(t.Elem())
	case reflect.Array:
		m.add(t.Elem())
	case reflect.Struct:
		if decodesItself(t) {
			return
		}
		for i := range t.NumField() {
			m.add(t.Field(i).Type)
		}
	}
}

// A weigher adds up how much memory the values in JSON take once decoded. It errs on the high side.
type weigher struct {
	cursor
	shapes shapes
	broken bool // some text is, see isBroken
	total  int64
	heaps  map[reflect.Type]*heap
}

// A heap is the memory of all values of one type.
type heap struct {
	count int
	bytes int64
}

func (w *weigher) add(t reflect.Type, count int, bytes int64) {
	h := w.heaps[t]
	if h == nil {
		h = new(heap)
		w.heaps[t] = h
	}
	h.count += count
	h.bytes += bytes
	w.total += bytes
}

var (
	anyMap  = reflect.TypeFor[map[string]any]()
	anyList = reflect.TypeFor[[]any]()
)

// value moves past the value at the cursor and adds its memory, except for the place that it is
// decoded into.
func (w *weigher) value(t reflect.Type) {
	first := w.peek()
	pointed := false
	for ; t.Kind() == reflect.Pointer && first != 'n'; pointed = true {
		t = t.Elem()
		w.add(t, 1, rounded(int(t.Size())))
	}
	sh := w.shapes.of(t, pointed)
	switch {
	case first == '{' && sh.role == roleStruct:
		for more := w.enter('}'); more; more = w.next('}') {
			if m := sh.field(w.key()); m != nil {
				w.value(m.declared)
			} else {
				w.skip()
			}
		}
	case first == '{' && sh.role == roleMap:
		w.entries(t)
	case first == '{' && sh.role == roleAny:
		w.entries(anyMap)
	case first == '[' && sh.role == roleList:
		w.elements(t)
	case first == '[' && sh.role == roleAny:
		w.add(anyList, 1, rounded(int(anyList.Size())))
		w.elements(anyList)
	default:
		w.leaf(sh, first)
	}
}

// leaf adds the memory of a value without children.
func (w *weigher) leaf(sh *shape, first byte) {
	literal := w.skip()
	switch {
	case sh.role == roleAny && first == '-', sh.role == roleAny && '0' <= first && first <= '9':
		w.total += 8
	case sh.role == roleAny && first == '"':
		w.total += 16 + rounded(w.textBytes(literal)-2)
	case sh.role == roleJSON, sh.role == roleRaw, sh.role == roleText, sh.role == roleString, sh.role == roleNumber, sh.role == roleBytes:
		if first != 'n' || sh.role == roleRaw {
			w.total += rounded(w.textBytes(literal))
		}
	}
}

// elements adds the elements of a list and the values behind them. A slice doubles its capacity at
// first, and later grows by a quarter.
func (w *weigher) elements(t reflect.Type) {
	n := 0
	for more := w.enter(']'); more; more = w.next(']') {
		w.value(t.Elem())
		n++
	}
	if t.Kind() == reflect.Slice {
		w.add(t.Elem(), n, grown(n, int64(t.Elem().Size())))
	}
}

// entries adds the entries of a map. A map has groups of eight slots, of which half are empty in
// the worst case; it stores a value of more than 128 bytes outside the group.
func (w *weigher) entries(t reflect.Type) {
	n := 0
	for more := w.enter('}'); more; more = w.next('}') {
		w.total += rounded(len(w.key()))
		w.value(t.Elem())
		n++
	}
	const header, large = 48, 128
	value, outside := int64(t.Elem().Size()), int64(0)
	if value > large {
		value, outside = 8, rounded(int(value))
	}
	place := int64(t.Key().Size()) + value + 1
	switch {
	case n == 0:
		w.add(t, 1, header)
	case n <= 8:
		w.add(t, 1, header+rounded(int(8*place)))
		w.add(t.Elem(), n, int64(n)*outside)
	default:
		w.add(t, 1, header+512)
		w.add(t.Elem(), n, int64(n)*(outside+place*5/2))
	}
}

// rounded is the maximum size that the allocator reserves for n bytes.
func rounded(n int) int64 {
	if n <= 0 {
		return 0
	}
	return int64(n + n/8 + 8)
}

// grown is the maximum size of a slice after n elements were appended one by one.
func grown(n int, size int64) int64 {
	if n == 0 {
		return 0
	}
	room := int64(1) << bits.Len(uint(n-1))
	if n > 256 {
		room = int64(n) + int64(n)/4 + 192
	}
	return room*size + min(room*size/8, 8192) + 8
}

// checkSyntax returns the *json.SyntaxError of data that are not JSON. All further steps rely on
// this check.
func checkSyntax(data []byte) error {
	if json.Valid(data) {
		return nil
	}
	var raw json.RawMessage
	return json.Unmarshal(data, &raw)
}
