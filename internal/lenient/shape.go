package lenient

import (
	"encoding"
	"encoding/json"
	"reflect"
)

// A shape describes how a Go type decodes.
type shape struct {
	typ  reflect.Type // without pointers
	role role

	elem  *shape // of a list or a map
	limit int    // length of an array; -1 for a slice

	fields map[string]*member // of a struct, by name
	folded map[string]*member // the same by folded name

	id      bool                     // roleJSON: see readsWhole
	scratch reflect.Value            // receiver of json and text
	json    json.Unmarshaler         // roleJSON
	text    encoding.TextUnmarshaler // roleText, or the key of a map
	key     reflect.Type             // of a map
}

// A member describes one property of a shape.
type member struct {
	*shape
	declared reflect.Type // with pointers
	quoted   bool
}

// A role is the way in which a type decodes.
type role uint8

const (
	roleUnknown role = iota // only null fits the type
	roleAny                 // interface{}
	roleRaw                 // accepts any JSON unchanged
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

// shapes caches the shapes of types.
type shapes map[shapeKey]*shape

// A shapeKey distinguishes a type behind a pointer from the same type without one: encoding/json
// finds the methods of an unnamed struct only behind a pointer.
type shapeKey struct {
	typ     reflect.Type
	methods bool
}

// of returns the shape of a type. The shape of a pointer is the shape of its target.
func (s shapes) of(t reflect.Type, pointed bool) *shape {
	key := shapeKey{t, pointed || t.Name() != ""}
	if known, ok := s[key]; ok {
		return known
	}
	if t.Kind() == reflect.Pointer {
		return s.of(t.Elem(), true)
	}
	sh := &shape{typ: t}
	s[key] = sh // before recursing, because a type may contain itself
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

// findMethods finds the method with which a type decodes itself, and prepares its calls.
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
		return // encoding/json cannot decode such a key
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
