package conformance_test

import (
	"reflect"
	"slices"
	"testing"
)

func TestAnUpdateSendsWhatWasSetAndNothingElseAtEveryDepth(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	updates := slices.DeleteFunc(slices.Clone(description(t)), func(op *operation) bool { return !op.update() })
	sent, within := 0, 0
	check(t, updates, func(op *operation, p *problems) {
		m, ok := c.found(op, op.name, p)
		if !ok {
			return
		}
		none := prepare(op, m, nil, p)
		if m.params == nil {
			return
		}
		b := &builder{style: style{leaf: filled}, problems: p}
		for _, body := range b.singles(m.params, op.body) {
			one := arguments{id: none.id, body: body, params: reflect.New(m.params).Elem()}
			fields := jsonFields(m.params)
			for name, value := range body {
				if err := assign(one.params.FieldByIndex(fields[name].Index), value); err != nil {
					p.addf("%s: %v", name, err)
				}
				if isPart(value) {
					within++
				}
			}
			if op.bodyID() {
				body["id"] = one.id.String()
			}
			c.send(t, op, m, one, p)
			sent++
		}
	})
	t.Logf("%d updates of one property, %d of them of one within an object", sent, within)
	if within == 0 {
		t.Error("no update has an object")
	}
}

// singles returns the objects with exactly one property, which may itself be an object, or a list
// of objects, with one property. Each appears with a value, with null, and with an empty or zero
// value.
func (b *builder) singles(t reflect.Type, s *schema) []map[string]any {
	var all []map[string]any
	fields := jsonFields(t)
	for _, name := range s.names() {
		field, ok := fields[name]
		if !ok {
			continue // the id is an argument; the pass that sends all fields reports the others
		}
		b.at = append(b.at, name)
		for _, value := range b.settings(field.Type, s.Properties[name]) {
			all = append(all, map[string]any{name: value})
		}
		b.at = b.at[:len(b.at)-1]
	}
	return all
}

// settings are the values that an update sets a property to.
func (b *builder) settings(t reflect.Type, s *schema) []any {
	values := []any{b.value(t, s)}
	if f := held(t); f == fileType || f == reflect.SliceOf(fileType) {
		return values // only files cannot be cleared
	}
	if !isOpt(t) {
		b.addf("is %v, which cannot tell not sent from null", t)
	}
	values = append(values, nil)
	switch t = held(t); t.Kind() {
	case reflect.Bool:
		values = append(values, false)
	case reflect.Int, reflect.Float64:
		values = append(values, 0)
	case reflect.String:
		if t != idType { // an empty id is sent as null
			values = append(values, "")
		}
	case reflect.Struct:
		if s.Type == "object" && t != rawType {
			values = append(values, map[string]any{})
			for _, one := range b.singles(t, s) {
				values = append(values, one)
			}
		}
	case reflect.Slice:
		if s.Type != "array" {
			break
		}
		values = append(values, []any{})
		if s.Items.Type == "object" && t.Elem().Kind() == reflect.Struct {
			values = append(values, []any{map[string]any{}})
			for _, one := range b.singles(t.Elem(), s.Items) {
				values = append(values, []any{one})
			}
		}
	}
	return values
}

// isPart reports whether a value is an object, or a list of one object, with one property.
func isPart(value any) bool {
	if list, ok := value.([]any); ok && len(list) == 1 {
		value = list[0]
	}
	object, ok := value.(map[string]any)
	return ok && len(object) == 1
}
