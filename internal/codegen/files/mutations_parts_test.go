package files_test

import (
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// A change replaces or adds values of the small spec, by their pointers. "-" removes a member.
type change struct {
	name   string
	set    []string // pointer, JSON, pointer, JSON, …
	refuse string   // the pointer of the complaint; "" if the change is handled
	want   []string // file: text that the generated file has; !file: text that it lacks
}

const (
	leaves    = resources + "leaves"
	single    = resources + "leaves~1{id}"
	aLeave    = `{"$ref": "#/components/schemas/timeoff_leave"}`
	aKind     = `{"$ref": "#/components/schemas/timeoff_kind"}`
	leaveJSON = `{"content": {"application/json": {"schema": ` + aLeave + `}}}`
	kindJSON  = `{"content": {"application/json": {"schema": ` + aKind + `}}}`
	schema200 = "/responses/200/content/application~1json/schema"
	page      = leaves + "/get" + schema200 + "/properties"
	meta      = "#/components/schemas/_paged_index_meta/properties"
	leaveFile = "gen/timeoff/leaves.go: "
	table     = "gen/timeoff/operations.go: "
	yaml      = "api/openapi.yaml: "
	errorBody = `{"type": "object", "required": ["errors"], "properties": {"errors": {"type": "array", "items": {"type": "object", "properties": {
		"code": {"type": "string", "enum": ["forbidden", "validation_failed"]}, "message": {"type": "string"},
		"field": {"anyOf": [{"type": "string"}, {"type": "null"}]}}}}}}`
	errorJSON = `{"description": "Error", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/error_response"}}}}`
	anUpdate  = `{"tags": ["Timeoff > Leave"], "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
		"requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {"id": {"type": "string"}, "mutant": {"type": "string"}}}}}},
		"responses": {"200": ` + leaveJSON + `}}`
	action  = `{"post": {"tags": ["Timeoff > Leave"], "responses": {"200": ` + leaveJSON + `}}}`
	webhook = "#/webhooks/Webhooks > Timeoff > Leave > Approves"
)

var changes = []change{
	// Responses.
	{name: "a documented error", set: []string{single + "/get/responses/422", errorJSON, "#/components/schemas/error_response", errorBody},
		want: []string{"error_codes.go: CodeValidationFailed = \"validation_failed\"", yaml + "$ref: '#/components/responses/ErrorResponse'", yaml + "\n    ErrorResponse:", "!docs/coverage.md: error_response"}},
	{name: "an inline error", set: []string{single + "/get/responses/422", `{"content": {"application/json": {"schema": ` + errorBody + `}}}`},
		want: []string{"error_codes.go: CodeForbidden", yaml + "ErrorResponse"}},
	{name: "two inline errors", set: []string{single + "/get/responses/422", `{"content": {"application/json": {"schema": ` + errorBody + `}}}`,
		single + "/get/responses/404", `{"content": {"application/problem+json": {"schema": {"type": "object", "properties": {"title": {"type": "string"}}}}}}`},
		want: []string{yaml + "ErrorResponse2", yaml + "application/problem+json"}},
	{name: "an error by default", set: []string{single + "/get/responses/default", errorJSON, "#/components/schemas/error_response", errorBody}, want: []string{yaml + "        default:\n"}},
	{name: "a range of errors", set: []string{single + "/get/responses/4xx", errorJSON, "#/components/schemas/error_response", errorBody}, want: []string{yaml + "4XX:\n          $ref: '#/components/responses/ErrorResponse'"}},
	{name: "an error without a body", set: []string{single + "/get/responses/404", `{"description": "No such leave"}`}, want: []string{yaml + "No such leave"}},
	{name: "an error by reference", set: []string{single + "/get/responses/404", `{"$ref": "#/components/responses/Gone"}`, "#/components/responses", `{"Gone": ` + errorJSON + `}`, "#/components/schemas/error_response", errorBody},
		want: []string{"error_codes.go: CodeForbidden"}},
	{name: "an error of a record", set: []string{single + "/get/responses/409", leaveJSON}, want: []string{leaveFile + "type Leave struct"}},
	{name: "an error in HTML", set: []string{single + "/get/responses/404", `{"content": {"text/html": {}}}`}, refuse: single + "/get/responses/404/content"},
	{name: "two error codes with one name", set: []string{single + "/get/responses/422", errorJSON, "#/components/schemas/error_response", strings.Replace(errorBody, "forbidden", "Validation-failed", 1)}, refuse: "#/components/schemas"},
	{name: "200 beside 201 with one schema", set: []string{leaves + "/post/responses/200", leaveJSON}, want: []string{leaveFile + "Create(ctx context.Context, params LeaveCreateParams"}},
	{name: "200 beside 202 with one schema", set: []string{single + "/get/responses/202", leaveJSON}, want: []string{yaml + "ACCEPTED"}},
	{name: "200 beside 204", set: []string{single + "/get/responses/204", `{"description": "nothing"}`}, want: []string{yaml + "NO CONTENT"}},
	{name: "202 alone", set: []string{leaves + "/post/responses/201", "-", leaves + "/post/responses/202", leaveJSON}, want: []string{yaml + "ACCEPTED", "internal/apitable/api.json: \"status\":202"}},
	{name: "a response by reference", set: []string{single + "/get/responses/200", `{"$ref": "#/components/responses/Leave"}`, "#/components/responses", `{"Leave": ` + leaveJSON + `}`}, want: []string{leaveFile + "Get(ctx context.Context, id factorialhr.ID"}},
	{name: "a nullable response", set: []string{single + "/get" + schema200, `{"anyOf": [` + aLeave + `, {"type": "null"}]}`}, want: []string{leaveFile + ") (*Leave, error)"}},
	{name: "allOf one record", set: []string{single + "/get" + schema200, `{"allOf": [` + aLeave + `]}`}, want: []string{leaveFile + ") (*Leave, error)"}},
	{name: "a list of nullable records", set: []string{leaves + "~1approve/post" + schema200, `{"type": "array", "items": {"oneOf": [` + aLeave + `, {"type": "null"}]}}`}, want: []string{leaveFile + ") ([]Leave, error)"}},
	{name: "a nullable list of records", set: []string{leaves + "~1approve/post" + schema200, `{"type": ["array", "null"], "items": ` + aLeave + `}`}, want: []string{leaveFile + ") ([]Leave, error)"}},
	{name: "response headers and examples", set: []string{single + "/get/responses/200", `{"description": "OK", "headers": {"X": {"schema": {"type": "string"}}}, "content": {"application/json": {"schema": ` + aLeave + `, "examples": {}}}}`}, want: []string{leaveFile + "Get("}},
	{name: "a second success with another record", set: []string{single + "/get/responses/201", kindJSON}, refuse: single + "/get/responses/201"},
	{name: "a second success with a list", set: []string{single + "/get/responses/202", `{"content": {"application/json": {"schema": {"type": "array", "items": ` + aLeave + `}}}}`}, refuse: single + "/get/responses/202"},
	{name: "204 alone", set: []string{single + "/get/responses", `{"204": {"description": "nothing"}}`}, refuse: single + "/get/responses"},
	{name: "no response", set: []string{single + "/get/responses", `{}`}, refuse: single + "/get/responses"},
	{name: "only errors", set: []string{single + "/get/responses", `{"404": {"description": "no"}}`}, refuse: single + "/get/responses"},
	{name: "a redirect", set: []string{single + "/get/responses/302", `{"description": "there"}`}, refuse: single + "/get/responses/302"},
	{name: "a range of successes", set: []string{single + "/get/responses/2XX", leaveJSON}, refuse: single + "/get/responses/2XX"},
	{name: "two media types", set: []string{single + "/get/responses/200/content/text~1csv", `{}`}, refuse: single + "/get/responses/200/content"},
	{name: "another media type", set: []string{single + "/get/responses/200/content", `{"text/csv": {}}`}, refuse: single + "/get/responses/200/content"},
	{name: "an inline record", set: []string{single + "/get" + schema200, `{"type": "object", "properties": {"id": {"type": "string"}}}`}, refuse: single + "/get" + schema200},
	{name: "a record of two components", set: []string{single + "/get" + schema200, `{"allOf": [` + aLeave + `, ` + aKind + `]}`}, refuse: single + "/get" + schema200},
	{name: "one of two records", set: []string{single + "/get" + schema200, `{"oneOf": [` + aLeave + `, ` + aKind + `]}`}, refuse: single + "/get" + schema200},
	{name: "a response with links", set: []string{single + "/get/responses/200/links", `{}`}, refuse: single + "/get/responses/200/links"},
	{name: "a response of any value", set: []string{single + "/get" + schema200, `{}`}, refuse: single + "/get" + schema200},

	// Lists.
	{name: "inline meta", set: []string{page + "/meta", `{"type": "object", "properties": {"has_next_page": {"type": "boolean"}, "end_cursor": {"type": ["string", "null"]}}}`}, want: []string{leaveFile + "factorialhr.Page[Leave]"}},
	{name: "meta by allOf", set: []string{page + "/meta", `{"allOf": [{"$ref": "#/components/schemas/_paged_index_meta"}]}`}, want: []string{leaveFile + "factorialhr.Page[Leave]"}},
	{name: "nullable meta properties", set: []string{meta + "/end_cursor", `{"anyOf": [{"type": "string"}, {"type": "null"}]}`}, want: []string{leaveFile + "factorialhr.Page[Leave]"}},
	{name: "a new property of meta", set: []string{meta + "/next", `{"type": "string"}`}, refuse: meta + "/next"},
	{name: "a number as a cursor", set: []string{meta + "/end_cursor", `{"type": "integer"}`}, refuse: meta + "/end_cursor"},
	{name: "meta without a cursor", set: []string{meta + "/end_cursor", "-"}, refuse: "#/components/schemas/_paged_index_meta"},
	{name: "another inline meta", set: []string{page + "/meta", `{"type": "object", "properties": {"next": {"type": "string"}}}`}, refuse: page + "/meta"},
	{name: "a list without meta", set: []string{page + "/meta", "-"}, refuse: page},
	{name: "a third property of a list", set: []string{page + "/links", `{}`}, refuse: page + "/links"},
	{name: "data that is an object", set: []string{page + "/data/type", `"object"`}, refuse: page + "/data/type"},
	{name: "data of inline records", set: []string{page + "/data/items", `{"type": "object", "properties": {"id": {}}}`}, refuse: leaves + "/get" + schema200},
	{name: "data by reference", set: []string{page + "/data", `{"$ref": "#/components/schemas/leave_list"}`, "#/components/schemas/leave_list", `{"type": "array", "items": {"$ref": "#/components/schemas/timeoff_leave"}}`}, want: []string{leaveFile + "factorialhr.Page[Leave]"}},

	// Parameters.
	{name: "a parameter by reference", set: []string{leaves + "/get/parameters/1", `{"$ref": "#/components/parameters/Who"}`, "#/components/parameters", `{"Who": {"name": "who", "in": "query", "schema": {"type": "boolean"}}}`}, want: []string{leaveFile + "Who *bool"}},
	{name: "the id by reference", set: []string{single + "/get/parameters/0", `{"$ref": "#/components/parameters/id"}`, "#/components/parameters", `{"id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}}`}, want: []string{leaveFile + "Get(ctx context.Context, id factorialhr.ID"}},
	{name: "the parameters of a path", set: []string{single + "/parameters", `[{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]`}, want: []string{leaveFile + "Get(ctx context.Context, id factorialhr.ID"}},
	{name: "a parameter of a path that its operation has too", set: []string{leaves + "/get/parameters/0/schema", `{"type": "integer"}`, leaves + "/parameters", `[{"name": "from", "in": "query", "schema": {"type": "string"}}]`, leaves + "/post", "-"}, want: []string{leaveFile + "From *int"}},
	{name: "a deprecated parameter", set: []string{leaves + "/get/parameters/1/deprecated", `true`}, want: []string{leaveFile + "// Deprecated: the spec marks it as deprecated.\n\tMutant string"}},
	{name: "the plain style", set: []string{leaves + "/get/parameters/1", `{"name": "who[]", "in": "query", "style": "form", "explode": true, "allowReserved": false, "schema": {"type": "array", "items": {"type": "number"}}}`}, want: []string{leaveFile + `query.Floats(q, "who[]", p.Who)`}},
	{name: "a list of booleans in a query", set: []string{leaves + "/get/parameters/1", `{"name": "who[]", "in": "query", "schema": {"type": "array", "items": {"type": "boolean"}}}`}, want: []string{leaveFile + `query.Bools(q, "who[]", p.Who)`}},
	{name: "a deep object", set: []string{leaves + "/get/parameters/1", `{"name": "who", "in": "query", "style": "deepObject", "explode": true, "schema": {"type": "object", "properties": {"a": {"type": "number"}}}}`}, want: []string{leaveFile + `query.Float(q, "who[a]", p.Who.A)`}},
	{name: "a header", set: []string{leaves + "/get/parameters/1/in", `"header"`}, refuse: leaves + "/get/parameters/1"},
	{name: "a cookie", set: []string{leaves + "/get/parameters/1/in", `"cookie"`}, refuse: leaves + "/get/parameters/1"},
	{name: "a header of a path", set: []string{leaves + "/parameters", `[{"name": "X", "in": "header", "schema": {"type": "string"}}]`}, refuse: leaves + "/parameters/0"},
	{name: "another name in the path", set: []string{single + "/get/parameters/0/name", `"leave_id"`}, refuse: single + "/get/parameters/0"},
	{name: "a parameter twice", set: []string{leaves + "/get/parameters/1/name", `"from"`}, refuse: leaves + "/get/parameters/1"},
	{name: "pipes between values", set: []string{leaves + "/get/parameters/1", `{"name": "who[]", "in": "query", "style": "pipeDelimited", "schema": {"type": "array", "items": {"type": "string"}}}`}, refuse: leaves + "/get/parameters/1/style"},
	{name: "commas between values", set: []string{leaves + "/get/parameters/1", `{"name": "who", "in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "string"}}}`}, refuse: leaves + "/get/parameters/1/explode"},
	{name: "JSON in a query", set: []string{leaves + "/get/parameters/1", `{"name": "who", "in": "query", "content": {"application/json": {}}}`}, refuse: leaves + "/get/parameters/1/content"},
	{name: "a parameter that refers to nothing", set: []string{leaves + "/get/parameters/1", `{"$ref": "#/components/parameters/Who"}`}, refuse: leaves + "/get/parameters/1/$ref"},
	{name: "a parameter that refers to itself", set: []string{leaves + "/get/parameters/1", `{"$ref": "` + leaves + `/get/parameters/1"}`}, refuse: leaves + "/get/parameters/1/$ref"},
	{name: "a query of a single record", set: []string{single + "/get/parameters/0", `{"name": "who", "in": "query", "schema": {"type": "string"}}`}, refuse: single + "/get/parameters/0"},
	{name: "a documented paging parameter", set: []string{leaves + "/get/parameters/1/name", `"limit"`}, refuse: leaves + "/get/parameters/1"},

	// Methods, paths and bodies.
	{name: "PATCH as the update", set: []string{single + "/put", "-", single + "/patch", anUpdate}, want: []string{
		table + `Method: "PATCH", Path: "timeoff/leaves/{id}",` + "\n\t\tRetry: factorialhr.RetryUnsafe, BodyID: true", leaveFile + "Update(ctx context.Context, id factorialhr.ID, params LeaveUpdateParams", leaveFile + "Mutant factorialhr.Opt[string]", leaveFile + "only the fields that are set"}},
	{name: "PUT and PATCH", set: []string{single + "/patch", anUpdate}, refuse: single + "/patch"},
	{name: "HEAD", set: []string{single + "/head", anUpdate}, refuse: single + "/head"},
	{name: "two ids in a path", set: []string{resources + "leaves~1{leave_id}~1days~1{id}", `{"get": ` + anUpdate + `}`}, refuse: resources + "leaves~1{leave_id}~1days~1{id}/get"},
	{name: "an action of an id", set: []string{resources + "leaves~1{id}~1reject", action}, refuse: resources + "leaves~1{id}~1reject/post"},
	{name: "an id of another name", set: []string{resources + "leaves~1{leave_id}", `{"get": ` + anUpdate + `}`}, refuse: resources + "leaves~1{leave_id}/get"},
	{name: "a path by reference", set: []string{resources + "leaves~1reject", `{"$ref": "#/components/pathItems/Reject"}`, "#/components/pathItems", `{"Reject": ` + action + `}`}, want: []string{leaveFile + "Reject(ctx context.Context, opts"}},
	{name: "a body by reference", set: []string{leaves + "/post/requestBody", `{"$ref": "#/components/requestBodies/New"}`, "#/components/requestBodies", `{"New": {"content": {"application/json": {"schema": {"type": "object", "properties": {"who": {"type": "string"}}}}}}}`}, want: []string{leaveFile + "Who string `json:\"who,omitzero\"`"}},
	{name: "the schema of a body by reference", set: []string{leaves + "/post/requestBody/content/application~1json/schema", `{"$ref": "#/components/schemas/money"}`}, want: []string{leaveFile + "Cents *int", leaveFile + "type LeaveCreateParams struct"}},
	{name: "a nullable body", set: []string{leaves + "/post/requestBody/content/application~1json/schema", `{"anyOf": [{"$ref": "#/components/schemas/money"}, {"type": "null"}]}`}, want: []string{leaveFile + "type LeaveCreateParams struct"}},
	{name: "an operation with a link to more", set: []string{single + "/get/externalDocs", `{"url": "https://example.com"}`}, want: []string{leaveFile + "Get("}},
	{name: "a body that is a list", set: []string{leaves + "/post/requestBody/content/application~1json/schema", `{"type": "array", "items": {"type": "string"}}`}, refuse: leaves + "/post/requestBody/content/application~1json/schema"},
	{name: "a body of any value", set: []string{leaves + "/post/requestBody/content/application~1json/schema", `{"type": "object", "additionalProperties": true}`}, refuse: leaves + "/post/requestBody/content/application~1json/schema"},
	{name: "a body in two media types", set: []string{leaves + "/post/requestBody/content/multipart~1form-data", `{}`}, refuse: leaves + "/post/requestBody/content"},
	{name: "a body in XML", set: []string{leaves + "/post/requestBody/content", `{"application/xml": {}}`}, refuse: leaves + "/post/requestBody/content"},
	{name: "the encoding of an upload", set: []string{resources + "kinds/post/requestBody/content/multipart~1form-data/encoding", `{}`}, refuse: resources + "kinds/post/requestBody/content/multipart~1form-data/encoding"},
	{name: "callbacks", set: []string{leaves + "/post/callbacks", `{}`}, refuse: leaves + "/post/callbacks"},
	{name: "a server of an operation", set: []string{leaves + "/post/servers", `[]`}, refuse: leaves + "/post/servers"},
	{name: "two tags", set: []string{leaves + "/post/tags", `["Timeoff > Leave", "New"]`}, refuse: leaves + "/post/tags"},
	{name: "another tag", set: []string{leaves + "/post/tags", `["Timeoff > Day"]`}, refuse: leaves + "/post/tags"},

	// Components, webhooks and marks.
	{name: "a deprecated operation", set: []string{single + "/get/deprecated", `true`}, want: []string{leaveFile + "// Deprecated: the spec marks it as deprecated.\nfunc (s *LeaveService) Get("}},
	{name: "a deprecated record", set: []string{"#/components/schemas/timeoff_leave/deprecated", `true`}, want: []string{leaveFile + "// Deprecated: the spec marks it as deprecated.\ntype Leave struct", yaml + "deprecated: true"}},
	{name: "a deprecated body", set: []string{leaves + "/post/requestBody/content/application~1json/schema/deprecated", `true`}, want: []string{leaveFile + "// Deprecated: the spec marks it as deprecated.\ntype LeaveCreateParams struct"}},
	{name: "a deprecated webhook", set: []string{webhook + "/post/deprecated", `true`}, want: []string{"gen/timeoff/events.go: // Deprecated: the spec marks it as deprecated.\n\tEventLeaveApprove "}},
	{name: "the body of a webhook by reference", set: []string{webhook + "/post/requestBody", `{"$ref": "#/components/requestBodies/L"}`, "#/components/requestBodies", `{"L": ` + leaveJSON + `}`}, want: []string{"gen/timeoff/events.go: factorialhr.EventType[Leave]"}},
	{name: "a webhook by reference", set: []string{webhook, `{"$ref": "#/components/pathItems/L"}`, "#/components/pathItems", `{"L": {"post": {"description": "Subscription_type: ` + "`timeoff/leave/approve`" + `", "requestBody": ` + leaveJSON + `}}}`}, want: []string{"gen/timeoff/events.go: factorialhr.EventType[Leave]"}},
	{name: "a nullable record in a webhook", set: []string{webhook + "/post/requestBody/content/application~1json/schema", `{"anyOf": [` + aLeave + `, {"type": "null"}]}`}, want: []string{"gen/timeoff/events.go: factorialhr.EventType[Leave]"}},
	{name: "an inline record in a webhook", set: []string{webhook + "/post/requestBody/content/application~1json/schema", `{"type": "object", "properties": {"a": {}}}`}, refuse: webhook + "/post/requestBody/content/application~1json/schema"},
	{name: "a webhook by GET", set: []string{webhook + "/get", `{}`}, refuse: webhook + "/get"},
	{name: "a webhook without a body", set: []string{webhook + "/post/requestBody", "-"}, refuse: webhook + "/post/requestBody"},
	{name: "an event twice", set: []string{"#/webhooks/Again", `{"post": {"description": "Subscription_type: ` + "`timeoff/leave/approve`" + `", "requestBody": ` + leaveJSON + `}}`}, refuse: "#/webhooks/Again/post"},
	{name: "an event of an enum", set: []string{webhook + "/post/requestBody/content/application~1json/schema", `{"$ref": "#/components/schemas/timeoff_word"}`}, refuse: webhook + "/post"},
	{name: "a record that is an enum", set: []string{single + "/get" + schema200, `{"$ref": "#/components/schemas/timeoff_word"}`}, refuse: "#/components/schemas/timeoff_word"},
	{name: "a record that refers to another", set: []string{"#/components/schemas/timeoff_absence", aLeave, single + "/get" + schema200, `{"$ref": "#/components/schemas/timeoff_absence"}`}, want: []string{leaveFile + "Get(ctx context.Context, id factorialhr.ID, opts ...factorialhr.RequestOption) (*Leave, error)"}},
	{name: "a component that nothing needs", set: []string{"#/components/schemas/timeoff_number", `{"type": "integer"}`}, want: []string{"docs/coverage.md: timeoff_number"}},
	{name: "shared examples and headers", set: []string{"#/components/examples", `{}`, "#/components/headers", `{}`}, want: []string{leaveFile + "Get("}},
	{name: "shared callbacks", set: []string{"#/components/callbacks", `{}`}, refuse: "#/components/callbacks"},
	{name: "a path outside of the resources", set: []string{"#/paths/~1health", `{}`}, refuse: "#/paths/~1health"},
}

func TestEachChangeAroundSchemasIsHandledOrRefusedWithThePlace(t *testing.T) {
	checker := newChecker(t)
	handled := 0
	for _, c := range changes {
		t.Run(c.name, func(t *testing.T) {
			root := mutable(t)
			for i := 0; i < len(c.set); i += 2 {
				edit(t, root, c.set[i], c.set[i+1])
			}
			out, err := files.Generate(files.Single(text(t, root), []byte("corrections: []\n"), "2026-10-01"))
			if c.refuse != "" {
				refusedAt(t, err, c.refuse, "")
				return
			}
			if err != nil {
				t.Fatalf("refused: %v", err)
			}
			handled++
			if err := checker.Check(out.Files); err != nil {
				t.Fatalf("adopted, and does not compile: %v", err)
			}
			for _, want := range c.want {
				file, part, _ := strings.Cut(want, ": ")
				file, lacks := strings.CutPrefix(file, "!")
				if strings.Contains(unaligned(string(out.Files[file])), unaligned(part)) == lacks {
					t.Errorf("%s: %q is there: %t", file, part, lacks)
				}
			}
		})
	}
	t.Logf("%d changes, %d handled", len(changes), handled)
}

// unaligned replaces the spaces that gofmt inserts between a name and its type.
func unaligned(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		lines[i] = indent + strings.Join(strings.Fields(line), " ")
	}
	return strings.Join(lines, "\n")
}

