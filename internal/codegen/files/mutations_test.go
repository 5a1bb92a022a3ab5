package files_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
	"github.com/factorialhr-go/factorialhr/internal/codegen/typecheck"
)

// The next spec can say anything at any place. These tests change a small spec: each kind of schema
// at each place, and each kind of change of the parts around schemas. The generator handles a
// change, so that the Go code compiles and has the right type, or refuses it with a JSON pointer
// into the changed place and advice.

// A kind is a schema of a value called mutant.
type kind struct {
	name   string
	schema string
	goType string // "" for a refusal, which is at the pointer
	at     string // a pointer below the schema
	query  string // the type of a query parameter, if it differs
	doc    string // a part of the comment of the field
}

const refuses = "refused"

// Type names that depend on the place.
const (
	object = "<object>" // a struct
	word   = "<word>"   // an enum
)

var kinds = []kind{
	{name: "a string", schema: `{"type": "string"}`, goType: "string"},
	{name: "anyOf a string and null", schema: `{"anyOf": [{"type": "string"}, {"type": "null"}]}`, goType: "string"},
	{name: "oneOf null and a string", schema: `{"oneOf": [{"type": "null"}, {"type": "string"}]}`, goType: "string"},
	{name: "a string or null", schema: `{"type": ["string", "null"]}`, goType: "string"},
	{name: "a nullable string", schema: `{"type": "string", "nullable": true}`, goType: "string"},
	{name: "anyOf an integer and null", schema: `{"anyOf": [{"type": "integer"}, {"type": "null"}]}`, goType: "int"},
	{name: "oneOf a number and an enum of null", schema: `{"oneOf": [{"type": "number"}, {"enum": [null]}]}`, goType: "float64"},
	{name: "a boolean or null", schema: `{"type": ["null", "boolean"]}`, goType: "bool"},
	{name: "an enum with null", schema: `{"type": ["string", "null"], "enum": ["alpha", null, "beta"]}`, goType: word},
	{name: "anyOf an enum and null", schema: `{"anyOf": [{"type": "string", "enum": ["alpha", "beta"]}, {"type": "null"}]}`, goType: word},
	{name: "an enum without a type", schema: `{"enum": ["alpha", "beta"]}`, goType: word},
	{name: "a constant text", schema: `{"const": "alpha"}`, goType: word},
	{name: "a constant boolean", schema: `{"type": "boolean", "const": true}`, goType: "bool"},
	{name: "the format uuid", schema: `{"type": "string", "format": "uuid"}`, goType: "string"},
	{name: "the format email", schema: `{"type": "string", "format": "email"}`, goType: "string"},
	{name: "the format byte", schema: `{"type": "string", "format": "byte"}`, goType: "string"},
	{name: "an unheard format", schema: `{"type": "string", "format": "stardate"}`, goType: "string"},
	{name: "the format date", schema: `{"type": "string", "format": "date"}`, goType: "factorialhr.Date"},
	{name: "the format date-time", schema: `{"type": "string", "format": "date-time"}`, goType: "factorialhr.DateTime"},
	{name: "the format time", schema: `{"type": "string", "format": "time"}`, goType: "factorialhr.TimeOfDay"},
	{name: "the format decimal", schema: `{"type": "string", "format": "decimal"}`, goType: "factorialhr.Decimal"},
	{name: "the format int64", schema: `{"type": "integer", "format": "int64"}`, goType: "int"},
	{name: "the format double", schema: `{"type": "number", "format": "double"}`, goType: "float64"},
	{
		name: "a string with annotations", goType: "string",
		schema: `{"type": "string", "title": "T", "default": "d", "minLength": 1, "maxLength": 9, "pattern": "^d", "readOnly": true, "writeOnly": false, "examples": ["e"], "externalDocs": {"url": "https://example.com"}, "$comment": "c", "x-own": 1}`,
	},
	{name: "an integer with annotations", goType: "int", schema: `{"type": "integer", "default": 3, "minimum": 1, "maximum": 9, "exclusiveMinimum": 0, "exclusiveMaximum": 10, "multipleOf": 1}`},
	{name: "a list with annotations", goType: "[]string", schema: `{"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3, "uniqueItems": true}`},
	{name: "a list of numbers", goType: "[]float64", schema: `{"type": "array", "items": {"type": "number"}}`},
	{name: "a list of integers or null", goType: "[]int", schema: `{"type": "array", "items": {"type": ["integer", "null"]}}`},
	{name: "a list of booleans", goType: "[]bool", schema: `{"type": "array", "items": {"type": "boolean"}}`},
	{name: "a nullable list", goType: "[]string", schema: `{"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]}`},
	{name: "a list without a type", goType: "[]string", schema: `{"items": {"type": "string"}}`},
	{name: "a list of an enum", goType: "[]" + word, schema: `{"type": "array", "items": {"$ref": "#/components/schemas/timeoff_word"}}`},
	{name: "a map of anything", goType: "json.RawMessage", query: "map[string]string", schema: `{"type": "object", "additionalProperties": true}`},
	{name: "a map of strings", goType: "json.RawMessage", query: "map[string]string", schema: `{"type": "object", "additionalProperties": {"type": "string"}}`},
	{name: "null alone", goType: "json.RawMessage", query: "string", schema: `{"type": "null"}`},
	{name: "any value", goType: "json.RawMessage", query: "string", schema: `{}`},
	{name: "the schema true", goType: "json.RawMessage", query: "string", schema: `true`},
	{name: "the type unknown", goType: "json.RawMessage", query: "string", schema: `{"type": "unknown"}`},
	{name: "a reference to an enum", goType: word, schema: `{"$ref": "#/components/schemas/timeoff_word"}`},
	{name: "anyOf a reference to an enum and null", goType: word, schema: `{"anyOf": [{"$ref": "#/components/schemas/timeoff_word"}, {"type": "null"}]}`},
	{name: "a reference to a record", goType: object, query: refuses, schema: `{"$ref": "#/components/schemas/timeoff_kind"}`},
	{name: "a reference to an object of no domain", goType: object, schema: `{"$ref": "#/components/schemas/money"}`},
	{name: "a reference with a description", goType: object, schema: `{"$ref": "#/components/schemas/money", "description": "What it costs."}`, doc: "what it costs"},
	{name: "allOf a reference and a description", goType: object, schema: `{"allOf": [{"$ref": "#/components/schemas/money"}], "description": "What it costs."}`, doc: "what it costs"},
	{name: "allOf two objects", goType: object, schema: `{"allOf": [{"type": "object", "properties": {"cents": {"type": "integer"}}}, {"type": "object", "properties": {"tip": {"type": "string"}}}]}`},
	{name: "properties without a type", goType: object, schema: `{"properties": {"cents": {"type": "integer"}}}`},
	{name: "an object closed to other properties", goType: object, schema: `{"type": "object", "additionalProperties": false, "properties": {"cents": {"type": "integer"}}}`},
	{name: "a list of references", goType: "[]" + object, query: refuses, schema: `{"type": "array", "items": {"$ref": "#/components/schemas/money"}}`},
	{name: "a reference to another property", goType: "string", schema: `{"$ref": "#/components/schemas/timeoff_kind/properties/label"}`},
	{name: "a deprecated string", goType: "string", schema: `{"type": "string", "deprecated": true}`, doc: "Deprecated:"},
	{name: "a deprecated enum", goType: word, schema: `{"type": "string", "enum": ["alpha", "beta"], "deprecated": true}`, doc: "Deprecated:"},
	{name: "a deprecated object", goType: object, schema: `{"type": "object", "deprecated": true, "properties": {"cents": {"type": "integer"}}}`, doc: "Deprecated:"},
	{name: "a list of a deprecated value", goType: "[]string", schema: `{"type": "array", "items": {"type": "string", "deprecated": true}}`, doc: "Deprecated:"},
	{name: "a described string", goType: "string", schema: `{"type": "string", "description": "What it is."}`, doc: "what it is"},

	{name: "anyOf two types", schema: `{"anyOf": [{"type": "string"}, {"type": "integer"}]}`, at: "/anyOf"},
	{name: "oneOf two objects", schema: `{"oneOf": [{"type": "object", "properties": {"a": {}}}, {"type": "object", "properties": {"b": {}}}]}`, at: "/oneOf"},
	{name: "anyOf nothing", schema: `{"anyOf": []}`, at: "/anyOf"},
	{name: "two types", schema: `{"type": ["string", "integer"]}`, at: "/type"},
	{name: "a type that is none", schema: `{"type": "decimal"}`, at: "/type"},
	{name: "not", schema: `{"not": {"type": "string"}}`, at: "/not"},
	{name: "a discriminator", schema: `{"type": "object", "properties": {"a": {"type": "string"}}, "discriminator": {"propertyName": "a"}}`, at: "/discriminator"},
	{name: "if", schema: `{"type": "string", "if": {"const": "a"}}`, at: "/if"},
	{name: "patternProperties", schema: `{"type": "object", "patternProperties": {"^a": {}}}`, at: "/patternProperties"},
	{name: "prefixItems", schema: `{"type": "array", "items": {"type": "string"}, "prefixItems": [{}]}`, at: "/prefixItems"},
	{name: "unevaluatedProperties", schema: `{"type": "object", "unevaluatedProperties": false}`, at: "/unevaluatedProperties"},
	{name: "a dynamic reference", schema: `{"$dynamicRef": "#a"}`, at: "/$dynamicRef"},
	{name: "an enum of integers", schema: `{"type": "integer", "enum": [1, 2]}`, at: "/enum"},
	{name: "an enum of mixed types", schema: `{"enum": ["a", 1]}`, at: "/enum"},
	{name: "an enum with a value twice", schema: `{"type": "string", "enum": ["a", "a"]}`, at: "/enum/1"},
	{name: "an enum whose values are one name", schema: `{"type": "string", "enum": ["after_noon", "After-Noon"]}`, at: "/enum/1"},
	{name: "a reference to nothing", schema: `{"$ref": "#/components/schemas/timeoff_nothing"}`, at: "/$ref"},
	{name: "a reference to another document", schema: `{"$ref": "common.json#/Money"}`, at: "/$ref"},
	{name: "a reference to itself", schema: `{"$ref": "#/components/schemas/loop"}`, at: "*"},
	{name: "allOf one property twice", schema: `{"allOf": [{"type": "object", "properties": {"a": {}}}, {"type": "object", "properties": {"a": {}}}]}`, at: "/allOf/1/properties/a"},
	{name: "allOf two types", schema: `{"allOf": [{"type": "string"}, {"type": "integer"}]}`, at: "/allOf/1/type"},
	{name: "allOf two enums", schema: `{"allOf": [{"enum": ["a"]}, {"enum": ["b"]}]}`, at: "/allOf/1/enum"},
	{name: "properties beside a map", schema: `{"type": "object", "properties": {"a": {}}, "additionalProperties": {"type": "string"}}`, at: "/additionalProperties"},
	{name: "a required name that is no property", schema: `{"type": "object", "required": ["b"], "properties": {"a": {"type": "string"}}}`, at: "/required"},
	{name: "a schema that is a text", schema: `"string"`, at: ""},
	{name: "a schema that is false", schema: `false`, at: ""},
}

