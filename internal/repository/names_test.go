package repository_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// A genFile is a Go file below gen/.
type genFile struct {
	path  string // timeoff/leaves.go
	pkg   string
	lines int
	*ast.File
}

// An exportedName is an exported name of a generated package.
type exportedName struct {
	scope string // timeoff, or timeoff.Leave for fields and methods
	name  string
	doc   string
	field bool
}

func (n exportedName) String() string { return n.scope + "." + n.name }

func TestGeneratedNames(t *testing.T) {
	names := exportedNames(genFiles(t))
	kinds := map[bool]int{}
	longest := exportedName{}
	for _, n := range names {
		kinds[n.field]++
		if len(n.name) > len(longest.name) {
			longest = n
		}
	}
	t.Logf("%d names, of which %d are fields; the longest is %s, with %d characters",
		len(names), kinds[true], longest, len(longest.name))

	t.Run("none is longer than 60 characters", func(t *testing.T) {
		for _, n := range names {
			if len(n.name) > 60 {
				t.Errorf("%s has %d characters", n, len(n.name))
			}
		}
	})

	t.Run("no two of a package or a type differ by case only", func(t *testing.T) {
		seen := map[string]string{}
		for _, n := range names {
			key := n.scope + "." + strings.ToLower(n.name)
			if other, ok := seen[key]; ok {
				t.Errorf("%s and %s", other, n)
			}
			seen[key] = n.String()
		}
	})

	t.Run("none is mangled", func(t *testing.T) {
		words := vendorWords(t)
		for _, n := range names {
			if mangled(n.name, words) {
				t.Errorf("%s looks mangled", n)
			}
		}
	})

	t.Run("each type, function, method and constant has a comment", func(t *testing.T) {
		for _, n := range names {
			if !n.field && strings.TrimSpace(n.doc) == "" {
				t.Errorf("%s has none", n)
			}
		}
	})
}

func TestMangledNamesAreRecognised(t *testing.T) {
	words := vendorWords(t)
	for _, name := range []string{"Leave2", "LeaveX2", "LeaveN1", "N1Leave", "LeaveUnderscoreType", "Leave_Type", "Approve1", "LeaveTypeID3"} {
		if !mangled(name, words) {
			t.Errorf("%s passes for a name that a person would choose", name)
		}
	}
	for _, name := range []string{"AddressLine1", "IssuerAddressLine2", "Last4", "CodeIntegrationSage100", "WebhookSubscriptionAPIVersion20261001", "IBAN"} {
		if mangled(name, words) {
			t.Errorf("%s passes for mangled", name)
		}
	}
}

func TestGeneratedFiles(t *testing.T) {
	files := genFiles(t)
	longest := 0
	comments := map[string]int{}
	for _, f := range files {
		longest = max(longest, f.lines)
		if f.lines >= 5000 {
			t.Errorf("gen/%s has %d lines", f.path, f.lines)
		}
		comments[f.pkg] += strings.Count(f.Doc.Text(), "Package "+f.pkg+" ")
		if !ast.IsGenerated(f.File) {
			t.Errorf("gen/%s does not say that it is generated", f.path)
		}
		if f.pkg != path.Dir(f.path) {
			t.Errorf("gen/%s is of package %s", f.path, f.pkg)
		}
	}
	for pkg, n := range comments {
		if n != 1 {
			t.Errorf("package %s has %d package comments, want one", pkg, n)
		}
	}
	t.Logf("%d packages, %d files; the longest has %d lines", len(comments), len(files), longest)
}

// genFiles returns the files below gen/, except the tests.
func genFiles(t *testing.T) []genFile {
	t.Helper()
	var files []genFile
	set := token.NewFileSet()
	err := filepath.WalkDir("gen", func(file string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(set, file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, genFile{
			path:  strings.TrimPrefix(filepath.ToSlash(file), "gen/"),
			pkg:   parsed.Name.Name,
			lines: set.File(parsed.Pos()).LineCount(),
			File:  parsed,
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("gen/ has no Go files")
	}
	return files
}

func exportedNames(files []genFile) []exportedName {
	var names []exportedName
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				scope := f.pkg
				if d.Recv != nil {
					scope += "." + receiver(d.Recv.List[0].Type)
				}
				names = append(names, exportedName{scope, d.Name.Name, d.Doc.Text(), false})
			case *ast.GenDecl:
				for _, s := range d.Specs {
					names = append(names, specNames(f.pkg, d, s)...)
				}
			}
		}
	}
	return slices.DeleteFunc(names, func(n exportedName) bool { return !ast.IsExported(n.name) })
}

// specNames returns the names that a specification declares. The comment on a group of constants
// applies to each of them.
func specNames(pkg string, d *ast.GenDecl, s ast.Spec) []exportedName {
	var names []exportedName
	switch s := s.(type) {
	case *ast.ValueSpec:
		for _, n := range s.Names {
			names = append(names, exportedName{pkg, n.Name, d.Doc.Text() + s.Doc.Text() + s.Comment.Text(), false})
		}
	case *ast.TypeSpec:
		names = append(names, exportedName{pkg, s.Name.Name, d.Doc.Text() + s.Doc.Text(), false})
		if fields, ok := s.Type.(*ast.StructType); ok {
			for _, f := range fields.Fields.List {
				for _, n := range f.Names {
					names = append(names, exportedName{pkg + "." + s.Name.Name, n.Name, "", true})
				}
			}
		}
	}
	return names
}

func receiver(e ast.Expr) string {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	return e.(*ast.Ident).Name
}

// vendorWords returns every name and value in the published specs, in lower case and without
// separators.
func vendorWords(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("api", "upstream", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("api/upstream holds no spec (%v)", err)
	}
	words := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		addWords(words, text)
	}
	return words
}

// addWords adds the names and values in a spec.
func addWords(words map[string]bool, text []byte) {
	between := regexp.MustCompile(`[^A-Za-z0-9]+`)
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	for {
		token, err := decoder.Token()
		if err != nil {
			return
		}
		if s, ok := token.(string); ok {
			for part := range strings.SplitSeq(s, "/") {
				words[strings.ToLower(between.ReplaceAllString(part, ""))] = true
			}
		}
	}
}

// artefacts matches the marks of generators in names: an underscore, the word Underscore, an N
// before a digit, an X before a number.
var artefacts = regexp.MustCompile(`_|Underscore|[A-Za-z]X2|(^|[a-z0-9])N\d`)

// mangled reports whether a name contains such a mark, or a number that a generator added to
// resolve a clash. It accepts names such as AddressLine1 and Last4: a suffix that begins at a
// capital letter, or is a whole date, is a word in the spec.
func mangled(name string, words map[string]bool) bool {
	if artefacts.MatchString(name) {
		return true
	}
	if !strings.ContainsAny(name, "0123456789") {
		return false
	}
	for i, r := range name {
		end := strings.ToLower(name[i:])
		if (unicode.IsUpper(r) || len(end) == len("20261001") && unicode.IsDigit(r)) && words[end] {
			return false
		}
	}
	return true
}
