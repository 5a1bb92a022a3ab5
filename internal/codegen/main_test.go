package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
)

const (
	version = "2026-10-01"
	none    = "corrections: []\n" // an overlay
)

// An edit replaces old, which appears once in the small spec, with new.
type edit struct{ old, new string }

// Anchors in testdata/small.json.
const (
	beforeCV       = `"cv": {"type"`
	beforeApprove  = `"/api/2026-10-01/resources/timeoff/leaves/approve": {`
	halfDayOfLeave = `"half_day": {"type": "string", "enum": ["morning", "afternoon"]},` + "\n"
	responseOfGet  = `"parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],` + "\n" +
		`        "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/timeoff_leave"}}}}}`
)

// operation returns a POST on a path, to insert before the approve action.
func operation(path string) string {
	return `"/api/2026-10-01/resources/` + path + `": {"post": {"tags": ["Timeoff > Leave"], "responses": {"200": {"content":
		{"application/json": {"schema": {"$ref": "#/components/schemas/timeoff_leave"}}}}}}}, ` + beforeApprove
}

func property(text string) edit { return edit{beforeCV, text + ", " + beforeCV} }

// same is an object with the shape of the component cv.
const same = `{"type": "object", "properties": {"url": {"type": "string"}, "name": {"type": "string"}}}`