// A spot is a place of the mutant.
type spot struct {
	name    string
	pointer string // of the mutant's schema
	owner   string // the struct with the field Mutant
	role    string
	object  string // the type of a mutant that is an object
}

const resources = "#/paths/~1api~12026-10-01~1resources~1timeoff~1"

var spots = []spot{
	{"a record", "#/components/schemas/timeoff_leave/properties/mutant", "Leave", "model", "LeaveMutant"},
	{"an object of a record", "#/components/schemas/timeoff_leave/properties/cv/properties/mutant", "LeaveCV", "model", "LeaveCVMutant"},
	{"a list of a record", "#/components/schemas/timeoff_leave/properties/days/items/properties/mutant", "LeaveDay", "model", "LeaveDayMutant"},
	{"a body", resources + "leaves/post/requestBody/content/application~1json/schema/properties/mutant", "LeaveCreateParams", "params", "LeaveMutantInput"},
	{"an object of a body", resources + "leaves/post/requestBody/content/application~1json/schema/properties/hours/properties/mutant", "LeaveHoursInput", "params", "LeaveHoursMutantInput"},
	{"a list of a body", resources + "leaves/post/requestBody/content/application~1json/schema/properties/rows/items/properties/mutant", "LeaveRowInput", "params", "LeaveRowMutantInput"},
	{"an update", resources + "leaves~1{id}/put/requestBody/content/application~1json/schema/properties/mutant", "LeaveUpdateParams", "update", "LeaveMutantUpdateInput"},
	{"a query", resources + "leaves/get/parameters/1/schema", "LeaveListParams", "query", "LeaveMutant"},
	{"an upload", resources + "kinds/post/requestBody/content/multipart~1form-data/schema/properties/mutant", "KindCreateParams", "form", "KindMutantInput"},
}

