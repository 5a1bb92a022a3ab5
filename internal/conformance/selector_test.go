package conformance_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

// destroying are the operations that act on more than their body names, each with bodies that are
// refused and bodies that are sent.
var destroying = map[string]struct{ refused, sent []string }{
	"POST shift_management/shifts/bulk_delete": {
		refused: []string{
			`{}`,
			`{"author_id":"1"}`,
			`{"author_id":"1","destroy_backup_shifts":true}`,
			`{"author_id":"1","ids":[]}`,
			`{"author_id":"1","ids":[""]}`,
			`{"author_id":"1","ids":["1",""]}`,
			`{"author_id":"1","ids":[" "]}`,
			`{"author_id":"1","employee_ids":[]}`,
			`{"author_id":"1","employee_ids":["","2"]}`,
			`{"author_id":"1","ids":[],"employee_ids":[]}`,
			`{"author_id":"1","start_at":"2026-12-24T08:00:00Z"}`,
			`{"author_id":"1","end_at":"2026-12-24T08:00:00Z"}`,
			`{"author_id":"1","start_at":"","end_at":"2026-12-24T08:00:00Z"}`,
			`{"author_id":"1","start_at":" ","end_at":" "}`,
			`{"author_id":"1","ids":[],"employee_ids":["2"]}`,
			`{"author_id":"1","ids":[],"start_at":"2026-12-24T08:00:00Z","end_at":"2026-12-25T08:00:00Z"}`,
		},
		sent: []string{
			`{"author_id":"1","ids":["1"]}`,
			`{"author_id":"1","ids":["1"],"start_at":"2026-12-24T08:00:00Z"}`,
			`{"author_id":"1","employee_ids":["2","3"]}`,
			`{"author_id":"1","start_at":"2026-12-24T08:00:00Z","end_at":"2026-12-25T08:00:00Z"}`,
			`{"author_id":"1","ids":["1"],"employee_ids":["2"],"start_at":"2026-12-24T08:00:00Z","end_at":"2026-12-25T08:00:00Z"}`,
		},
	},
	"POST trainings/training_memberships/bulk_destroy": {
		refused: []string{`{"all":true}`, `{"ids":["1"],"all":true}`, `{"ids":[],"training_id":"2","all":true}`},
		sent:    []string{`{"ids":["1"]}`, `{"ids":["1"],"all":false}`, `{"ids":[],"training_id":"2"}`},
	},
	"POST project_management/project_workers/bulk_assign": {
		refused: []string{
			`{}`, `{"project_id":"1"}`, `{"project_id":"1","employee_ids":[]}`, `{"project_ids":["1"],"employee_ids":[""]}`,
			`{"project_id":"1","employee_ids":["2",""]}`, `{"project_ids":[],"employee_ids":["2"]}`, `{"project_ids":["1",""],"employee_ids":["2"]}`,
		},
		sent: []string{`{"employee_ids":["2"],"project_id":"1"}`, `{"employee_ids":["2","3"],"project_ids":["1"]}`},
	},
	"POST project_management/subproject_workers/bulk_assign": {
		refused: []string{`{}`, `{"subproject_id":"1"}`, `{"subproject_id":"1","employee_ids":[]}`, `{"subproject_id":"1","employee_ids":["2",""]}`},
		sent:    []string{`{"subproject_id":"1","employee_ids":["2"]}`},
	},
	"POST finance/cost_center_memberships/bulk_create_update": {
		refused: []string{`{}`, `{"employee_id":"1","company_id":"2"}`, `{"employee_id":"1","company_id":"2","memberships":[]}`},
		sent:    []string{`{"employee_id":"1","company_id":"2","memberships":[{"cost_center_id":"3","start_date":"2026-10-01","percentage":1}]}`},
	},
	"PUT procurement/purchase_orders/{id}": {
		refused: []string{
			`{"line_items_by_key":[]}`, `{"line_items_by_key":null}`, `{"header_field_values_by_key":[]}`, `{"header_field_values_by_key":null}`,
			`{"line_items_by_key":[{}]}`, `{"line_items_by_key":[{"id":"1"}],"header_field_values_by_key":[],"description":"d"}`,
		},
		sent: []string{
			`{"description":"d"}`, `{"description":null}`, `{"line_items_by_key":[{"id":"1","position":1,"fields":[]}]}`,
			`{"header_field_values_by_key":[{"field_key":"k","value":""}]}`,
		},
	},
	"PUT finance/financial_documents/{id}": {
		refused: []string{`{"line_items":[]}`, `{"line_items":null}`, `{"line_items":[{}]}`, `{"status":"paid","line_items":[]}`},
		sent:    []string{`{"status":"paid"}`, `{"line_items":[{"id":"1"}]}`, `{"status":"paid","taxes":[]}`},
	},
}

