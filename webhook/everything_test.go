package webhook_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/webhook"
)

func loadAPI(t *testing.T) *apitable.API {
	t.Helper()
	api, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	return api
}

func TestTypesAreThoseOfTheDescription(t *testing.T) {
	var want []string
	for _, e := range loadAPI(t).Events {
		want = append(want, e.Name)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, webhook.Types()); diff != "" || len(want) == 0 {
		t.Errorf("%d types; want and got differ:\n%s", len(want), diff)
	}
	webhook.Types()[0] = "changed"
	if webhook.Types()[0] == "changed" {
		t.Error("the caller can change the list")
	}
}

// received collects the events of each type, as their handlers received them.
type received struct {
	mu     sync.Mutex
	events map[string]arrival
}

// arrival is an event of any record type.
type arrival struct {
	record     string // type and content
	json       string // the record, encoded again
	mismatches []factorialhr.Mismatch
}

// receive registers a handler that adds its events to r.
func receive[T any](mux *webhook.Mux, r *received, event factorialhr.EventType[T]) {
	webhook.On(mux, event, func(_ context.Context, e webhook.Event[T]) error {
		text, err := json.Marshal(e.Record)
		if err != nil {
			return err
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.events[e.Type.Name()] = arrival{fmt.Sprintf("%T", e.Record), string(text), e.Mismatches}
		return nil
	})
}

func TestEveryEventArrivesTyped(t *testing.T) {
	api := loadAPI(t)
	r := &received{events: make(map[string]arrival)}
	mux := newMux(t)
	onEverything(mux, r)
	if diff := cmp.Diff(webhook.Types(), mux.Events()); diff != "" {
		t.Fatalf("types and handlers differ:\n%s", diff)
	}
	s := serve(t, mux)
	sent := make(map[string]string)
	for _, e := range api.Events {
		body, err := json.Marshal(example(api, apitable.Value{Ref: e.Schema}, nil))
		if err != nil {
			t.Fatal(err)
		}
		sent[e.Name] = string(body)
		if status, _ := s.do(s.request(t.Context(), e.Name, string(body))); status != 200 {
			t.Errorf("%s: %d", e.Name, status)
		}
	}
	finish(t, mux)
	for _, e := range api.Events {
		t.Run(e.Name, func(t *testing.T) {
			got, ok := r.events[e.Name]
			if !ok {
				t.Fatal("did not arrive")
			}
			if len(got.mismatches) > 0 {
				t.Errorf("%s: %+v", got.record, got.mismatches)
			}
			if diff := cmp.Diff(decode(t, sent[e.Name]), decode(t, got.json)); diff != "" {
				t.Errorf("%s: sent and got differ:\n%s", got.record, diff)
			}
		})
	}
}

func decode(t *testing.T, text string) (value any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// example returns a value for v with every property of the spec. outer lists the enclosing schemas;
// a schema that contains itself becomes null.
func example(api *apitable.API, v apitable.Value, outer []string) any {
	if v.Ref != "" {
		if slices.Contains(outer, v.Ref) {
			return nil
		}
		return example(api, api.Schemas[v.Ref], append(outer, v.Ref))
	}
	if len(v.Enum) > 0 {
		return v.Enum[len(v.Enum)-1]
	}
	switch v.Type {
	case "object":
		object := make(map[string]any)
		for _, p := range v.Properties {
			object[p.Name] = example(api, p.Value, outer)
		}
		return object
	case "array":
		return []any{example(api, *v.Items, outer)}
	case "integer":
		return 7
	case "number":
		return 7.5
	case "boolean":
		return true
	case "string":
		return text(v.Format)
	}
	return map[string]any{"anything": 1}
}

// text returns an example for a format.
func text(format string) string {
	switch format {
	case "id":
		return "9007199254740993"
	case "date":
		return "2026-10-01"
	case "date-time":
		return "2026-10-01T08:30:00Z"
	case "time":
		return "08:30:00"
	case "decimal":
		return "100.50"
	}
	return "text"
}