func TestABadSpecIsRefusedWithThePlaceAndChangesNothing(t *testing.T) {
	const (
		paths   = "#/paths/~1api~12026-10-01~1resources~1timeoff~1leaves"
		leave   = "#/components/schemas/timeoff_leave"
		members = leave + "/properties"
	)
	tests := []struct {
		name string
		edit edit
		want []string // parts of the message
	}{
		{
			name: "text after the document",
			edit: edit{"\"end_cursor\": {\"type\": \"string\"}}\n      }\n    }\n  }\n}\n", "\"end_cursor\": {\"type\": \"string\"}}\n      }\n    }\n  }\n}\n{}"},
			want: []string{"#: text after the end"},
		},
		{
			name: "a comma too much",
			edit: edit{`"note": {"type": "string"},` + "\n", `"note": {"type": "string",},` + "\n"},
			want: []string{members + "/note: not JSON at byte"},
		},
		{
			name: "a member that appears twice",
			edit: property(`"note": {}`),
			want: []string{members + "/note: appears twice"},
		},
		{
			name: "another version than the file name says",
			edit: edit{`"version": "2026-10-01"`, `"version": "2026-07-01"`},
			want: []string{"#/info/version", "2026-07-01", "2026-10-01"},
		},
		{
			name: "OpenAPI 3.0",
			edit: edit{`"openapi": "3.1.0"`, `"openapi": "3.0.3"`},
			want: []string{"#/openapi", "3.0.3"},
		},
		{
			name: "a reference to no component",
			edit: edit{responseOfGet, strings.Replace(responseOfGet, "timeoff_leave", "timeoff_lieve", 1)},
			want: []string{paths + "~1{id}/get/responses/200/content/application~1json/schema/$ref", "#/components/schemas/timeoff_lieve", "refers to no component"},
		},
		{
			name: "an answer that is no record",
			edit: edit{responseOfGet, strings.Replace(responseOfGet, "timeoff_leave", "_paged_index_meta", 1)},
			want: []string{paths + "~1{id}/get/responses/200/content/application~1json/schema/$ref", "_paged_index_meta"},
		},
		{
			name: "two properties that have one name in Go",
			edit: property(`"halfDay": {"type": "string"}`),
			want: []string{members + "/halfDay", "duplicate name", "Leave.HalfDay", "half_day"},
		},
		{
			name: "a property that has no name in Go",
			edit: property(`"2fa": {"type": "string"}`),
			want: []string{members + "/2fa", "not a Go name"},
		},
		{
			name: "two parameters that have one name in Go",
			edit: edit{`{"name": "from",`, `{"name": "employee_ids", "in": "query", "schema": {"type": "string"}}, {"name": "from",`},
			want: []string{paths + "/get/parameters/1/schema", "duplicate name", "LeaveListParams.EmployeeIDs"},
		},
		{
			name: "a parameter that has the name of a paging field in Go",
			edit: edit{`{"name": "from",`, `{"name": "limit[]", "in": "query", "schema": {"type": "string"}}, {"name": "from",`},
			want: []string{paths + "/get/parameters/1/schema", "duplicate name", "LeaveListParams.Limit"},
		},
		{
			name: "two types that have one name in Go",
			edit: property(`"h": {"type": "object", "properties": {"a": {"type": "string"}}}, "half": {"type": "object", "properties": {"day": {"type": "string", "enum": ["x"]}}}`),
			want: []string{members + "/half/properties/day", "duplicate name", "timeoff.LeaveHalfDay", "timeoff_leave.half_day"},
		},
		{
			name: "a type that has the name of a service",
			edit: property(`"service": {"type": "string", "enum": ["x"]}`),
			want: []string{members + "/service", "duplicate name", "timeoff.LeaveService"},
		},
		{
			name: "a constant that has the name of a type",
			edit: property(`"half": {"type": "string", "enum": ["day"]}`),
			want: []string{members + "/half/enum/0", "duplicate name", "timeoff.LeaveHalfDay"},
		},
		{
			name: "two values of an enum that have one name in Go",
			edit: edit{halfDayOfLeave, strings.Replace(halfDayOfLeave, `"afternoon"`, `"after_noon", "After-Noon"`, 1)},
			want: []string{members + "/half_day/enum/2", "duplicate name", "LeaveHalfDayAfterNoon", "after_noon"},
		},
		{
			name: "a value of an enum that appears twice",
			edit: edit{halfDayOfLeave, strings.Replace(halfDayOfLeave, `"afternoon"`, `"morning"`, 1)},
			want: []string{members + "/half_day/enum/1", "morning", "twice"},
		},
		{
			name: "two operations that have one name in Go",
			edit: edit{beforeApprove, operation("timeoff/leaves/create")},
			want: []string{paths + "~1create/post", "duplicate name Leaves.Create", paths + "/post"},
		},
		{
			name: "an action that has the name of a list's method",
			edit: edit{beforeApprove, operation("timeoff/leaves/get_all")},
			want: []string{paths + "~1get_all/post", "duplicate name Leaves.GetAll", paths + "/get"},
		},
		{
			name: "a list that is no page",
			edit: edit{beforeApprove, strings.Replace(operation("timeoff/lists"), `"post"`, `"get"`, 1)},
			want: []string{"#/paths/~1api~12026-10-01~1resources~1timeoff~1lists/get", "{data, meta}"},
		},
		{
			name: "an object with a list in a query",
			edit: edit{`{"name": "from",`, `{"name": "by", "in": "query", "schema": {"type": "object", "properties": {"ids": {"type": "array"}}}}, {"name": "from",`},
			want: []string{paths + "/get/parameters/1/schema/properties/ids", "array"},
		},
		{
			name: "a list of lists in a query",
			edit: edit{`{"name": "from",`, `{"name": "by[]", "in": "query", "schema": {"type": "array", "items": {"type": "array"}}}, {"name": "from",`},
			want: []string{paths + "/get/parameters/1/schema/items", "array"},
		},
		{
			name: "a file in a query",
			edit: edit{`{"name": "from",`, `{"name": "by", "in": "query", "schema": {"type": "string", "format": "binary"}}, {"name": "from",`},
			want: []string{paths + "/get/parameters/1/schema", "file"},
		},
		{
			name: "a resource that has no name in Go",
			edit: edit{beforeApprove, operation("timeoff/2fa")},
			want: []string{"#/paths/~1api~12026-10-01~1resources~1timeoff~12fa/post", "not a Go name"},
		},
		{
			name: "an unknown method",
			edit: edit{`"post": {` + "\n" + `        "tags": ["Timeoff > Leave"],` + "\n" + `        "requestBody": {` + "\n" + `          "content": {"application/json": {"schema": {"type": "object", "required": ["id"]`, `"patch": {` + "\n" + `        "tags": ["Timeoff > Leave"],` + "\n" + `        "requestBody": {` + "\n" + `          "content": {"application/json": {"schema": {"type": "object", "required": ["id"]`},
			want: []string{paths + "~1approve/patch"},
		},
		{
			name: "a path outside of the resources",
			edit: edit{beforeApprove, `"/api/2026-10-01/health": {}, ` + beforeApprove},
			want: []string{"#/paths/~1api~12026-10-01~1health", "/resources/"},
		},
		{
			name: "a path with another depth",
			edit: edit{beforeApprove, operation("timeoff/leaves/{id}/approve")},
			want: []string{paths + "~1{id}~1approve/post"},
		},
		{
			name: "a keyword that is not supported",
			edit: property(`"who": {"oneOf": []}`),
			want: []string{members + "/who/oneOf", "not supported"},
		},
		{
			name: "a type that is not supported",
			edit: property(`"who": {"type": "decimal"}`),
			want: []string{members + "/who/type", "decimal"},
		},
		{
			name: "an enum of numbers",
			edit: property(`"who": {"type": "integer", "enum": [1]}`),
			want: []string{members + "/who/enum"},
		},
		{
			name: "a required name that is no property",
			edit: edit{`"required": ["id"],` + "\n" + `        "properties"`, `"required": ["ident"],` + "\n" + `        "properties"`},
			want: []string{leave + "/required", "ident"},
		},
		{
			name: "a type with a name over 50 characters",
			edit: property(`"what_nobody_would_ever_call_a_property_of_any_kind_of_record": {"type": "string", "enum": ["x"]}`),
			want: []string{members + "/what_nobody_would_ever_call_a_property_of_any_kind_of_record", "at most 50", "overlay"},
		},
		{
			name: "a constant with a name over 60 characters",
			edit: property(`"who": {"type": "string", "enum": ["what_nobody_would_ever_take_for_just_one_of_the_many_values_of_any_enum_at_all"]}`),
			want: []string{members + "/who/enum/0", "at most 60", "overlay"},
		},
		{
			name: "an event with a name over 60 characters",
			edit: edit{"`timeoff/leave/approve`", "`timeoff/leave/approve_what_nobody_would_ever_ask_for_in_any_company_of_the_world`"},
			want: []string{
				"#/webhooks/Webhooks > Timeoff > Leave > Approves/post", "at most 60",
				"overlay (EVENT timeoff/leave/approve_what_nobody_would_ever_ask_for_in_any_company_of_the_world)",
			},
		},
		{
			name: "one shape with two names",
			edit: property(`"photo": ` + same),
			want: []string{members + "/photo", members + "/cv", "timeoff_leave.photo", "same shape"},
		},
		{
			name: "a webhook that does not name its event",
			edit: edit{"Subscription_type: `timeoff/leave/approve`", "What happens when a leave is approved"},
			want: []string{"#/webhooks/Webhooks > Timeoff > Leave > Approves/post/description", "subscription type"},
		},
		{
			name: "a tag of another resource",
			edit: edit{beforeApprove, strings.Replace(operation("timeoff/leaves/reject"), "Leave\"]", "Absence\"]", 1)},
			want: []string{paths + "~1reject/post", "Timeoff > Absence"},
		},
		{
			name: "a component of no domain",
			edit: edit{`"_paged_index_meta": {`, `"orphan": {"type": "object", "properties": {"id": {}}}, "_paged_index_meta": {`},
			want: []string{"#/components/schemas/orphan", "domain"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root := generated(t)
			text := apply(t, small(t), test.edit)
			describe(t, root, text)
			refused(t, root, nil, test.want)
		})
	}
}

