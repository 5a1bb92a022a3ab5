package openapi_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/pb33f/libopenapi"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/openapi"
)

// spec is the part of an OpenAPI document that the tests compare.
type spec struct {
	OpenAPI string `json:"openapi"`
	Info    struct {
		Version string `json:"version"`
	} `json:"info"`
	Paths      map[string]map[string]operation `json:"paths"`
	Webhooks   map[string]any                  `json:"webhooks"`
	Components struct {
		Schemas    map[string]schema    `json:"schemas"`
		Parameters map[string]parameter `json:"parameters"`
	} `json:"components"`
}

type operation struct {
	Parameters []parameter         `json:"parameters"`
	Body       struct{ Content }   `json:"requestBody"`
	Responses  map[string]response `json:"responses"`
}

type response struct{ Content }

type Content struct {
	Content map[string]struct {
		Schema schema `json:"schema"`
	} `json:"content"`
}

type parameter struct {
	Ref    string `json:"$ref"`
	Name   string `json:"name"`
	In     string `json:"in"`
	Schema schema `json:"schema"`
}

type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	Enum       []any             `json:"enum"`
	Items      *schema           `json:"items"`
	Properties map[string]schema `json:"properties"`
	Required   []string          `json:"required"`
	AnyOf      []schema          `json:"anyOf"`
}

func read(t *testing.T, text []byte) spec {
	t.Helper()
	var s spec
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func document(t testing.TB, version string) []byte {
	t.Helper()
	tables, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	text, err := openapi.Document(tables, version, "http://127.0.0.1:8080")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// resolve follows the reference of a schema, and drops null from a choice.
func (s spec) resolve(v schema) schema {
	for _, choice := range v.AnyOf {
		if choice.Ref != "" {
			v = choice
		}
	}
	if name, ok := strings.CutPrefix(v.Ref, "#/components/schemas/"); ok {
		return s.resolve(s.Components.Schemas[name])
	}
	return v
}

// names describes an operation: its query parameters and the properties of its body and record.
func (s spec) names(o operation) map[string]string {
	all := map[string]string{}
	for _, p := range o.Parameters {
		if name, ok := strings.CutPrefix(p.Ref, "#/components/parameters/"); ok {
			p = s.Components.Parameters[name]
		}
		if p.In == "query" && !slices.Contains([]string{"limit", "after_id", "before_id", "page"}, p.Name) {
			all["query "+p.Name] = ""
		}
	}
	for _, media := range o.Body.Content.Content {
		s.properties(all, "body ", media.Schema)
	}
	for status, r := range o.Responses {
		for _, media := range r.Content.Content {
			if strings.HasPrefix(status, "2") {
				s.properties(all, "record ", media.Schema)
			}
		}
	}
	return all
}

// properties adds the properties of a record, of an array of records or of a page of them, and the
// type of its id.
func (s spec) properties(all map[string]string, prefix string, v schema) {
	v = s.resolve(v)
	if data, ok := v.Properties["data"]; ok && v.Properties["meta"].Ref+s.kind(v.Properties["meta"]) != "" {
		v = s.resolve(data)
	}
	if v.Items != nil {
		v = s.resolve(*v.Items)
	}
	for name, p := range v.Properties {
		kind := ""
		if name == "id" {
			kind = s.kind(s.resolve(p))
		}
		all[prefix+name] = kind
	}
}

func (s spec) kind(v schema) string {
	switch kind := v.Type.(type) {
	case string:
		return kind
	case []any:
		text, _ := kind[0].(string)
		return text
	}
	return ""
}

// The specs that Factorial publishes are the independent half: for each version, the document has
// the same operations, and each has the same parameters, properties and types of ids.
func TestTheDocumentOfEachVersionIsThatOfFactorial(t *testing.T) {
	tables, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range openapi.Versions(tables) {
		t.Run(version, func(t *testing.T) {
			published, err := os.ReadFile("../../../api/upstream/" + version + ".json")
			if err != nil {
				t.Fatal(err)
			}
			want, got := read(t, published), read(t, document(t, version))
			if got.Info.Version != version || !strings.HasPrefix(got.OpenAPI, "3.1") {
				t.Errorf("the document is of %s, OpenAPI %s", got.Info.Version, got.OpenAPI)
			}
			compared := 0
			compare(t, "paths", keys(got.Paths), keys(want.Paths))
			for path, methods := range want.Paths {
				compare(t, path, keys(got.Paths[path]), keys(methods))
				for method, op := range methods {
					compared += len(want.names(op))
					compareNames(t, method+" "+path, got.names(got.Paths[path][method]), want.names(op))
				}
			}
			if len(got.Webhooks) != len(want.Webhooks) { // the published ones have other names
				t.Errorf("it has %d webhooks, not %d", len(got.Webhooks), len(want.Webhooks))
			}
			if compared < 5000 {
				t.Errorf("only %d names were compared", compared)
			}
		})
	}
}

func keys[V any](m map[string]V) []string {
	var list []string
	for key := range m {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}

func compare(t *testing.T, what string, got, want []string) {
	t.Helper()
	for _, name := range got {
		if !slices.Contains(want, name) {
			t.Errorf("%s: %q is not published", what, name)
		}
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("%s: %q is missing", what, name)
		}
	}
}

func compareNames(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	compare(t, what, keys(got), keys(want))
	for name, kind := range want {
		if got[name] != kind {
			t.Errorf("%s: %q is of type %s, not %s", what, name, got[name], kind)
		}
	}
}

// Two independent parsers read the documents.
func TestToolsReadTheDocuments(t *testing.T) {
	tables, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range openapi.Versions(tables) {
		t.Run(version, func(t *testing.T) {
			text := document(t, version)
			read, err := openapi3.NewLoader().LoadFromData(text)
			if err != nil {
				t.Fatal(err)
			}
			if err := read.Validate(t.Context()); err != nil {
				t.Error(err)
			}
			doc, err := libopenapi.NewDocument(text)
			if err != nil {
				t.Fatal(err)
			}
			model, err := doc.BuildV3Model()
			if err != nil {
				t.Fatal(err)
			}
			for _, err := range model.Index.GetReferenceIndexErrors() {
				t.Error(err)
			}
		})
	}
}

func TestABodyHasOnlyTheValuesOfItsVersion(t *testing.T) {
	for version, want := range map[string]string{
		"2026-04-01": "2025-04-01 2025-07-01 2025-10-01 2026-01-01 2026-04-01",
		"2027-01-01": "2026-01-01 2026-04-01 2026-07-01 2026-10-01 2027-01-01",
	} {
		s := read(t, document(t, version))
		var values []string
		for _, value := range s.Components.Schemas["api_public.WebhookSubscriptionCreateParams"].Properties["api_version"].Enum {
			if text, ok := value.(string); ok {
				values = append(values, text)
			}
		}
		slices.Sort(values)
		if got := strings.Join(values, " "); got != want {
			t.Errorf("%s: the versions of a subscription are %s", version, got)
		}
	}
}

func TestAVersionWithoutTablesHasNoDocument(t *testing.T) {
	tables, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"", "2020-01-01", "latest", "2026-10-02"} {
		if text, err := openapi.Document(tables, version, "/"); err == nil || text != nil || !strings.Contains(err.Error(), tables.Version) {
			t.Errorf("%q: got %d bytes, %v", version, len(text), err)
		}
	}
}

func BenchmarkDocument(b *testing.B) {
	tables, err := apitable.Load()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		text, err := openapi.Document(tables, tables.Version, "/")
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(text)), "bytes")
	}
}
