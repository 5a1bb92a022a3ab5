package lenient

import "reflect"

// A Property is a property that occurs in data and for which the Go type has no field.
type Property struct {
	Type    reflect.Type // the struct that lacks it
	Name    string       // as written in data
	Pointer string       // JSON pointer (RFC 6901) to the first occurrence
}

type propertyKey struct {
	typ  reflect.Type
	name string
}

// Unknown returns the properties of data for which the type of v has no field, once per struct
// type, in the order of data. Only the type of v matters: v may be a nil pointer. Unknown does not
// look into values that decode themselves, json.RawMessage, interfaces, or values of the wrong
// type. It lists at most 10,000 properties, with at most 1 MiB of pointers. The error is a
// *json.SyntaxError if data are not JSON.
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

// foundUnknown records a property for which a struct has no field.
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
