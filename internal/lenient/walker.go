package lenient

import (
	"encoding/base64"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// What a hostile answer can make us hold in memory.
const (
	maxReports  = 10_000
	maxPointers = 1 << 20
)

// A walker goes over JSON and a Go type side by side. It decodes nothing: it
// finds what does not fit, and the edits after which the rest does.
type walker struct {
	cursor
	shapes shapes
	steps  []step

	checking   bool // look at values, not only at names
	mismatches []paginate.Mismatch
	edits      []edit

	unknown     []Property
	unknownSeen map[propertyKey]bool

	pointerBytes int
}

// An edit replaces a part of the data.
type edit struct {
	start, end int
	text       string
}

func newWalker(data []byte) *walker {
	return &walker{cursor: cursor{data: data}, shapes: shapes{}}
}

// root walks all of the data.
func (w *walker) root(t reflect.Type) {
	w.space()
	start := w.pos
	if !w.value(w.shapes.of(t, true)) {
		w.edits = append(w.edits, edit{start, w.pos, "null"})
	}
}

// value moves behind the value at the cursor and reports whether it fits as a
// whole. What does not fit inside of it has been taken care of then.
func (w *walker) value(sh *shape) (fits bool) {
	first := w.peek()
	switch {
	case first == '{' && (sh.role == roleStruct || sh.role == roleMap):
		w.object(sh)
		return true
	case first == '[' && (sh.role == roleList || sh.role == roleBytes):
		w.list(sh)
		return true
	case sh.role == roleAny && first == '{':
		w.object(w.shapes.of(reflect.TypeFor[map[string]any](), false))
		return true
	case sh.role == roleAny && first == '[':
		w.list(w.shapes.of(reflect.TypeFor[[]any](), false))
		return true
	}
	start := w.pos
	literal := w.skip()
	if !w.checking || w.takes(sh, literal, start) {
		return true
	}
	if first != 'n' {
		w.mismatch(sh.typ, kindOf(first))
	}
	return false
}

// object walks the members of an object. Those that do not fit are taken out,
// with one of the commas beside them.
func (w *walker) object(sh *shape) {
	kept := w.pos + 1 // where the last member ends that stays
	gap := -1         // where the members begin that go, after the last one that stays
	for more := w.enter('}'); more; more = w.next('}') {
		start := w.pos
		fits := w.member(sh)
		switch {
		case !fits && gap < 0:
			gap = start
		case fits && gap >= 0:
			w.edits = append(w.edits, edit{gap, start, ""})
			gap = -1
		}
		if fits {
			kept = w.pos
		}
	}
	if gap >= 0 {
		w.edits = append(w.edits, edit{kept, w.pos - 1, ""})
	}
}

// member walks the name and the value of a member.
func (w *walker) member(sh *shape) (fits bool) {
	name := w.key()
	w.steps = append(w.steps, step{name: name})
	fits = w.named(sh, name)
	w.steps = w.steps[:len(w.steps)-1]
	return fits
}

// named walks the value of a member.
func (w *walker) named(sh *shape, name []byte) (fits bool) {
	if sh.role == roleMap {
		if w.checking && !sh.takesKey(name) {
			w.skip()
			w.mismatch(sh.key, "string")
			return false
		}
		return w.value(sh.elem)
	}
	m := sh.field(name)
	if m == nil {
		w.skip()
		w.foundUnknown(sh.typ, name)
		return true
	}
	if m.quoted {
		return w.quoted(m.shape)
	}
	return w.value(m.shape)
}

// quoted walks the value of a field with the option string.
func (w *walker) quoted(sh *shape) (fits bool) {
	first := w.peek()
	literal := w.skip()
	if !w.checking || first == 'n' {
		return true
	}
	if first == '"' {
		text := unquote(literal)
		c := walker{cursor: cursor{data: text}, shapes: w.shapes, checking: true}
		if isLiteral(text) && c.takes(sh, text, 0) && len(c.edits) == 0 {
			return true
		}
	}
	w.mismatch(sh.typ, kindOf(first))
	return false
}

// isLiteral reports whether text is a JSON string, number, true, false or null.
func isLiteral(text []byte) bool {
	if !json.Valid(text) {
		return false
	}
	c := cursor{data: text}
	return c.peek() != '{' && c.peek() != '[' && len(c.skip()) == len(text)
}

// list walks the elements of a list. One that does not fit becomes null.
func (w *walker) list(sh *shape) {
	w.steps = append(w.steps, step{})
	index := 0
	for more := w.enter(']'); more; more = w.next(']') {
		w.steps[len(w.steps)-1].index = index
		start := w.pos
		switch {
		case index == sh.limit: // an array that is full takes no more
			w.skip()
			continue
		case !w.value(sh.elem):
			w.edits = append(w.edits, edit{start, w.pos, "null"})
		}
		index++
	}
	w.steps = w.steps[:len(w.steps)-1]
}

// takes reports whether a type takes a value that is not walked into.
func (w *walker) takes(sh *shape, literal []byte, start int) bool {
	kind := kindOf(literal[0])
	switch sh.role {
	case roleRaw:
		return true
	case roleJSON:
		sh.scratch.Elem().SetZero()
		return sh.json.UnmarshalJSON(literal) == nil
	}
	if kind == "null" {
		return true
	}
	switch sh.role {
	case roleAny:
		return kind != "number" || isFloat(literal, 64)
	case roleText:
		return kind == "string" && sh.takesText(unquote(literal))
	case roleString:
		return kind == "string"
	case roleNumber:
		return kind == "number" || kind == "string" && isNumber(unquote(literal))
	case roleBool:
		return kind == "bool"
	case roleBytes:
		return kind == "string" && isBase64(unquote(literal))
	case roleFloat:
		return kind == "number" && isFloat(literal, sh.typ.Bits())
	case roleInt, roleUint:
		return kind == "number" && w.integer(sh, literal, start)
	}
	return false
}

// integer reports whether an integer type holds a number. One that is written
// with a point or an exponent is rewritten.
func (w *walker) integer(sh *shape, literal []byte, start int) bool {
	text := string(literal)
	if sh.holds(text) {
		return true
	}
	plain, ok := plainInteger(text)
	if !ok || plain == text || !sh.holds(plain) {
		return false
	}
	w.edits = append(w.edits, edit{start, start + len(literal), plain})
	return true
}

// holds reports whether an integer type holds a number without point and
// exponent.
func (sh *shape) holds(text string) bool {
	var err error
	if sh.role == roleInt {
		_, err = strconv.ParseInt(text, 10, sh.typ.Bits())
	} else {
		_, err = strconv.ParseUint(text, 10, sh.typ.Bits())
	}
	return err == nil
}

// takesText reports whether the text method of a type takes a text.
func (sh *shape) takesText(text []byte) bool {
	sh.scratch.Elem().SetZero()
	return sh.text.UnmarshalText(text) == nil
}

// takesKey reports whether a map can have a key.
func (sh *shape) takesKey(name []byte) bool {
	if sh.text != nil {
		return sh.takesText(name)
	}
	var err error
	switch kind := sh.key.Kind(); {
	case kind == reflect.String:
	case kind <= reflect.Int64:
		_, err = strconv.ParseInt(string(name), 10, sh.key.Bits())
	default:
		_, err = strconv.ParseUint(string(name), 10, sh.key.Bits())
	}
	return err == nil
}

func isFloat(literal []byte, bits int) bool {
	_, err := strconv.ParseFloat(string(literal), bits)
	return err == nil
}

func isNumber(text []byte) bool {
	return len(text) > 0 && (text[0] == '-' || '0' <= text[0] && text[0] <= '9') && isLiteral(text)
}

func isBase64(text []byte) bool {
	_, err := base64.StdEncoding.AppendDecode(nil, text)
	return err == nil
}

// mismatch reports that the value at the current pointer is not of type want.
func (w *walker) mismatch(want reflect.Type, got string) {
	if len(w.mismatches) == maxReports || w.pointerBytes > maxPointers {
		return
	}
	m := paginate.Mismatch{Pointer: pointerOf(w.steps), Want: want.String(), Got: got}
	w.pointerBytes += len(m.Pointer)
	w.mismatches = append(w.mismatches, m)
}

// edited returns the data with all edits made.
func (w *walker) edited() []byte {
	slices.SortFunc(w.edits, func(a, b edit) int { return a.start - b.start })
	out := make([]byte, 0, len(w.data)+len(w.edits)*len("null"))
	done := 0
	for _, e := range w.edits {
		out = append(out, w.data[done:e.start]...)
		out = append(out, e.text...)
		done = e.end
	}
	return append(out, w.data[done:]...)
}
