package files_test

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

var update = flag.Bool("update", false, "write the golden files")

// Each spec below testdata/oddities is the smallest with one oddity of the published spec. Golden
// files hold the parts of api/openapi.yaml and of the Go code that the rule for the oddity affects.
var oddities = []struct {
	name string
	dir  string
	yaml []string // JSON pointers into api/openapi.yaml
	code []string // declarations, as file.go: Name or file.go: Receiver.Name
}{
	{
		name: "an operation without an operationId is named after its path",
		dir:  "no-operation-id",
		yaml: []string{list + "/get/operationId", list + "/post/operationId", one + "/get/operationId", one + "/put/operationId", one + "/delete/operationId", list + "~1bulk_delete/post/operationId"},
		code: []string{"operations.go: leavesList"},
	},
	{
		name: "the description of a webhook holds the name of its event",
		dir:  "event-in-the-description",
		yaml: []string{"/webhooks"},
		code: []string{"events.go: EventLeaveCreateFromSomewhere"},
	},
	{
		name: "the overlay names an event whose name would be too long",
		dir:  "event-that-the-overlay-names",
		yaml: []string{"/webhooks"},
		code: []string{"events.go: EventLeaveFromSomewhere"},
	},
	{
		name: "a note of the overlay follows the text of the spec",
		dir:  "notes-of-the-overlay",
		yaml: []string{list + "/get/description", list + "/get/parameters/0", leave, "/webhooks"},
		code: []string{"events.go: EventLeaveCreate", "leaves.go: LeaveService.List", "leaves.go: LeaveListParams", "leaves.go: Leave"},
	},
	{
		name: "a number with a unit has a method that returns it as money, a duration or a decimal",
		dir:  "units-of-numbers",
		yaml: []string{leave, list + "/get/parameters"},
		code: []string{
			"leaves.go: LeaveListParams", "units.go: Leave.Fee", "units.go: Leave.BreakDuration", "units.go: Leave.Rest", "units.go: Leave.Price", "units.go: Leave.Pay",
			"units.go: Leave.HoursAmount", "units.go: Leave.PreciseDuration", "units.go: Leave.Duration", "units.go: Leave.Pause", "units.go: Leave.DayCount",
		},
	},
	{
		name: "the selectors of a body appear in the table of operations and in the doc comment",
		dir:  "selectors-of-the-overlay",
		yaml: []string{list + "~1bulk_delete/post/x-factorial-selectors", one + "/put/x-factorial-selectors"},
		code: []string{"operations.go: leavesBulkDelete", "leaves.go: LeaveService.BulkDelete", "leaves.go: LeaveService.Update"},
	},
	{
		name: "a deprecated operation, field, parameter or event has a paragraph about it",
		dir:  "deprecated",
		yaml: []string{list + "/get/parameters", leave, leave + "CreateParams", leave + "CVInput", leave + "CVUpdateInput"},
		code: []string{
			"events.go: EventLeaveCreate", "leaves.go: LeaveService.Create", "leaves.go: LeaveListParams", "leaves.go: Leave",
			"leaves.go: LeaveCreateParams", "leaves.go: LeaveUpdateParams", "leaves.go: LeaveCVInput", "leaves.go: LeaveCVUpdateInput",
		},
	},
	{
		name: "type: unknown is any value",
		dir:  "type-unknown",
		yaml: []string{leave},
		code: []string{"leaves.go: Leave"},
	},
	{
		name: "items: {} are any values",
		dir:  "items-without-type",
		yaml: []string{leave},
		code: []string{"leaves.go: Leave"},
	},
	{
		name: "a property without a type is any value",
		dir:  "property-without-type",
		yaml: []string{leave},
		code: []string{"leaves.go: Leave"},
	},
	{
		name: "an object without properties is any value",
		dir:  "object-without-properties",
		yaml: []string{leave},
		code: []string{"leaves.go: Leave"},
	},
	{
		name: "an enum on an array is one of its items",
		dir:  "enum-on-an-array",
		yaml: []string{leave, leave + "Kind"},
		code: []string{"leaves.go: Leave", "leaves.go: LeaveKind", "leaves.go: LeaveKindSick"},
	},
	{
		name: "a query name in brackets that is declared as one value is a list",
		dir:  "brackets-declared-as-one-string",
		yaml: []string{list + "/get/parameters"},
		code: []string{"leaves.go: LeaveListParams", "leaves.go: LeaveListParams.query"},
	},
	{
		name: "a query name in brackets that is declared as one value of an enum is a list of that enum",
		dir:  "brackets-declared-as-one-enum-value",
		yaml: []string{list + "/get/parameters"},
		code: []string{"leaves.go: LeaveListParams", "leaves.go: LeaveListParams.query", "leaves.go: LeaveState"},
	},
	{
		name: "an object in a query is a struct that is written with its keys in brackets",
		dir:  "query-object",
		yaml: []string{list + "/get/parameters", leave + "ManagedByFilter"},
		code: []string{"leaves.go: LeaveListParams", "leaves.go: LeaveListParams.query", "leaves.go: LeaveManagedByFilter"},
	},
	{
		name: "an object without properties in a query, as before 2026-10-01, is a map",
		dir:  "query-object-without-properties",
		yaml: []string{list + "/get/parameters"},
		code: []string{"leaves.go: LeaveListParams", "leaves.go: LeaveListParams.query"},
	},
	{
		name: "a query parameter without a type is text",
		dir:  "query-without-type",
		yaml: []string{list + "/get/parameters"},
		code: []string{"leaves.go: LeaveListParams", "leaves.go: LeaveListParams.query"},
	},
	{
		name: "an array of objects without properties in a query is a list of maps",
		dir:  "query-array-of-objects",
		yaml: []string{list + "/get/parameters"},
		code: []string{"leaves.go: LeaveListParams", "leaves.go: LeaveListParams.query"},
	},
	{
		name: "lists in an upload keep the brackets on the wire and lose them in Go",
		dir:  "multipart-lists",
		yaml: []string{list + "/post/requestBody", leave + "CreateParams"},
		code: []string{"leaves.go: LeaveCreateParams", "leaves.go: LeaveCreateParams.WriteForm", "leaves.go: LeaveLineItemInput"},
	},
	{
		name: "a file in a record or in a JSON body is text, in an upload it is a file",
		dir:  "files-in-bodies",
		yaml: []string{leave, leave + "AttachParams", leave + "UpdateParams"},
		code: []string{"leaves.go: Leave", "leaves.go: LeaveAttachParams", "leaves.go: LeaveUpdateParams", "leaves.go: LeaveUpdateParams.WriteForm"},
	},
	{
		name: "an inline {data, meta} is a page of the component",
		dir:  "inline-list-response",
		yaml: []string{list + "/get/responses/200"},
		code: []string{"leaves.go: LeaveService.List", "leaves.go: LeaveService.All"},
	},
	{
		name: "the response schema, not the name of the action, tells one object from a bare array",
		dir:  "responses-that-names-hide",
		yaml: []string{list + "~1bulk_create/post/responses/200", list + "~1split/post/responses/200"},
		code: []string{"leaves.go: LeaveService.BulkCreate", "leaves.go: LeaveService.Split", "leaves.go: LeaveSplitParams"},
	},
	{
		name: "ids that are numbers, as before 2026-07-01, are ids too",
		dir:  "ids-as-numbers",
		yaml: []string{leave},
		code: []string{"leaves.go: Leave", "leaves.go: LeaveService.Get", "leaves.go: LeaveListParams", "leaves.go: LeaveCreateParams"},
	},
	{
		name: "an example that does not fit the type, the format or the enum is left out, the type stays",
		dir:  "examples-that-contradict",
		yaml: []string{leave},
		code: []string{"leaves.go: Leave", "leaves.go: LeaveStateScreening"},
	},
	{
		name: "the empty value of an enum is called Empty",
		dir:  "enum-with-an-empty-value",
		yaml: []string{leave + "Part"},
		code: []string{"leaves.go: LeavePartEmpty"},
	},
	{
		name: "properties named like the keywords of a schema are properties",
		dir:  "properties-called-like-keywords",
		yaml: []string{leave, leave + "CreateParams"},
		code: []string{"leaves.go: Leave", "leaves.go: LeaveCreateParams", "leaves.go: LeaveListParams.query"},
	},
	{
		name: "a required property of a response may be null",
		dir:  "required-but-null",
		yaml: []string{leave},
		code: []string{"leaves.go: Leave"},
	},
	{
		name: "a record need not have an id",
		dir:  "no-id",
		yaml: []string{leave},
		code: []string{"leaves.go: Leave"},
	},
	{
		name: "an id need not be required",
		dir:  "id-not-required",
		yaml: []string{leave},
		code: []string{"leaves.go: Leave"},
	},
	{
		name: "the component _paged_index_meta is Meta, of no domain",
		dir:  "paged-index-meta",
		yaml: []string{"/components/schemas/Meta"},
	},
	{
		name: "a component with an odd suffix has the name of its resource",
		dir:  "component-with-a-suffix",
		yaml: []string{"/components/schemas/timeoff.AllowanceStat"},
		code: []string{"allowance_stats.go: AllowanceStat", "allowance_stats.go: AllowanceStatKind", "allowance_stats.go: AllowanceStatService.List"},
	},
	{
		name: "a component in the responses of two resources keeps its own name",
		dir:  "component-of-two-resources",
		yaml: []string{"/components/schemas/timeoff.AbsenceSettings"},
		code: []string{"types.go: AbsenceSettings", "leaves.go: LeaveService.List", "policies.go: PolicyService.List"},
	},
	{
		name: "an update fills the id of its body from its argument",
		dir:  "update-that-repeats-the-id",
		yaml: []string{leave + "UpdateParams"},
		code: []string{"operations.go: leavesUpdate", "leaves.go: LeaveService.Update", "leaves.go: LeaveUpdateParams"},
	},
	{
		name: "in an update each property at any depth is optional and may be null, also in an object that a create has too",
		dir:  "objects-in-updates",
		yaml: []string{leave + "UpdateParams", leave + "AddressInput", leave + "AddressUpdateInput", leave + "PeriodUpdateInput", leave + "PeriodRateUpdateInput"},
		code: []string{
			"leaves.go: LeaveCreateParams", "leaves.go: LeaveAddressInput", "leaves.go: LeaveUpdateParams", "leaves.go: LeaveAddressUpdateInput",
			"leaves.go: LeavePeriodUpdateInput", "leaves.go: LeavePeriodRateUpdateInput", "leaves.go: LeaveAddressKind",
		},
	},
	{
		name: "error responses and paging parameters are added",
		dir:  "no-errors-no-paging",
		yaml: []string{"/info", "/tags", list + "/get/parameters", list + "/get/responses/4XX", list + "/get/responses/5XX", "/components/parameters/after_id", "/components/responses/Error"},
		code: []string{"leaves.go: LeaveListParams"},
	},
	{
		name: "a component without a reference is left out and listed",
		dir:  "component-of-nothing",
	},
	{
		name: "a component that only a webhook refers to is a model",
		dir:  "component-of-a-webhook",
		yaml: []string{"/components/schemas/timeoff.ContractRequest"},
		code: []string{"types.go: ContractRequest", "events.go: EventContractRequestCreate"},
	},
	{
		name: "an example decides about a format before the name does, and the model decides for a body",
		dir:  "names-that-mislead-about-formats",
		yaml: []string{leave, leave + "CreateParams"},
		code: []string{"leaves.go: Leave", "leaves.go: LeaveCreateParams"},
	},
	{
		name: "summaries and descriptions, which the live spec has, become comments",
		dir:  "summaries-and-descriptions",
		yaml: []string{list + "/get/summary", list + "/get/description", leave},
		code: []string{"leaves.go: LeaveService.List", "leaves.go: LeaveListParams", "leaves.go: Leave", "leaves.go: LeaveState"},
	},
	{
		name: "Markdown, line ends of another system and control characters in descriptions make tidy comments",
		dir:  "markdown-in-descriptions",
		yaml: []string{list + "/get/description", leave},
		code: []string{"leaves.go: LeaveService.List", "leaves.go: LeaveListParams", "leaves.go: Leave", "leaves.go: LeaveState"},
	},
	{
		name: "one shape in two places is one type, which the overlay names",
		dir:  "one-shape-in-two-places",
		yaml: []string{leave, "/components/schemas/timeoff.File"},
		code: []string{"leaves.go: Leave", "leaves.go: File"},
	},
	{
		name: "an enum of a body or a query with values of the model's enum is that enum",
		dir:  "enum-of-a-body-is-the-models",
		yaml: []string{list + "/get/parameters", leave + "CreateParams"},
		code: []string{"leaves.go: LeaveListParams", "leaves.go: LeaveCreateParams", "leaves.go: LeaveStateDraft"},
	},
}