func TestATruncatedSpecIsRefused(t *testing.T) {
	whole := small(t)
	for _, n := range []int{0, 1, 100, len(whole) / 2, len(whole) - 3} {
		root := generated(t)
		describe(t, root, whole[:n])
		refused(t, root, nil, []string{"#", "not JSON at byte"})
	}
}

func TestASpecThatDoesNotMatchItsChecksumIsRefused(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(t *testing.T, upstream string)
		want  string
	}{
		{
			name:  "an edited spec",
			spoil: func(t *testing.T, dir string) { write(t, filepath.Join(dir, version+".json"), small(t)+" ") },
			want:  "api/upstream/2026-10-01.json does not have the checksum",
		},
		{
			name: "an edited checksum",
			spoil: func(t *testing.T, dir string) {
				write(t, filepath.Join(dir, "SHA256SUMS"), strings.Repeat("0", 64)+"  2026-10-01.json\n")
			},
			want: "api/upstream/2026-10-01.json does not have the checksum",
		},
		{
			name:  "a spec that versions.yaml does not list",
			spoil: func(t *testing.T, dir string) { write(t, filepath.Join(dir, "2026-07-01.json"), "{}") },
			want:  "api/upstream/versions.yaml: lists 2026-10-01, but the folder holds 2026-07-01, 2026-10-01",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root := generated(t)
			test.spoil(t, filepath.Join(root, "api", "upstream"))
			refused(t, root, nil, []string{test.want})
		})
	}
}