func TestEachKindOfSchemaAtEachPlaceIsHandledOrRefusedWithThePlace(t *testing.T) {
	checker := newChecker(t)
	n, handled := 0, 0
	for i, s := range spots {
		for j, k := range kinds {
			if n++; testing.Short() && (i+j)%9 != 0 {
				continue
			}
			t.Run(s.name+" with "+k.name, func(t *testing.T) {
				root := mutable(t)
				put(t, root, s.pointer, parsed(t, k.schema))
				put(t, root, "#/components/schemas/loop", parsed(t, `{"type": "object", "properties": {"again": {"$ref": "#/components/schemas/loop"}}}`))
				if k.at != "*" {
					remove(t, root, "#/components/schemas", "loop")
				}
				out, err := files.Generate(files.Single(text(t, root), []byte("corrections: []\n"), "2026-10-01"))
				want := k.goType
				if s.role == "query" && k.query != "" {
					want = k.query
				}
				if want == "" || want == refuses {
					refusedAt(t, err, s.pointer, k.at)
					return
				}
				if err != nil {
					t.Fatalf("refused: %v", err)
				}
				handled++
				if err := checker.Check(out.Files); err != nil {
					t.Fatalf("adopted, and does not compile: %v", err)
				}
				hasField(t, out, s, k, want)
			})
		}
	}
	t.Logf("%d mutations, %d handled", n, handled)
}

