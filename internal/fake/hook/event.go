package hook

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/guess"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// Emit delivers a webhook to every subscription to event, as if the event had happened. v is a
// record or a list of records. If v is nil, Emit delivers a record of the company or a made-up one.
// It returns the number of enabled subscriptions.
func (h *Sender) Emit(event string, v any) (subscriptions int, err error) {
	i := slices.IndexFunc(h.api.Events, func(e apitable.Event) bool { return e.Name == event })
	if i < 0 {
		names := make([]string, len(h.api.Events))
		for i, e := range h.api.Events {
			names[i] = e.Name
		}
		return 0, fmt.Errorf("no such event: %s%s", event, guess.DidYouMean(event, names))
	}
	shape := h.api.Shapes[h.api.Events[i].Schema]
	if shape == nil {
		shape = spec.NewShape(h.api.Events[i].Schema, apitable.Value{})
	}
	var body json.RawMessage
	if v == nil {
		body = h.sample(shape)
	} else {
		if body, err = json.Marshal(v); err != nil {
			return 0, fmt.Errorf("encode the record of %s: %w", event, err)
		}
	}
	return h.publish(event, shape, body, ""), nil
}

// sample returns a record of a shape, made up if the company has none.
func (h *Sender) sample(shape *spec.Shape) json.RawMessage {
	for _, res := range h.api.Order {
		if res.Shape == shape {
			if records := h.store.Records(res.Path); len(records) > 0 {
				return records[0].JSON()
			}
		}
	}
	f := make(value.Fields)
	y := record.Synthesis{API: h.api, Seed: h.store.Seed, Now: h.clock.Now()}
	y.Complete(shape, f, 1)
	if shape.ID >= 0 && value.IsNull(f[shape.Properties[shape.ID].Name]) {
		f[shape.Properties[shape.ID].Name] = value.Text(record.IDLike(shape, 1))
	}
	return record.Encode(shape, "1", f).JSON()
}

// Deliver publishes the result of an operation if the API has an event for it. The event must have
// the record's schema and the operation's name. author is the id of the calling employee, empty for
// a company.
func (h *Sender) Deliver(op *spec.Operation, result *reply.Reply, author string) {
	if op.Method == http.MethodGet || len(result.Records) == 0 || len(h.store.Records(SubscriptionsPath)) == 0 {
		return
	}
	for _, e := range h.api.Events {
		if e.Schema != op.Schema || e.Name[strings.LastIndex(e.Name, "/")+1:] != op.Verb {
			continue
		}
		h.publish(e.Name, result.Shape, result.Body(), author)
	}
}

// publish queues a webhook for each enabled subscription to event whose API version has it, in the
// form of that version. It returns their number.
func (h *Sender) publish(event string, shape *spec.Shape, body json.RawMessage, author string) int {
	subscriptions := h.api.Resources[SubscriptionsPath]
	if subscriptions == nil {
		return 0
	}
	i := slices.IndexFunc(h.api.Events, func(e apitable.Event) bool { return e.Name == event })
	var all []*delivery
	for _, r := range h.store.Records(SubscriptionsPath) {
		get := func(name string) string { return value.Plain(r.Get(subscriptions.Shape, name)) }
		if get("type") != event || get("enabled") != "true" {
			continue
		}
		version := h.api.Nearest(get("api_version"))
		if i >= 0 && !spec.InVersion(version, h.api.Events[i].Since, h.api.Events[i].Until) {
			continue
		}
		d := &delivery{event: event, subscription: r.ID, url: get("target_url"), body: body, due: h.clock.Now(), header: deliveryHeader()}
		if h.api.Differs(shape, version) {
			d.body = record.At(h.api, version, shape, body)
		}
		if challenge := get("challenge"); challenge != "" {
			d.header.Set(challengeHeader, challenge)
		}
		d.header.Set("X-Factorial-Author-Type", "company")
		d.header.Set("X-Factorial-Author-Id", h.store.Seed.CompanyID())
		if author != "" {
			d.header.Set("X-Factorial-Author-Type", "employee")
			d.header.Set("X-Factorial-Author-Id", author)
		}
		all = append(all, d)
	}
	h.add(all)
	return len(all)
}

func deliveryHeader() http.Header {
	return http.Header{"Content-Type": {"application/json"}, "User-Agent": {"factorialtest"}}
}

// disable disables a subscription whose webhook could not be delivered.
func (h *Sender) disable(id string) {
	h.store.Lock()
	defer h.store.Unlock()
	t := h.store.Table(SubscriptionsPath)
	if r := t.Find(id); r != nil {
		f := r.Decode(t.Resource.Shape)
		f["enabled"] = value.False
		t.Put(record.Encode(t.Resource.Shape, id, f), h.clock.Now())
	}
}
