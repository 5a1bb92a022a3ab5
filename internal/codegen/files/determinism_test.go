package files_test

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
	"github.com/factorialhr-go/factorialhr/internal/codegen/glossary"
)

func TestTheSameSpecGivesTheSameBytes(t *testing.T) {
	first, second := everything(t), everything(t)
	for _, path := range slices.Sorted(maps.Keys(first.Files)) {
		if !bytes.Equal(first.Files[path], second.Files[path]) {
			t.Errorf("%s differs between two runs", path)
		}
	}
	if len(first.Files) != len(second.Files) {
		t.Errorf("one run makes %d files, another %d", len(first.Files), len(second.Files))
	}
	notDrifted(t, first)
}

// notDrifted compares the generated files with those of the module.
func notDrifted(t *testing.T, out *files.Set) {
	t.Helper()
	for _, path := range slices.Sorted(maps.Keys(out.Files)) {
		have, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
		if err != nil || !bytes.Equal(have, out.Files[path]) {
			t.Errorf("%s differs from the generated file (%v); run go generate ./...", path, err)
		}
	}
	err := filepath.WalkDir(filepath.Join(root, "gen"), func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasSuffix(file, "_test.go") {
			return err
		}
		relative, err := filepath.Rel(root, file)
		if _, ok := out.Files[filepath.ToSlash(relative)]; !ok {
			t.Errorf("%s is no longer generated; run go generate ./...", relative)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// meanings returns the glossary of the module.
func meanings(t *testing.T) *glossary.Glossary {
	t.Helper()
	g, err := glossary.Read(filepath.Join(root, "api"))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// everything generates all files from the spec and the overlay of the module.
func everything(t *testing.T) *files.Set {
	t.Helper()
	in := published(t)
	in.Glossary = meanings(t)
	out, err := files.Generate(in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
