// Package ordered reads JSON and YAML into values that keep the order of object members, and writes
// such values as JSON and YAML.
//
// The generator reads the published spec, corrects it and writes it again. People read the result,
// so the members must stay in the order that the authors chose, which a Go map would lose.
//
// A value is an [*Object], a []any, a string, a [json.Number], a bool or nil. [Parse] reads JSON
// and [ParseYAML] reads YAML; both refuse a member that appears twice. Errors name the place as a
// JSON pointer, which [Join] composes.
package ordered

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Object is a JSON object whose members keep their order.
type Object struct {
	keys   []string
	values map[string]any
}

// NewObject returns an object with the members key, value, key, value, …
func NewObject(members ...any) *Object {
	o := &Object{}
	for i := 0; i+1 < len(members); i += 2 {
		o.Set(members[i].(string), members[i+1])
	}
	return o
}

// Set adds a member at the end, or replaces the value of an existing member in its place.
func (o *Object) Set(key string, value any) {
	if o.values == nil {
		o.values = make(map[string]any)
	}
	if _, ok := o.values[key]; !ok {
		o.keys = append(o.keys, key)
	}
	o.values[key] = value
}

// Get returns the value of a member and whether it exists. A nil object has no members.
func (o *Object) Get(key string) (any, bool) {
	if o == nil {
		return nil, false
	}
	v, ok := o.values[key]
	return v, ok
}

// Keys returns the names of the members in order. Callers must not change the slice.
func (o *Object) Keys() []string { return o.keys }

// Len returns the number of members.
func (o *Object) Len() int { return len(o.keys) }

// MarshalJSON writes the members in order.
func (o *Object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, k := range o.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(k)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(o.values[k])
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Parse reads one JSON value. It refuses text that is not JSON, text after the value, and a member
// that appears twice.
func Parse(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := value(d, "#")
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("#: text after the end of the document, at byte %d", d.InputOffset())
	}
	return v, nil
}

func value(d *json.Decoder, place string) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("%s: not JSON at byte %d: %w", place, d.InputOffset(), err)
	}
	switch token {
	case json.Delim('{'):
		return object(d, place)
	case json.Delim('['):
		return array(d, place)
	}
	return token, nil
}

func object(d *json.Decoder, place string) (*Object, error) {
	o := &Object{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("%s: not JSON at byte %d: %w", place, d.InputOffset(), err)
		}
		key := token.(string)
		if _, ok := o.Get(key); ok {
			return nil, fmt.Errorf("%s: appears twice", Join(place, key))
		}
		v, err := value(d, Join(place, key))
		if err != nil {
			return nil, err
		}
		o.Set(key, v)
	}
	return o, end(d, place)
}

func array(d *json.Decoder, place string) ([]any, error) {
	list := []any{}
	for d.More() {
		v, err := value(d, Join(place, strconv.Itoa(len(list))))
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, end(d, place)
}

func end(d *json.Decoder, place string) error {
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("%s: not JSON at byte %d: %w", place, d.InputOffset(), err)
	}
	return nil
}

var escape = strings.NewReplacer("~", "~0", "/", "~1")

// Join appends names of members to a JSON pointer (RFC 6901).
func Join(pointer string, names ...string) string {
	var b strings.Builder
	b.WriteString(pointer)
	for _, n := range names {
		b.WriteByte('/')
		b.WriteString(escape.Replace(n))
	}
	return b.String()
}
