package factorialhr

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

// maxErrorDepth is the maximum depth to which the body of an error is read.
const maxErrorDepth = 32

// keptDepth is the maximum depth of a truncated object or list that is kept. A deeper one is
// dropped, because its missing part could change the meaning of the rest: an error whose field did
// not arrive would seem to belong to none.
const keptDepth = 2

// jsonObject is an object in the body of an error.
type jsonObject struct {
	members map[string]any
	cut     bool // truncated
}

// readErrorJSON decodes the longest prefix of a body that is JSON: the body of an error is
// truncated at maxErrorContent, or where the connection broke. The result consists of *jsonObject,
// []any, string, json.Number, bool and nil.
func readErrorJSON(content []byte) any {
	content = lenient.TrimMark(content)
	r := &errorReader{dec: json.NewDecoder(bytes.NewReader(content)), size: int64(len(content))}
	r.dec.UseNumber()
	value, _ := r.value(0)
	return value
}

type errorReader struct {
	dec  *json.Decoder
	size int64
}

// value reads one value and reports whether the reader can read on after it.
func (r *errorReader) value(depth int) (value any, more bool) {
	token, err := r.dec.Token()
	if err != nil || depth > maxErrorDepth {
		return nil, false
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return r.object(depth + 1)
		}
		return r.list(depth + 1)
	case json.Number:
		if r.dec.InputOffset() == r.size {
			return nil, false // its last digits may be missing
		}
	}
	return token, true
}

func (r *errorReader) object(depth int) (value any, more bool) {
	object := &jsonObject{members: map[string]any{}}
	for {
		token, err := r.dec.Token()
		name, isName := token.(string)
		switch {
		case err != nil:
			return object.cutOff(depth), false
		case !isName: // the closing brace
			return object, true
		}
		if object.members[name], more = r.value(depth); !more {
			return object.cutOff(depth), false
		}
	}
}

// cutOff marks o as truncated and returns it, or nil if it lies too deep.
func (o *jsonObject) cutOff(depth int) any {
	if o.cut = true; depth > keptDepth {
		return nil
	}
	return o
}

func (r *errorReader) list(depth int) (value any, more bool) {
	elements := []any{}
	for r.dec.More() {
		element, more := r.value(depth)
		if elements = append(elements, element); !more {
			return listCutOff(elements, depth), false
		}
	}
	if _, err := r.dec.Token(); err != nil {
		return listCutOff(elements, depth), false
	}
	return elements, true
}

// listCutOff returns a truncated list, or nil if it lies too deep.
func listCutOff(elements []any, depth int) any {
	if depth > keptDepth {
		return nil
	}
	return elements
}

// member returns a member by its name, ignoring case, because some gateways write Message.
func (o *jsonObject) member(name string) any {
	if value, ok := o.members[name]; ok {
		return value
	}
	for _, other := range o.names() {
		if strings.EqualFold(other, name) {
			return o.members[other]
		}
	}
	return nil
}

// names lists the members in alphabetical order.
func (o *jsonObject) names() []string {
	names := make([]string, 0, len(o.members))
	for name := range o.members {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