func TestAnOperationThatActsOnMoreThanItNamesNeedsASelector(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	seen, inputs := 0, 0
	check(t, description(t), func(op *operation, p *problems) {
		rule, ok := destroying[op.String()]
		if !ok {
			return
		}
		seen++
		m, found := c.found(op, op.name, p)
		if !found {
			return
		}
		m.opts = nil
		for _, body := range rule.refused {
			inputs++
			_, err := c.sendBody(t, op, m, body)
			if e, ok := errors.AsType[*factorialhr.Error](err); !ok || !errors.Is(err, factorialhr.ErrInvalidRequest) || e.Outcome != factorialhr.OutcomeNotSent {
				p.addf("%s: %v", body, err)
			}
			if _, n := c.server.seen(); n != 0 {
				p.addf("%s: was sent", body)
			}
			sent, err := c.sendBody(t, op, m, body, factorialhr.Everything())
			if n := c.requests(); err != nil || n != 1 {
				p.addf("%s: with the option: %d requests, %v", body, n, err)
			}
			p.sameBody(body, sent)
		}
		for _, body := range rule.sent {
			inputs++
			sent, err := c.sendBody(t, op, m, body)
			if n := c.requests(); err != nil || n != 1 {
				p.addf("%s: %d requests, %v", body, n, err)
			}
			p.sameBody(body, sent)
		}
	})
	t.Logf("%d bodies of %d operations", inputs, seen)
	held := map[string]bool{}
	for _, op := range heldDescription(t) {
		held[op.String()] = true
	}
	for name := range destroying {
		if !held[name] {
			t.Errorf("no spec describes %s", name)
		}
	}
}

func (c *caller) requests() int {
	_, n := c.server.seen()
	return n
}

// sendBody calls op with parameters that encode as body, and returns what arrived.
func (c *caller) sendBody(t *testing.T, op *operation, m method, body string, opts ...factorialhr.RequestOption) (string, error) {
	t.Helper()
	c.server.willAnswer(emptyAnswer(op))
	params := reflect.New(m.params)
	if err := json.Unmarshal([]byte(body), params.Interface()); err != nil {
		t.Fatal(err)
	}
	_, err := m.value(t.Context(), "7", params.Elem(), opts...)
	last, _ := c.server.seen()
	return last.body, err
}

// sameBody compares a body that arrived with what the caller meant. An id of the call is part of
// it, and a text that is empty is not sent.
func (p *problems) sameBody(want, got string) {
	w, errWant := plain([]byte(want))
	g, errGot := plain([]byte(got))
	if errWant != nil || errGot != nil {
		p.addf("%s: arrived as %q", want, got)
		return
	}
	delete(g.(map[string]any), "id")
	for name, value := range w.(map[string]any) {
		if value == "" {
			delete(w.(map[string]any), name)
		}
	}
	if !strings.Contains(want, `""`) { // an empty id is null
		compare(p, want, w, g)
	}
}

// No other operation needs a selector: it sends what the caller gives, which may be nothing.
func TestNoOtherOperationNeedsASelector(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	check(t, description(t), func(op *operation, p *problems) {
		m, ok := c.found(op, op.name, p)
		if !ok || m.params == nil || op.list() || op.form {
			return
		}
		for name, st := range map[string]*style{"nothing": nil, "empty lists": {leaf: zeros, whole: emptyLists}} {
			a := prepare(op, m, st, p)
			c.server.willAnswer(emptyAnswer(op))
			_, destroys := destroying[op.String()]
			if _, err := m.value(t.Context(), a.id, a.params); err != nil && !destroys {
				p.addf("%s: %v", name, err)
			}
		}
	})
}
