package files_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// This file counts the contents of the published spec with encoding/json only, and those of gen/
// with go/parser only. It uses no code of the generator.

// inventory lists the contents of a spec, or those of gen/.
type inventory struct {
	operations map[string]string // "POST timeoff/leaves/approve" → domain
	schemas    map[string]string // "timeoff_leave" → domain
	events     map[string]string // "timeoff/leave/approve" → domain
}

func TestThePublishedSpecIsInGenOrListedAsLeftOut(t *testing.T) {
	want, got := upstream(t), generated(t)
	page := read(t, filepath.Join(root, "docs", "coverage.md"))
	left := leftOut(t, page)
	for _, kind := range []struct {
		name      string
		want, got map[string]string
	}{
		{"", want.operations, got.operations},
		{"schema ", want.schemas, got.schemas},
		{"event ", want.events, got.events},
	} {
		for _, what := range slices.Sorted(maps.Keys(kind.want)) {
			_, have := kind.got[what]
			switch listed := left[kind.name+what]; {
			case !have && listed == "":
				t.Errorf("%s%s is neither in gen/ nor listed as left out", kind.name, what)
			case have && listed != "":
				t.Errorf("%s%s is listed as left out (%s), but it is in gen/", kind.name, what, listed)
			}
			delete(left, kind.name+what)
		}
		for what := range kind.got {
			if _, ok := kind.want[what]; !ok {
				t.Errorf("gen/ has %s%s, which is not published", kind.name, what)
			}
		}
	}
	for what := range left {
		t.Errorf("%s is listed as left out, but it is not published", what)
	}
	t.Logf("%d of %d operations, %d of %d schemas, %d of %d events", len(got.operations), len(want.operations),
		len(got.schemas), len(want.schemas), len(got.events), len(want.events))
}

func TestTheNumbersOfTheCoveragePageAreTheCountedOnes(t *testing.T) {
	want, got := upstream(t), generated(t)
	counts := func(domain string) [6]int {
		var n [6]int
		for i, m := range []map[string]string{got.operations, want.operations, got.schemas, want.schemas, got.events, want.events} {
			for _, d := range m {
				if domain == "**all**" || d == domain {
					n[i]++
				}
			}
		}
		return n
	}
	counted := map[string][6]int{"**all**": counts("**all**")}
	for _, domain := range want.operations {
		counted[domain] = counts(domain)
	}
	row := regexp.MustCompile(`(?m)^\| (\S+) \| .*\| (\d+) of (\d+) \| (\d+) of (\d+) \| (\d+) of (\d+) \|$`)
	printed := map[string][6]int{}
	for _, m := range row.FindAllStringSubmatch(string(read(t, filepath.Join(root, "docs", "coverage.md"))), -1) {
		var n [6]int
		for i := range n {
			n[i], _ = strconv.Atoi(m[2+i])
		}
		printed[m[1]] = n
	}
	if diff := cmp.Diff(counted, printed); diff != "" {
		t.Errorf("docs/coverage.md (-counted +printed):\n%s", diff)
	}
}

