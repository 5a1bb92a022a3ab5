package golang

import (
	"bytes"
	"embed"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"text/template"
)

// clientFile is the data of client.go: the package comment and the struct with the services.
type clientFile struct {
	Package  string
	Domain   string // project management
	About    string // what the domain is
	Services []*serviceView
	ByUse    []*serviceView // the most used first
	Example  *serviceView   // whose list the package comment reads; nil without a list
}

// operationsFile is the data of operations.go: the table of the operations.
type operationsFile struct {
	Package  string
	Services []*serviceView
}

// eventsFile is the data of events.go: the webhooks.
type eventsFile struct {
	Package string
	Events  []eventView
}

// typesFile is the data of types.go: the types that several resources share.
type typesFile struct {
	Package string
	Types   []*typeView
}

// resourceFile is the data of the file of a resource: its service and the types that no other
// resource uses.
type resourceFile struct {
	typesFile
	Service *serviceView
}

// Uses reports whether a field of the types has a Go type of the package pkg.
func (f typesFile) Uses(pkg string) (bool, error) {
	for _, t := range f.Types {
		if t.Form && pkg == "factorialhr" {
			return true, nil
		}
		for _, field := range t.Fields {
			if used, err := mentions(field.Type, pkg); used || err != nil {
				return used, err
			}
		}
	}
	return false, nil
}

// mentions reports whether the Go type names something of the package pkg. For example,
// factorialhr.Opt[json.RawMessage] mentions factorialhr and json.
func mentions(goType, pkg string) (bool, error) {
	expr, err := parser.ParseExpr(goType)
	if err != nil {
		return false, fmt.Errorf("the type %s is not Go: %w", goType, err)
	}
	for n := range ast.Preorder(expr) {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && x.Name == pkg {
				return true, nil
			}
		}
	}
	return false, nil
}

//go:embed templates
var templates embed.FS

// longestFile limits the lines of a generated file, so that a person can still read it.
const longestFile = 5000

// A writer executes the templates. It keeps the first error.
type writer struct {
	templates *template.Template
	files     map[string][]byte // by the path below gen/
	err       error
}

func newWriter() (*writer, error) {
	all, err := template.New("").Funcs(template.FuncMap{"comment": comment}).ParseFS(templates, "templates/*.tmpl")
	return &writer{templates: all, files: map[string][]byte{}}, err
}

// write executes a template and formats the result, which is the file of that name in the package.
func (w *writer) write(pkg, file, template string, data any) {
	if w.err != nil {
		return
	}
	var b bytes.Buffer
	if err := w.templates.ExecuteTemplate(&b, template, data); err != nil {
		w.err = fmt.Errorf("%s: %w", file, err)
		return
	}
	source, err := format.Source(b.Bytes())
	if err != nil {
		w.err = fmt.Errorf("%s: not Go: %w", file, err)
		return
	}
	if n := bytes.Count(source, []byte("\n")); n > longestFile {
		w.err = fmt.Errorf("%s: has %d lines, at most %d are allowed", file, n, longestFile)
		return
	}
	w.files[pkg+"/"+file] = source
}
