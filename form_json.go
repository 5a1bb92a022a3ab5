package factorialhr

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
)

// errElements reports a list of objects that form fields cannot express.
var errElements = errors.New("two adjacent objects in a list share no plain property, so a form cannot separate them")

// errEmptyObject reports an object without properties, which would leave no trace in a form.
var errEmptyObject = errors.New("a form cannot express an object without properties")

// isAbsent reports whether a value is nil, or reports itself as zero, and so is not sent.
func isAbsent(value any) bool {
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Slice, reflect.Map:
		if v.IsNil() {
			return true
		}
	}
	z, ok := value.(interface{ IsZero() bool })
	return ok && z.IsZero()
}

// json writes a JSON value under name.
func (f *Form) json(name string, value json.RawMessage) {
	switch value[0] {
	case '{':
		members, err := membersOf(value)
		if err != nil {
			f.fail(name, err)
			return
		}
		f.members(name, members)
	case '[':
		f.list(listName(name), value)
	case '"':
		var text string
		if err := json.Unmarshal(value, &text); err != nil {
			f.fail(name, err)
			return
		}
		f.field(name, text)
	case 'n':
		f.field(name, "")
	default: // a number, true or false
		f.field(name, string(value))
	}
}

// list writes the elements of a JSON array.
func (f *Form) list(name string, array json.RawMessage) {
	var elements []json.RawMessage
	if err := json.Unmarshal(array, &elements); err != nil {
		f.fail(name, err)
		return
	}
	if len(elements) == 0 {
		f.field(name, "")
		return
	}
	var before []member
	for i, element := range elements {
		if element[0] != '{' {
			f.json(name, element)
			continue
		}
		members, err := membersOf(element)
		if err == nil && i > 0 {
			err = separate(members, before)
		}
		if err != nil {
			f.fail(name, err)
			return
		}
		f.members(name, members)
		before = members
	}
}

func (f *Form) members(name string, members []member) {
	if len(members) == 0 {
		f.fail(name, errEmptyObject)
	}
	for _, m := range members {
		f.json(name+"["+m.name+"]", m.value)
	}
}

// separate reorders the properties of an object so that the server sees where the object begins.
// The server (https://guides.rubyonrails.org, "Parameters Hash and Array") starts the next object
// of a list when it reads a property that the current object already has. So each object must begin
// with a property that the object before it has, too.
func separate(members, before []member) error {
	for i, m := range members {
		repeated := func(b member) bool { return b.name == m.name && b.plain() }
		if m.plain() && slices.ContainsFunc(before, repeated) {
			copy(members[1:i+1], members[:i])
			members[0] = m
			return nil
		}
	}
	return errElements
}

// member is a property of a JSON object.
type member struct {
	name  string
	value json.RawMessage
}

// plain reports whether the property is a single form field.
func (m member) plain() bool { return m.value[0] != '{' && m.value[0] != '[' }

// membersOf returns the properties of a JSON object in order.
func membersOf(object json.RawMessage) ([]member, error) {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	var members []member
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		m := member{name: name.(string)}
		if err := decoder.Decode(&m.value); err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}
