package openapi_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// spec returns a spec with one component, a list, and a POST whose body has the same properties.
func spec(version, properties string) string {
	return fmt.Sprintf(`{"openapi": "3.1.0", "info": {"title": "t", "version": %[1]q}, "servers": [{"url": "https://a.example"}],
		"paths": {"/api/%[1]s/resources/moons/moons": {"post": {"tags": ["Moons > Moon"],
			"requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": %[2]s}}}},
			"responses": {"201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/moons_moon"}}}}}}}},
		"components": {"schemas": {"moons_moon": {"type": "object", "properties": %[2]s}}}}`, version, properties)
}

// merged merges specs with the given properties, which have the versions 2031-01-01, 2032-01-01
// and so on.
func merged(t *testing.T, properties ...string) (*openapi.Document, error) {
	t.Helper()
	var docs []*openapi.Document
	for i, p := range properties {
		version := fmt.Sprintf("203%d-01-01", i+1)
		d, err := openapi.Parse([]byte(spec(version, p)), version)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d)
	}
	d, err := openapi.Merge(docs, docs[len(docs)-1].Version)
	if err == nil {
		err = openapi.Normalise(d)
	}
	return d, err
}

func TestWhatOnlySomeVersionsHaveIsAPart(t *testing.T) {
	tests := []struct {
		name       string
		properties []string
		want       string // the parts of the POST
	}{
		{"nothing if the versions agree", []string{`{"a": {"type": "string"}}`, `{"a": {"type": "string"}}`}, `null`},
		{"a property that came", []string{`{"c": {}}`, `{"c": {}, "a": {"type": "string"}, "b": {"type": "string"}}`, `{"c": {}, "b": {"type": "string"}}`},
			`[{"Query":"","Body":"a","Value":"","Since":"2032-01-01","Until":"2032-01-01"},{"Query":"","Body":"b","Value":"","Since":"2032-01-01","Until":""}]`},
		{"a property that went", []string{`{"a": {"type": "string"}, "b": {"type": "string"}}`, `{"b": {"type": "string"}}`},
			`[{"Query":"","Body":"a","Value":"","Since":"","Until":"2031-01-01"}]`},
		{"a value of an enum", []string{`{"a": {"type": "string", "enum": ["x"]}}`, `{"a": {"type": "string", "enum": ["y", "x"]}}`},
			`[{"Query":"","Body":"a","Value":"y","Since":"2032-01-01","Until":""}]`},
		{"no value of an enum that was any text", []string{`{"a": {"type": "string"}}`, `{"a": {"type": "string", "enum": ["x"]}}`}, `null`},
		{"no value of an enum that sat on its array", []string{`{"a": {"type": "array", "enum": ["x"], "items": {"type": "string"}}}`, `{"a": {"type": "array", "items": {"type": "string", "enum": ["x"]}}}`}, `null`},
		{"a property within a list", []string{`{"a": {"type": "array", "items": {"type": "object", "properties": {"b": {"type": "string"}}}}}`, `{"a": {"type": "array", "items": {"type": "object", "properties": {"b": {"type": "string"}, "c": {"type": "string"}}}}}`},
			`[{"Query":"","Body":"a[].c","Value":"","Since":"2032-01-01","Until":""}]`},
		{"a property within an object", []string{`{"a": {"type": "object", "properties": {"b": {"type": "string"}}}}`, `{"a": {"type": "object", "properties": {"c": {"type": "string"}}}}`},
			`[{"Query":"","Body":"a.c","Value":"","Since":"2032-01-01","Until":""},{"Query":"","Body":"a.b","Value":"","Since":"","Until":"2031-01-01"}]`},
		{"no property of an object that was anything", []string{`{"a": {"type": "object"}}`, `{"a": {"type": "object", "properties": {"b": {"type": "string"}}}}`}, `null`},
		{"no id that was a number", []string{`{"a_id": {"type": "integer"}}`, `{"a_id": {"type": "string"}}`}, `null`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, err := merged(t, test.properties...)
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(d.Operations[0].Parts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsGoneKeepsItsPlaceBehindItsNeighbour(t *testing.T) {
	text := `{"type": "string"}`
	d, err := merged(t, `{"z": `+text+`, "a": `+text+`, "x": `+text+`, "y": `+text+`}`, `{"b": `+text+`, "a": `+text+`, "c": `+text+`}`)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, p := range d.Component("moons_moon").Schema.Properties {
		order = append(order, p.Name)
	}
	if got := strings.Join(order, " "); got != "b a x y c z" {
		t.Errorf("the order is %s", got)
	}
}

func TestVersionsThatNoTypeDecodesAreRefused(t *testing.T) {
	tests := []struct {
		name       string
		properties []string
		want       []string
	}{
		{"a string and an object", []string{`{"a": {"type": "string"}}`, `{"a": {"type": "object", "properties": {"b": {}}}}`},
			[]string{"#/components/schemas/moons_moon/properties/a", "moons_moon.a is string in 2031-01-01 and object in 2032-01-01", `at: "moons_moon.a"`}},
		{"a list and a boolean", []string{`{"a": {"type": "array"}}`, `{"a": {"type": "boolean"}}`}, []string{"is array in 2031-01-01 and boolean"}},
		{"a number and a text", []string{`{"a": {"type": "number"}}`, `{"a": {"type": "string"}}`}, []string{"is number in 2031-01-01 and string"}},
		{"an integer and a text that is no id", []string{`{"a": {"type": "integer"}}`, `{"a": {"type": "string"}}`}, []string{"moons_moon.a is integer until 2031-01-01", "format: id"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := merged(t, test.properties...)
			if err == nil {
				t.Fatal("no error")
			}
			for _, part := range test.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the error lacks %q: %v", part, err)
				}
			}
		})
	}
}

func TestACorrectionNeedsAPlaceInOneOfTheSpecs(t *testing.T) {
	for at, want := range map[string]string{
		"moons_moon.a": "", "moons_moon.b": "",
		"moons_moon.c": `overlay #/corrections/0: "moons_moon.c" matches nothing in 2031-01-01, 2032-01-01; correct the place, or end the correction with until`,
	} {
		older, err := openapi.Parse([]byte(spec("2031-01-01", `{"a": {"type": "string"}}`)), "2031-01-01")
		if err != nil {
			t.Fatal(err)
		}
		newer, err := openapi.Parse([]byte(spec("2032-01-01", `{"b": {"type": "string"}}`)), "2032-01-01")
		if err != nil {
			t.Fatal(err)
		}
		overlay, err := openapi.ParseOverlay([]byte("corrections:\n- {at: " + at + ", why: seen, format: date}\n"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := overlay.Apply(older, newer); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
}
