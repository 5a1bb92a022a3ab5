package upgrade

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

func (r *reader) document() {
	info, ok := r.root.Get("info")
	if !ok {
		r.fail("#/info", "is missing")
		return
	}
	r.doc.Version = r.text(r.object(info, "#/info"), "version", "#/info")
	if r.doc.Version == "" {
		r.fail("#/info/version", "is missing")
		return
	}
	r.members(r.root, "paths", "#", r.path)
	r.members(r.root, "webhooks", "#", r.webhook)
	slices.SortFunc(r.doc.domains, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	if v, ok := r.root.Get("components"); ok {
		components := r.object(v, "#/components")
		r.members(components, "schemas", "#/components", func(name string, v any, place string) {
			r.doc.Schemas[name] = r.schema(v, place)
		})
		r.members(components, "securitySchemes", "#/components", func(name string, v any, _ string) {
			r.doc.settings["the security scheme "+name+" "+canonical(v)] = true
		})
	}
	for _, v := range r.list(r.root, "servers", "#") {
		r.doc.settings["the server "+r.text(r.object(v, "#/servers"), "url", "#/servers")] = true
	}
}

func (r *reader) path(path string, v any, place string) {
	item, place := r.resolved(v, place)
	_, below, ok := strings.Cut(path, "/resources/") // the version is before it
	if !ok {
		below = strings.TrimPrefix(path, "/")
	}
	shared := r.list(item, "parameters", place)
	for _, method := range item.Keys() {
		if !slices.Contains([]string{"get", "put", "post", "delete", "patch", "head", "options", "trace"}, method) {
			continue
		}
		v, _ := item.Get(method)
		at := ordered.Join(place, method)
		domain, _, _ := strings.Cut(below, "/")
		op := &operation{
			address: strings.ToUpper(method) + " " + below,
			domain:  domain,
			params:  map[string]*parameter{},
			errors:  map[string]bool{},
		}
		r.doc.addDomain(domain)
		r.operation(op, r.object(v, at), shared, at)
		r.doc.Operations[op.address] = op
	}
}

func (r *reader) operation(op *operation, o *ordered.Object, shared []any, place string) {
	if tags := r.list(o, "tags", place); len(tags) > 0 {
		op.tag, _ = tags[0].(string)
	}
	op.deprecated = r.flag(o, "deprecated", place)
	for _, v := range r.list(o, "security", place) {
		op.security = append(op.security, strings.Join(r.object(v, place+"/security").Keys(), " and "))
	}
	slices.Sort(op.security)
	for _, v := range slices.Concat(shared, r.list(o, "parameters", place)) {
		r.parameter(op, v, ordered.Join(place, "parameters"))
	}
	if v, ok := o.Get("requestBody"); ok {
		b, at := r.resolved(v, ordered.Join(place, "requestBody"))
		op.body = &body{required: r.flag(b, "required", at)}
		op.body.media, op.body.schema = r.content(b, at)
	}
	r.members(o, "responses", place, func(status string, v any, place string) {
		response, place := r.resolved(v, place)
		media, s := r.content(response, place)
		switch {
		case !strings.HasPrefix(status, "2"):
			name := "without a schema"
			if s != nil {
				name = r.doc.word(s)
			}
			op.errors[status+" "+name] = true
		case op.status == "" || op.response == nil:
			op.status, op.media, op.response = status, media, s
		}
	})
}

func (r *reader) parameter(op *operation, v any, place string) {
	o, place := r.resolved(v, place)
	name, in := r.text(o, "name", place), r.text(o, "in", place)
	if name == "" || in == "" {
		r.fail(place, "a parameter needs a name and an in")
		return
	}
	p := &parameter{required: r.flag(o, "required", place), deprecated: r.flag(o, "deprecated", place)}
	if s, ok := o.Get("schema"); ok {
		p.schema = r.schema(s, ordered.Join(place, "schema"))
	}
	switch in {
	case "query":
		op.params["?"+name] = p
	case "path":
		op.params["{"+name+"}"] = p
	default:
		op.params[in+" "+name] = p
	}
}

// content reads the first media type of a body or a response.
func (r *reader) content(o *ordered.Object, place string) (media string, s *schema) {
	r.members(o, "content", place, func(name string, v any, place string) {
		if media != "" {
			return
		}
		media = name
		if v, ok := r.object(v, place).Get("schema"); ok {
			s = r.schema(v, ordered.Join(place, "schema"))
		}
	})
	return media, s
}

// eventName finds the event in the description of a webhook.
var eventName = regexp.MustCompile("Subscription_type: *`([^`]+)`")

func (r *reader) webhook(name string, v any, place string) {
	item, place := r.resolved(v, place)
	post, ok := item.Get("post")
	if !ok {
		r.fail(place, "a webhook needs a post")
		return
	}
	place = ordered.Join(place, "post")
	o := r.object(post, place)
	if m := eventName.FindStringSubmatch(r.text(o, "description", place)); m != nil {
		name = m[1]
	}
	domain, _, ok := strings.Cut(name, "/")
	if !ok {
		domain = ""
	}
	r.doc.addDomain(domain)
	e := &event{domain: domain, deprecated: r.flag(o, "deprecated", place)}
	if v, ok := o.Get("requestBody"); ok {
		b, at := r.resolved(v, ordered.Join(place, "requestBody"))
		_, s := r.content(b, at)
		e.payload = r.doc.word(s)
	}
	r.doc.Events[name] = e
}
