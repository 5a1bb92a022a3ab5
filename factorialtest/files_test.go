package factorialtest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/documents"
)

func TestUploadsCanBeDownloaded(t *testing.T) {
	srv := factorialtest.New(t)
	client := srv.Client(factorialhr.Strict())
	docs := documents.New(client)
	const content = "The handbook.\n"
	created, err := docs.Documents.Create(t.Context(), documents.DocumentCreateParams{
		File: factorialhr.FileFromBytes("handbook.txt", []byte(content)), Space: "company_public", Public: true,
		AuthorID: "700001", CompanyID: "1", SigneeIDs: []factorialhr.ID{"3", "4"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if created.Filename != "handbook.txt" || created.Extension != "txt" || created.FileSize == nil || *created.FileSize != len(content) || len(created.Signees) != 2 {
		t.Errorf("got %+v", created)
	}
	if files := srv.Files("documents/documents", string(created.ID)); len(files) != 1 || string(files[0].Content) != content {
		t.Errorf("kept %+v", files)
	}
	links, err := docs.DownloadURLs.BulkCreate(t.Context(), documents.DownloadURLBulkCreateParams{IDs: []factorialhr.ID{created.ID, "1"}})
	if err != nil || len(links) != 2 {
		t.Fatal(links, err)
	}
	if !strings.HasPrefix(links[0].URL, srv.FilesURL) || strings.HasPrefix(links[0].URL, srv.URL) {
		t.Errorf("the second origin is another host: %s", links[0].URL)
	}
	var got bytes.Buffer
	if _, err := client.Download(t.Context(), links[0].URL, &got); err != nil || got.String() != content {
		t.Errorf("got %q, %v", got.String(), err)
	}
	if n := srv.CredentialsOnFiles(); n != 0 {
		t.Errorf("%d requests carried a credential", n)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, links[0].URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
	resp, err := srv.HTTPClient().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusBadRequest || srv.CredentialsOnFiles() != 1 {
		t.Errorf("a credential gets %d", resp.StatusCode)
	}
	srv.Advance(2 * time.Hour)
	if _, err := client.Download(t.Context(), links[0].URL, &got); !errors.Is(err, factorialhr.ErrForbidden) {
		t.Errorf("two hours later: %v", err)
	}
}

func TestFixturesComeBackAsTheyWere(t *testing.T) {
	first := factorialtest.New(t)
	do(t, first, http.MethodPut, "teams/teams/1", `{"name":"Renamed"}`)
	var dump, again bytes.Buffer
	if err := first.Dump(&dump); err != nil {
		t.Fatal(err)
	}
	second := factorialtest.New(t, factorialtest.Seed(0))
	if err := second.Load(bytes.NewReader(dump.Bytes())); err != nil {
		t.Fatal(err)
	}
	if err := second.Dump(&again); err != nil {
		t.Fatal(err)
	}
	if dump.String() != again.String() {
		t.Error("the dumps differ")
	}
	_, body := do(t, second, http.MethodGet, "teams/teams/1", "")
	if object(t, body)["name"] != "Renamed" {
		t.Errorf("got %s", body)
	}
}

func TestWhatIsGoneStaysAwayInAFixture(t *testing.T) {
	first := factorialtest.New(t, factorialtest.Seed(2))
	for _, id := range []string{"1", "2"} {
		if ok, err := first.Remove("expenses/expenses", id); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	var dump bytes.Buffer
	if err := first.Dump(&dump); err != nil {
		t.Fatal(err)
	}
	second := factorialtest.New(t)
	if err := second.Load(&dump); err != nil {
		t.Fatal(err)
	}
	if n := len(second.Records("expenses/expenses")); n != 0 {
		t.Errorf("there are %d again", n)
	}
}

func TestFixturesAreChecked(t *testing.T) {
	for name, fixture := range map[string]string{
		"no JSON":              `{`,
		"an unknown resource":  `{"teams/teams":[], "teams/crews":[{"id":"1"}]}`,
		"an unknown property":  `{"teams/teams":[{"colour":"red"}]}`,
		"another type":         `{"teams/teams":[{"depth":"deep"}]}`,
		"a record that is one": `{"teams/teams":["1"]}`,
	} {
		t.Run(name, func(t *testing.T) {
			srv := factorialtest.New(t)
			before := list(t, srv, "teams/teams").Meta.Total
			if err := srv.Load(strings.NewReader(fixture)); err == nil {
				t.Error("it was loaded")
			}
			if after := list(t, srv, "teams/teams").Meta.Total; after != before {
				t.Errorf("%d records became %d", before, after)
			}
		})
	}
}

func TestInsertMakesUpWhatIsMissing(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	id, err := srv.Insert("employees/employees", map[string]any{"first_name": "Ada"})
	if err != nil {
		t.Fatal(err)
	}
	records := srv.Records("employees/employees")
	var employee map[string]any
	if err := json.Unmarshal(records[0], &employee); err != nil || employee["id"] != id || employee["first_name"] != "Ada" || employee["last_name"] == nil {
		t.Errorf("got %v, %v", employee, err)
	}
}
