package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const spec = `{"info": {"version": "2026-10-01"}, "paths": {"/api/2026-10-01/resources/timeoff/leaves": {"get": {}}}}`

func TestRun(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	held := strings.Replace(spec, `"get"`, `"put"`, 1)
	write("api/upstream/2026-10-01.json", held)
	file, broken := write("new.json", spec), write("broken.json", `{"info": {"version": "1"}, "paths": 5}`)
	for _, test := range []struct {
		name string
		args []string
		want string // in the output or in the error
	}{
		{"a version and a file", []string{"-root", root, "2026-10-01", file}, "Removed operations: `PUT timeoff/leaves`"},
		{"the same spec twice", []string{file, file}, "Nothing changed."},
		{"one argument", []string{file}, "needs two versions or files, has 1"},
		{"a version that the module does not hold", []string{"-root", root, "2020-01-01", file}, "2020-01-01.json"},
		{"a malformed spec", []string{file, broken}, "broken.json: #/paths: must be an object"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			text := ""
			if err := run(test.args, &out); err != nil {
				text = err.Error()
			}
			if !strings.Contains(out.String()+text, test.want) {
				t.Errorf("%s%s, want %q", out.String(), text, test.want)
			}
		})
	}
}

func TestAFailedCommandSaysWhy(t *testing.T) {
	for _, test := range []struct{ script, want string }{
		{"echo first >&2; echo the reason >&2; echo exit status 1 >&2; exit 1", "the reason"},
		{"exit 3", "exit status 3"},
		{"echo exit status 1 >&2; exit 1", "exit status 1"},
	} {
		if _, err := command(t.TempDir(), "sh", "-c", test.script); err == nil || !strings.HasSuffix(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.script, err, test.want)
		}
	}
}

func TestWithoutBetas(t *testing.T) {
	root := t.TempDir()
	if err := withoutBetas(root); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "api", "upstream")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "versions.yaml")
	const with = "default: 2026-10-01\nversions:\n  - version: 2026-10-01\n  - version: 2027-01-01\n    beta: true\n"
	if err := os.WriteFile(file, []byte(with), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := withoutBetas(root); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if want := strings.Replace(with, "    beta: true\n", "", 1); err != nil || string(got) != want {
		t.Errorf("%s %v", got, err)
	}
}
