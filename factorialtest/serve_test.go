package factorialtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/documents"
	"github.com/factorialhr-go/factorialhr/gen/teams"
	"github.com/factorialhr-go/factorialhr/internal/fake/certificate"
)

// ask sends a request with the key and returns the response and its body.
func ask(t *testing.T, srv *factorialtest.Server, method, path string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, srv.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
	resp, err := srv.HTTPClient().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func TestMethodsOfAPath(t *testing.T) {
	const resources = "/api/2026-10-01/resources/"
	for _, test := range []struct {
		request string
		status  int
		allow   string
	}{
		{"HEAD " + resources + "teams/teams", 200, ""},
		{"HEAD " + resources + "teams/teams/1", 200, ""},
		{"HEAD " + resources + "teams/teams/none", 404, ""},
		{"DELETE " + resources + "teams/teams", 405, "GET, HEAD, POST, OPTIONS"},
		{"PATCH " + resources + "teams/teams/1", 405, "DELETE, GET, HEAD, PUT, OPTIONS"},
		{"HEAD " + resources + "timeoff/leaves/approve", 404, ""}, // a leave with this id
		{"PUT " + resources + "timeoff/leaves/a%2Fb", 404, ""},
		{"OPTIONS " + resources + "teams/teams", 204, "GET, HEAD, POST, OPTIONS"},
		{"OPTIONS " + resources + "teams/taems", 404, ""},
		{"DELETE " + resources + "teams/taems", 404, ""},
		{"DELETE /api/2026-10-01/teams", 404, ""},
		{"GET /healthz", 200, ""},
		{"DELETE /healthz", 405, "GET, HEAD, OPTIONS"},
		{"POST /openapi.json", 405, "GET, HEAD, OPTIONS"},
		{"GET /openapi.json?version=1999-01-01", 404, ""},
	} {
		t.Run(test.request, func(t *testing.T) {
			method, path, _ := strings.Cut(test.request, " ")
			resp, body := ask(t, factorialtest.New(t), method, path)
			if resp.StatusCode != test.status || resp.Header.Get("Allow") != test.allow {
				t.Errorf("got %d, Allow %q, %s", resp.StatusCode, resp.Header.Get("Allow"), body)
			}
			if method == "HEAD" && (body != "" || resp.ContentLength <= 0) {
				t.Errorf("the body is %q, its length %d", body, resp.ContentLength)
			}
		})
	}
}

func TestTheLogHasTheCallsOfTheAPIOnly(t *testing.T) {
	srv := factorialtest.New(t)
	for _, request := range []string{"GET /healthz", "GET /openapi.json", "OPTIONS /api/2026-10-01/resources/teams/teams", "HEAD /api/2026-10-01/resources/teams/teams"} {
		method, path, _ := strings.Cut(request, " ")
		ask(t, srv, method, path)
	}
	all := srv.Requests()
	if len(all) != 1 || all[0].Method != "HEAD" || all[0].Operation != "teams.Teams.List" || all[0].Status != 200 || all[0].Hint != "" {
		t.Errorf("the log is %+v", all)
	}
}

func TestTheDocumentIsServedForEachVersion(t *testing.T) {
	for version, options := range map[string][]factorialtest.Option{
		"":           nil,
		"2026-04-01": nil,
		"2027-01-01": {factorialtest.OnlyVersion("2027-01-01")},
	} {
		srv := factorialtest.New(t, options...)
		path, want := "/openapi.json", version
		switch {
		case version == "":
			want = factorialhr.DefaultAPIVersion
		case options == nil:
			path += "?version=" + version
		}
		resp, body := ask(t, srv, "GET", path)
		var document struct {
			Info    struct{ Version string }
			Servers []struct{ URL string }
			Paths   map[string]any
		}
		if err := json.Unmarshal([]byte(body), &document); err != nil || document.Info.Version != want || document.Servers[0].URL != srv.URL ||
			document.Paths["/api/"+want+"/resources/teams/teams"] == nil || resp.Header.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("%q: got %.300s, %v", version, body, err)
		}
	}
}

func TestHTTPS(t *testing.T) {
	own, err := certificate.New("fake")
	if err != nil {
		t.Fatal(err)
	}
	for name, option := range map[string]factorialtest.Option{
		"its own certificate": factorialtest.TLS("fake"),
		"a given certificate": factorialtest.TLSCertificate(own),
	} {
		t.Run(name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.Loopback(""), option)
			if !strings.HasPrefix(srv.URL, "https://127.0.0.1:") || !strings.HasPrefix(srv.FilesURL, "https://127.0.0.1:") {
				t.Errorf("the URLs are %s and %s", srv.URL, srv.FilesURL)
			}
			all, err := teams.New(srv.Client()).Teams.GetAll(t.Context(), nil)
			if err != nil || len(all) == 0 {
				t.Errorf("got %d teams, %v", len(all), err)
			}
			if !strings.HasPrefix(string(srv.CertificatePEM()), "-----BEGIN CERTIFICATE-----") || strings.Contains(string(srv.CertificatePEM()), "PRIVATE KEY") {
				t.Errorf("the certificate is %s", srv.CertificatePEM())
			}
			client, err := factorialhr.New(auth.APIKey("k"), factorialhr.BaseURL(srv.URL), factorialhr.MaxAttempts(1))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := client.Check(t.Context()); err == nil {
				t.Error("a client trusts the certificate without being told to")
			}
		})
	}
	if pem := factorialtest.New(t).CertificatePEM(); pem != nil {
		t.Errorf("a server without TLS has the certificate %s", pem)
	}
}

