package repository_test

import (
	"bufio"
	"bytes"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// docsImports are the packages that code in the documentation may use without an import. An unused
// import is not an error there.
var docsImports = []string{
	"context", "crypto/rand", "encoding/json", "errors", "fmt", "io", "log", "log/slog", "net/http", "net/url", "os", "path/filepath", "strings",
	"testing", "time",
	module, module + "/auth", module + "/factorialtest", module + "/webhook", module + "/gen/attendance", module + "/gen/contracts",
	module + "/gen/documents", module + "/gen/employees", module + "/gen/finance", module + "/gen/shiftmanagement",
	module + "/gen/tasks", module + "/gen/timeoff", module + "/jobs/absences",
	module + "/jobs/clock", module + "/jobs/people",
}

// docsHave declares the variables that the code may use: in any document, and in a specific one.
var docsHave = map[string]string{
	"": `
		var ctx context.Context
		var err error
		var client *factorialhr.Client
		var method auth.Method
		var hr *employees.Client`,
	"README.md": `
		var absences *timeoff.Client
		var t *testing.T
		var contract *contracts.ContractVersion
		var payroll struct{ Note func(context.Context, factorialhr.ID, factorialhr.TimeOfDay) error }`,
	"auth/doc.go": `
		var config auth.Config
		var token auth.Token
		var store auth.TokenStore
		var state, code string
		func notify(auth.LoginNeeded) {}`,
	"docs/authentication.md": `
		var w http.ResponseWriter
		var r *http.Request
		var stateOfTheSession string
		var store auth.TokenStore
		var login *auth.Refresher`,
	"factorialhr.go": `
		var absences *timeoff.Client`,
	"docs/files.md": `
		var file factorialhr.File
		var author, signee *employees.Employee
		var created *tasks.TaskFile
		var ids []factorialhr.ID
		var dir string`,
	"docs/jobs.md": `
		var me *clock.Person
		var first, last, from, to factorialhr.Date
		var state absences.State`,
	"jobs/clock/doc.go": `
		var me *clock.Person
		var first, last factorialhr.Date`,
	"docs/pagination.md": `
		var saved string
		func store([]employees.Employee) error { return nil }`,
	"docs/requests.md": `
		var absences *timeoff.Client
		type MyEmployee struct{}
		var params timeoff.LeaveCreateParams
		var leave *timeoff.Leave
		var planning *shiftmanagement.Client`,
	"docs/sync.md": `
		var lastRun time.Time
		var e *employees.Employee
		var today factorialhr.Date
		func store(*employees.Employee) error { return nil }`,
	"docs/testing.md": `
		var t *testing.T
		var srv *factorialtest.Server`,
	"docs/values.md": `
		var page *factorialhr.Page[employees.Employee]
		var fin *finance.Client
		var terms *contracts.Client
		var id factorialhr.ID`,
	"webhook/doc.go": `var mux *webhook.Mux`,
	"docs/webhooks.md": `
		var t *testing.T
		var mux *webhook.Mux
		var server *http.Server
		func store(context.Context, webhook.Delivery) error { return nil }
		func synchronise(context.Context, factorialhr.ID, factorialhr.ID) error { return nil }`,
}

// Each Go code block in the documentation is type-checked as the body of a function. The character
// … may replace any code.
func TestTheCodeInTheDocumentationCompiles(t *testing.T) {
	documents, err := filepath.Glob("docs/*.md")
	if err != nil || len(documents) == 0 {
		t.Fatalf("no documentation: %v", err)
	}
	imports := importsOf(t, docsImports)
	blocks := 0
	for _, name := range append(documents, "README.md", "factorialhr.go", "auth/doc.go", "webhook/doc.go", "factorialtest/doc.go", "jobs/clock/doc.go") {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range codeBlocks(text) {
				if isOfNestedModule(b.text) {
					continue
				}
				blocks++
				checkBlock(t, imports, filepath.ToSlash(name), b)
			}
		})
	}
	if blocks < 30 {
		t.Errorf("found only %d blocks", blocks)
	}
}

// isOfNestedModule reports whether a block uses a package that is a separate module.
func isOfNestedModule(block string) bool {
	return slices.ContainsFunc([]string{"redisstore.", "agestore.", "keyringstore.", "otelfactorialhr."}, func(name string) bool {
		return strings.Contains(block, name)
	})
}

// codeBlock is a block of Go code in a document.
type codeBlock struct {
	line int // in the document
	text string
}

// codeBlocks returns the blocks that Markdown fences as Go, or that a doc comment indents.
func codeBlocks(document []byte) (blocks []codeBlock) {
	const none, fenced, indented = 0, 1, 2
	state, line := none, 0
	for lines := bufio.NewScanner(bytes.NewReader(document)); lines.Scan(); {
		line++
		text, isIndented := strings.CutPrefix(lines.Text(), "//\t")
		switch {
		case state == fenced && text == "```", state == indented && !isIndented:
			state = none
		case state == none && text == "```go":
			state = fenced
			blocks = append(blocks, codeBlock{line: line + 1})
		case state == none && isIndented:
			state = indented
			blocks = append(blocks, codeBlock{line: line})
			fallthrough
		case state != none:
			blocks[len(blocks)-1].text += text + "\n"
		}
	}
	return blocks
}

func checkBlock(t *testing.T, imports types.Importer, document string, b codeBlock) {
	t.Helper()
	var source strings.Builder
	text := strings.ReplaceAll(b.text, "…", "")
	program := strings.HasPrefix(text, "package ")
	if !program {
		source.WriteString("package docs\n")
		for _, path := range docsImports {
			if strings.Contains(docsHave[document], "var "+filepath.Base(path)+" ") {
				continue // the document calls a variable like the package
			}
			fmt.Fprintf(&source, "import %q\n", path)
		}
		source.WriteString(docsHave[""] + "\n" + docsHave[document])
	}
	switch {
	case program, strings.HasPrefix(text, "func "):
		text = "//line :1\n" + text
	default:
		text = "func _() error {\n//line :1\n" + text + "return nil\n}\n"
	}
	source.WriteString("\n" + text)

	files := token.NewFileSet()
	report := func(err error) {
		if e, ok := err.(types.Error); ok && e.Soft && !program {
			return // a fragment need not use what it declares or imports
		}
		t.Errorf("%s, the block at line %d: %v\n%s", document, b.line, err, b.text)
	}
	parsed, err := parser.ParseFile(files, "", source.String(), parser.SkipObjectResolution)
	if err != nil {
		report(err)
		return
	}
	config := types.Config{Importer: imports, Error: report}
	_, _ = config.Check("docs", files, []*ast.File{parsed}, nil)
}

// importsOf imports packages from the export data of the compiler.
func importsOf(t *testing.T, paths []string) types.Importer {
	t.Helper()
	args := append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}"}, paths...)
	list, err := exec.Command("go", args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	exports := map[string]string{}
	for row := range strings.Lines(string(list)) {
		path, file, _ := strings.Cut(strings.TrimSpace(row), "\t")
		exports[path] = file
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})
}
