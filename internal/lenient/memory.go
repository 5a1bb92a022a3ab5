package lenient

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"reflect"
)

// MemoryFor returns how many bytes of memory a response of n bytes may keep
// alive: 64 MiB and four times its bytes.
func MemoryFor(n int) int64 { return 64<<20 + 4*int64(n) }

// A MemoryError says that decoding would keep more memory alive than it may.
type MemoryError struct {
	Elements int   // how many there are of the type that takes most of it
	Size     int64 // of one of them, in bytes
	Need     int64 // in bytes, of all
	Limit    int64 // in bytes
}

// Error says it in numbers, without anything of the data.
func (e *MemoryError) Error() string {
	return fmt.Sprintf("%d elements of %d bytes: decoded they would take %d MB of memory, the limit is %d MB",
		e.Elements, e.Size, e.Need>>20, e.Limit>>20)
}

// fewUnits is a number of elements and objects that no type makes large.
const fewUnits = 4096

// reportBytes is the most that the mismatches of a response take: see maxReports.
const reportBytes = 3 << 20

// checkMemory returns a *MemoryError if data, decoded into a type, would keep
// more than limit bytes alive. Nearly always the counts of the survey show that
// they would not.
func checkMemory(data []byte, t reflect.Type, s survey, broken bool, limit int64) error {
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

// worst is the most that one part of JSON can take.
type worst struct {
	unit int64 // an element of a list, or an object
	leaf int64 // what is behind a pointer and no object
	open bool  // there are maps or interfaces, which have no such measure
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
		m.unit = max(m.unit, 9*int64(t.Elem().Size())/4) // with room to grow
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

// A weigher adds up what the values in JSON take once they are decoded, rather
// too much than too little.
type weigher struct {
	cursor
	shapes shapes
	broken bool // some text is, see isBroken
	total  int64
	heaps  map[reflect.Type]*heap
}

// A heap is what all values of one type take together.
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

// value moves behind the value at the cursor and adds what it takes beyond the
// place that it is decoded into.
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

// leaf adds what a value takes that is not walked into.
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

// brokenGrowth is how many bytes U+FFFD has, which stands for one that is no
// character.
const brokenGrowth = 3

// textBytes returns the most bytes that a literal becomes.
func (w *weigher) textBytes(literal []byte) int {
	if w.broken && isBroken(literal) {
		return brokenGrowth * len(literal)
	}
	return len(literal)
}

// elements adds the elements of a list: those of a slice, which grows by
// doubling at first and by a quarter later, and what lies behind those of any.
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

// entries adds the entries of a map. It has groups of eight places, half of
// them empty at worst; a value over 128 bytes lies outside of it.
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

// rounded is the most that the allocator sets aside for n bytes.
func rounded(n int) int64 {
	if n <= 0 {
		return 0
	}
	return int64(n + n/8 + 8)
}

// grown is the most that a slice takes to which n elements were added one by
// one.
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

// checkSyntax returns the *json.SyntaxError of data that is not JSON. All that
// follows relies on it.
func checkSyntax(data []byte) error {
	if json.Valid(data) {
		return nil
	}
	var raw json.RawMessage
	return json.Unmarshal(data, &raw)
}
