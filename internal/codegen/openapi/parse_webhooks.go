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
		v, place = p.deref(v, place)
		item := p.object(v, place, "post", "summary", "description")
		v, _ = item.Get("post")
		place += "/post"
		post := p.object(v, place, "tags", "description", "deprecated", "summary", "parameters", "responses", "requestBody", "security", "operationId", "externalDocs")
		match := subscriptionType.FindStringSubmatch(p.text(post, "description", place))
		if match == nil {
			p.fail(place+"/description", "does not name the subscription type; write Subscription_type: `domain/resource/action` in api/patches.yaml")
			continue
		}
		if other, ok := seen[match[1]]; ok {
			p.fail(place, "the event %s is declared by %s too; remove one in api/patches.yaml", match[1], other)
		}
		seen[match[1]] = place
		v, _ = post.Get("requestBody")
		v, at := p.deref(v, place+"/requestBody")
		body := p.object(v, at, "content", "required", "description")
		v, _ = body.Get("content")
		contentType, schema, ok := p.content(v, at+"/content", "application/json")
		if !ok {
			continue
		}
		at = ordered.Join(at, "content", contentType, "schema")
		_, component := p.componentOf(schema, at)
		if component == "" {
			p.fail(at, "must be a component; correct it in api/patches.yaml")
			continue
		}
		p.doc.Events = append(p.doc.Events, &Event{
			Place: place, Name: match[1], Title: title, Component: component,
			Deprecated: p.flag(post, "deprecated", place),
		})
	}
}
