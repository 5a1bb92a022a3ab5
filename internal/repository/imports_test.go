package repository_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Imports point downwards only, and this module adds few dependencies to an importer.
func TestWhoImportsWhom(t *testing.T) {
	floors := []struct {
		name    string
		dirs    []string
		allowed []string // besides the standard library
	}{
		{"gen", dirs(t, "gen"), []string{module, module + "/internal/call", module + "/internal/query", module + "/internal/unit"}},
		{"jobs", []string{"jobs/absences", "jobs/people"}, append(packages(dirs(t, "gen")), module)},
		{"jobs/clock", []string{"jobs/clock"}, append(packages(dirs(t, "gen")), module, "github.com/gofrs/flock")},
		{"internal/call", []string{"internal/call"}, []string{
			module, module + "/internal/friend", module + "/internal/paging",
		}},
		{"internal/unit", []string{"internal/unit"}, []string{module}},
		{"paginate", []string{"paginate"}, []string{module + "/internal/paging"}},
		{"internal/paging", []string{"internal/paging"}, nil},
		{"internal/friend", []string{"internal/friend"}, nil},
		{"auth", []string{"auth"}, []string{
			module + "/internal/cause", module + "/internal/origin", "golang.org/x/oauth2", "github.com/gofrs/flock",
		}},
		{"internal/cause", []string{"internal/cause"}, nil},
		{"internal/coding", []string{"internal/coding"}, nil},
		{"internal/lenient", []string{"internal/lenient"}, []string{module + "/paginate"}},
		{"internal/origin", []string{"internal/origin"}, nil},
		{"internal/query", []string{"internal/query"}, nil},
		{"the root", []string{"."}, []string{
			module + "/auth", module + "/paginate",
			module + "/internal/cause", module + "/internal/coding", module + "/internal/friend",
			module + "/internal/lenient", module + "/internal/paging", module + "/internal/query", module + "/internal/origin",
			"golang.org/x/oauth2", "golang.org/x/time/rate",
		}},
	}
	for _, floor := range floors {
		t.Run(floor.name, func(t *testing.T) {
			for _, dir := range floor.dirs {
				for file, imported := range imports(t, dir) {
					for _, i := range imported {
						first, _, _ := strings.Cut(i, "/")
						if strings.Contains(first, ".") && !slices.Contains(floor.allowed, i) {
							t.Errorf("%s imports %s", file, i)
						}
					}
				}
			}
		})
	}
}

// The fake API consists of rooms. Each room imports only rooms that come before it in the list.
func TestTheRoomsOfTheFakeImportDownwards(t *testing.T) {
	order := []string{
		"value", "clock", "guess", "capture", "certificate", "network", "openapi", "edge", "spec", "record", "reply", "files", "company", "derived",
		"fault", "journal",
		"filter", "hook", "rule", "fixture", "serve", "page", "control",
	}
	below := []string{module + "/internal/origin", module + "/internal/apitable", module + "/internal/reference", module + "/internal/memnet", module + "/internal/oauthserver"}
	for _, dir := range dirs(t, "internal/fake") {
		room := filepath.Base(dir)
		place := slices.Index(order, room)
		if place < 0 {
			t.Errorf("%s is not in the list of rooms", dir)
		}
		for file, imported := range imports(t, dir) {
			for _, i := range imported {
				if !strings.HasPrefix(i, module) || slices.Contains(below, i) {
					continue
				}
				if at := slices.Index(order, strings.TrimPrefix(i, module+"/internal/fake/")); at < 0 || at >= place {
					t.Errorf("%s imports %s", file, i)
				}
			}
		}
	}
}

// Package call is the door of the generated packages alone: a program outside of this module has no
// such door, so nothing that is an example for one may use it.
func TestOnlyGeneratedPackagesImportPackageCall(t *testing.T) {
	for _, file := range trackedFiles(t) {
		dir := filepath.ToSlash(filepath.Dir(file))
		if !strings.HasSuffix(file, ".go") || dir == "internal/call" || strings.HasPrefix(dir, "gen/") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range parsed.Imports {
			if spec.Path.Value == strconv.Quote(module+"/internal/call") {
				t.Errorf("%s imports internal/call", file)
			}
		}
	}
}

func dirs(t *testing.T, below string) []string {
	t.Helper()
	entries, err := os.ReadDir(below)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		if e.IsDir() {
			list = append(list, filepath.Join(below, e.Name()))
		}
	}
	return list
}

// packages returns the import paths of folders.
func packages(dirs []string) (paths []string) {
	for _, dir := range dirs {
		paths = append(paths, module+"/"+filepath.ToSlash(dir))
	}
	return paths
}

// imports lists the imports of each file of a package, except its tests.
func imports(t *testing.T, dir string) map[string][]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	list := map[string][]string{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") || ignored(parsed) {
			continue
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			list[file] = append(list[file], imported)
		}
	}
	return list
}

// ignored reports whether the build excludes a file, such as tools.go.
func ignored(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if c.Pos() < f.Package && c.Text == "//go:build ignore" {
				return true
			}
		}
	}
	return false
}
