package openapi

import (
	"bytes"
	"encoding/json"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// Tables writes the spec as the compact tables of package apitable, for the fake API and the
// command line. Each operation, schema and event has a line.
func Tables(d *Document) ([]byte, error) {
	w := &writer{doc: d, types: map[*Schema]*Type{}}
	for _, t := range d.Types {
		w.types[t.Schema] = t
	}
	var b bytes.Buffer
	line := func(prefix string, v any) error {
		text, err := json.Marshal(v)
		b.WriteString(prefix)
		b.Write(text)
		return err
	}
	if err := line(`{"version":`, d.Version); err != nil {
		return nil, err
	}
	if len(d.Versions) > 1 {
		if err := line(",\n\"versions\":", d.Versions); err != nil {
			return nil, err
		}
	}
	b.WriteString(",\n\"operations\":[")
	for i, op := range d.Operations {
		if err := line(separator(i), w.tableOperation(op)); err != nil {
			return nil, err
		}
	}
	b.WriteString("],\n\"schemas\":{")
	n := 0
	for _, t := range d.Types {
		if t.Role == RoleEnum || t.Role == RoleQuery {
			continue
		}
		key, err := json.Marshal(t.Domain + "." + t.Name)
		if err != nil {
			return nil, err
		}
		if err := line(separator(n)+string(key)+":", w.tableObject(t.Schema)); err != nil {
			return nil, err
		}
		n++
	}
	b.WriteString("},\n\"events\":[")
	for i, e := range d.Events {
		c := d.Component(e.Component)
		if err := line(separator(i), apitable.Event{
			Name: e.Name, Schema: c.Domain + "." + c.GoName, Since: e.Since, Until: e.Until,
		}); err != nil {
			return nil, err
		}
	}
	b.WriteString("]}\n")
	return b.Bytes(), nil
}

func separator(i int) string {
	if i == 0 {
		return "\n"
	}
	return ",\n"
}

func (w *writer) tableOperation(op *Operation) apitable.Operation {
	c := w.doc.Component(op.Model)
	o := apitable.Operation{
		Name: op.Name(), Method: op.Method, Path: op.Path(), Retry: op.Retry, Unpaged: op.Unpaged,
		Effect: op.Does(), Answer: string(op.Response), Schema: c.Domain + "." + c.GoName, Status: op.status(),
		Since: op.Since, Until: op.Until,
	}
	if s := op.Selectors; s != nil {
		o.Selectors = &apitable.Selectors{AnyOf: s.AnyOf, Lists: s.Lists, All: s.All}
	}
	for _, p := range op.Params {
		o.Query = append(o.Query, tableProperty(p.Name, p.Required || p.Needed, p.Range, w.tableValue(p.Schema)))
	}
	if op.Body != nil {
		o.Form = op.Body.ContentType == "multipart/form-data"
		body := w.tableObject(op.Body.Schema)
		if t := w.types[op.Body.Schema]; t != nil {
			body = apitable.Value{Ref: t.Domain + "." + t.Name}
		}
		o.Body = &body
	}
	return o
}

func (w *writer) tableObject(s *Schema) apitable.Value {
	v := apitable.Value{Type: "object"}
	for _, p := range s.Properties {
		v.Properties = append(v.Properties, tableProperty(p.Name, p.Required || p.Needed, p.Range, w.tableValue(p.Schema)))
	}
	return v
}

func (w *writer) tableValue(s *Schema) apitable.Value {
	if s.Kind == KindObject {
		return apitable.Value{Ref: w.domainOf(s) + "." + s.GoName}
	}
	v := apitable.Value{Type: string(s.Kind), Format: s.Format, Enum: s.Enum}
	if s.Kind == KindAny {
		v.Type = ""
	}
	if s.Kind == KindString {
		v.IntegerUntil = s.IntegerUntil
	}
	for value, r := range s.Values {
		if r.Since != "" {
			setIn(&v.EnumSince, value, r.Since)
		}
		if r.Until != "" {
			setIn(&v.EnumUntil, value, r.Until)
		}
	}
	if s.Items != nil {
		items := w.tableValue(s.Items)
		v.Items = &items
	}
	if fits(s) {
		v.Example, _ = json.Marshal(s.Example)
	}
	return v
}

func tableProperty(name string, required bool, r Range, v apitable.Value) apitable.Property {
	return apitable.Property{Name: name, Required: required, Since: r.Since, Until: r.Until, Value: v}
}

func setIn(m *map[string]string, key, value string) {
	if *m == nil {
		*m = map[string]string{}
	}
	(*m)[key] = value
}
