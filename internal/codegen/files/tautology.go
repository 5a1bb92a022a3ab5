package files

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// tautology counts the comments of generated declarations, and lists those whose words are all in
// the declared name: "the name of the leave type" for LeaveTypeName.
type tautology struct {
	comments int
	found    []string
}

// tautologies reads the comments of all packages.
func tautologies(packages map[string][]byte) (*tautology, error) {
	t := &tautology{}
	for _, path := range slices.Sorted(maps.Keys(packages)) {
		file, err := parser.ParseFile(token.NewFileSet(), path, packages[path], parser.ParseComments)
		if err != nil {
			return nil, err
		}
		pkg, _, _ := strings.Cut(path, "/")
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				owner := ""
				if decl.Recv != nil {
					ast.Inspect(decl.Recv, func(n ast.Node) bool {
						if id, ok := n.(*ast.Ident); ok {
							owner = id.Name
						}
						return true
					})
				}
				t.comment(pkg, owner, decl.Name.Name, decl.Doc.Text())
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					t.spec(pkg, decl, spec)
				}
			}
		}
	}
	return t, nil
}

func (t *tautology) spec(pkg string, decl *ast.GenDecl, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		t.comment(pkg, "", spec.Name.Name, decl.Doc.Text())
		if s, ok := spec.Type.(*ast.StructType); ok {
			for _, f := range s.Fields.List {
				if len(f.Names) == 1 {
					t.comment(pkg, spec.Name.Name, f.Names[0].Name, f.Doc.Text()+" "+f.Comment.Text())
				}
			}
		}
	case *ast.ValueSpec:
		t.comment(pkg, "", spec.Names[0].Name, spec.Doc.Text()+" "+spec.Comment.Text())
	}
}

func (t *tautology) comment(pkg, owner, label, text string) {
	if strings.TrimSpace(text) == "" || !ast.IsExported(label) {
		return
	}
	t.comments++
	own := map[string]bool{}
	for _, word := range name.Words(strings.TrimSuffix(owner, "Params") + " " + label) {
		own[stem(word)] = true
	}
	for source := range strings.FieldsSeq(text) {
		if located(source) {
			return
		}
		for _, word := range name.Words(source) {
			if !fills(word) && !own[stem(word)] {
				return
			}
		}
	}
	t.found = append(t.found, strings.TrimPrefix(pkg+"."+owner+"."+label, ".")+": "+strings.TrimSpace(text))
}

// located reports whether a word tells a place: a path, or a type of another package.
func located(word string) bool {
	i := strings.IndexByte(word, '.')
	return strings.HasPrefix(word, "/") || i > 0 && i < len(word)-1
}

// stem cuts the endings of plurals and verbs.
func stem(word string) string {
	for _, ending := range []string{"ies", "es", "ed", "ing", "s", "e", "y"} {
		if rest, ok := strings.CutSuffix(word, ending); ok && len(rest) > 2 {
			return rest
		}
	}
	return word
}

// fills reports whether a word says nothing alone.
func fills(word string) bool {
	const fillers = " a an the of is are was be been it its this that these to in on at for by from with and or as whether record " +
		"records value values "
	return strings.Contains(fillers, " "+word+" ")
}
