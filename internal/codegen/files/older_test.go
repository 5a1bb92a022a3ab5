package files_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
)

// The generator accepts older specs too, and its output compiles. The same can be expected of the
// next spec.
func TestOlderSpecsGenerateAndCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles 38 packages for each spec")
	}
	for _, version := range []string{"2026-07-01", "2026-04-01"} {
		t.Run(version, func(t *testing.T) {
			text := unzip(t, filepath.Join("testdata", version+".json.gz"))
			out, err := files.Generate(text, read(t, filepath.Join(root, "api", "overlay.yaml")), version, meanings(t))
			if err != nil {
				t.Fatal(err)
			}
			s := out.Summary
			if want := countOperations(t, text); s.Operations != want {
				t.Errorf("%d operations, want %d", s.Operations, want)
			}
			for _, left := range s.LeftOut {
				if !strings.HasPrefix(left.What, "schema ") {
					t.Errorf("%s is left out: %s", left.What, left.Why)
				}
			}
			t.Logf("%d operations, %d schemas, %d events, %d types, %d lines; %d schemas left out",
				s.Operations, s.Components, s.Events, s.Types, s.GoLines, len(s.LeftOut))
			kin(t, out.Files["api/openapi.yaml"])
			compile(t, out)
		})
	}
}

// compile builds gen/ with the generated files instead of the module's. An overlay of the go
// command replaces them, so the files of the module stay unchanged.
func compile(t *testing.T, out *files.Set) {
	t.Helper()
	module, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	replace := map[string]string{}
	err = filepath.WalkDir(filepath.Join(module, "gen"), func(file string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			replace[file] = "" // does not exist
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for path, text := range out.Files {
		if !strings.HasSuffix(path, ".go") {
			continue
		}
		file := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(module, filepath.FromSlash(path))] = file
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, overlay, 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "go", "build", "-overlay", file, "./gen/...")
	command.Dir = module
	if output, err := command.CombinedOutput(); err != nil {
		t.Errorf("go build: %v\n%s", err, output)
	}
}

func countOperations(t *testing.T, text []byte) int {
	t.Helper()
	var doc struct{ Paths map[string]map[string]any }
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, item := range doc.Paths {
		n += len(item)
	}
	return n
}

func unzip(t *testing.T, file string) []byte {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
