package browser_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The page changes a record as text: a number that JavaScript cannot hold must not change, and only
// the members that differ are sent.
func TestRecordsAsText(t *testing.T) {
	b := openTab(t, start(t).url, wide, "/")
	module := func(expression string) string {
		t.Helper()
		text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](
			`import("/_fake/page/json.js").then(({ pretty, members, changes }) => {
				try { return String(`+expression+`) } catch (e) { return e.name }
			})`, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatalf("%s: %v", expression, err)
		}
		return text
	}
	for _, test := range []struct{ name, expression, want string }{
		{"an empty object stays on its line", `pretty('{}')`, "{}"},
		{"an empty list stays on its line", `pretty('{"a":[]}')`, "{\n  \"a\": []\n}"},
		{"a list has a line for each element", `pretty('[1,{"a":null}]')`, "[\n  1,\n  {\n    \"a\": null\n  }\n]"},
		{"digits stay", `pretty('[9007199254740993,1.0,1e2,-0]')`, "[\n  9007199254740993,\n  1.0,\n  1e2,\n  -0\n]"},
		{"signs in strings are no syntax", `pretty('{"a{,:":"}\\"[,"}')`, "{\n  \"a{,:\": \"}\\\"[,\"\n}"},
		{"a backslash ends no string", `pretty('["\\\\",1]')`, "[\n  \"\\\\\",\n  1\n]"},
		{"white space goes", `pretty(' [ 1 , 2 ] ')`, "[\n  1,\n  2\n]"},
		{"a text that is not JSON", `pretty('{"a":1')`, "SyntaxError"},
		{"a word that JSON does not know", `pretty('[NaN]')`, "SyntaxError"},
		{"no text", `pretty('')`, "SyntaxError"},

		{"members of a flat object", `JSON.stringify([...members('{"a":1,"b":"x"}')])`, `[["a","1"],["b","\"x\""]]`},
		{"members that are objects", `JSON.stringify([...members('{"a":{"b":[1,{}]},"c":[]}')])`, `[["a","{\"b\":[1,{}]}"],["c","[]"]]`},
		{"an escaped name", `JSON.stringify([...members('{"\\u0061":1}')])`, `[["a","1"]]`},
		{"a name twice: the last counts", `JSON.stringify([...members('{"a":1,"a":2}')])`, `[["a","2"]]`},
		{"an empty object has none", `members('{}').size`, "0"},
		{"a list is not a record", `members('[1]')`, "SyntaxError"},
		{"a string is not a record", `members('"a"')`, "SyntaxError"},

		{"only what differs", `changes('{"a":1,"b":2}', '{ "a": 1, "b": 3 }').text`, `{"b":3}`},
		{"big numbers differ in the last digit", `changes('{"a":9007199254740993}', '{"a":9007199254740992}').text`, `{"a":9007199254740992}`},
		{"a new member", `changes('{}', '{"a":[1]}').text`, `{"a":[1]}`},
		{"a member that is missing", `changes('{"a":1,"b":2}', '{"b":2}').missing`, "a"},
		{"white space is no difference", `changes('{"a":[1,2]}', '{"a":[1, 2]}').count`, "0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := module(test.expression); got != test.want {
				t.Errorf("%s is %s, not %s", test.expression, got, test.want)
			}
		})
	}
}