// Places that most of these specs have.
const (
	list  = "/paths/~1api~12026-10-01~1resources~1timeoff~1leaves"
	one   = list + "~1{id}"
	leave = "/components/schemas/timeoff.Leave"
)

func TestOddities(t *testing.T) {
	for _, test := range oddities {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join("testdata", "oddities", test.dir)
			out, err := files.Generate(files.Single(read(t, filepath.Join(dir, "in.json")), overlay(t, dir), "2026-10-01"))
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(dir, "openapi.golden"), parts(t, out.Files["api/openapi.yaml"], test.yaml))
			golden(t, filepath.Join(dir, "go.golden"), declarations(t, out.Files, test.code))
			if test.yaml == nil && test.code == nil {
				golden(t, filepath.Join(dir, "coverage.golden"), out.Files["docs/coverage.md"])
			}
			kin(t, out.Files["api/openapi.yaml"]) // another tool can read it
		})
	}
}

func TestEveryOddityIsInTheTable(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join("testdata", "oddities"))
	if err != nil {
		t.Fatal(err)
	}
	tested := map[string]int{}
	for _, test := range oddities {
		tested[test.dir]++
	}
	for _, e := range entries {
		if tested[e.Name()] != 1 {
			t.Errorf("%s: tested %d times, want once", e.Name(), tested[e.Name()])
		}
	}
}

