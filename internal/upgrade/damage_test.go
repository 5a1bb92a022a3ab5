package upgrade_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/upgrade"
)

// Whatever is wrong with a spec, Read refuses it with its place, or Compare can compare it.
func TestDamagedSpecsAreRefusedOrCompared(t *testing.T) {
	spec := doc(
		at("timeoff/leaves", `"get": {"tags": ["Timeoff > Leave"], "parameters": [`+
			parameter("s[]", `{"type": "array", "enum": ["a"], "items": {"type": "string"}}`, `, "required": true`)+`], "responses": {`+
			reply("200", object(`"data": {"type": "array", "items": `+ref("timeoff_leave")+`}, "meta": {}`))+`}},
			"post": {"security": [{"oauth2": []}], "requestBody": {"required": true, "content": {"application/json": {"schema": `+
			object(`"a": `+choices+`, "b": {"anyOf": [`+ref("timeoff_leave")+`, {"type": "null"}]}, "c": `+object(`"d": `+whole, "d"), "a")+`}}},
			"responses": {`+reply("201", ref("timeoff_leave"))+`}}`),
		webhook("timeoff/leave/create", "timeoff_leave", ""), plainLeave)
	good := parse(t, spec)
	refused, compared := 0, 0
	for i, text := range damaged(t, spec) {
		d, err := upgrade.Read(text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "#") {
				t.Errorf("%d: %v names no place", i, err)
			}
			refused++
			continue
		}
		compared++
		for _, r := range []*upgrade.Report{upgrade.Compare(good, d), upgrade.Compare(d, good)} {
			if text := r.Markdown() + r.Changelog(); strings.Contains(text, "%!") {
				t.Errorf("%d: %s", i, text)
			}
		}
	}
	t.Logf("%d damaged specs: %d refused, %d compared", refused+compared, refused, compared)
}

// damaged removes each value of a document once, and replaces it by values of other types.
func damaged(t *testing.T, text string) [][]byte {
	t.Helper()
	var root any
	if err := json.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	var list [][]byte
	note := func() {
		out, err := json.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, out)
	}
	var walk func(v any)
	each := func(set func(any), old any) {
		for _, other := range []any{nil, 5, "text", true, []any{}, map[string]any{}, []any{map[string]any{"$ref": "#/components"}}} {
			if fmt.Sprint(other) != fmt.Sprint(old) {
				set(other)
				note()
			}
		}
		set(old)
		walk(old)
	}
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, old := range v {
				delete(v, k)
				note()
				each(func(x any) { v[k] = x }, old)
			}
		case []any:
			for i, old := range v {
				each(func(x any) { v[i] = x }, old)
			}
		}
	}
	walk(root)
	return list
}
