// Command events lists the webhooks of the API for package webhook. It reads the constants in the
// events.go of each package below gen and writes two files of package webhook, each from its
// template: types_gen.go holds the subscription types, events_gen_test.go registers a handler for
// each event with the type of its record.
//
//	go run ./internal/events    in the directory of package webhook
package main

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/template"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "events:", err)
		os.Exit(1)
	}
}

// run writes the files of package webhook, which is in dir.
func run(dir string) error {
	files, err := generate(filepath.Join(dir, "..", "gen"))
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

//go:embed *.tmpl
var templates embed.FS

// generate returns the files by name.
func generate(gen string) (map[string][]byte, error) {
	events, err := find(gen)
	if err != nil {
		return nil, err
	}
	all, err := template.ParseFS(templates, "*.tmpl")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, t := range all.Templates() {
		var b bytes.Buffer
		if err := t.Execute(&b, eventList{events}); err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(t.Name(), ".tmpl")
		if files[name], err = format.Source(b.Bytes()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return files, nil
}

// event is a constant of a generated package.
type event struct {
	Package string // timeoff
	Name    string // EventLeaveCreate
	Type    string // timeoff/leave/create
}

// eventList is the data of the templates.
type eventList struct{ Events []event }

// Packages lists the packages that declare the events, sorted.
func (l eventList) Packages() []string {
	var packages []string
	for _, e := range l.Events {
		packages = append(packages, e.Package)
	}
	slices.Sort(packages)
	return slices.Compact(packages)
}

// find reads the constants of all packages, sorted by the subscription type.
func find(gen string) ([]event, error) {
	paths, err := filepath.Glob(filepath.Join(gen, "*", "events.go"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, errors.New("no events.go below " + gen)
	}
	var all []event
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return nil, err
		}
		for spec := range ast.Preorder(file) {
			if spec, ok := spec.(*ast.ValueSpec); ok {
				e, err := eventOf(file.Name.Name, spec)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", path, err)
				}
				all = append(all, e)
			}
		}
	}
	slices.SortFunc(all, func(a, b event) int { return cmp.Compare(a.Type, b.Type) })
	return all, nil
}

// eventOf reads one constant.
func eventOf(pkg string, spec *ast.ValueSpec) (event, error) {
	if len(spec.Names) != 1 || len(spec.Values) != 1 {
		return event{}, errors.New("a constant that is not an event")
	}
	literal, ok := spec.Values[0].(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return event{}, fmt.Errorf("%s is not a string", spec.Names[0].Name)
	}
	typ, err := strconv.Unquote(literal.Value)
	return event{pkg, spec.Names[0].Name, typ}, err
}
