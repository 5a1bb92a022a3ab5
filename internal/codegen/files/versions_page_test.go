package files

import (
	"strings"
	"testing"
)

const (
	oldSpec = `{"info": {"version": "2026-04-01"}, "paths": {
		"/api/2026-04-01/resources/timeoff/leaves": {"get": {"responses": {"200": {}}}},
		"/api/2026-04-01/resources/timeoff/days": {"get": {"responses": {"200": {}}}}},
		"components": {"schemas": {"timeoff_leave": {"type": "object", "properties": {"half_day": {"type": "string"}, "id": {"type": "string"}}}}}}`
	newSpec = `{"info": {"version": "2026-07-01"}, "paths": {
		"/api/2026-07-01/resources/timeoff/leaves": {"get": {"responses": {"200": {}}}},
		"/api/2026-07-01/resources/teams/teams": {"get": {"responses": {"200": {}}}}},
		"components": {"schemas": {"timeoff_leave": {"type": "object", "properties": {"id": {"type": "string"}}}}}}`
	corrections = `corrections:
  - at: [GET timeoff/days, GET timeoff/nights]
    instead: use [LeaveService]
  - at: timeoff_*.half_day
    instead: Read the hours.
`
)

func TestVersionsPage(t *testing.T) {
	page, err := versions(map[string][]byte{
		"2026-07-01": []byte(newSpec), "2026-04-01": []byte(oldSpec), "2026-10-01": []byte(newSpec), "2027-01-01": []byte(newSpec),
	}, "2026-07-01", []string{"2026-10-01"}, []byte(corrections))
	if err != nil {
		t.Fatal(err)
	}
	set := &Set{Files: map[string][]byte{}}
	if err := set.render(map[string]any{"docs/versions.md": page}); err != nil {
		t.Fatal(err)
	}
	text := string(set.Files["docs/versions.md"])
	for _, want := range []string{
		"| 2026-04-01 | served | 2027-07-01 | 2 | 0 |",
		"| 2026-07-01 | **default** | 2027-10-01 | 2 | 0 |",
		"| 2026-10-01 | beta | 2028-01-01 | 2 | 0 |",
		"| 2027-01-01 | not in this module yet | 2028-04-01 | 2 | 0 |",
		"| teams | 1 operation: `GET teams/teams` |",
		"| timeoff | Removed operations: `GET timeoff/days` | use `LeaveService` |",
		"| timeoff | Removed properties: `half_day` of `timeoff_leave` | Read the hours. |",
		"Compared with 2026-07-01, nothing came and nothing went.",
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("lacks %q", want)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

func TestVersionsPageNamesTheMalformedSpec(t *testing.T) {
	_, err := versions(map[string][]byte{"2026-04-01": []byte(`{"info": []}`)}, "2026-04-01", nil, []byte(corrections))
	if err == nil || !strings.Contains(err.Error(), "spec of 2026-04-01: #/info: must be an object") {
		t.Error(err)
	}
}