// parts writes the values at the pointers, each below its pointer.
func parts(t *testing.T, openapi []byte, pointers []string) []byte {
	t.Helper()
	if len(pointers) == 0 {
		return nil
	}
	root, err := ordered.ParseYAML(openapi)
	if err != nil {
		t.Fatal(err)
	}
	o := &ordered.Object{}
	for _, pointer := range pointers {
		o.Set("#"+pointer, follow(t, root, pointer))
	}
	text, err := ordered.YAML(o, "")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func follow(t *testing.T, v any, pointer string) any {
	t.Helper()
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		found := false
		switch at := v.(type) {
		case *ordered.Object:
			v, found = at.Get(step)
		case []any:
			if i, err := strconv.Atoi(step); err == nil && i < len(at) {
				v, found = at[i], true
			}
		}
		if !found {
			t.Fatalf("api/openapi.yaml has nothing at #%s", pointer)
		}
	}
	return v
}

// declarations cuts the named declarations, with their comments, out of the
// package gen/timeoff.
func declarations(t *testing.T, files map[string][]byte, wanted []string) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, w := range wanted {
		file, label, _ := strings.Cut(w, ": ")
		source, ok := files["gen/timeoff/"+file]
		if !ok {
			t.Fatalf("no file gen/timeoff/%s is generated", file)
		}
		text := declaration(t, source, label)
		if text == nil {
			t.Fatalf("gen/timeoff/%s does not declare %s", file, label)
		}
		fmt.Fprintf(&b, "-- %s --\n%s\n", w, text)
	}
	return b.Bytes()
}

