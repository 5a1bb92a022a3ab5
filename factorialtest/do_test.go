package factorialtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
)

const resources = "/api/" + factorialhr.DefaultAPIVersion + "/resources/"

// do sends a request with the default key and returns the status and the body.
func do(t *testing.T, srv *factorialtest.Server, method, path, body string) (int, string) {
	t.Helper()
	header := make(http.Header)
	header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
	header.Set("Content-Type", "application/json")
	return send(t, srv, method, path, body, header)
}

// send sends a request with the given header.
func send(t *testing.T, srv *factorialtest.Server, method, path, body string, header http.Header) (int, string) {
	t.Helper()
	if !strings.HasPrefix(path, "/") {
		path = resources + path
	}
	r, err := http.NewRequestWithContext(t.Context(), method, srv.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = header
	resp, err := srv.HTTPClient().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	content, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(content)
}

// page is a decoded list.
type page struct {
	Data []map[string]any
	Meta struct {
		Limit           *int
		Total           int
		HasNextPage     bool   `json:"has_next_page"`
		HasPreviousPage bool   `json:"has_previous_page"`
		StartCursor     string `json:"start_cursor"`
		EndCursor       string `json:"end_cursor"`
	}
}

func list(t *testing.T, srv *factorialtest.Server, path string) page {
	t.Helper()
	status, body := do(t, srv, http.MethodGet, path, "")
	if status != http.StatusOK {
		t.Fatalf("%s returns %d %s", path, status, body)
	}
	var p page
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// ids returns the ids on a page.
func (p page) ids() string {
	var all []string
	for _, r := range p.Data {
		id, _ := r["id"].(string)
		all = append(all, id)
	}
	return strings.Join(all, " ")
}

func object(t *testing.T, body string) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal([]byte(body), &o); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return o
}

func insert(t *testing.T, srv *factorialtest.Server, resource string, records ...map[string]any) {
	t.Helper()
	for _, r := range records {
		if _, err := srv.Insert(resource, r); err != nil {
			t.Fatal(err)
		}
	}
}
