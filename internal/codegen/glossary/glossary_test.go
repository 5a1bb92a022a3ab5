package glossary_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/glossary"
	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

func TestAWrongEntryIsRefusedWithItsPlace(t *testing.T) {
	const head = "domain:\n  text: Absences.\n  basis: documented\n"
	tests := []struct{ name, text, want string }{
		{"an unknown section", head + "notes: {}\n", `the file: unknown key "notes"`},
		{"an unknown key of an entry", head + "resources:\n  leaves:\n    txt: An absence.\n    basis: seen\n", `leaves: unknown key "txt"`},
		{"a key of another kind of entry", head + "parameters:\n  GET timeoff/leaves ?from:\n    text: A day.\n    basis: seen\n    \"null\": none\n", `unknown key "null"`},
		{"a basis that is none", head + "resources:\n  leaves:\n    text: An absence.\n    basis: guessed\n", `the basis "guessed" is not one of`},
		{"a missing basis", head + "resources:\n  leaves:\n    text: An absence.\n", `the basis "" is not one of`},
		{"an entry that says nothing", head + "resources:\n  leaves:\n    basis: seen\n", "leaves: says nothing"},
		{"an unknown effect", head + "operations:\n  GET timeoff/leaves:\n    effect: [calls]\n    basis: seen\n", `the effect "calls" is not one of`},
		{"an empty text", head + "resources:\n  leaves:\n    text: ''\n    basis: seen\n", "text must be text"},
		{"a text that is too long", head + "resources:\n  leaves:\n    text: " + strings.Repeat("word ", 200) + "\n    basis: seen\n", "at most 700"},
		{"no text for the domain", "resources: {}\n", "domain: is missing"},
		{"a file that is a list", "- domain\n", "the file: must be a mapping"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := glossary.Parse(map[string][]byte{"timeoff.yaml": []byte(test.text)})
			if err == nil || !strings.Contains(err.Error(), "api/glossary/timeoff.yaml: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}

func TestAnEntryThatFitsNothingIsRefused(t *testing.T) {
	tests := []struct{ name, section string }{
		{"a resource", "resources:\n  absences:\n"},
		{"an operation", "operations:\n  POST timeoff/leaves/fly:\n"},
		{"a property", "properties:\n  timeoff_leave.wings:\n"},
		{"a pattern", "properties:\n  timeoff_wings.*:\n"},
		{"a parameter", "parameters:\n  GET timeoff/leaves ?wings:\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := "domain:\n  text: Absences.\n  basis: documented\n" + test.section + "    text: A text.\n    basis: seen\n"
			g, err := glossary.Parse(map[string][]byte{"timeoff.yaml": []byte(text)})
			if err != nil {
				t.Fatal(err)
			}
			if err := g.Apply(document(t)); err == nil || !strings.Contains(err.Error(), "matches nothing in 2026-10-01") {
				t.Errorf("got %v, want an error", err)
			}
		})
	}
}

func TestTheFirstFittingEntryAppliesAndADomainGoesBeforeAName(t *testing.T) {
	g, err := glossary.Parse(map[string][]byte{
		"timeoff.yaml": []byte(`
domain: {text: Absences., basis: documented}
properties:
  timeoff_leave.reason: {text: First., basis: seen}
  timeoff_leave.rea*: {text: Second., basis: seen}
  timeoff_leave.description: {text: Of the model., "null": none, basis: seen}
`),
		"_names.yaml": []byte(`
names:
  - {like: reason, text: Of the name., basis: seen}
  - {like: updated_at, not: [timeoff_leave.updated_at], text: Changed., basis: seen}
`),
	})
	if err != nil {
		t.Fatal(err)
	}
	d := document(t)
	if err := g.Apply(d); err != nil {
		t.Fatal(err)
	}
	leave := d.Component("timeoff_leave").Schema
	tests := []struct{ name, got, want string }{
		{"the first entry", leave.Property("reason").Schema.Meaning.Prose(), "First."},
		{"a place that a name leaves out", leave.Property("updated_at").Schema.Meaning.Prose(), ""},
		{"a name elsewhere", d.Component("employees_employee").Schema.Property("updated_at").Schema.Meaning.Prose(), "Changed."},
		{"what null means", leave.Property("description").Schema.Meaning.Prose(), "Of the model. Null means none."},
		{"a body inherits the text, but not null", body(d, "POST timeoff/leaves", "description"), "Of the model."},
		{"a name in a body", body(d, "POST timeoff/leaves/reject", "reason"), "First."},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.name, test.got, test.want)
		}
	}
	if to := leave.Property("employee_id").Schema.Meaning.Refers; to == nil || to.Name != "employees_employee" {
		t.Errorf("employee_id refers to %v", to)
	}
}

func body(d *openapi.Document, address, property string) string {
	for _, op := range d.Operations {
		if op.Address == address {
			return op.Body.Schema.Property(property).Schema.Meaning.Prose()
		}
	}
	return ""
}

// document reads the spec of 2026-10-01.
func document(t *testing.T) *openapi.Document {
	t.Helper()
	api := filepath.Join("..", "..", "..", "api")
	text, err := os.ReadFile(filepath.Join(api, "upstream", "2026-10-01.json"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := openapi.Parse(text, "2026-10-01")
	if err != nil {
		t.Fatal(err)
	}
	corrections, err := os.ReadFile(filepath.Join(api, "overlay.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := openapi.ParseOverlay(corrections)
	if err != nil {
		t.Fatal(err)
	}
	if err := overlay.Apply(d); err != nil {
		t.Fatal(err)
	}
	if err := openapi.Normalise(d); err != nil {
		t.Fatal(err)
	}
	return d
}
