package files_test

import (
	"go/ast"
	"go/doc"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A doc link that does not resolve keeps its brackets, and readers see them.
func TestTheDocLinksOfGeneratedCommentsResolve(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(root, "gen", "*"))
	if err != nil {
		t.Fatal(err)
	}
	links := 0
	for _, folder := range folders {
		set := token.NewFileSet()
		paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		var parsed []*ast.File
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, file)
		}
		pkg, err := doc.NewFromFiles(set, parsed, "github.com/factorialhr-go/factorialhr/gen/"+filepath.Base(folder))
		if err != nil {
			t.Fatal(err)
		}
		texts := []string{pkg.Doc}
		for _, typ := range pkg.Types {
			texts = append(texts, typ.Doc)
			for _, m := range typ.Methods {
				texts = append(texts, m.Doc)
			}
		}
		for _, text := range texts {
			links += resolved(t, pkg, text)
		}
	}
	t.Logf("%d links in %d packages", links, len(folders))
	if links < 500 {
		t.Errorf("found only %d links", links)
	}
}

// bracketed is the text of a link that does not resolve.
var bracketed = regexp.MustCompile(`\[(\w+\.)?[A-Z]\w*(\.\w+)?\]`)

// resolved counts the links of a comment, and reports those that do not resolve.
func resolved(t *testing.T, pkg *doc.Package, text string) (links int) {
	t.Helper()
	for _, block := range pkg.Parser().Parse(text).Content {
		paragraph, ok := block.(*comment.Paragraph)
		if !ok {
			continue
		}
		for _, part := range paragraph.Text {
			switch part := part.(type) {
			case *comment.DocLink:
				links++
			case comment.Plain:
				if link := bracketed.FindString(string(part)); link != "" {
					t.Errorf("package %s: the link %s does not resolve: %s", pkg.Name, link, text)
				}
			}
		}
	}
	return links
}