// leftOut reads the list of omitted parts, each with its reason.
func leftOut(t *testing.T, page []byte) map[string]string {
	t.Helper()
	_, list, ok := strings.Cut(string(page), "\n## Left out\n")
	if !ok {
		t.Fatal("docs/coverage.md has no list of what is left out")
	}
	left := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^- (.*?): (.+)$`).FindAllStringSubmatch(list, -1) {
		left[m[1]] = m[2]
	}
	return left
}

// upstream counts the contents of the published spec.
func upstream(t *testing.T) inventory {
	t.Helper()
	have := inventory{map[string]string{}, map[string]string{}, map[string]string{}}
	for _, doc := range parsePublished(t) {
		have.add(t, doc)
	}
	return have
}

// add counts the contents of one of the specs.
func (have inventory) add(t *testing.T, doc publishedSpec) {
	t.Helper()
	domains := map[string]bool{}
	for path, item := range doc.Paths {
		below := strings.TrimPrefix(path, "/api/"+doc.version+"/resources/")
		domain, _, _ := strings.Cut(below, "/")
		domains[domain] = true
		for method := range item {
			have.operations[strings.ToUpper(method)+" "+below] = domain
		}
	}
	for title, item := range doc.Webhooks {
		event := eventOf(item["post"])
		if event == "" {
			t.Fatalf("the webhook %q names no event", title)
		}
		have.events[event], _, _ = strings.Cut(event, "/")
	}
	for schema := range doc.Components.Schemas {
		if schema == "_paged_index_meta" || schema == "error_response" {
			continue // factorialhr.Meta and factorialhr.Error
		}
		for domain := range domains {
			if strings.HasPrefix(schema, domain+"_") && len(domain) > len(have.schemas[schema]) {
				have.schemas[schema] = domain
			}
		}
	}
}

// publishedSpec holds the parts of a published spec that this file reads.
type publishedSpec struct {
	version string

	Paths      map[string]map[string]operation
	Webhooks   map[string]map[string]operation
	Components struct {
		Schemas map[string]struct{ Properties map[string]any }
	}
}

type operation struct {
	Description            string
	Responses, RequestBody any
}

// parsePublished reads the specs of the generated code, oldest first.
func parsePublished(t *testing.T) []publishedSpec {
	t.Helper()
	in := published(t)
	var docs []publishedSpec
	for _, version := range in.Versions() {
		doc := publishedSpec{version: version}
		if err := json.Unmarshal(in.Specs[version], &doc); err != nil {
			t.Fatal(err)
		}
		docs = append(docs, doc)
	}
	return docs
}

func eventOf(op operation) string {
	_, rest, _ := strings.Cut(op.Description, "`")
	event, _, _ := strings.Cut(rest, "`")
	return event
}

// schemasIn returns the schema in the response of each operation and in each event.
func schemasIn(doc publishedSpec) map[string]string {
	list := map[string]string{}
	for path, item := range doc.Paths {
		for method, op := range item {
			below := strings.TrimPrefix(path, "/api/"+doc.version+"/resources/")
			list[strings.ToUpper(method)+" "+below] = schemaIn(op.Responses)
		}
	}
	for _, item := range doc.Webhooks {
		list[eventOf(item["post"])] = schemaIn(item["post"].RequestBody)
	}
	return list
}

// schemaIn finds the only schema that v refers to, except the metadata of a page and errors.
func schemaIn(v any) string {
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok && !strings.HasSuffix(ref, "/_paged_index_meta") && !strings.HasSuffix(ref, "/error_response") {
			return strings.TrimPrefix(ref, "#/components/schemas/")
		}
		for _, inner := range v {
			if found := schemaIn(inner); found != "" {
				return found
			}
		}
	}
	return ""
}

// generated counts the contents of gen/. It counts a schema if a struct has all its properties, and
// the operations and events of the schema return that struct.
func generated(t *testing.T) inventory {
	t.Helper()
	have := inventory{map[string]string{}, map[string]string{}, map[string]string{}}
	want := upstream(t)
	code := parseGen(t)
	docs := parsePublished(t)
	schemas := map[string]string{}
	for _, doc := range docs {
		maps.Copy(schemas, schemasIn(doc))
	}
	checked := map[string]string{} // schema by type
	for what, schema := range schemas {
		model, isEvent := code.events[what]
		if !isEvent {
			variable, ok := code.operations[what]
			if !ok {
				continue // it is reported as missing
			}
			have.operations[what] = want.operations[what]
			model = code.models[variable]
		} else {
			have.events[what] = want.events[what]
		}
		if other, ok := checked[model]; ok && other != schema {
			t.Errorf("%s returns %s, which is the type of both %s and %s", what, model, other, schema)
		}
		if pkg, _, _ := strings.Cut(model, "."); pkg != strings.ReplaceAll(want.schemas[schema], "_", "") {
			t.Errorf("%s returns %q, which is not of the domain of %s", what, model, schema)
		}
		have.schemas[schema] = want.schemas[schema]
		checked[model] = schema
	}
	for model, schema := range checked {
		for _, doc := range docs {
			if !slices.Contains(slices.Collect(maps.Values(schemasIn(doc))), schema) {
				continue // this version has no use for it
			}
			for property := range doc.Components.Schemas[schema].Properties {
				if !code.properties[model][property] {
					t.Errorf("%s lacks the property %s of %s in %s", model, property, schema, doc.version)
				}
			}
		}
	}
	for op := range code.operations {
		have.operations[op] = want.operations[op]
	}
	for event := range code.events {
		have.events[event] = want.events[event]
	}
	return have
}

