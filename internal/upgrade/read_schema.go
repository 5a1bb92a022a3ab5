package upgrade

import (
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// schema reads a schema. It writes alternatives other than null as one text: only their equality
// matters.
func (r *reader) schema(v any, place string) *schema {
	if b, ok := v.(bool); ok && b {
		return &schema{}
	}
	o := r.object(v, place)
	if target := r.text(o, "$ref", place); target != "" {
		name, ok := strings.CutPrefix(target, "#/components/schemas/")
		if !ok {
			r.fail(ordered.Join(place, "$ref"), "refers to %q, not to a component", target)
		}
		return &schema{ref: name, deprecated: r.flag(o, "deprecated", place)}
	}
	s := &schema{format: r.text(o, "format", place), deprecated: r.flag(o, "deprecated", place)}
	if one := r.alternatives(s, o, place); one != nil {
		return one
	}
	r.kind(s, o, place)
	r.enum(s, o, place)
	r.members(o, "properties", place, func(name string, v any, place string) {
		if s.properties == nil {
			s.properties = map[string]*schema{}
		}
		s.properties[name] = r.schema(v, place)
	})
	for _, v := range r.list(o, "required", place) {
		name, ok := v.(string)
		if !ok {
			r.fail(ordered.Join(place, "required"), "must be a list of strings")
		}
		s.required = append(s.required, name)
	}
	if v, ok := o.Get("items"); ok {
		s.items = r.schema(v, ordered.Join(place, "items"))
	}
	if v, ok := o.Get("additionalProperties"); ok && v != false {
		s.values = r.schema(v, ordered.Join(place, "additionalProperties"))
	}
	for _, key := range []string{
		"default", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern",
		"multipleOf", "uniqueItems", "readOnly", "writeOnly", "const",
	} {
		if v, ok := o.Get(key); ok {
			s.limits = append(s.limits, key+" "+canonical(v))
		}
	}
	s.liftEnum()
	return s
}

// alternatives reads anyOf, oneOf and allOf. It returns the only alternative besides null, if there
// is just one.
func (r *reader) alternatives(s *schema, o *ordered.Object, place string) *schema {
	for _, key := range []string{"anyOf", "oneOf", "allOf"} {
		var others []any
		null := false
		for _, v := range r.list(o, key, place) {
			alternative, _ := v.(*ordered.Object)
			if kind, _ := alternative.Get("type"); kind == "null" {
				null = true
				continue
			}
			others = append(others, v)
		}
		if len(others) == 1 {
			one := r.schema(others[0], ordered.Join(place, key, "0"))
			one.nullable = one.nullable || null
			one.deprecated = one.deprecated || s.deprecated
			return one
		}
		if len(others) > 1 {
			s.kind, s.nullable = key+" "+canonical(others), null
		}
	}
	return nil
}

func (r *reader) kind(s *schema, o *ordered.Object, place string) {
	v, ok := o.Get("type")
	if !ok {
		return
	}
	kinds, isList := v.([]any)
	if !isList {
		kinds = []any{v}
	}
	var words []string
	for _, k := range kinds {
		word, ok := k.(string)
		switch {
		case !ok:
			r.fail(ordered.Join(place, "type"), "must be a string or a list of strings")
		case word == "null":
			s.nullable = true
		default:
			words = append(words, word)
		}
	}
	slices.Sort(words)
	s.kind = strings.Join(words, " or ")
	s.nullable = s.nullable || r.flag(o, "nullable", place)
}

func (r *reader) enum(s *schema, o *ordered.Object, place string) {
	for _, v := range r.list(o, "enum", place) {
		if v == nil {
			s.nullable = true
			continue
		}
		text, ok := v.(string)
		if !ok {
			text = canonical(v)
		}
		s.enum = append(s.enum, text)
	}
}

// liftEnum gives the enum of an array to its items, which it is about.
func (s *schema) liftEnum() {
	if s.kind != "array" || len(s.enum) == 0 {
		return
	}
	if s.items == nil {
		s.items = &schema{}
	}
	if s.items.ref == "" && len(s.items.enum) == 0 {
		s.items.enum, s.enum, s.enumOnArray = s.enum, nil, true
	}
}
