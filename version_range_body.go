package factorialhr

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// bodyContent looks up parts in an encoded body. It decodes JSON at most once, and only if the JSON
// has the name of a part.
type bodyContent struct {
	body
	decoded bool
	root    any
}

// has reports whether the body sets a part. A null sets it.
func (b *bodyContent) has(p *Part) bool {
	if b.open == nil {
		return false
	}
	path := pathOf(p.Body)
	if len(path) == 0 {
		return false
	}
	if b.json == nil {
		return slices.ContainsFunc(b.fields, func(f formField) bool { return sets(f, path, p.Value) })
	}
	name := path[len(path)-1]
	if !bytes.Contains(b.json, []byte(`"`+name)) && !bytes.Contains(b.json, []byte(`\u`)) {
		return false
	}
	if !b.decoded {
		b.root, b.decoded = decodeAny(b.json), true
	}
	return isSet(b.root, path, p.Value)
}

// decodeAny decodes JSON and keeps its numbers as written.
func decodeAny(content []byte) (root any) {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if decoder.Decode(&root) != nil {
		return nil // encodeBody has encoded it, so it is valid
	}
	return root
}

// pathOf splits the path of a property, or the name of a form field, into the names of properties:
// questions[].title and questions[][title] are both questions and title.
func pathOf(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return c == '.' || c == '[' || c == ']' })
}

// isSet reports whether a JSON value has the property at path, and the given value unless that is
// empty. A list has a property if one of its elements does.
func isSet(root any, path []string, value string) bool {
	if list, ok := root.([]any); ok {
		return slices.ContainsFunc(list, func(element any) bool { return isSet(element, path, value) })
	}
	if len(path) == 0 {
		return isText(root, value)
	}
	object, _ := root.(map[string]any)
	for _, name := range []string{path[0], path[0] + "[]"} {
		member, ok := object[name]
		if ok && (len(path) == 1 && value == "" || isSet(member, path[1:], value)) {
			return true
		}
	}
	return false
}

// isText reports whether a JSON value other than null, an object or a list is the enum value text.
func isText(root any, text string) bool {
	switch v := root.(type) {
	case string:
		return v == text
	case json.Number:
		return v.String() == text
	case bool:
		return strconv.FormatBool(v) == text
	}
	return false
}

// sets reports whether a form field is the property at path or a member of it, and has the given
// value unless that is empty.
func sets(f formField, path []string, value string) bool {
	name := pathOf(f.name)
	if len(name) < len(path) || !slices.Equal(name[:len(path)], path) {
		return false
	}
	return value == "" || len(name) == len(path) && f.value == value
}
