package lenient

import "reflect"

// A Property is one that the data have and the Go type has not.
type Property struct {
	Type    reflect.Type // the struct that lacks it
	Name    string       // as the data have it
	Pointer string       // where it stood first (RFC 6901)
}

type propertyKey struct {
	typ  reflect.Type
	name string
}

// Unknown returns the properties of data that the type of v has no field for,
// each once per struct type, in the order of data. Only the type of v counts:
// a nil pointer of it will do. Nothing is said of what lies inside a value
// that decodes itself, inside a json.RawMessage or an interface, nor of values
// of a wrong type. At most 10,000 properties are listed, with at most 1 MiB of
// pointers. The error is a *json.SyntaxError when data are not JSON.
func Unknown(data []byte, v any) ([]Property, error) {
	if err := checkSyntax(data); err != nil {
		return nil, err
	}
	w := newWalker(data)
	w.unknownSeen = map[propertyKey]bool{}
	if t := reflect.TypeOf(v); t != nil {
		w.root(t)
	}
	return w.unknown, nil
}

// foundUnknown notes a property that a struct does not have.
func (w *walker) foundUnknown(owner reflect.Type, name []byte) {
	if w.unknownSeen == nil || len(w.unknown) == maxReports || w.pointerBytes > maxPointers {
		return
	}
	key := propertyKey{owner, string(name)}
	if w.unknownSeen[key] {
		return
	}
	w.unknownSeen[key] = true
	p := Property{Type: owner, Name: key.name, Pointer: pointerOf(w.steps)}
	w.pointerBytes += len(p.Pointer)
	w.unknown = append(w.unknown, p)
}
