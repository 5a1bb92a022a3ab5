package openapi

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// Parse reads a published spec, which must have the given version. It returns an error for every
// part that this package does not understand, each with its place and what to do.
func Parse(data []byte, version string) (*Document, error) {
	root, err := ordered.Parse(data)
	if err != nil {
		return nil, err
	}
	p := &parser{version: version, root: root, doc: &Document{Security: &ordered.Object{}}}
	p.document(root)
	if err := p.err(); err != nil {
		return nil, err
	}
	return p.doc, nil
}

// A parser collects its complaints, so that its callers need not check each step.
type parser struct {
	complaints
	version string
	root    any
	doc     *Document
	inside  []string // the places of the references that lead to the schema being read
	read    int      // the number of schemas so far

	repeated map[string]bool // the components that other schemas refer to
}

// object checks that v is an object and has no members but the given ones. It accepts extensions,
// whose names begin with x-.
func (p *parser) object(v any, place string, members ...string) *ordered.Object {
	o, ok := v.(*ordered.Object)
	if !ok {
		p.fail(place, "must be an object")
		return &ordered.Object{}
	}
	for _, k := range o.Keys() {
		if !slices.Contains(members, k) && !strings.HasPrefix(k, "x-") && !strings.HasPrefix(k, "$comment") {
			p.fail(ordered.Join(place, k), "not supported; %s", removeIt)
		}
	}
	return o
}

func (p *parser) anyObject(v any, place string) *ordered.Object {
	o, ok := v.(*ordered.Object)
	if !ok {
		p.fail(place, "must be an object")
		return &ordered.Object{}
	}
	return o
}

func (p *parser) list(o *ordered.Object, key, place string) []any {
	v, ok := o.Get(key)
	if !ok {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		p.fail(ordered.Join(place, key), "must be an array")
	}
	return list
}

func (p *parser) text(o *ordered.Object, key, place string) string {
	v, ok := o.Get(key)
	if !ok || v == nil {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		p.fail(ordered.Join(place, key), "must be a string")
	}
	return s
}

// prose reads sentences. It normalises their line ends and removes characters that YAML or a
// comment cannot hold.
func (p *parser) prose(o *ordered.Object, key, place string) string {
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\t", "    ").Replace(p.text(o, key, place))
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || r == '\ufeff' || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, text))
}

func (p *parser) flag(o *ordered.Object, key, place string) bool {
	v, ok := o.Get(key)
	if !ok || v == nil {
		return false
	}
	b, ok := v.(bool)
	if !ok {
		p.fail(ordered.Join(place, key), "must be true or false")
	}
	return b
}

func (p *parser) texts(o *ordered.Object, key, place string) []string {
	var texts []string
	for i, v := range p.list(o, key, place) {
		s, ok := v.(string)
		if !ok {
			p.fail(ordered.Join(place, key, fmt.Sprint(i)), "must be a string")
		}
		texts = append(texts, s)
	}
	return texts
}

func (p *parser) document(root any) {
	const place = "#"
	o := p.object(root, place, "openapi", "info", "servers", "webhooks", "paths", "components", "tags", "security", "externalDocs",
		"jsonSchemaDialect")
	if v := p.text(o, "openapi", place); !strings.HasPrefix(v, "3.1.") {
		p.fail("#/openapi", "is %q; the generator supports 3.1", v)
	}
	info, _ := o.Get("info")
	about := p.object(info, "#/info", "title", "version", "description", "contact", "license", "termsOfService", "summary")
	p.doc.Title = p.text(about, "title", "#/info")
	p.doc.Version = p.text(about, "version", "#/info")
	if p.doc.Version != p.version {
		p.fail("#/info/version", "is %q, want %q", p.doc.Version, p.version)
	}
	if p.err() != nil {
		return // it is another kind of document
	}
	for i, v := range p.list(o, "servers", place) {
		at := ordered.Join("#/servers", fmt.Sprint(i))
		p.doc.Servers = append(p.doc.Servers, p.text(p.object(v, at, "url", "description"), "url", at))
	}
	if v, ok := o.Get("components"); ok {
		p.components(v)
	}
	if v, ok := o.Get("paths"); ok {
		p.paths(v)
	} else {
		p.fail("#/paths", "is missing")
	}
	if v, ok := o.Get("webhooks"); ok {
		p.webhooks(v)
	}
	p.duplicates()
	p.setErrorsApart()
	for _, c := range p.doc.Components {
		c.Repeated = p.repeated[c.Name]
	}
}

// components reads the schemas. The other kinds of components are read where something refers to
// them.
func (p *parser) components(v any) {
	const place = "#/components"
	o := p.object(v, place, "securitySchemes", "schemas", "parameters", "responses", "requestBodies", "pathItems", "headers", "examples")
	if v, ok := o.Get("securitySchemes"); ok {
		p.doc.Security = p.anyObject(v, place+"/securitySchemes")
	}
	v, ok := o.Get("schemas")
	if !ok {
		return
	}
	schemas := p.anyObject(v, place+"/schemas")
	for _, name := range schemas.Keys() {
		if name == "error_response" {
			continue // of error responses, which the package writes itself
		}
		v, _ := schemas.Get(name)
		at := ordered.Join(place+"/schemas", name)
		p.inside = []string{at}
		c := &Component{Name: name, Schema: p.schema(v, at, name)}
		p.inside = nil
		if v == nil {
			p.fail(at, "must be an object")
		}
		c.Schema.members(func(_ string, s *Schema) { fileToText(s) })
		p.doc.Components = append(p.doc.Components, c)
	}
	if meta := p.doc.Component(pagedMeta); meta != nil {
		p.meta(meta.Schema)
	}
}

func (p *parser) paths(v any) {
	o := p.anyObject(v, "#/paths")
	for _, path := range o.Keys() {
		place := ordered.Join("#/paths", path)
		rest, ok := strings.CutPrefix(path, "/api/"+p.version+"/resources/")
		if !ok {
			p.fail(place, "is outside /api/%s/resources/; %s", p.version, removeIt)
			continue
		}
		v, _ := o.Get(path)
		v, place = p.deref(v, place)
		p.pathItem(p.anyObject(v, place), place, rest)
	}
}

// pathItem reads the operations of a path, which share the parameters of the path.
func (p *parser) pathItem(item *ordered.Object, place, path string) {
	var shared []any
	if _, ok := item.Get("parameters"); ok {
		shared = p.list(item, "parameters", place)
	}
	for _, method := range item.Keys() {
		switch method {
		case "parameters", "summary", "description":
			continue
		}
		if strings.HasPrefix(method, "x-") {
			continue
		}
		v, _ := item.Get(method)
		p.operation(v, ordered.Join(place, method), method, path, shared, place+"/parameters")
	}
}

// duplicates refuses two operations with the same address.
func (p *parser) duplicates() {
	seen := map[string]bool{}
	for _, op := range p.doc.Operations {
		if seen[op.Address] {
			p.fail(op.Place, "appears twice; %s", removeIt)
		}
		seen[op.Address] = true
	}
}
