package openapi

import (
	"regexp"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

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
			p.fail(at, "must be a component")
		}
		p.doc.Events = append(p.doc.Events, &Event{
			Place: place, Name: match[1], Title: title, Component: component,
			Deprecated: p.flag(post, "deprecated", place),
		})
	}
}
