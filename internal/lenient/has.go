package lenient

import "reflect"

// HasNone reports whether data contain nothing of a type: data are empty or null, or an object
// without any property that the type has a field for. Only the names of the properties count,
// compared as encoding/json does, not their values. HasNone returns false for a type without known
// properties: one that is not a struct, decodes itself, or has no fields. For a list it reports
// whether data are empty or null. The data must be JSON or empty.
func HasNone(data []byte, t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if decodesItself(t) {
		return false
	}
	c := cursor{data: data}
	c.space()
	none := c.pos == len(data) || c.peek() == 'n'
	switch t.Kind() {
	case reflect.Slice:
		return none && t.Elem().Kind() != reflect.Uint8
	case reflect.Struct:
		fields := fieldsOf(t)
		return len(fields) > 0 && (none || c.peek() == '{' && !c.hasOneOf(fields))
	}
	return false
}

// hasOneOf reports whether the object at the cursor has a property for one of the fields.
func (c *cursor) hasOneOf(fields []field) bool {
	folded := make(map[string]bool, len(fields))
	for _, f := range fields {
		folded[fold(f.name)] = true
	}
	for more := c.enter('}'); more; more = c.next('}') {
		if folded[fold(string(c.key()))] {
			return true
		}
		c.skip()
	}
	return false
}