func declaration(t *testing.T, source []byte, label string) []byte {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "", source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		var doc *ast.CommentGroup
		found, until := false, d.End()
		switch d := d.(type) {
		case *ast.FuncDecl:
			doc, found = d.Doc, funcLabel(d) == label
			if strings.Contains(label, "Service.") {
				until = d.Type.End() // the bodies are the same for all
			}
		case *ast.GenDecl:
			doc, found = d.Doc, declares(d, label)
		}
		if !found {
			continue
		}
		start := d.Pos()
		if doc != nil {
			start = doc.Pos()
		}
		return source[set.Position(start).Offset:set.Position(until).Offset]
	}
	return nil
}

// funcLabel returns the name of a function with the type of its receiver: Leave.Approve.
func funcLabel(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	receiver := d.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	return receiver.(*ast.Ident).Name + "." + d.Name.Name
}

func declares(d *ast.GenDecl, label string) bool {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.Name == label {
				return true
			}
		case *ast.ValueSpec:
			for _, n := range s.Names {
				if n.Name == label {
					return true
				}
			}
		}
	}
	return false
}

// golden compares got with a golden file. If got is empty, the file must not exist.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update && len(got) > 0 {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil && !(os.IsNotExist(err) && len(got) == 0) {
		t.Fatalf("%v (go test ./internal/codegen/files -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func overlay(t *testing.T, dir string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "overlay.yaml"))
	if os.IsNotExist(err) {
		return []byte("corrections: []\n")
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
