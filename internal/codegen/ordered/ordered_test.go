package ordered_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

func TestParseKeepsTheOrderOfMembers(t *testing.T) {
	const text = `{"z":1,"a":{"y":[1.50,"x",null,true],"b":{}},"m":[]}`
	v, err := ordered.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if string(again) != text {
		t.Errorf("got %s, want %s", again, text)
	}
}

func TestWhatIsNotUnderstoodIsNamedWithItsPlace(t *testing.T) {
	yaml := func(s string) error { _, err := ordered.ParseYAML([]byte(s)); return err }
	json := func(s string) error { _, err := ordered.Parse([]byte(s)); return err }
	tests := []struct {
		name  string
		parse func(string) error
		text  string
		want  string
	}{
		{"JSON that ends too early", json, `{"a": [1, {"b": `, "#/a/1/b: not JSON at byte"},
		{"JSON with a member that appears twice", json, `{"a/b": {"~": 1, "~": 2}}`, "#/a~1b/~0: appears twice"},
		{"two JSON values", json, `{} {}`, "#: text after the end"},
		{"no JSON", json, ``, "#: not JSON at byte 0"},
		{"YAML with a key that appears twice", yaml, "a:\n  - b: 1\n    b: 2\n", "#/a/0/b: appears twice (line 3)"},
		{"YAML with an anchor and an alias", yaml, "a: &x 1\nb: *x\n", "#/a: line 1: anchors and aliases are not supported"},
		{"YAML with a key that is a list", yaml, "[a, b]: 1\n", "#: line 1: a key must be plain text"},
		{"two YAML documents", yaml, "a: 1\n---\nb: 2\n", "more than one document"},
		{"no YAML", yaml, "", "an empty YAML document"},
		{"YAML that is none", yaml, "a: [", "not YAML"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := test.parse(test.text)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{``, `null`, `{"a":[1,-2.50e3,"x",null,true,{}]}`, `{"a":1,"a":2}`, `[`, `{"":[]}`, `"\ud800"`, "\"\\u0085\""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := ordered.Parse(data)
		if err != nil {
			return
		}
		text, err := ordered.YAML(v, "A comment.")
		if err != nil {
			t.Fatal(err)
		}
		again, err := ordered.ParseYAML(text)
		if err != nil {
			t.Fatalf("%v, in\n%s", err, text)
		}
		if diff := cmp.Diff(encoded(t, v), encoded(t, again)); diff != "" {
			t.Errorf("YAML changes it (-before +after):\n%s\n%s", diff, text)
		}
	})
}

func FuzzParseYAML(f *testing.F) {
	for _, seed := range []string{"", "a: 1", "- [a, {b: ~}]", "a: &x 1\nb: *x", "? [a]\n: b", "!!binary a", "!!int x", "<<: {a: 1}", "a: 2026-10-01", "a: .inf", "a: 0x1F", "--- a\n--- b", "!<tag:yaml.org,2002:float> x"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := ordered.ParseYAML(data)
		if err != nil {
			return
		}
		encoded(t, v) // numbers are JSON numbers, texts are text
	})
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
