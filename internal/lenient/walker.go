package lenient

import (
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strconv"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// These constants limit the memory that a hostile response can make a walker keep.
const (
	maxReports  = 10_000
	maxPointers = 1 << 20
)

// A walker compares JSON with a Go type. It decodes nothing: it finds the values that do not fit,
// and the edits after which the others fit.
type walker struct {
	cursor
	shapes shapes
	steps  []step

	checking   bool // check values, not only names
	broken     bool // isBroken holds for some text
	mismatches []paginate.Mismatch
	edits      edits

	unknown     []Property
	unknownSeen map[propertyKey]bool

	pointerBytes int
}

func newWalker(data []byte) *walker {
	return &walker{cursor: cursor{data: data}, shapes: shapes{}, edits: edits{data: data}}
}

// root walks the whole document.
func (w *walker) root(t reflect.Type) {
	w.space()
	start := w.pos
	if !w.value(w.shapes.of(t, true)) {
		w.edits.replace(start, w.pos, "null")
	}
}

// value moves past the value at the cursor and reports whether it fits as a whole. The edits
// already cover any parts of it that do not fit.
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
	if !w.checking {
		return true
	}
	if w.takes(sh, literal, start) {
		w.oddities(sh, literal)
		return true
	}
	if text, ok := sh.convert(literal); ok {
		w.edits.replace(start, w.pos, text)
		w.kept(sh.typ, kindOf(first))
		return true
	}
	if first != 'n' {
		w.mismatch(sh.typ, kindOf(first))
	}
	return false
}

// oddities reports values that json.Unmarshal accepts silently.
func (w *walker) oddities(sh *shape, literal []byte) {
	switch {
	case w.broken && isBroken(literal):
		w.kept(sh.typ, invalidText)
	case sh.id && kindOf(literal[0]) == "number" && isFraction(literal):
		w.kept(sh.typ, "number")
	}
}

// object walks the members of an object. It removes the members that do not fit, each with one
// adjacent comma.
func (w *walker) object(sh *shape) {
	kept := false    // at least one member stays
	end := w.pos + 1 // of the previous member
	for more := w.enter('}'); more; more = w.next('}') {
		start := w.pos
		switch {
		case w.member(sh):
			kept = true
		case kept:
			w.edits.replace(end, w.pos, "")
		default:
			w.edits.replace(start, w.behindComma(), "")
		}
		end = w.pos
	}
}

// behindComma returns the position after the next comma, or the position of the cursor if the next
// token is not a comma.
func (w *walker) behindComma() int {
	c := w.cursor
	if c.space(); c.peek() == ',' {
		return c.pos + 1
	}
	return w.pos
}

// member walks the name and the value of a member.
func (w *walker) member(sh *shape) (fits bool) {
	literal := w.keyLiteral()
	name := unquote(literal)
	w.steps = append(w.steps, step{name: name})
	if w.broken && sh.role == roleMap && isBroken(literal) {
		w.kept(sh.key, invalidText)
	}
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
		c := newWalker(text)
		if isLiteral(text) && c.takes(sh, text, 0) && !c.edits.some {
			w.oddities(sh, literal)
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

// list walks the elements of a list. It replaces an element that does not fit by null.
func (w *walker) list(sh *shape) {
	w.steps = append(w.steps, step{})
	index := 0
	for more := w.enter(']'); more; more = w.next(']') {
		w.steps[len(w.steps)-1].index = index
		if index == sh.limit { // the array is full
			w.skip()
			continue
		}
		start := w.pos
		if w.checking && (sh.elem.role == roleStruct || sh.elem.role == roleMap) && w.peek() == 'n' {
			w.mismatch(sh.elem.typ, "null")
		}
		if !w.value(sh.elem) {
			w.edits.replace(start, w.pos, "null")
		}
		index++
	}
	w.steps = w.steps[:len(w.steps)-1]
}

// takes reports whether a type accepts a value without children.
func (w *walker) takes(sh *shape, literal []byte, start int) bool {
	kind := kindOf(literal[0])
	switch sh.role {
	case roleRaw:
		return true
	case roleJSON:
		return sh.takesJSON(literal)
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

// integer reports whether an integer type can hold a number. It rewrites a number that has a point
// or an exponent.
func (w *walker) integer(sh *shape, literal []byte, start int) bool {
	plain, ok := sh.integer(string(literal))
	if ok && plain != string(literal) {
		w.edits.replace(start, start+len(literal), plain)
	}
	return ok
}

// takesJSON reports whether the UnmarshalJSON method of a type accepts a value.
func (sh *shape) takesJSON(literal []byte) bool {
	sh.scratch.Elem().SetZero()
	return sh.json.UnmarshalJSON(literal) == nil
}

// takesText reports whether the UnmarshalText method of a type accepts a text.
func (sh *shape) takesText(text []byte) bool {
	sh.scratch.Elem().SetZero()
	return sh.text.UnmarshalText(text) == nil
}

// takesKey reports whether a map accepts a key.
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

// invalidText is the Got of a mismatch for a text with bytes or escapes that are not characters.
const invalidText = "invalid UTF-8"

// mismatch reports that the value at the current pointer is not of type want and is left out.
func (w *walker) mismatch(want reflect.Type, got string) {
	w.report(paginate.Mismatch{Want: want.String(), Got: got})
}

// kept reports that the value at the current pointer is kept although it is not of type want.
func (w *walker) kept(want reflect.Type, got string) {
	w.report(paginate.Mismatch{Want: want.String(), Got: got, Kept: true})
}

func (w *walker) report(m paginate.Mismatch) {
	if len(w.mismatches) == maxReports || w.pointerBytes > maxPointers {
		return
	}
	m.Pointer = pointerOf(w.steps)
	w.pointerBytes += len(m.Pointer)
	w.mismatches = append(w.mismatches, m)
}
