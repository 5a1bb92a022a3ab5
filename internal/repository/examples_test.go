package repository_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each generated package has one package-level example, which pkg.go.dev shows first. It is the
// only handwritten file of the package.
func TestEachDomainHasAnExampleOfItsJob(t *testing.T) {
	for _, dir := range dirs(t, "gen") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			tests, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
			if err != nil {
				t.Fatal(err)
			}
			if len(tests) != 1 || filepath.Base(tests[0]) != "example_test.go" {
				t.Fatalf("the tests are %q, want one, example_test.go", tests)
			}
			file, err := parser.ParseFile(token.NewFileSet(), tests[0], nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			if want := filepath.Base(dir) + "_test"; file.Name.Name != want {
				t.Errorf("the example is in package %s, want %s", file.Name.Name, want)
			}
			examples := doc.Examples(file)
			if len(examples) != 1 || examples[0].Name != "" {
				t.Fatal("the file has not exactly one package-level example")
			}
			e := examples[0]
			if e.Doc == "" || e.Output == "" || e.Unordered {
				t.Error("the example has no comment or no ordered output")
			}
			ignoredErrors(t, file)
			text, err := os.ReadFile(tests[0])
			if err != nil {
				t.Fatal(err)
			}
			for _, clock := range []string{"time.Now", "time.Since", "time.Sleep"} {
				if strings.Contains(string(text), clock+"()") || strings.Contains(string(text), clock+"(t") {
					t.Errorf("the output depends on %s", clock)
				}
			}
		})
	}
}

// ignoredErrors reports assignments of everything to the blank identifier.
func ignoredErrors(t *testing.T, file *ast.File) {
	t.Helper()
	ast.Inspect(file, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		if last, ok := a.Lhs[len(a.Lhs)-1].(*ast.Ident); ok && last.Name == "_" {
			if _, isCall := a.Rhs[0].(*ast.CallExpr); isCall {
				t.Errorf("an example ignores the error of a call")
			}
		}
		return true
	})
}
