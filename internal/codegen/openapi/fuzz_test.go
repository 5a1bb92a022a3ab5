package openapi_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// A spec is foreign text: for any input, Parse and Normalise return a document or an error that
// names a place.
func FuzzParse(f *testing.F) {
	small, err := os.ReadFile(filepath.Join("..", "testdata", "small.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(small)
	for _, seed := range []string{
		``, `null`, `[]`, `{}`, `{"openapi": "3.1.0"}`,
		`{"openapi": "3.1.0", "info": {"version": "2026-10-01"}, "paths": {}}`,
		`{"openapi": "3.1.0", "info": {"version": "2026-10-01"}, "paths": {"/api/2026-10-01/resources/a/b": {"get": null}}}`,
		`{"openapi": "3.1.0", "info": {"version": "2026-10-01"}, "paths": {"/api/2026-10-01/resources/a/b": {"get": {"tags": ["A > B"], "parameters": [null]}}}}`,
		`{"openapi": "3.1.0", "info": {"version": "2026-10-01"}, "paths": {}, "components": {"schemas": {"a_b": {"type": "array"}}}}`,
		`{"openapi": "3.1.0", "info": {"version": "2026-10-01"}, "paths": {}, "webhooks": {"A": {"post": {}}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := openapi.Parse(data, "2026-10-01")
		if err == nil {
			err = openapi.Normalise(d)
		}
		if err != nil {
			if !strings.Contains(err.Error(), "#") {
				t.Errorf("the error names no place: %v", err)
			}
			return
		}
		text, err := openapi.YAML(d)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ordered.ParseYAML(text); err != nil {
			t.Errorf("api/openapi.yaml would not be YAML: %v", err)
		}
		if _, err := openapi.Tables(d); err != nil {
			t.Error(err)
		}
	})
}

func FuzzParseOverlay(f *testing.F) {
	for _, seed := range []string{
		"", "corrections: []", "corrections: null", "corrections: {}", "- a", "corrections:\n- null",
		"corrections:\n- {at: a_b, why: c, name: D}", "corrections:\n- {at: [a_b, 1], why: c, enum: [d]}",
		"corrections:\n- {at: '*', why: c, any: true}",
	} {
		f.Add([]byte(seed))
	}
	small, err := os.ReadFile(filepath.Join("..", "testdata", "small.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		overlay, err := openapi.ParseOverlay(data)
		if err != nil {
			return
		}
		d, err := openapi.Parse(small, "2026-10-01")
		if err != nil {
			t.Fatal(err)
		}
		if overlay.Apply(d) != nil || openapi.Normalise(d) != nil {
			return
		}
		if _, err := openapi.YAML(d); err != nil {
			t.Fatal(err)
		}
	})
}
