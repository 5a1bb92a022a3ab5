package files_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered/orderedtest"
)

// Any value can stand at any place of the spec: the generator refuses it with a place, or the Go
// code compiles.
func TestAnyValueAnywhereCompilesOrIsRefused(t *testing.T) {
	checker := newChecker(t)
	root := mutable(t)
	strange := []string{
		`null`, `true`, `[]`, `{}`, `"string"`, aLeave,
	}
	n, handled := 0, 0
	orderedtest.EveryPlace(root, "#", func(place string, set func(any)) {
		for _, value := range strange {
			if n++; testing.Short() && n%10 != 0 {
				continue
			}
			set(parsed(t, value))
			out, err := files.Generate(files.Single(text(t, root), []byte("corrections: []\n"), "2026-10-01"))
			if err != nil {
				if !strings.Contains(err.Error(), "#") {
					t.Errorf("%s = %s: the error names no place: %v", place, value, err)
				}
				continue
			}
			handled++
			if err := checker.Check(out.Files); err != nil {
				t.Errorf("%s = %s: %v", place, value, err)
			}
		}
	})
	t.Logf("%d mutations, %d handled", n, handled)
}

// names of properties that mean something to Go, to the generator or to the templates.
var names = []string{
	"type", "func", "default", "range", "string", "error", "nil", "context", "json", "url", "query", "form", "params", "limit",
	"page", "client", "new", "list", "service", "write_json", "operations", "_skip", "a-b", "a b", "a.b", "a/b", "A", "été", "2fa",
	"", "-", "$ref", "mutant[]", "\"", "`", "`json`", "\n", "a,b", `a\b`, "a'b", "a,omitempty", "Id", "ID", "from",
}

func TestAnyNameOfAPropertyCompilesOrIsRefusedWithItsPlace(t *testing.T) {
	checker := newChecker(t)
	schemas := []string{
		`{"type": "string"}`, `{"type": "string", "enum": ["alpha"]}`, `{"type": "object", "properties": {"a": {"type": "integer"}}}`, `{"type": "number"}`,
	}
	n, handled := 0, 0
	for _, s := range spots {
		for _, name := range names {
			schema := schemas[n%len(schemas)]
			if n++; testing.Short() && n%10 != 0 {
				continue
			}
			root := mutable(t)
			place := rename(t, root, s, name, schema)
			out, err := files.Generate(files.Single(text(t, root), []byte("corrections: []\n"), "2026-10-01"))
			if err != nil {
				if !strings.Contains(err.Error(), place) {
					t.Errorf("%s called %q: no %s in %v", s.name, name, place, err)
				}
				continue
			}
			handled++
			if err := checker.Check(out.Files); err != nil {
				t.Errorf("%s called %q as %s: %v", s.name, name, schema, err)
			}
		}
	}
	t.Logf("%d mutations, %d handled", n, handled)
}

// rename gives the mutant another name and schema, and returns its pointer.
func rename(t *testing.T, root *ordered.Object, s spot, name, schema string) string {
	t.Helper()
	i := strings.LastIndexByte(s.pointer, '/')
	if s.role == "query" {
		quoted, err := json.Marshal(name)
		if err != nil {
			t.Fatal(err)
		}
		put(t, root, s.pointer[:i]+"/name", parsed(t, string(quoted)))
		put(t, root, s.pointer, parsed(t, schema))
		return s.pointer[:i]
	}
	properties := at(t, root, s.pointer[:i]).(*ordered.Object)
	remove(t, root, s.pointer[:i], "mutant")
	properties.Set(name, parsed(t, schema))
	return ordered.Join(s.pointer[:i], name)
}
