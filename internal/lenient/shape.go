package lenient

import (
	"encoding"
	"encoding/json"
	"reflect"
)

// A shape is a Go type as far as decoding is concerned.
type shape struct {
	typ  reflect.Type // without pointers
	role role

	elem  *shape // of a list or a map
	limit int    // of elements that an array holds; -1 for a slice

	fields map[string]*member // of a struct, by name
	folded map[string]*member // the same by folded name

	id      bool                     // roleJSON: see readsWhole
	scratch reflect.Value            // what json and text are called on
	json    json.Unmarshaler         // roleJSON
	text    encoding.TextUnmarshaler // roleText, or the key of a map
	key     reflect.Type             // of a map
}

// A member is what a shape knows of one property.
type member struct {
	*shape
	declared reflect.Type // with pointers
	quoted   bool
}

// A role is how a type takes part in decoding.
type role uint8

const (
	roleUnknown role = iota // a type that no JSON value but null fits
	roleAny                 // interface{}
	roleRaw                 // takes any JSON as it is
	roleJSON                // a json.Unmarshaler
	roleText                // a encoding.TextUnmarshaler
	roleStruct
	roleMap
	roleList
	roleBytes
	roleString
	roleNumber // json.Number
	roleBool
	roleInt
	roleUint
	roleFloat
)

// shapes holds the shapes of the types met so far, each once.
type shapes map[shapeKey]*shape

// A shapeKey tells a type that is reached through a pointer from one that is
// not: encoding/json finds the methods of an unnamed struct only in the first
// case.
type shapeKey struct {
	typ     reflect.Type
	methods bool
}

// of returns the shape of a type. A pointer has the shape of what it points to.
func (s shapes) of(t reflect.Type, pointed bool) *shape {
	key := shapeKey{t, pointed || t.Name() != ""}
	if known, ok := s[key]; ok {
		return known
	}
	if t.Kind() == reflect.Pointer {
		return s.of(t.Elem(), true)
	}
	sh := &shape{typ: t}
	s[key] = sh // before the rest: a type may contain itself
	if key.methods && sh.findMethods() {
		return sh
	}
	s.describe(sh)
	return sh
}

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// findMethods prepares calling the methods by which a type decodes itself.
func (sh *shape) findMethods() bool {
	switch pointer := reflect.PointerTo(sh.typ); {
	case sh.typ == reflect.TypeFor[json.RawMessage]():
		sh.role = roleRaw
	case pointer.Implements(jsonUnmarshaler):
		sh.role = roleJSON
		sh.scratch = reflect.New(sh.typ)
		sh.json = sh.scratch.Interface().(json.Unmarshaler)
		sh.id = readsWhole(sh.typ)
	case pointer.Implements(textUnmarshaler):
		sh.role = roleText
		sh.setText(sh.typ)
	default:
		return false
	}
	return true
}

func (sh *shape) setText(t reflect.Type) {
	sh.scratch = reflect.New(t)
	sh.text = sh.scratch.Interface().(encoding.TextUnmarshaler)
}

// describe fills in the shape of a type without methods.
func (s shapes) describe(sh *shape) {
	t := sh.typ
	switch t.Kind() {
	case reflect.Bool:
		sh.role = roleBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		sh.role = roleInt
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		sh.role = roleUint
	case reflect.Float32, reflect.Float64:
		sh.role = roleFloat
	case reflect.String:
		sh.role = roleString
		if t == reflect.TypeFor[json.Number]() {
			sh.role = roleNumber
		}
	case reflect.Interface:
		if t.NumMethod() == 0 {
			sh.role = roleAny
		}
	case reflect.Slice:
		sh.role = roleList
		sh.limit = -1
		sh.elem = s.of(t.Elem(), false)
		if t.Elem().Kind() == reflect.Uint8 {
			sh.role = roleBytes
		}
	case reflect.Array:
		sh.role = roleList
		sh.limit = t.Len()
		sh.elem = s.of(t.Elem(), false)
	case reflect.Map:
		s.describeMap(sh)
	case reflect.Struct:
		s.describeStruct(sh)
	}
}

func (s shapes) describeMap(sh *shape) {
	sh.key = sh.typ.Key()
	switch kind := sh.key.Kind(); {
	case reflect.PointerTo(sh.key).Implements(textUnmarshaler):
		sh.setText(sh.key)
	case kind == reflect.String, reflect.Int <= kind && kind <= reflect.Uintptr:
	default:
		return // encoding/json has no way to read such a key
	}
	sh.role = roleMap
	sh.elem = s.of(sh.typ.Elem(), false)
}

func (s shapes) describeStruct(sh *shape) {
	sh.role = roleStruct
	fields := fieldsOf(sh.typ)
	sh.fields = make(map[string]*member, len(fields))
	sh.folded = make(map[string]*member, len(fields))
	for _, f := range fields {
		m := &member{s.of(f.typ, false), f.typ, f.quoted}
		sh.fields[f.name] = m
		if folded := fold(f.name); sh.folded[folded] == nil {
			sh.folded[folded] = m
		}
	}
}

// field returns the member that encoding/json decodes a property into, or nil.
func (sh *shape) field(name []byte) *member {
	if m := sh.fields[string(name)]; m != nil {
		return m
	}
	return sh.folded[fold(string(name))]
}