// goCode lists the declarations of the packages below gen/. The names of variables and types
// include their package: timeoff.Leave.
type goCode struct {
	operations map[string]string          // "POST timeoff/leaves/approve" → the variable of the operation
	models     map[string]string          // the variable → the type that the call returns
	events     map[string]string          // "timeoff/leave/approve" → the type in its deliveries
	properties map[string]map[string]bool // type → the JSON names of its fields
}

func parseGen(t *testing.T) *goCode {
	t.Helper()
	code := &goCode{map[string]string{}, map[string]string{}, map[string]string{}, map[string]map[string]bool{}}
	files, err := filepath.Glob(filepath.Join(root, "gen", "*", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	for _, file := range files {
		parsed, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		pkg := parsed.Name.Name + "."
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				code.value(pkg, n)
			case *ast.TypeSpec:
				if s, ok := n.Type.(*ast.StructType); ok {
					code.properties[pkg+n.Name.Name] = jsonNames(s)
				}
			case *ast.FuncDecl:
				code.method(pkg, n)
			}
			return true
		})
	}
	return code
}

// value reads leavesList = factorialhr.Operation{Method: …, Path: …} and
// EventLeaveApprove factorialhr.EventType[Leave] = "…".
func (c *goCode) value(pkg string, spec *ast.ValueSpec) {
	if len(spec.Values) != 1 {
		return
	}
	switch v := spec.Values[0].(type) {
	case *ast.CompositeLit:
		if !isSelector(v.Type, "Operation") {
			return
		}
		fields := map[string]string{}
		for _, e := range v.Elts {
			pair := e.(*ast.KeyValueExpr)
			if text, ok := pair.Value.(*ast.BasicLit); ok {
				fields[pair.Key.(*ast.Ident).Name] = unquote(text)
			}
		}
		c.operations[fields["Method"]+" "+fields["Path"]] = pkg + spec.Names[0].Name
	case *ast.BasicLit:
		if generic, ok := spec.Type.(*ast.IndexExpr); ok && isSelector(generic.X, "EventType") {
			c.events[unquote(v)] = pkg + generic.Index.(*ast.Ident).Name
		}
	}
}

// method reads func (s *LeaveService) Get(…) (*Leave, error) { … &leavesGet … }.
func (c *goCode) method(pkg string, d *ast.FuncDecl) {
	if d.Recv == nil || d.Type.Results == nil {
		return
	}
	model := modelOf(d.Type.Results.List[0].Type)
	if model == "" {
		return
	}
	ast.Inspect(d.Body, func(n ast.Node) bool {
		if address, ok := n.(*ast.UnaryExpr); ok && address.Op == token.AND {
			if variable, ok := address.X.(*ast.Ident); ok {
				c.models[pkg+variable.Name] = pkg + model
			}
		}
		return true
	})
}

// modelOf finds Leave in *Leave, []Leave and *factorialhr.Page[Leave].
func modelOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return modelOf(e.X)
	case *ast.ArrayType:
		return modelOf(e.Elt)
	case *ast.IndexExpr:
		if isSelector(e.X, "Page") {
			return modelOf(e.Index)
		}
	case *ast.Ident:
		return e.Name
	}
	return ""
}

func isSelector(e ast.Expr, name string) bool {
	s, ok := e.(*ast.SelectorExpr)
	return ok && s.Sel.Name == name
}

func jsonNames(s *ast.StructType) map[string]bool {
	names := map[string]bool{}
	for _, f := range s.Fields.List {
		if f.Tag != nil {
			label, _, _ := strings.Cut(reflect.StructTag(unquote(f.Tag)).Get("json"), ",")
			names[label] = true
		}
	}
	return names
}

func unquote(literal *ast.BasicLit) string {
	s, _ := strconv.Unquote(literal.Value)
	return s
}
