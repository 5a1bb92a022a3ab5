package upgrade

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// Read reads a published spec in JSON. Errors name the place as a JSON pointer.
func Read(text []byte) (*Document, error) {
	root, err := ordered.Parse(text)
	if err != nil {
		return nil, err
	}
	r := &reader{doc: &Document{
		Operations: map[string]*operation{},
		Schemas:    map[string]*schema{},
		Events:     map[string]*event{},
		settings:   map[string]bool{},
	}}
	r.root = r.object(root, "#")
	r.document()
	if r.err != nil {
		return nil, r.err
	}
	return r.doc, nil
}

// A reader keeps its first error and then returns empty values.
type reader struct {
	doc  *Document
	root *ordered.Object
	err  error
}

func (r *reader) fail(place, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: %s", place, fmt.Sprintf(format, args...))
	}
}

func (r *reader) object(v any, place string) *ordered.Object {
	if o, ok := v.(*ordered.Object); ok {
		return o
	}
	r.fail(place, "must be an object")
	return &ordered.Object{}
}

// members calls each with the members of an object of o, which may be absent.
func (r *reader) members(o *ordered.Object, key, place string, each func(name string, v any, place string)) {
	v, ok := o.Get(key)
	if !ok {
		return
	}
	place = ordered.Join(place, key)
	inner := r.object(v, place)
	for _, name := range inner.Keys() {
		member, _ := inner.Get(name)
		each(name, member, ordered.Join(place, name))
	}
}

func (r *reader) list(o *ordered.Object, key, place string) []any {
	v, ok := o.Get(key)
	if !ok {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		r.fail(ordered.Join(place, key), "must be a list")
	}
	return list
}

func (r *reader) text(o *ordered.Object, key, place string) string {
	v, ok := o.Get(key)
	if !ok {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		r.fail(ordered.Join(place, key), "must be a string")
	}
	return s
}

func (r *reader) flag(o *ordered.Object, key, place string) bool {
	v, ok := o.Get(key)
	if !ok {
		return false
	}
	b, ok := v.(bool)
	if !ok {
		r.fail(ordered.Join(place, key), "must be true or false")
	}
	return b
}

// resolved follows a reference to a part of the document that is not a schema.
func (r *reader) resolved(v any, place string) (*ordered.Object, string) {
	o := r.object(v, place)
	for range 10 {
		target := r.text(o, "$ref", place)
		if target == "" {
			return o, place
		}
		from := place
		place = target
		next := any(r.root)
		for part := range strings.SplitSeq(strings.TrimPrefix(target, "#/"), "/") {
			inner, _ := next.(*ordered.Object)
			part = strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
			var ok bool
			if next, ok = inner.Get(part); !ok {
				r.fail(from, "refers to %s, which does not exist", target)
				return &ordered.Object{}, place
			}
		}
		o = r.object(next, place)
	}
	r.fail(place, "refers to itself")
	return &ordered.Object{}, place
}

// canonical writes a value as JSON with sorted members, without the texts for people.
func canonical(v any) string {
	text, _ := json.Marshal(plain(v))
	return string(text)
}

func plain(v any) any {
	switch v := v.(type) {
	case *ordered.Object:
		m := map[string]any{}
		for _, k := range v.Keys() {
			if !slices.Contains([]string{"description", "title", "summary", "example", "examples"}, k) {
				member, _ := v.Get(k)
				m[k] = plain(member)
			}
		}
		return m
	case []any:
		list := make([]any, 0, len(v))
		for _, item := range v {
			list = append(list, plain(item))
		}
		return list
	}
	return v
}
