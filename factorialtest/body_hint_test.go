package factorialtest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestABodyOfAnotherKindHasAHint(t *testing.T) {
	const (
		jsonType = "application/json"
		formType = "application/x-www-form-urlencoded"
		fileType = "multipart/form-data; boundary=x"
		file     = "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nNew\r\n--x--\r\n"
	)
	for _, test := range []struct {
		name, path, media, body string
		hint                    string
	}{
		{"JSON", "teams/teams", jsonType, `{"name":"New"}`, ""},
		{"JSON with a charset", "teams/teams", jsonType + "; charset=utf-8", `{"name":"New"}`, ""},
		{"JSON as of curl -d", "teams/teams", formType, `{"name":"New"}`, "the body is JSON, and its Content-Type is application/x-www-form-urlencoded, which curl -d sends: send application/json"},
		{"JSON as text", "teams/teams", "text/plain", `{"name":"New"}`, "the Content-Type is neither JSON nor a form: send application/json"},
		{"JSON without a type", "teams/teams", "", `{"name":"New"}`, "the Content-Type is missing: send application/json"},
		{"a form as JSON", "teams/teams", jsonType, `name=New`, "the body is not JSON: it fails at byte 2"},
		{"JSON with a comma more", "teams/teams", jsonType, `{"name":"New",}`, "the body is not JSON: it fails at byte 15"},
		{"JSON that ends early", "teams/teams", jsonType, `{"name":"Ne`, "the body is not JSON: it ends too early"},
		{"a list", "teams/teams", jsonType, `[{"name":"New"}]`, "the body is a JSON array: send one object"},
		{"a text", "teams/teams", jsonType, `"New"`, "the body is JSON, but not an object"},
		{"null", "teams/teams", jsonType, `null`, "the body is JSON, but not an object"},
		{"a form of files for an operation with JSON", "teams/teams", fileType, file, "teams.Teams.Create is documented with application/json"},
		{"JSON for a form of files", "documents/documents", jsonType, `{"name":"New"}`, "documents.Documents.Create is documented with multipart/form-data"},
		{"a form of files without its boundary", "documents/documents", "multipart/form-data", file, "the Content-Type has no boundary: let the HTTP client set it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t)
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+resources+test.path, strings.NewReader(test.body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
			if test.media != "" {
				r.Header.Set("Content-Type", test.media)
			}
			resp, err := srv.HTTPClient().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			hint := srv.Requests()[0].Hint
			if (hint != "") != (test.hint != "") || !strings.Contains(hint, test.hint) {
				t.Errorf("%d with the hint %q", resp.StatusCode, hint)
			}
		})
	}
}

func TestADestructiveCallThatNamesNothingHasAHint(t *testing.T) {
	for _, test := range []struct {
		name, method, path, body string
		hint                     string
	}{
		{"a deletion of shifts by their ids", "POST", "shift_management/shifts/bulk_delete", `{"author_id":"1","ids":["1"]}`, ""},
		{"a deletion of shifts of a period", "POST", "shift_management/shifts/bulk_delete", `{"author_id":"1","start_at":"2026-10-01T00:00:00Z","end_at":"2026-10-02T00:00:00Z"}`, ""},
		{"a deletion of shifts of half a period", "POST", "shift_management/shifts/bulk_delete", `{"author_id":"1","start_at":"2026-10-01T00:00:00Z"}`, "the body names start_at without end_at: the API acts on every record"},
		{"a deletion of shifts", "POST", "shift_management/shifts/bulk_delete", `{"author_id":"1"}`, "the body names neither ids, nor start_at and end_at, nor employee_ids: the API acts on every record"},
		{"a deletion of an empty list of shifts", "POST", "shift_management/shifts/bulk_delete", `{"author_id":"1","ids":[]}`, "ids is empty: the API acts on every record"},
		{"a deletion of all memberships", "POST", "trainings/training_memberships/bulk_destroy", `{"training_id":"1","ids":["1"],"all":true}`, "all selects every record"},
		{"an assignment of nobody", "POST", "project_management/project_workers/bulk_assign", `{"project_ids":["1"],"employee_ids":[]}`, "employee_ids is empty: the API acts on every record"},
		{"an update of a document without its rows", "PUT", "finance/financial_documents/1", `{"line_items":[]}`, "line_items is empty: the API deletes the rows that are not in it"},
		{"an update of a document that keeps its rows", "PUT", "finance/financial_documents/1", `{}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.LooseReferences())
			do(t, srv, test.method, test.path, test.body)
			hint := srv.Requests()[0].Hint
			if (hint != "") != (test.hint != "") || !strings.Contains(hint, test.hint) {
				t.Errorf("the hint is %q", hint)
			}
		})
	}
}
