package lenient

import (
	"bytes"
	"cmp"
	"encoding/json"
	"reflect"
	"strings"
)

// Some servers send ids as numbers, and some of those with a point or an exponent. An id type
// accepts them all, so json.Unmarshal finds nothing wrong; the functions in this file do.

// readsWhole reports whether a type is an id: a string type that reads the numbers 7.0 and 7 as the
// same value.
func readsWhole(t reflect.Type) bool {
	if t.Kind() != reflect.String || !reflect.PointerTo(t).Implements(jsonUnmarshaler) {
		return false
	}
	read := func(number string) (string, error) {
		v := reflect.New(t)
		err := v.Interface().(json.Unmarshaler).UnmarshalJSON([]byte(number))
		return v.Elem().String(), err
	}
	plain, err := read("7")
	if err != nil || plain == "" {
		return false
	}
	pointed, err := read("7.0")
	return err == nil && pointed == plain
}

// isFraction reports whether a JSON number has a point or an exponent.
func isFraction(number []byte) bool { return bytes.ContainsAny(number, ".eE") }

// hasFractionalID reports whether a number with a point or an exponent may be in the place of an
// id. The data must be JSON.
func hasFractionalID(data []byte, t reflect.Type) bool {
	ids := idNames{folded: map[string]bool{}, seen: map[reflect.Type]bool{}}
	ids.add(t, "")
	if ids.everywhere || len(ids.folded) == 0 {
		return ids.everywhere
	}
	var name []byte // of the last member
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			start := i
			i = endOfString(data, i)
			if opensValue(data[i+1:]) {
				name = data[start : i+1]
			}
		case c == '-' || '0' <= c && c <= '9':
			number := cursor{data: data, pos: i}
			number.skipLiteral()
			if isFraction(data[i:number.pos]) && !known[string(name)] {
				known[string(name)] = true
				text := ""
				if name != nil {
					text = fold(string(unquote(name)))
				}
				folded[text] = true
			}
			i = number.pos - 1
		case c == 't' || c == 'f' || c == 'n':
			i += len("rue")
		}
	}
	return folded
}

// opensValue reports whether the next token is a colon.
func opensValue(data []byte) bool {
	c := cursor{data: data}
	c.space()
	return c.pos < len(data) && c.peek() == ':'
}

// idNames collects the names of the fields that hold ids.
type idNames struct {
	folded     map[string]bool
	everywhere bool // some ids have no name, or an arbitrary one
	seen       map[reflect.Type]bool
}

// add collects names from a type; name is the name of a field with this type, or "".
func (n *idNames) add(t reflect.Type, name string) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return s.finds(t.Elem(), name)
	case reflect.Map:
		return s.finds(t.Elem(), "")
	case reflect.String:
		return t.PkgPath() != "" && (name == "" || s.names[fold(name)]) && readsWhole(t)
	case reflect.Struct:
		if s.seen[t] || decodesItself(t) {
			return false
		}
		s.seen[t] = true
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if s.finds(f.Type, cmp.Or(name, f.Name)) {
				return true
			}
		}
	}
	return false
}

// decodesItself reports whether a type has its own method for decoding.
func decodesItself(t reflect.Type) bool {
	pointer := reflect.PointerTo(t)
	return pointer.Implements(jsonUnmarshaler) || pointer.Implements(textUnmarshaler)
}