// edit sets the value at a pointer, or removes it.
func edit(t *testing.T, root any, pointer, value string) {
	t.Helper()
	i := strings.LastIndexByte(pointer, '/')
	last := steps(pointer)[len(steps(pointer))-1]
	owner := at(t, root, pointer[:i])
	if list, ok := owner.([]any); ok {
		list[last[0]-'0'] = parsed(t, value)
		return
	}
	if value == "-" {
		remove(t, root, pointer[:i], last)
		return
	}
	owner.(*ordered.Object).Set(last, parsed(t, value))
}

// All complaints of a spec come at once, each with its own place.
func TestAllComplaintsAreReportedAtOnce(t *testing.T) {
	root := mutable(t)
	places := []string{single + "/get/parameters/0/in", leaves + "/get/parameters/1/in"}
	for _, place := range places {
		edit(t, root, place, `"header"`)
	}
	for _, s := range spots[:7] {
		edit(t, root, s.pointer, `{"not": {}}`)
		places = append(places, s.pointer+"/not")
	}
	_, err := files.Generate(files.Single(text(t, root), []byte("corrections: []\n"), "2026-10-01"))
	if err == nil {
		t.Fatal("adopted")
	}
	for _, place := range places {
		if !strings.Contains(err.Error(), strings.TrimSuffix(place, "/in")) {
			t.Errorf("no complaint about %s", place)
		}
	}
	if n := strings.Count(err.Error(), "\n") + 1; n != len(places) {
		t.Errorf("%d complaints, want %d: %v", n, len(places), err)
	}
	advised(t, err)
}