func TestAFileThatAPersonWroteStays(t *testing.T) {
	root := generated(t)
	mine := filepath.Join(root, "gen", "timeoff", "mine_test.go")
	write(t, mine, "package timeoff_test\n")
	write(t, filepath.Join(root, "gen", "old", "old.go"), "// Code generated by go generate from api/openapi.yaml. DO NOT EDIT.\n\npackage old\n")
	if err := run(t.Context(), []string{"-root", root}, io.Discard); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(root, "gen", "old")); !os.IsNotExist(err) {
		t.Errorf("gen/old, which was generated, is still there: %v", err)
	}
}

// refused runs the generator. It expects an error with all the parts, and no changed file.
func refused(t *testing.T, root string, args, want []string) {
	t.Helper()
	before := snapshot(t, root)
	err := run(t.Context(), append([]string{"-root", root}, args...), io.Discard)
	if err == nil {
		t.Error("no error")
	} else {
		for _, part := range want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("the error lacks %q: %v", part, err)
			}
		}
	}
	if diff := cmp.Diff(before, snapshot(t, root)); diff != "" {
		t.Errorf("files changed (-before +after):\n%s", diff)
	}
}

// generated returns the root of a module with a small spec and the files generated from it.
func generated(t *testing.T) string {
	t.Helper()
	out, err := files.Generate(files.Single([]byte(small(t)), []byte(none), version))
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	describe(t, root, small(t))
	write(t, filepath.Join(root, "api", "overlay.yaml"), none)
	if _, _, err := out.Write(root); err != nil {
		t.Fatal(err)
	}
	return root
}

func small(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "small.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func apply(t *testing.T, text string, e edit) string {
	t.Helper()
	if n := strings.Count(text, e.old); n != 1 {
		t.Fatalf("%q appears %d times in the spec", e.old, n)
	}
	return strings.Replace(text, e.old, e.new, 1)
}

// describe puts a spec with its checksum into a module.
func describe(t *testing.T, root, text string) {
	t.Helper()
	write(t, filepath.Join(root, "api", "upstream", version+".json"), text)
	write(t, filepath.Join(root, "api", "upstream", "SHA256SUMS"), files.Checksum([]byte(text), version+".json"))
	write(t, filepath.Join(root, "api", "upstream", "versions.yaml"), "default: "+version+"\nversions:\n- version: "+version+"\n")
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// snapshot reads every file below root.
func snapshot(t *testing.T, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(root, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, file)
		files[filepath.ToSlash(relative)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