// refusedAt expects an error at a pointer, or below the place if the pointer is not below it, with
// advice. A reference to itself is refused where the circle closes.
func refusedAt(t *testing.T, err error, place, at string) {
	t.Helper()
	if err == nil {
		t.Fatal("adopted")
	}
	pointer := place + at
	if at == "*" {
		pointer = "#/components/schemas/loop/properties/again"
	}
	if !strings.Contains(err.Error(), pointer) {
		t.Errorf("the error lacks %s: %v", pointer, err)
	}
	advised(t, err)
}

// advised expects that each complaint says what to do.
func advised(t *testing.T, err error) {
	t.Helper()
	for line := range strings.Lines(err.Error()) {
		if !strings.Contains(line, "api/patches.yaml") && !strings.Contains(line, "overlay") && !strings.Contains(line, "generator") &&
			!strings.Contains(line, "duplicate name") && !strings.Contains(line, "must be") {
			t.Errorf("no advice in %s", line)
		}
	}
}

// hasField expects the field Mutant with a type, a JSON name and a comment.
func hasField(t *testing.T, out *files.Set, s spot, k kind, want string) {
	t.Helper()
	found, ok := fieldOf(out, "gen/timeoff/", s.owner, "Mutant")
	if !ok {
		t.Fatalf("%s has no field Mutant", s.owner)
	}
	base := strings.NewReplacer("[]", "", "*", "", "factorialhr.Opt[", "", "]", "").Replace(found.goType)
	switch {
	case strings.Contains(want, word):
		want = strings.ReplaceAll(want, word, base)
		if values := valuesOf(out, base); values != "alpha beta" && !(strings.HasPrefix(k.name, "a constant") && values == "alpha") {
			t.Errorf("the values of %s are %q", base, values)
		}
	case strings.Contains(want, object):
		want = strings.ReplaceAll(want, object, base)
		first, second := "Cents", "Tip"
		if strings.Contains(k.schema, "timeoff_kind") {
			first = "Label"
		}
		if _, ok := fieldOf(out, "gen/timeoff/", base, first); !ok {
			t.Errorf("%s has no field %s", base, first)
		}
		if _, ok := fieldOf(out, "gen/timeoff/", base, second); ok != strings.Contains(k.schema, "tip") {
			t.Errorf("%s has the field %s: %t", base, second, ok)
		}
		if !strings.HasPrefix(want, "[]") && s.role != "update" {
			want = "*" + want
		}
	case want == "int", want == "float64", want == "bool":
		if s.role != "update" {
			want = "*" + want
		}
	}
	if s.role == "update" {
		want = "factorialhr.Opt[" + want + "]"
	}
	if found.goType != want {
		t.Errorf("the type is %s, want %s", found.goType, want)
	}
	if s.role != "query" && !strings.Contains(found.tag, `json:"mutant`) {
		t.Errorf("the tag is %s", found.tag)
	}
	if !strings.Contains(found.doc, k.doc) {
		t.Errorf("the comment lacks %q: %q", k.doc, found.doc)
	}
	if k.doc != "Deprecated:" && strings.Contains(found.doc, "Deprecated:") {
		t.Errorf("the comment says deprecated: %q", found.doc)
	}
}

