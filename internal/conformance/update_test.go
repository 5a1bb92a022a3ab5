package conformance_test

import (
	"reflect"
	"slices"
	"testing"
)

func TestAnUpdateSendsWhatWasSetAndNothingElse(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	updates := slices.DeleteFunc(slices.Clone(description(t)), func(op *operation) bool { return !op.update() })
	sent := 0
	check(t, updates, func(op *operation, p *problems) {
		m, ok := c.found(op, op.name, p)
		if !ok {
			return
		}
		all := prepare(op, m, &style{leaf: filled}, p)
		if !all.params.IsValid() {
			return
		}
		for name, field := range jsonFields(m.params) {
			values := []any{all.body[name], nil}
			if !isOpt(field.Type) { // files
				values = values[:1]
			}
			for _, value := range values {
				one := arguments{id: all.id, body: map[string]any{name: value}, params: reflect.New(m.params).Elem()}
				if op.bodyID() {
					one.body["id"] = one.id.String()
				}
				if err := assign(one.params.FieldByIndex(field.Index), value); err != nil {
					p.addf("%s: %v", name, err)
				}
				c.send(t, op, m, one, p)
				sent++
			}
		}
	})
	t.Logf("%d updates of one property", sent)
}
