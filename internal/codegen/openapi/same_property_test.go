package openapi_test

import (
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// sameSpec has one collection whose properties are written differently where they are sent.
const sameSpec = `{
  "openapi": "3.1.0", "info": {"title": "t", "version": "2026-10-01"}, "servers": [{"url": "https://x"}],
  "components": {"securitySchemes": {}, "schemas": {"a_thing": {"type": "object", "properties": {
    "id": {"type": "string"},
    "tax_id": {"type": "string"},
    PROPERTY
  }}, "_paged_index_meta": {"type": "object", "properties": {
    "has_next_page": {"type": "boolean"}, "end_cursor": {"type": "string"}
  }}}},
  "paths": {
    "/api/2026-10-01/resources/a/things": {
      "get": {"tags": ["A > Thing"], "parameters": [PARAMETER],
        "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": {"type": "object",
          "properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/a_thing"}},
            "meta": {"$ref": "#/components/schemas/_paged_index_meta"}}}}}}}},
      "post": {"tags": ["A > Thing"], "requestBody": {"required": true, "content": {"application/json": {"schema":
          {"type": "object", "properties": {BODY}}}}},
        "responses": {"201": {"description": "CREATED", "content": {"application/json": {"schema":
          {"$ref": "#/components/schemas/a_thing"}}}}}}}
  }}`

func TestSameProperty(t *testing.T) {
	const text = `{"type": "string"}`
	const enum = `{"type": "string", "enum": ["one", "two"]}`
	for _, tc := range []struct {
		name                   string
		model, body, parameter string
		overlay                string
		want                   string // the types of the model, the body and the parameter
	}{
		{"a text that is sent takes the enum of the model", enum, text, text, "", "ThingX ThingX ThingX"},
		{"a text of the model takes the enum of the body", text, enum, text, "", "ThingX ThingX string"},
		{"a text of the model takes the enum of the filter", text, text, enum, "", "ThingX string ThingX"},
		{"the wider of two enums that are sent", text, enum, `{"type": "string", "enum": ["one"]}`, "", "ThingX ThingX ThingX"},
		{"two enums that are sent and differ leave the model a text", text, enum, `{"type": "string", "enum": ["three"]}`, "", "string ThingX ThingListX"},
		{"an example that is no value keeps the text of the body", enum, `{"type": "string", "example": "three"}`, text, "", "ThingX string ThingX"},
		{"an example that is a value", enum, `{"type": "string", "example": "two"}`, text, "", "ThingX ThingX ThingX"},
		{"an example that is no value keeps the text of the model", `{"type": "string", "example": "three"}`, enum, text, "", "string ThingX string"},
		{"a list in the body of single values", enum, `{"type": "array", "items": {"type": "string"}}`, text, "", "ThingX []ThingX ThingX"},
		{"a flag that the body calls a text", `{"type": "boolean"}`, text, text, "", "boolean boolean boolean"},
		{"a flag that the body calls a text, with an example", `{"type": "boolean"}`, `{"type": "string", "example": "yes"}`, text, "", "boolean string boolean"},
		{"a number stays a text where it is sent", `{"type": "integer"}`, text, text, "", "integer string string"},
		{"a boolean filter of an enum", enum, text, `{"type": "boolean"}`, "", "ThingX ThingX boolean"},
		{"the overlay refuses", enum, text, text, `[{at: POST a/things.x, why: w, same: none}]`, "ThingX string ThingX"},
		{"the overlay names another property", text, text, text, `[{at: POST a/things.x, why: w, same: a_thing.tax_id}, {at: a_thing.tax_id, why: w, enum: [es, fr]}]`,
			"string ThingTaxID string"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, err := normalised(tc.model, tc.body, tc.parameter, tc.overlay)
			if err != nil {
				t.Fatal(err)
			}
			got := typeOf(d.Component("a_thing").Schema.Property("x").Schema)
			for _, op := range d.Operations {
				if op.Body != nil {
					got += " " + typeOf(op.Body.Schema.Property("x").Schema)
				}
			}
			for _, op := range d.Operations {
				for _, p := range op.Params {
					got += " " + typeOf(p.Schema)
				}
			}
			if got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestSamePropertyRefusesAPlaceThatDoesNotExist(t *testing.T) {
	for _, place := range []string{"a_thing.y", "b_thing.x", "POST a/things.x"} {
		_, err := normalised(`{"type": "string"}`, `{"type": "string"}`, `{"type": "string"}`, `[{at: POST a/things.x, why: w, same: "`+place+`"}]`)
		if err == nil || !strings.Contains(err.Error(), "is not a property of a model in a") {
			t.Errorf("same: %s: error %v", place, err)
		}
	}
}

func normalised(model, body, parameter, overlay string) (*openapi.Document, error) {
	spec := strings.NewReplacer(
		"PROPERTY", `"x": `+model,
		"BODY", `"x": `+body,
		"PARAMETER", `{"name": "x", "in": "query", "schema": `+parameter+`}`,
	).Replace(sameSpec)
	d, err := openapi.Parse([]byte(spec), "2026-10-01")
	if err != nil {
		return nil, err
	}
	if overlay == "" {
		overlay = "[]"
	}
	o, err := openapi.ParseOverlay([]byte("corrections: " + overlay))
	if err != nil {
		return nil, err
	}
	if err := o.Apply(d); err != nil {
		return nil, err
	}
	return d, openapi.Normalise(d)
}

func typeOf(s *openapi.Schema) string {
	switch {
	case s.Kind == openapi.KindArray:
		return "[]" + typeOf(s.Items)
	case s.Enum != nil:
		return s.GoName
	}
	return string(s.Kind)
}
