package contract_test

import (
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/fake/control/contract"
)

const document = `{
	"paths": {
		"/a": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}, "204": {"description": "nothing"}}}},
		"/a/{id}": {"parameters": [], "get": {"parameters": [{"name": "q", "in": "query"}], "responses": {"200": {"content": {"text/plain": {}}}}}},
		"/a/wait": {"post": {"responses": {"200": {"$ref": "#/components/responses/R"}}}}
	},
	"components": {
		"responses": {"R": {"content": {"application/json": {"schema": {"type": "array", "items": {"type": ["integer", "null"], "minimum": 0, "maximum": 9}}}}}},
		"schemas": {
			"A": {"type": "object", "required": ["n"], "additionalProperties": false, "properties": {
				"n": {"type": "number"}, "kind": {"enum": ["x", "y"]}, "map": {"type": "object", "additionalProperties": {"type": "boolean"}}
			}},
			"B": {"type": "string", "pattern": "^a"}
		}
	}
}`

func TestAResponseThatTheDocumentDoesNotHave(t *testing.T) {
	d, err := contract.Parse([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, method, path string
		status             int
		body, says         string // says is empty if the response is in the document
	}{
		{"a response", "GET", "/a?x=1", 200, `{"n":1.5,"kind":"x","map":{"a":true}}`, ""},
		{"no body", "GET", "/a", 204, "", ""},
		{"a text", "GET", "/a/7", 200, "anything", ""},
		{"a list", "POST", "/a/wait", 200, "[1,null]", ""},
		{"an id with a slash", "GET", "/a/b%2Fc", 200, "", ""},
		{"another method", "PUT", "/a", 200, "", "the document has no PUT /a"},
		{"another path", "GET", "/b", 200, "", "the document has no GET /b"},
		{"an id that is empty", "GET", "/a/", 200, "", "the document has no GET"},
		{"another status", "GET", "/a", 500, "", "no response 500"},
		{"a body too much", "GET", "/a", 204, "x", "has no body"},
		{"no JSON", "GET", "/a", 200, "{", "unexpected end"},
		{"another type", "GET", "/a", 200, "[]", "is not of type object"},
		{"a member too few", "GET", "/a", 200, "{}", "the member n is missing"},
		{"a member too many", "GET", "/a", 200, `{"n":1,"m":1}`, "no member m"},
		{"a member of another type", "GET", "/a", 200, `{"n":"1"}`, "200.n: 1 is not of type number"},
		{"a word that is not in the enum", "GET", "/a", 200, `{"n":1,"kind":"z"}`, "not in the enum"},
		{"a value of a map of another type", "GET", "/a", 200, `{"n":1,"map":{"a":1}}`, "map.a"},
		{"an element of another type", "POST", "/a/wait", 200, `["1"]`, "[0]"},
		{"a broken number", "POST", "/a/wait", 200, `[1.5]`, "is not of type"},
		{"a number that is too small", "POST", "/a/wait", 200, `[-1]`, "below the minimum"},
		{"a number that is too large", "POST", "/a/wait", 200, `[10]`, "above the maximum"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := d.Check(test.method, test.path, test.status, []byte(test.body))
			if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v", err)
			}
		})
	}
	if err := d.CheckSchema("B", []byte(`"a"`)); err == nil || !strings.Contains(err.Error(), "does not know the keyword pattern") {
		t.Errorf("a keyword that the package does not know: %v", err)
	}
	if got := strings.Join(d.Operations(), ", "); got != "GET /a, GET /a/{id}, POST /a/wait" {
		t.Errorf("the operations are %s", got)
	}
	if got := d.Query("GET", "/a/{id}"); len(got) != 1 || got[0] != "q" {
		t.Errorf("the query is %v", got)
	}
}
