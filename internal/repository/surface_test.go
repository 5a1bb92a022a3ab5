package repository_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// A program cannot name a type of a package below internal/. An exported name that takes or returns
// one is there for the module itself and does not belong in the documentation.
func TestExportedNamesUseNoInternalTypes(t *testing.T) {
	places := append(append(dirs(t, "gen"), dirs(t, "jobs")...), ".", "auth", "paginate", "webhook", "factorialtest")
	names := 0
	for _, dir := range places {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			set := token.NewFileSet()
			parsed, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			internal := internalImports(parsed)
			for _, e := range shown(parsed) {
				names++
				ast.Inspect(e.shape, func(n ast.Node) bool {
					s, ok := n.(*ast.SelectorExpr)
					if !ok {
						return true
					}
					if pkg, ok := s.X.(*ast.Ident); ok && internal[pkg.Name] {
						t.Errorf("%s: %s uses %s.%s", set.Position(n.Pos()), e.name, pkg.Name, s.Sel.Name)
					}
					return true
				})
			}
		}
	}
	if names < 3000 {
		t.Errorf("found only %d exported names", names)
	}
}

// internalImports returns the names of the packages below internal/ that a file imports.
func internalImports(f *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, spec := range f.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		if !strings.Contains(path, "/internal/") {
			continue
		}
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = true
	}
	return names
}

// A shownName is a name that the documentation shows, with the types that it shows beside it.
type shownName struct {
	name  string
	shape ast.Node
}

// shown lists the exported functions, methods, types and variables of a file. An unexported
// field of a struct is not part of the shape.
func shown(f *ast.File) []shownName {
	var list []shownName
	for _, decl := range f.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && (d.Recv == nil || ast.IsExported(owner(d))) {
				list = append(list, shownName{d.Name.Name, d.Type})
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					if s.Name.IsExported() {
						list = append(list, shownName{s.Name.Name, shownFields(s.Type)})
					}
				case *ast.ValueSpec:
					if s.Names[0].IsExported() && s.Type != nil {
						list = append(list, shownName{s.Names[0].Name, s.Type})
					}
				}
			}
		}
	}
	return list
}

// owner returns the name of the type that a method belongs to.
func owner(d *ast.FuncDecl) string {
	name := ""
	ast.Inspect(d.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" {
			name = id.Name
		}
		return name == ""
	})
	return name
}

// shownFields returns a type without the unexported fields of a struct.
func shownFields(shape ast.Expr) ast.Node {
	s, ok := shape.(*ast.StructType)
	if !ok {
		return shape
	}
	kept := &ast.FieldList{}
	for _, field := range s.Fields.List {
		embedded := len(field.Names) == 0
		if id, ok := field.Type.(*ast.Ident); embedded && (!ok || id.IsExported()) || !embedded && field.Names[0].IsExported() {
			kept.List = append(kept.List, field)
		}
	}
	return kept
}
