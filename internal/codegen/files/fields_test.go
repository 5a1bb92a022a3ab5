package files_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
)

// A field is a field of a generated struct.
type field struct{ goType, tag, doc string } // doc has the comments above it and behind it

// fieldOf finds a field in the generated files of a folder.
func fieldOf(out *files.Set, folder, owner, name string) (found field, ok bool) {
	eachDeclaration(out, folder, func(d *ast.GenDecl, spec ast.Spec) {
		t, isType := spec.(*ast.TypeSpec)
		if !isType || t.Name.Name != owner {
			return
		}
		s, isStruct := t.Type.(*ast.StructType)
		if !isStruct {
			return
		}
		for _, f := range s.Fields.List {
			for _, n := range f.Names {
				if n.Name == name {
					found.goType, ok = types.ExprString(f.Type), true
					found.doc = strings.Join(strings.Fields(f.Doc.Text()+" "+f.Comment.Text()), " ")
					if f.Tag != nil {
						found.tag = f.Tag.Value
					}
				}
			}
		}
	})
	return found, ok
}

// valuesOf lists the values of the constants of a type.
func valuesOf(out *files.Set, goType string) string {
	var values []string
	eachDeclaration(out, "gen/", func(d *ast.GenDecl, spec ast.Spec) {
		v, ok := spec.(*ast.ValueSpec)
		if !ok || d.Tok != token.CONST || v.Type == nil || types.ExprString(v.Type) != goType {
			return
		}
		for _, e := range v.Values {
			if text, err := strconv.Unquote(types.ExprString(e)); err == nil {
				values = append(values, text)
			}
		}
	})
	return strings.Join(values, " ")
}

func eachDeclaration(out *files.Set, folder string, visit func(*ast.GenDecl, ast.Spec)) {
	for _, name := range slices.Sorted(maps.Keys(out.Files)) {
		if !strings.HasPrefix(name, folder) || !strings.HasSuffix(name, ".go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, out.Files[name], parser.ParseComments)
		if err != nil {
			continue // the type-check reports it
		}
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				for _, spec := range g.Specs {
					visit(g, spec)
				}
			}
		}
	}
}