func TestAServerThatOthersReach(t *testing.T) {
	srv, err := factorialtest.Start(factorialtest.Listen("0.0.0.0:0"))
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	base, err := url.Parse(srv.URL)
	if err != nil || base.Hostname() != "127.0.0.1" {
		t.Errorf("its URL is %s", srv.URL)
	}
	// The same server under another name, as a container has one.
	client, err := srv.NewClient(nil, factorialhr.BaseURL("http://localhost:"+base.Port()))
	if err != nil {
		t.Fatal(err)
	}
	all, err := documents.New(client).Documents.GetAll(t.Context(), nil)
	if err != nil || len(all) == 0 {
		t.Fatalf("got %d documents, %v", len(all), err)
	}
	var content strings.Builder
	err = client.DownloadDocuments(t.Context(), []factorialhr.ID{all[0].ID}, func(factorialhr.ID) (io.WriteCloser, error) {
		return closer{&content}, nil
	})
	if err != nil || content.Len() == 0 {
		t.Errorf("the download has %q, %v", content.String(), err)
	}
	if n := srv.CredentialsOnFiles(); n != 0 {
		t.Errorf("%d downloads carried the credential", n)
	}
}

type closer struct{ io.Writer }

func (closer) Close() error { return nil }

func TestOptionsThatMakeNoSense(t *testing.T) {
	own, err := certificate.New()
	if err != nil {
		t.Fatal(err)
	}
	own.Certificate = nil
	for name, options := range map[string][]factorialtest.Option{
		"Listen requires host:port":                  {factorialtest.Listen("8080")},
		"ListenFiles requires host:port":             {factorialtest.ListenFiles("8080")},
		"Loopback requires an address of this":       {factorialtest.Loopback("0.0.0.0:0")},
		"TLS needs a server that listens":            {factorialtest.InMemory(), factorialtest.TLS()},
		"TLSCertificate: the certificate is empty":   {factorialtest.TLSCertificate(own)},
		"CORS: an origin is":                         {factorialtest.CORS("localhost:5173")},
		"At stops the clock that StartAt lets run":   {factorialtest.At(time.Now()), factorialtest.StartAt(time.Now())},
		"OnlyVersion requires one of the versions 2": {factorialtest.OnlyVersion("2026-10-02")},
	} {
		srv, err := factorialtest.Start(options...)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
		if err == nil {
			srv.Close()
		}
	}
}

func TestAClockThatStartsElsewhereRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2024, 2, 10, 9, 0, 0, 0, time.UTC)
		srv := factorialtest.New(t, factorialtest.StartAt(start))
		time.Sleep(time.Hour)
		if now := srv.Now(); !now.Equal(start.Add(time.Hour)) {
			t.Errorf("an hour later it shows %v", now)
		}
		resp, shifts := ask(t, srv, "GET", "/api/2026-10-01/resources/attendance/shifts?start_on=2024-01-10&end_on=2024-02-10")
		if resp.StatusCode != 200 || !strings.Contains(shifts, `"date":"2024-0`) {
			t.Errorf("the shifts are %.300s", shifts)
		}
	})
}

func TestOneVersionAtEveryPath(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.OnlyVersion("2026-04-01"))
	if srv.APIVersion() != "2026-04-01" {
		t.Errorf("its version is %s", srv.APIVersion())
	}
	for _, version := range []string{"2026-04-01", "2026-10-01", "2020-01-01"} {
		_, body := ask(t, srv, "GET", "/api/"+version+"/resources/teams/teams/1")
		if !strings.Contains(body, `"id":1,`) {
			t.Errorf("%s: the id is not a number: %s", version, body)
		}
	}
	for i, hint := range []string{"", "the path names version 2026-10-01", "the path names version 2020-01-01"} {
		if got := srv.Requests()[i].Hint; got != hint && (hint == "" || !strings.HasPrefix(got, hint)) {
			t.Errorf("the hint of request %d is %q", i, got)
		}
	}
}

func TestWritesCountTheRequestsThatMayChangeSomething(t *testing.T) {
	srv := factorialtest.New(t)
	if err := srv.Dump(io.Discard); err != nil {
		t.Fatal(err)
	}
	last := srv.Writes()
	for _, step := range []struct {
		name    string
		changes bool
		do      func() error
	}{
		{"nothing", false, func() error { return nil }},
		{"a read", false, func() error { ask(t, srv, "GET", "/api/2026-10-01/resources/teams/teams"); return nil }},
		{"a dump", false, func() error { return srv.Dump(io.Discard) }},
		{"an insert", false, func() error { _, err := srv.Insert("teams/teams", map[string]any{"id": "77"}); return err }},
		{"health", false, func() error { ask(t, srv, "GET", "/healthz"); return nil }},
		{"the methods of a path", false, func() error { ask(t, srv, "OPTIONS", "/api/2026-10-01/resources/teams/teams"); return nil }},
		{"a request that changes", true, func() error { ask(t, srv, "DELETE", "/api/2026-10-01/resources/teams/teams/77"); return nil }},
		{"a refused request", true, func() error { ask(t, srv, "DELETE", "/api/2026-10-01/resources/teams/teams/77"); return nil }},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		now := srv.Writes()
		if (now > last) != step.changes || now < last {
			t.Errorf("%s: from %d to %d", step.name, last, now)
		}
		last = now
	}
}

func TestAFixtureWithAResourceThatIsNot(t *testing.T) {
	srv := factorialtest.New(t)
	for _, text := range []string{`{"teams/taems":[]}`, `{"teams/taems":[{"id":"1"}]}`} {
		if err := srv.Load(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), "teams/teams") {
			t.Errorf("%s: got %v", text, err)
		}
	}
}
