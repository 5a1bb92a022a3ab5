package upgrade_test

import (
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/upgrade"
)

func TestReadNamesThePlaceOfAMistake(t *testing.T) {
	good := create(`"a": `+text, "a")
	for _, test := range []struct{ name, text, want string }{
		{"no JSON", `{"info": `, "#/info: not JSON"},
		{"a list", `[]`, "#: must be an object"},
		{"no info", `{}`, "#/info: is missing"},
		{"no version", `{"info": {}}`, "#/info/version: is missing"},
		{"paths that are a list", `{"info": {"version": "1"}, "paths": []}`, "#/paths: must be an object"},
		{"a member that appears twice", `{"info": {"version": "1"}, "info": {}}`, "#/info: appears twice"},
		{"an operation that is a string", strings.Replace(good, `"post": {`, `"get": "x", "post": {`, 1), "leaves/get: must be an object"},
		{"a type that is a number", strings.Replace(good, text, `{"type": 5}`, 1), "/schema/properties/a/type: must be a string or a list"},
		{"required that is no list", strings.Replace(good, `["a"]`, `"a"`, 1), "/schema/required: must be a list"},
		{"a required that is no string", strings.Replace(good, `["a"]`, `[1]`, 1), "/schema/required: must be a list of strings"},
		{"a reference to another file", strings.Replace(good, `#/components/schemas/`, `other.json#/`, 1), `/$ref: refers to "other.json`},
		{"a parameter without a name", strings.Replace(good, `"requestBody"`, `"parameters": [{"in": "query"}], "requestBody"`, 1), "/parameters: a parameter needs"},
		{"a parameter that refers to nothing", strings.Replace(good, `"requestBody"`, `"parameters": [{"$ref": "#/components/parameters/x"}], "requestBody"`, 1), "which does not exist"},
		{"a webhook without post", doc("", `"w": {"get": {}}`, ""), "#/webhooks/w: a webhook needs a post"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := upgrade.Read([]byte(test.text))
			if err == nil || d != nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}
