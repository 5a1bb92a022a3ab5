package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// Parse reads a published description. version is the one that is wanted; a
// document of another version is an error, and so is everything that this
// package does not understand. Errors name the place as a JSON pointer.
func Parse(data []byte, version string) (*Document, error) {
	root, err := ordered.Parse(data)
	if err != nil {
		return nil, err
	}
	p := &parser{version: version, doc: &Document{Security: &ordered.Object{}}}
	p.document(root)
	if p.err != nil {
		return nil, p.err
	}
	return p.doc, nil
}

// A parser keeps the first error, so that reading stays in a straight line.
type parser struct {
	version string
	doc     *Document
	err     error
}

func (p *parser) fail(place, format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("%s: %s", place, fmt.Sprintf(format, args...))
	}
}

// object checks that v is an object with the given members only; members that
// begin with x- are extensions and pass.
func (p *parser) object(v any, place string, members ...string) *ordered.Object {
	o, ok := v.(*ordered.Object)
	if !ok {
		p.fail(place, "should be an object")
		return &ordered.Object{}
	}
	for _, k := range o.Keys() {
		if !slices.Contains(members, k) && !strings.HasPrefix(k, "x-") {
			p.fail(ordered.Join(place, k), "not understood")
		}
	}
	return o
}

func (p *parser) anyObject(v any, place string) *ordered.Object {
	o, ok := v.(*ordered.Object)
	if !ok {
		p.fail(place, "should be an object")
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
		p.fail(ordered.Join(place, key), "should be an array")
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
		p.fail(ordered.Join(place, key), "should be a string")
	}
	return s
}

func (p *parser) flag(o *ordered.Object, key, place string) bool {
	v, ok := o.Get(key)
	if !ok || v == nil {
		return false
	}
	b, ok := v.(bool)
	if !ok {
		p.fail(ordered.Join(place, key), "should be true or false")
	}
	return b
}

func (p *parser) texts(o *ordered.Object, key, place string) []string {
	var texts []string
	for i, v := range p.list(o, key, place) {
		s, ok := v.(string)
		if !ok {
			p.fail(ordered.Join(place, key, fmt.Sprint(i)), "should be a string")
		}
		texts = append(texts, s)
	}
	return texts
}

