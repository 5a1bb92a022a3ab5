package lenient

import (
	"bytes"
	"cmp"
	"encoding/json"
	"reflect"
	"strings"
)

// Ids come as numbers from some servers, and from some of those with a point
// or an exponent. An id type reads them all, so that json.Unmarshal finds
// nothing wrong; what follows finds out.

// readsWhole reports whether a type is a text that reads the numbers 7.0 and 7
// as the same: an id.
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

// hasFractionalID reports whether a number with a point or an exponent may
// stand in the place of an id. The data are JSON. Nearly always the names of
// such numbers, as latitude, show that none does.
func hasFractionalID(data []byte, t reflect.Type) bool {
	search := idSearch{names: fractionNames(data), seen: map[reflect.Type]bool{}}
	return len(search.names) > 0 && search.finds(t, "")
}

// fractionNames returns the folded names of the members that numbers with a
// point or an exponent stand in, at any depth. For one that stands in none
// that is the name of the member before it, or an empty one.
func fractionNames(data []byte) map[string]bool {
	folded := map[string]bool{}
	known := map[string]bool{} // the same as JSON writes them
	var name []byte            // of the last member that was met
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

// opensValue reports whether a colon comes next.
func opensValue(data []byte) bool {
	c := cursor{data: data}
	c.space()
	return c.pos < len(data) && c.peek() == ':'
}

// idSearch looks for a field that holds ids and has one of some names. It may
// find one that encoding/json does not decode into.
type idSearch struct {
	names map[string]bool // folded
	seen  map[reflect.Type]bool
}

// finds looks through a type that is reached by a name, if it has one. Ids
// without a name, or with any, are found whatever the names are.
func (s *idSearch) finds(t reflect.Type, name string) bool {
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

// decodesItself reports whether a type has a method by which it decodes.
func decodesItself(t reflect.Type) bool {
	pointer := reflect.PointerTo(t)
	return pointer.Implements(jsonUnmarshaler) || pointer.Implements(textUnmarshaler)
}
