package factorialtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// EventNames returns the names of all webhook events, such as timeoff/leave/create, in the order of
// the spec.
func (s *Server) EventNames() []string {
	names := make([]string, len(s.api.events))
	for i, e := range s.api.events {
		names[i] = e.Name
	}
	return names
}

// Emit delivers a webhook to every subscription to event, as if the event had happened. v is a
// record or a list of records, which Emit encodes as JSON. If v is nil, Emit delivers a record of
// the company or a made-up one.
func (s *Server) Emit(event string, v any) error {
	i := slices.IndexFunc(s.api.events, func(e apitable.Event) bool { return e.Name == event })
	if i < 0 {
		return fmt.Errorf("factorialtest: no such event: %s", event)
	}
	shape := s.api.shapes[s.api.events[i].Schema]
	if shape == nil {
		shape = newShape(s.api.events[i].Schema, apitable.Value{})
	}
	var body json.RawMessage
	if v == nil {
		body = s.sample(shape)
	} else {
		var err error
		if body, err = json.Marshal(v); err != nil {
			return fmt.Errorf("factorialtest: encode the record of %s: %w", event, err)
		}
	}
	s.publish(event, shape, body, &Credential{})
	return nil
}

// sample returns a record of a shape, made up if the company has none.
func (s *Server) sample(shape *shape) json.RawMessage {
	for _, res := range s.api.order {
		if res.shape == shape {
			if records := s.store.reading(res.path); len(records) > 0 {
				return records[0].data
			}
		}
	}
	f := make(fields)
	y := synthesis{api: s.api, company: s.store.company, now: s.Now()}
	y.complete(shape, f, 1)
	if shape.id >= 0 && isNull(f[shape.properties[shape.id].Name]) {
		f[shape.properties[shape.id].Name] = text(idLike(shape, 1))
	}
	return shape.encode("1", f).data
}

// deliver publishes the result of an operation if the API has an event for it. The event must have
// the record's schema and the operation's name.
func (c *call) deliver(result *reply) {
	if c.op.Method == http.MethodGet || len(result.records) == 0 {
		return
	}
	for _, e := range c.server.api.events {
		if e.Schema != c.op.Schema || e.Name[strings.LastIndex(e.Name, "/")+1:] != c.op.verb {
			continue
		}
		c.server.publish(e.Name, result.shape, result.body(), c.credential)
	}
}

// publish queues a webhook for each enabled subscription to event whose API version has it, in the
// form of that version.
func (s *Server) publish(event string, shape *shape, body json.RawMessage, author *Credential) {
	subscriptions := s.api.resources[subscriptionsPath]
	if subscriptions == nil {
		return
	}
	i := slices.IndexFunc(s.api.events, func(e apitable.Event) bool { return e.Name == event })
	var all []*delivery
	for _, r := range s.store.reading(subscriptionsPath) {
		get := func(name string) string { return plain(subscriptions.shape.get(r, name)) }
		if get("type") != event || get("enabled") != "true" {
			continue
		}
		version := s.api.nearest(get("api_version"))
		if i >= 0 && !has(version, s.api.events[i].Since, s.api.events[i].Until) {
			continue
		}
		d := &delivery{event: event, subscription: r.id, url: get("target_url"), body: body, due: s.Now(), header: deliveryHeader()}
		if s.api.differs(shape, version) {
			d.body = s.api.recordsAt(version, shape, body)
		}
		if challenge := get("challenge"); challenge != "" {
			d.header.Set("X-Factorial-Wh-Challenge", challenge)
		}
		d.header.Set("X-Factorial-Author-Type", "company")
		d.header.Set("X-Factorial-Author-Id", s.store.company.id)
		if author.EmployeeID != "" {
			d.header.Set("X-Factorial-Author-Type", "employee")
			d.header.Set("X-Factorial-Author-Id", author.EmployeeID)
		}
		all = append(all, d)
	}
	s.hooks.add(all)
}

func deliveryHeader() http.Header {
	return http.Header{"Content-Type": {"application/json"}, "User-Agent": {"factorialtest"}}
}

// disableSubscription disables a subscription whose webhook could not be delivered.
func (s *Server) disableSubscription(id string) {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	t := s.store.table(subscriptionsPath)
	if r := t.find(id); r != nil {
		f := t.resource.shape.decode(r)
		f["enabled"] = jsonFalse
		t.put(t.resource.shape.encode(id, f), s.Now())
	}
}
