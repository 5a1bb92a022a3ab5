package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The generator adopts every version that the module holds, and one that is made up. The module
// builds afterwards, with no other edit. The nightly run also tests the copies.
func TestOtherVersionsAreAdopted(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the module for each version")
	}
	module, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"2026-07-01", "2027-01-01", madeUp} {
		t.Run(version, func(t *testing.T) {
			spec := filepath.Join(module, "api", "upstream", version+".json")
			if version == madeUp {
				spec = filepath.Join(t.TempDir(), "next.json")
				write(t, spec, next(t, filepath.Join(module, "api", "upstream", "2027-01-01.json")))
			}
			root := filepath.Join(t.TempDir(), "module")
			copyModule(t, module, root)
			var out strings.Builder
			if err := run(t.Context(), []string{"-root", root, "-spec", spec}, &out); err != nil {
				t.Fatal(err)
			}
			t.Log(out.String())
			goCommand(t, root, "generate", "./webhook")
			goCommand(t, root, append([]string{"build"}, packages(t, module, version)...)...)
			goCommand(t, root, "vet", ".", "./gen/...", "./internal/domains", "./webhook")
			if version == madeUp {
				madeUpIsThere(t, root)
			}
			if os.Getenv("FACTORIALHR_NIGHTLY") != "" {
				goCommand(t, root, append([]string{"vet"}, packages(t, module, version)...)...)
				goCommand(t, root, "test", "./internal/conformance", "./factorialtest", "./webhook")
			}
		})
	}
}

// packages are the packages that must build for a version: all, from the present default on. The
// jobs and some examples call what came with it, so a module for an older version has none of them.
func packages(t *testing.T, module, version string) []string {
	t.Helper()
	versions, err := os.ReadFile(filepath.Join(module, "api", "upstream", "versions.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	_, present, found := strings.Cut(string(versions), "\ndefault: ")
	if !found {
		t.Fatal("versions.yaml has no default")
	}
	if version >= present[:len(version)] {
		return []string{"./..."}
	}
	return []string{
		".", "./auth/...", "./cmd/...", "./factorialtest/...", "./gen/...", "./internal/...", "./paginate/...", "./webhook/...",
		"./examples/careers", "./examples/companies", "./examples/demo", "./examples/receiver",
	}
}

const madeUp = "2027-04-01"

// next makes up the spec after another one: it has a new domain with a resource, a new property, a
// new value and a new event, and a property is gone.
func next(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	version := strings.TrimSuffix(filepath.Base(file), ".json")
	var doc map[string]any
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(text), version, madeUp)), &doc); err != nil {
		t.Fatal(err)
	}
	schemas := member(t, doc, "components", "schemas")
	schemas["moons_moon"] = map[string]any{"type": "object", "required": []any{"id", "phase"}, "properties": map[string]any{
		"id": map[string]any{"type": "string"}, "phase": map[string]any{"type": "string", "enum": []any{"full", "new"}},
	}}
	moon := map[string]any{"$ref": "#/components/schemas/moons_moon"}
	content := func(schema any) map[string]any {
		return map[string]any{"content": map[string]any{"application/json": map[string]any{"schema": schema}}}
	}
	member(t, doc, "paths")["/api/"+madeUp+"/resources/moons/moons"] = map[string]any{"post": map[string]any{
		"tags":        []any{"Moons > Moon"},
		"requestBody": content(map[string]any{"type": "object", "properties": map[string]any{"name": map[string]any{"type": "string"}}}),
		"responses":   map[string]any{"201": content(moon)},
	}}
	member(t, doc, "webhooks")["Webhooks > Moons > Moon > Rises"] = map[string]any{"post": map[string]any{
		"description": "Subscription_type: `moons/moon/rise`", "requestBody": content(moon),
	}}
	leave := member(t, schemas, "timeoff_leave", "properties")
	leave["moon_id"] = map[string]any{"type": "string"}
	delete(leave, "description")
	frequency := member(t, schemas, "timeoff_allowance", "properties", "frequency")
	values, _ := frequency["enum"].([]any)
	frequency["enum"] = append(values, "each_moon")
	schema := member(t, schemas, "timeoff_leave")
	required, _ := schema["required"].([]any)
	schema["required"] = slices.DeleteFunc(required, func(name any) bool { return name == "description" })
	made, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(made)
}

func member(t *testing.T, o map[string]any, path ...string) map[string]any {
	t.Helper()
	for _, name := range path {
		inner, ok := o[name].(map[string]any)
		if !ok {
			t.Fatalf("%q is no object", name)
		}
		o = inner
	}
	return o
}

// madeUpIsThere looks for what next has made up.
func madeUpIsThere(t *testing.T, root string) {
	t.Helper()
	tree := snapshot(t, filepath.Join(root, "gen"))
	leaves := tree["timeoff/leaves.go"]
	for _, want := range []string{
		"// Since 2027-04-01.\n\tMoonID", "// Deprecated: gone since 2027-04-01.\n\tDescription",
		"// Since 2027-04-01.\n\tAllowanceFrequencyEachMoon",
	} {
		if !strings.Contains(leaves+tree["timeoff/allowances.go"], want) {
			t.Errorf("gen/timeoff lacks %q", want)
		}
	}
	operations := strings.Join(strings.Fields(tree["moons/operations.go"]), " ") // gofmt aligns the values
	if !strings.Contains(operations, `Since: "2027-04-01"`) || !strings.Contains(tree["moons/events.go"], "EventMoonRise") {
		t.Errorf("gen/moons is not what was made up:\n%s%s", tree["moons/operations.go"], tree["moons/events.go"])
	}
}

// copyModule copies what the module needs to be generated and built.
func copyModule(t *testing.T, module, root string) {
	t.Helper()
	err := filepath.WalkDir(module, func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(module, file)
		if err != nil {
			return err
		}
		if e.IsDir() {
			_, nested := os.Stat(filepath.Join(file, "go.mod"))
			if relative != "." && (nested == nil || strings.HasPrefix(e.Name(), ".")) {
				return filepath.SkipDir
			}
			return os.MkdirAll(filepath.Join(root, relative), 0o755)
		}
		if !e.Type().IsRegular() {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(root, relative), text, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func goCommand(t *testing.T, root string, args ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", args...)
	command.Dir = root
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, output)
	}
}
