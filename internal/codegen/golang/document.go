package golang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// split makes one document per domain, because oapi-codegen writes one package from one document.
// In it, names lose their domain, nullable references become plain (pointers follow from the role
// of a type), and x-order keeps the order of properties.
func split(root *ordered.Object) (map[string]*openapi3.T, error) {
	domains := map[string]*ordered.Object{}
	document := func(domain string) *ordered.Object {
		if domains[domain] == nil {
			domains[domain] = ordered.NewObject("openapi", "3.1.0", "info", get(root, "info"),
				"paths", &ordered.Object{}, "webhooks", &ordered.Object{},
				"components", ordered.NewObject("schemas", &ordered.Object{}),
				"x-factorial-domain", get(root, "x-factorial-domains", domain), "x-factorial-events", events(root, domain))
		}
		return domains[domain]
	}
	paths := get(root, "paths")
	for _, path := range paths.Keys() {
		domain := strings.Split(path, "/")[4]
		item := get(paths, path)
		for _, method := range item.Keys() {
			op := get(item, method)
			op.Set("responses", successes(get(op, "responses")))
			op.Set("parameters", queryOnly(op))
		}
		get(document(domain), "paths").Set(path, item)
	}
	hooks := get(root, "webhooks")
	for _, event := range hooks.Keys() {
		domain, _, _ := strings.Cut(event, "/")
		get(document(domain), "webhooks").Set(event, get(hooks, event))
	}
	schemas := get(root, "components", "schemas")
	for _, key := range schemas.Keys() {
		domain, name, ok := strings.Cut(key, ".")
		if ok {
			get(document(domain), "components", "schemas").Set(name, get(schemas, key))
		}
	}
	docs := map[string]*openapi3.T{}
	for domain, o := range domains {
		text, err := ordered.NewObject("v", local(o)).MarshalJSON()
		if err != nil {
			return nil, err
		}
		doc, err := openapi3.NewLoader().LoadFromData(text[len(`{"v":`) : len(text)-1])
		if err != nil {
			return nil, fmt.Errorf("domain %s: %w", domain, err)
		}
		docs[domain] = doc
	}
	return docs, nil
}

// events lists the webhooks of a domain with their models.
func events(root *ordered.Object, domain string) []any {
	list := []any{}
	hooks := get(root, "webhooks")
	for _, event := range hooks.Keys() {
		post := get(hooks, event, "post")
		label, _ := post.Get("x-factorial-event")
		reference, _ := get(post, "requestBody", "content", "application/json", "schema").Get("$ref")
		if text, _ := reference.(string); strings.HasPrefix(event, domain+"/") {
			list = append(list, ordered.NewObject("name", label, "model", text[strings.LastIndex(text, ".")+1:]))
		}
	}
	return list
}

// get follows names of members. It returns an empty object for a missing member.
func get(o *ordered.Object, names ...string) *ordered.Object {
	for _, name := range names {
		v, _ := o.Get(name)
		next, ok := v.(*ordered.Object)
		if !ok {
			return &ordered.Object{}
		}
		o = next
	}
	return o
}

func successes(responses *ordered.Object) *ordered.Object {
	kept := &ordered.Object{}
	for _, status := range responses.Keys() {
		if status[0] == '2' {
			kept.Set(status, get(responses, status))
		}
	}
	return kept
}

// queryOnly omits the paging parameters, which the templates write themselves, and resolves the
// reference to the id.
func queryOnly(op *ordered.Object) []any {
	kept := []any{}
	v, _ := op.Get("parameters")
	list, _ := v.([]any)
	for _, p := range list {
		switch reference, _ := p.(*ordered.Object).Get("$ref"); reference {
		case nil:
			kept = append(kept, p)
		case "#/components/parameters/id":
			kept = append(kept, ordered.NewObject("name", "id", "in", "path", "required", true,
				"schema", ordered.NewObject("type", "string", "format", "id")))
		}
	}
	return kept
}

// local rewrites a value for the document of its domain.
func local(v any) any {
	switch v := v.(type) {
	case []any:
		list := make([]any, 0, len(v))
		for _, item := range v {
			list = append(list, local(item))
		}
		return list
	case *ordered.Object:
		if reference, ok := v.Get("$ref"); ok {
			return localReference(reference.(string))
		}
		if reference, ok := referred(v); ok {
			return local(reference)
		}
		o := &ordered.Object{}
		for _, k := range v.Keys() {
			switch value, _ := v.Get(k); k {
			case "properties":
				o.Set(k, properties(value.(*ordered.Object)))
				o.Set("x-deprecated", deprecated(value.(*ordered.Object)))
				if kept := ranges(value.(*ordered.Object)); kept.Len() > 0 {
					o.Set("x-ranges", kept)
				}
				o.Set("x-descriptions", descriptions(value.(*ordered.Object)))
			case "items":
				o.Set(k, anything(local(value).(*ordered.Object)))
			default:
				o.Set(k, local(value))
			}
		}
		return o
	}
	return v
}

// referred returns the reference in a choice between it and null, or in a schema that annotates it.
func referred(o *ordered.Object) (any, bool) {
	for _, k := range []string{"anyOf", "allOf"} {
		if choice, ok := o.Get(k); ok {
			return choice.([]any)[0], true
		}
	}
	return nil, false
}

func deprecated(properties *ordered.Object) []any {
	names := []any{}
	for _, name := range properties.Keys() {
		p := get(properties, name)
		_, reference := referred(p)
		if marked, _ := p.Get("deprecated"); reference && marked == true {
			names = append(names, name)
		}
	}
	return names
}

// descriptions holds the descriptions beside references, which resolved references lose.
func descriptions(properties *ordered.Object) *ordered.Object {
	texts := &ordered.Object{}
	for _, name := range properties.Keys() {
		p := get(properties, name)
		_, reference := referred(p)
		if text, ok := p.Get("description"); reference && ok {
			texts.Set(name, text)
		}
	}
	return texts
}

// properties numbers the members of an object, because oapi-codegen would sort them by name.
func properties(o *ordered.Object) *ordered.Object {
	numbered := &ordered.Object{}
	for i, name := range o.Keys() {
		p := anything(local(get(o, name)).(*ordered.Object))
		p.Set("x-order", i+1)
		numbered.Set(name, p)
	}
	return numbered
}

// anything gives the Go type for any value to a schema that has only notes.
func anything(o *ordered.Object) *ordered.Object {
	notes := append([]string{"description", "examples", "deprecated", "x-factorial-unit", "x-factorial-refers", "x-factorial-refers-by"}, rangeExtensions...)
	for _, k := range o.Keys() {
		if !slices.Contains(notes, k) {
			return o
		}
	}
	o.Set("x-go-type", "json.RawMessage")
	return o
}

func localReference(reference string) *ordered.Object {
	name := strings.TrimPrefix(reference, "#/components/schemas/")
	if _, after, ok := strings.Cut(name, "."); ok {
		return ordered.NewObject("$ref", "#/components/schemas/"+after)
	}
	return &ordered.Object{} // Meta: the root package declares it
}
