package openapi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// longestChain limits the references that lead from one to the next.
const longestChain = 16

// deref follows the reference in v, if it is one, to its target in the document and returns the
// target with its place. OpenAPI allows a reference in place of any path, parameter, body, response
// or schema.
func (p *parser) deref(v any, place string) (target any, at string) {
	target, at = v, place
	for range longestChain {
		o, ok := target.(*ordered.Object)
		if !ok {
			return target, at
		}
		r, ok := o.Get("$ref")
		if !ok {
			return target, at
		}
		reference, ok := r.(string)
		if !ok {
			p.fail(at+"/$ref", "must be a string")
			return &ordered.Object{}, place
		}
		for _, k := range o.Keys() {
			if k != "$ref" && k != "summary" && k != "description" && !strings.HasPrefix(k, "x-") {
				p.fail(ordered.Join(at, k), "not supported beside a reference; %s", removeIt)
			}
		}
		next, ok := follow(p.root, reference)
		if !ok {
			p.fail(at+"/$ref", "%q refers to nothing in the document; correct it in api/patches.yaml", reference)
			return &ordered.Object{}, place
		}
		target, at = next, reference
	}
	p.fail(place+"/$ref", "leads to itself; %s", removeIt)
	return &ordered.Object{}, place
}

// follow returns the value that a reference points to: #/components/schemas/timeoff_leave.
func follow(root any, reference string) (any, bool) {
	pointer, ok := strings.CutPrefix(reference, "#/")
	if !ok {
		return nil, false
	}
	v := root
	for step := range strings.SplitSeq(pointer, "/") {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		switch at := v.(type) {
		case *ordered.Object:
			if v, ok = at.Get(step); !ok {
				return nil, false
			}
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(at) {
				return nil, false
			}
			v = at[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// A part is a piece of a schema, with its place: the schema itself, the target of its reference,
// the members of its allOf, the only choice besides null of its anyOf or oneOf.
type part struct {
	*ordered.Object
	place string
}

// parts collects the pieces of a schema. It returns the places of the references that it followed,
// which is what the schema is inside of.
func (p *parser) parts(v any, place string) (parts []part, through []string) {
	if v == true {
		v = &ordered.Object{} // JSON Schema: any value
	}
	o := p.anyObject(v, place)
	if len(through)+len(p.inside) > 64 {
		p.fail(place, "is nested too deeply; %s", anyValue)
		return nil, nil
	}
	parts = []part{{o, place}}
	add := func(v any, place string) {
		more, over := p.parts(v, place)
		parts, through = append(parts, more...), append(through, over...)
	}
	if _, ok := o.Get("$ref"); ok {
		reference := p.text(o, "$ref", place)
		target, found := follow(p.root, reference)
		switch {
		case !found:
			p.fail(place+"/$ref", "%q refers to no component; correct it in api/patches.yaml", reference)
		case slices.Contains(p.inside, reference):
			p.fail(place, "contains itself: %s; %s", reference, anyValue)
		default:
			p.inside = append(p.inside, reference)
			add(target, reference)
			p.inside = p.inside[:len(p.inside)-1]
			through = append(through, reference)
		}
	}
	for i, member := range p.list(o, "allOf", place) {
		add(member, ordered.Join(place, "allOf", strconv.Itoa(i)))
	}
	for _, keyword := range []string{"anyOf", "oneOf"} {
		if _, ok := o.Get(keyword); !ok {
			continue
		}
		at := ordered.Join(place, keyword)
		var choices []part
		for i, choice := range p.list(o, keyword, place) {
			here := ordered.Join(at, strconv.Itoa(i))
			if c := p.anyObject(choice, here); !isNull(c) {
				choices = append(choices, part{c, here})
			}
		}
		if len(choices) != 1 {
			p.fail(at, "not supported: a choice of %d types besides null; %s", len(choices), anyValue)
			continue
		}
		add(choices[0].Object, choices[0].place)
	}
	return parts, through
}

// isNull reports whether a schema accepts only null.
func isNull(o *ordered.Object) bool {
	if kind, ok := o.Get("type"); ok && kind == "null" {
		return true
	}
	if constant, ok := o.Get("const"); ok && constant == nil {
		return true
	}
	enum, _ := o.Get("enum")
	values, ok := enum.([]any)
	return ok && len(values) == 1 && values[0] == nil
}