func newChecker(t *testing.T) *typecheck.Checker {
	t.Helper()
	out, err := files.Generate(files.Single(text(t, mutable(t)), []byte("corrections: []\n"), "2026-10-01"))
	if err != nil {
		t.Fatal(err)
	}
	checker, err := typecheck.New(t.Context(), root, out.Files)
	if err != nil {
		t.Fatal(err)
	}
	return checker
}

// mutable reads the spec that the tests change.
func mutable(t *testing.T) *ordered.Object {
	t.Helper()
	return parsed(t, string(read(t, filepath.Join("testdata", "mutable.json")))).(*ordered.Object)
}

func parsed(t *testing.T, text string) any {
	t.Helper()
	v, err := ordered.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func text(t *testing.T, v any) []byte {
	t.Helper()
	b, err := ordered.JSON(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// at returns the value at a pointer.
func at(t *testing.T, root any, pointer string) any {
	t.Helper()
	for _, step := range steps(pointer) {
		switch v := root.(type) {
		case *ordered.Object:
			next, ok := v.Get(step)
			if !ok {
				t.Fatalf("%s: no %s", pointer, step)
			}
			root = next
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil {
				t.Fatal(err)
			}
			root = v[i]
		}
	}
	return root
}

func steps(pointer string) []string {
	all := strings.Split(strings.TrimPrefix(pointer, "#/"), "/")
	for i, step := range all {
		all[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
	}
	return all
}

// put sets the value at a pointer, whose last step is a member.
func put(t *testing.T, root any, pointer string, v any) {
	t.Helper()
	i := strings.LastIndexByte(pointer, '/')
	at(t, root, pointer[:i]).(*ordered.Object).Set(steps(pointer)[len(steps(pointer))-1], v)
}

// remove removes a member of the object at a pointer.
func remove(t *testing.T, root any, pointer, member string) {
	t.Helper()
	o := at(t, root, pointer).(*ordered.Object)
	*o = *o.Without(member)
}