func (p *parser) document(root any) {
	const place = "#"
	o := p.object(root, place, "openapi", "info", "servers", "webhooks", "paths", "components", "tags", "security", "externalDocs")
	if v := p.text(o, "openapi", place); !strings.HasPrefix(v, "3.1.") {
		p.fail("#/openapi", "is %q, understood is 3.1", v)
	}
	info, _ := o.Get("info")
	about := p.object(info, "#/info", "title", "version", "description", "contact", "license", "termsOfService", "summary")
	p.doc.Title = p.text(about, "title", "#/info")
	p.doc.Version = p.text(about, "version", "#/info")
	if p.doc.Version != p.version {
		p.fail("#/info/version", "is %q, wanted is %q", p.doc.Version, p.version)
	}
	for i, v := range p.list(o, "servers", place) {
		at := ordered.Join("#/servers", fmt.Sprint(i))
		p.doc.Servers = append(p.doc.Servers, p.text(p.object(v, at, "url", "description"), "url", at))
	}
	if p.err != nil {
		return
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
}

func (p *parser) components(v any) {
	const place = "#/components"
	o := p.object(v, place, "securitySchemes", "schemas")
	if v, ok := o.Get("securitySchemes"); ok {
		p.doc.Security = p.anyObject(v, place+"/securitySchemes")
	}
	v, _ = o.Get("schemas")
	schemas := p.anyObject(v, place+"/schemas")
	for _, name := range schemas.Keys() {
		v, _ := schemas.Get(name)
		c := &Component{Name: name, Schema: p.schema(v, ordered.Join(place+"/schemas", name), name)}
		c.Schema.members(func(_ string, s *Schema) { fileToText(s) })
		p.doc.Components = append(p.doc.Components, c)
	}
}

func (p *parser) paths(v any) {
	o := p.anyObject(v, "#/paths")
	for _, path := range o.Keys() {
		place := ordered.Join("#/paths", path)
		rest, ok := strings.CutPrefix(path, "/api/"+p.version+"/resources/")
		if !ok {
			p.fail(place, "lies outside /api/%s/resources/", p.version)
			return
		}
		v, _ := o.Get(path)
		item := p.anyObject(v, place)
		for _, method := range item.Keys() {
			v, _ := item.Get(method)
			p.operation(v, ordered.Join(place, method), method, rest)
		}
	}
}

var methods = []string{"get", "post", "put", "delete"}

func (p *parser) operation(v any, place, method, path string) {
	if !slices.Contains(methods, method) {
		p.fail(place, "unknown method; understood are get, post, put and delete")
		return
	}
	o := p.object(v, place, "tags", "security", "summary", "description", "operationId", "deprecated", "parameters", "requestBody", "responses")
	op := &Operation{
		Place:       place,
		Address:     strings.ToUpper(method) + " " + path,
		Method:      strings.ToUpper(method),
		Summary:     p.text(o, "summary", place),
		Description: p.text(o, "description", place),
		Deprecated:  p.flag(o, "deprecated", place),
	}
	segments := strings.Split(path, "/")
	switch {
	case len(segments) == 2:
	case len(segments) == 3 && segments[2] == "{id}":
		op.HasID = true
	case len(segments) == 3 && method == "post" && !strings.Contains(path, "{"):
		op.Action = segments[2]
	default:
		p.fail(place, "understood are domain/collection, domain/collection/{id} and POST domain/collection/action")
		return
	}
	op.Domain, op.Segment = segments[0], segments[1]
	tags := p.texts(o, "tags", place)
	if len(tags) != 1 || len(strings.Split(tags[0], " > ")) != 2 {
		p.fail(place+"/tags", "should be one tag like \"Timeoff > Leave\"")
		return
	}
	op.Tag = tags[0]
	p.parameters(op, o, place)
	if v, ok := o.Get("requestBody"); ok {
		p.body(op, v, place+"/requestBody")
	}
	v, _ = o.Get("responses")
	p.responses(op, v, place+"/responses")
	p.doc.Operations = append(p.doc.Operations, op)
}

func (p *parser) parameters(op *Operation, o *ordered.Object, place string) {
	seen := map[string]bool{}
	for i, v := range p.list(o, "parameters", place) {
		at := ordered.Join(place, "parameters", fmt.Sprint(i))
		param := p.object(v, at, "name", "in", "schema", "required", "example", "description", "deprecated")
		name, in := p.text(param, "name", at), p.text(param, "in", at)
		switch {
		case in == "path" && name == "id" && op.HasID:
			continue
		case in != "query":
			p.fail(at, "a parameter in %q called %q; understood are the path's id and the query", in, name)
		case seen[name]:
			p.fail(at, "the query parameter %q stands twice", name)
		}
		seen[name] = true
		v, _ := param.Get("schema")
		s := p.schema(v, at+"/schema", op.Address+" ?"+name)
		if o := p.anyObject(v, at+"/schema"); s.Kind == KindAny {
			if kind, _ := o.Get("type"); kind != "object" {
				s.Kind = KindString // a query has nothing but text
			}
		}
		if example, ok := param.Get("example"); ok && s.Example == nil {
			s.Example = example
		}
		if s.Description == "" {
			s.Description = p.text(param, "description", at)
		}
		op.Params = append(op.Params, &Param{Name: name, Schema: s, Required: p.flag(param, "required", at)})
	}
}

func (p *parser) body(op *Operation, v any, place string) {
	o := p.object(v, place, "content", "required", "description")
	v, _ = o.Get("content")
	contentType, schema := p.content(v, place+"/content", "application/json", "multipart/form-data")
	at := ordered.Join(place, "content", contentType, "schema")
	op.Body = &Body{ContentType: contentType, Schema: p.schema(schema, at, op.Address)}
	if op.Body.Schema.Kind != KindObject {
		p.fail(at, "a body should be an object with properties")
	}
	if contentType == "application/json" {
		op.Body.Schema.members(func(_ string, s *Schema) { fileToText(s) })
	}
}

// fileToText makes a string of what is described as an upload in a record or in a JSON body, which cannot hold one: how
// the file is written there is left to the caller.
func fileToText(s *Schema) {
	for s.Kind == KindArray {
		s = s.Items
	}
	if s.Kind == KindFile {
		s.Kind = KindString
	}
}

// content picks the only media type.
func (p *parser) content(v any, place string, understood ...string) (string, any) {
	o := p.anyObject(v, place)
	if o.Len() != 1 || !slices.Contains(understood, o.Keys()[0]) {
		p.fail(place, "has %s, understood is one of %s", strings.Join(o.Keys(), ", "), strings.Join(understood, ", "))
		return "", nil
	}
	contentType := o.Keys()[0]
	v, _ = o.Get(contentType)
	media := p.object(v, ordered.Join(place, contentType), "schema", "example", "examples")
	schema, _ := media.Get("schema")
	return contentType, schema
}

func (p *parser) responses(op *Operation, v any, place string) {
	o := p.anyObject(v, place)
	for _, status := range o.Keys() {
		if status != "200" && status != "201" {
			continue // errors are described by us, the same for all
		}
		if op.Status != "" {
			p.fail(place, "has more than one success")
			return
		}
		op.Status = status
		at := ordered.Join(place, status)
		v, _ := o.Get(status)
		response := p.object(v, at, "description", "content", "headers")
		v, _ = response.Get("content")
		contentType, schema := p.content(v, at+"/content", "application/json")
		p.answer(op, schema, ordered.Join(at, "content", contentType, "schema"))
	}
	if op.Status == "" {
		p.fail(place, "has neither 200 nor 201")
	}
}

// answer finds the form of a response and the component that it is made of.
func (p *parser) answer(op *Operation, v any, place string) {
	o := p.anyObject(v, place)
	if ref := p.reference(o, place); ref != "" {
		op.Answer, op.Model = Object, ref
		return
	}
	if p.text(o, "type", place) == "array" {
		items, _ := o.Get("items")
		op.Answer, op.Model = Array, p.reference(p.anyObject(items, place+"/items"), place+"/items")
	} else if v, ok := o.Get("properties"); ok {
		properties := p.object(v, place+"/properties", "data", "meta")
		v, _ = properties.Get("data")
		data := p.anyObject(v, place+"/properties/data")
		items, _ := data.Get("items")
		at := place + "/properties/data/items"
		op.Answer, op.Model = Page, p.reference(p.anyObject(items, at), at)
	}
	if op.Model == "" {
		p.fail(place, "understood are a component, an array of one, and {data, meta}")
	}
}

func (p *parser) reference(o *ordered.Object, place string) string {
	ref := p.text(o, "$ref", place)
	if ref == "" {
		return ""
	}
	name, ok := strings.CutPrefix(ref, "#/components/schemas/")
	if !ok || p.doc.Component(name) == nil {
		p.fail(place+"/$ref", "%q leads nowhere", ref)
	}
	if strings.HasPrefix(name, "_") {
		p.fail(place+"/$ref", "%q is not a record", ref)
	}
	return name
}

var subscriptionType = regexp.MustCompile("Subscription_type: `([a-z0-9_]+/[a-z0-9_]+/[a-z0-9_]+)`")

func (p *parser) webhooks(v any) {
	o := p.anyObject(v, "#/webhooks")
	seen := map[string]string{}
	for _, title := range o.Keys() {
		place := ordered.Join("#/webhooks", title)
		v, _ := o.Get(title)
		item := p.object(v, place, "post")
		v, _ = item.Get("post")
		place += "/post"
		post := p.object(v, place, "tags", "description", "deprecated", "summary", "parameters", "responses", "requestBody", "security", "operationId")
		match := subscriptionType.FindStringSubmatch(p.text(post, "description", place))
		if match == nil {
			p.fail(place+"/description", "does not name the subscription type")
			return
		}
		if other, ok := seen[match[1]]; ok {
			p.fail(place, "the event %s is declared by %s too", match[1], other)
		}
		seen[match[1]] = place
		v, _ = post.Get("requestBody")
		body := p.object(v, place+"/requestBody", "content", "required", "description")
		v, _ = body.Get("content")
		contentType, schema := p.content(v, place+"/requestBody/content", "application/json")
		at := ordered.Join(place, "requestBody", "content", contentType, "schema")
		component := p.reference(p.anyObject(schema, at), at)
		if component == "" {
			p.fail(at, "should be a component")
		}
		p.doc.Events = append(p.doc.Events, &Event{
			Place: place, Name: match[1], Title: title, Component: component,
			Deprecated: p.flag(post, "deprecated", place),
		})
	}
}

// duplicates refuses two operations with one address.
func (p *parser) duplicates() {
	seen := map[string]bool{}
	for _, op := range p.doc.Operations {
		if seen[op.Address] {
			p.fail(op.Place, "stands twice")
		}
		seen[op.Address] = true
	}
}
