package openapi

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// responses reads the successful response and the failed ones. Several successful responses must
// have one schema, or none.
func (p *parser) responses(op *Operation, v any, place string) {
	o := p.anyObject(v, place)
	for _, status := range o.Keys() {
		at := ordered.Join(place, status)
		v, _ := o.Get(status)
		switch {
		case strings.HasPrefix(status, "x-"):
		case status == "200", status == "201", status == "202", status == "203", status == "204":
			p.success(op, status, v, at)
		case status == "default", len(status) == 3 && (status[0] == '4' || status[0] == '5'):
			p.failure(op, status, v, at)
		default:
			p.fail(at, "the status is not supported; the generator supports 200 to 204, 4xx, 5xx and default; %s", removeIt)
		}
	}
	if op.Status == "" {
		p.fail(place, "has no successful response with a record; describe the response in api/patches.yaml")
	}
}

func (p *parser) success(op *Operation, status string, v any, place string) {
	v, place = p.deref(v, place)
	o := p.object(v, place, "description", "content", "headers")
	content, ok := o.Get("content")
	if media, isObject := content.(*ordered.Object); !ok || isObject && media.Len() == 0 {
		op.Empty = append(op.Empty, status)
		return
	}
	contentType, schema, ok := p.content(content, place+"/content", "application/json")
	if !ok {
		return
	}
	at := ordered.Join(place, "content", contentType, "schema")
	response, model := p.response(schema, at)
	switch {
	case model == "":
		p.fail(at, "unknown response; the generator supports a component, an array of one, and {data, meta}; correct it in api/patches.yaml")
	case op.Status == "":
		op.Status, op.Response, op.Model = status, response, model
	case op.Response != response || op.Model != model:
		p.fail(at, "differs from the response %s; keep one of them in api/patches.yaml", op.Status)
	default:
		op.Same = append(op.Same, status)
	}
}

// response finds the form of a successful response and the component in it.
func (p *parser) response(v any, place string) (form Response, model string) {
	parts, component := p.componentOf(v, place)
	if component != "" {
		return Object, component
	}
	for _, o := range parts {
		p.known(o)
		if kindText(o) == "array" {
			items, _ := o.Get("items")
			_, component := p.componentOf(items, o.place+"/items")
			return Array, component
		}
		v, ok := o.Get("properties")
		if !ok {
			continue
		}
		properties := p.object(v, o.place+"/properties", "data", "meta")
		data, _ := properties.Get("data")
		at := o.place + "/properties/data"
		list, _ := p.parts(data, at)
		for _, o := range list {
			if kind := kindText(o); kind != "" && kind != "array" {
				p.fail(o.place+"/type", "must be an array of records; correct it in api/patches.yaml")
			}
			if items, ok := o.Get("items"); ok {
				_, model = p.componentOf(items, o.place+"/items")
			}
		}
		if meta, ok := properties.Get("meta"); ok {
			p.meta(p.schema(meta, o.place+"/properties/meta", pagedMeta))
		} else {
			p.fail(o.place+"/properties", "a list without meta is not supported; add it in api/patches.yaml")
		}
		return Page, model
	}
	return "", ""
}

// kindText returns the type of a schema besides null, empty if it is not a text.
func kindText(o part) string {
	v, _ := o.Get("type")
	if union, ok := v.([]any); ok {
		for _, one := range union {
			if one != "null" {
				v = one
			}
		}
	}
	text, _ := v.(string)
	return text
}

// componentOf returns the component that a schema refers to, empty if it is another schema.
func (p *parser) componentOf(v any, place string) ([]part, string) {
	if v == nil {
		return nil, ""
	}
	parts, _ := p.parts(v, place)
	for i, o := range parts {
		name, ok := strings.CutPrefix(o.place, "#/components/schemas/")
		if _, alias := o.Get("$ref"); !ok || strings.Contains(name, "/") || alias {
			continue
		}
		for _, other := range parts[:i] {
			if _, ok := other.Get("properties"); ok {
				p.fail(other.place, "a record with more properties than its component is not supported; %s", removeIt)
			}
		}
		if _, all := parts[0].Get("allOf"); all && len(p.list(parts[0].Object, "allOf", place)) > 1 {
			p.fail(place+"/allOf", "a record of several components is not supported; give it a component of its own in api/patches.yaml")
		}
		name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		if p.doc.Component(name) == nil {
			p.fail(place+"/$ref", "%q refers to no component; correct it in api/patches.yaml", o.place)
		}
		if strings.HasPrefix(name, "_") {
			p.fail(place+"/$ref", "%q is not a record; correct it in api/patches.yaml", o.place)
		}
		return parts, name
	}
	return parts, ""
}

// pagedMeta is the component with the position of a page.
const pagedMeta = "_paged_index_meta"

// metaKinds are the properties that package factorialhr reads from the meta of a list.
var metaKinds = map[string]Kind{
	"limit": KindInteger, "total": KindInteger, "has_next_page": KindBoolean, "has_previous_page": KindBoolean,
	"start_cursor": KindString, "end_cursor": KindString,
}

// meta refuses a position of a page that package factorialhr does not understand.
func (p *parser) meta(s *Schema) {
	for _, property := range s.Properties {
		want, ok := metaKinds[property.Name]
		switch at := property.Schema; {
		case !ok:
			p.fail(at.Place, "the meta of a list has a new property; remove it in api/patches.yaml, or teach factorialhr.Meta")
		case at.Kind != want || at.Enum != nil:
			p.fail(at.Place, "the meta of a list must have a plain %s here; correct it in api/patches.yaml, or teach factorialhr.Meta", want)
		}
	}
	for _, name := range []string{"has_next_page", "end_cursor"} {
		if s.Property(name) == nil {
			p.fail(s.Place, "the meta of a list lacks %s; add it in api/patches.yaml, or teach factorialhr.Meta", name)
		}
	}
}
