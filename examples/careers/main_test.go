package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
)

type object = map[string]any

// company returns a fake with the given postings and no others. Each is published and shows its
// salary unless it says otherwise.
func company(t *testing.T, postings ...object) *factorialtest.Server {
	t.Helper()
	srv := factorialtest.New(t)
	for _, made := range srv.Records("ats/job_postings") {
		var o struct{ ID string }
		if err := json.Unmarshal(made, &o); err != nil {
			t.Fatal(err)
		}
		if _, err := srv.Remove("ats/job_postings", o.ID); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range postings {
		all := object{
			"title": "Baker", "status": "published", "url": "https://acme.example/jobs/baker", "description": "Bread & <b>rolls</b>",
			"published_at": "2026-10-01T08:00:00.000Z", "hide_salary": false, "salary_format": "range", "salary_period": "annual",
			"salary_from_amount_in_cents": 3100000, "salary_to_amount_in_cents": 3900000,
		}
		for k, v := range p {
			all[k] = v
		}
		if _, err := srv.Insert("ats/job_postings", all); err != nil {
			t.Fatal(err)
		}
	}
	return srv
}

// transport edits the exchange: it drops the filter, as a server does that does not know it, and
// replaces a text in the responses.
type transport struct {
	next     http.RoundTripper
	unfilter bool
	old, new string
}

func (e transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if e.unfilter {
		req = req.Clone(req.Context())
		q := req.URL.Query()
		q.Del("status")
		req.URL.RawQuery = q.Encode()
	}
	res, err := e.next.RoundTrip(req)
	if err != nil || e.old == "" {
		return res, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	body = bytes.ReplaceAll(body, []byte(e.old), []byte(e.new))
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	res.Header.Del("Content-Length")
	return res, err
}

func output(t *testing.T, srv *factorialtest.Server, edit transport, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, failed bytes.Buffer
	edit.next = srv.HTTPClient().Transport
	connect := func() (*factorialhr.Client, error) {
		return srv.NewClient(nil, factorialhr.MaxAttempts(1), factorialhr.HTTPClient(&http.Client{Transport: edit}))
	}
	code = run(t.Context(), connect, args, &out, &failed)
	return code, out.String(), failed.String()
}

func titles(t *testing.T, text string) string {
	t.Helper()
	var f feed
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	var all []string
	for _, i := range f.Items {
		all = append(all, i.Title)
	}
	return strings.Join(all, " ")
}

func TestOnlyPublishedPostingsAppear(t *testing.T) {
	for name, test := range map[string]struct {
		posting object
		appears bool
		edit    transport
	}{
		"a published posting":                 {object{}, true, transport{}},
		"a draft":                             {object{"status": "draft"}, false, transport{}},
		"an archived posting":                 {object{"status": "archived"}, false, transport{}},
		"a cancelled posting":                 {object{"status": "cancelled"}, false, transport{}},
		"a deleted posting":                   {object{"status": "deleted"}, false, transport{}},
		"an unlisted posting":                 {object{"status": "unlisted"}, false, transport{}},
		"a status that is new":                {object{"status": "on_the_moon"}, false, transport{}},
		"a draft that the server sends":       {object{"status": "draft"}, false, transport{unfilter: true}},
		"a deleted one that the server sends": {object{"status": "deleted"}, false, transport{unfilter: true}},
		"an unlisted one that it sends":       {object{"status": "unlisted"}, false, transport{unfilter: true}},
		"a status that is null":               {object{}, false, transport{old: `"published"`, new: `null`}},
		"a status that is absent":             {object{}, false, transport{old: `"status":"published",`, new: ``}},
		"a status that is a list":             {object{}, false, transport{old: `"published"`, new: `["published"]`}},
		"a posting without a page":            {object{"url": nil}, false, transport{}},
		"a page that is a script":             {object{"url": "javascript:alert(1)"}, false, transport{}},
		"no title":                            {object{"title": ""}, false, transport{}},
		"no description":                      {object{"description": nil}, true, transport{}},
		"no day of publication":               {object{"published_at": nil}, true, transport{}},
		"a location that does not exist":      {object{"location_id": "404"}, true, transport{}},
	} {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := output(t, company(t, test.posting), test.edit)
			want := ""
			if test.appears {
				want = "Baker"
			}
			if got := titles(t, stdout); code != 0 || got != want {
				t.Errorf("exit code %d, the feed has %q", code, got)
			}
			if !test.appears && strings.Contains(stdout, "Baker") || strings.Contains(stderr, "Baker") {
				t.Errorf("stdout %s, stderr %s", stdout, stderr)
			}
		})
	}
}

// A hidden salary appears nowhere in the output, in no form.
func TestTheSalaryOfAPosting(t *testing.T) {
	euros := []string{"-currency", "EUR"}
	for name, test := range map[string]struct {
		posting object
		args    []string
		want    string
		edit    transport
	}{
		"a range":                        {object{}, euros, `"from":"31000.00","to":"39000.00","currency":"EUR","period":"annual"`, transport{}},
		"a fixed amount ignores the end": {object{"salary_format": "fixed_amount"}, euros, `"from":"31000.00","currency":"EUR","period":"annual"`, transport{}},
		"a hidden salary":                {object{"hide_salary": true}, euros, "", transport{}},
		"hide_salary is null":            {object{"hide_salary": nil}, euros, "", transport{}},
		"hide_salary is absent":          {object{}, euros, "", transport{old: `"hide_salary":false,`, new: ``}},
		"hide_salary is a word":          {object{}, euros, "", transport{old: `"hide_salary":false`, new: `"hide_salary":"no"`}},
		"hide_salary is 0":               {object{}, euros, "", transport{old: `"hide_salary":false`, new: `"hide_salary":0`}},
		"no currency":                    {object{}, nil, "", transport{}},
		"no lower end":                   {object{"salary_from_amount_in_cents": nil}, euros, "", transport{}},
		"a lower end of 0":               {object{"salary_from_amount_in_cents": 0}, euros, "", transport{}},
		"a range without an upper end":   {object{"salary_to_amount_in_cents": nil}, euros, "", transport{}},
		"a range that goes down":         {object{"salary_to_amount_in_cents": 100}, euros, "", transport{}},
		"a format that is new":           {object{"salary_format": "auction"}, euros, "", transport{}},
		"no format":                      {object{"salary_format": nil}, euros, "", transport{}},
		"no period":                      {object{}, euros, "", transport{old: `"salary_period":"annual"`, new: `"salary_period":null`}},
		"amounts that are words":         {object{}, euros, "", transport{old: `:3100000`, new: `:"31 thousand"`}},
	} {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := output(t, company(t, test.posting), test.edit, test.args...)
			if code != 0 || titles(t, stdout) != "Baker" {
				t.Fatalf("exit code %d, %s", code, stdout)
			}
			dense := strings.NewReplacer(" ", "", "\n", "").Replace(stdout)
			if test.want != "" {
				if !strings.Contains(dense, `"salary":{`+test.want+`}`) {
					t.Errorf("got %s", dense)
				}
				return
			}
			for _, trace := range []string{"31", "39", "salary", "annual"} {
				if strings.Contains(dense, trace) || strings.Contains(stderr, trace) {
					t.Errorf("%q is in %s, %s", trace, dense, stderr)
				}
			}
		})
	}
}

func TestTheFeed(t *testing.T) {
	postings := []object{{"title": "Old", "published_at": "2026-01-01T08:00:00.000Z"}, {"title": "New", "published_at": "2026-10-09T08:00:00.000Z"}, {"title": "Middle"}}
	for i := range 120 {
		postings = append(postings, object{"title": fmt.Sprint("Past-", i), "published_at": "2025-01-01T08:00:00.000Z"})
	}
	srv := company(t, postings...)
	code, stdout, stderr := output(t, srv, transport{}, "-title", "Jobs at Acme", "-home", "https://acme.example/jobs")
	if got := titles(t, stdout); code != 0 || !strings.HasPrefix(got, "New Middle Old Past-") || strings.Count(got, " ") != 122 || stderr != "" {
		t.Errorf("exit code %d, %s, %s", code, got, stderr)
	}
	if _, again, _ := output(t, srv, transport{}, "-title", "Jobs at Acme", "-home", "https://acme.example/jobs"); again != stdout {
		t.Error("the second feed differs")
	}
	if strings.Contains(stdout, "<") || !strings.Contains(stdout, `"content_text"`) || !strings.Contains(stdout, "https://jsonfeed.org/version/1.1") {
		t.Errorf("got %.500s", stdout)
	}
	if _, html, _ := output(t, srv, transport{}, "-html"); !strings.Contains(html, `"content_html"`) || strings.Contains(html, `"content_text"`) {
		t.Errorf("got %.500s", html)
	}
	if _, empty, _ := output(t, company(t), transport{}); !strings.Contains(empty, `"items": []`) {
		t.Errorf("got %s", empty)
	}
}

func TestNothingIsPrintedAfterAFailure(t *testing.T) {
	for name, fault := range map[string]factorialtest.Fault{
		"the postings fail":     {Kind: factorialtest.ServerError, Operation: "ats.JobPostings.List"},
		"the second page fails": {Kind: factorialtest.ServerError, Operation: "ats.JobPostings.List", Skip: 1},
		"a page is cut off":     {Kind: factorialtest.Truncate, Operation: "ats.JobPostings.List"},
		"the cursor repeats":    {Kind: factorialtest.RepeatCursor, Operation: "ats.JobPostings.List"},
		"the locations fail":    {Kind: factorialtest.ServerError, Operation: "locations.Locations.List"},
	} {
		t.Run(name, func(t *testing.T) {
			postings := make([]object, 130)
			srv := company(t, postings...)
			if err := srv.Inject(fault); err != nil {
				t.Fatal(err)
			}
			if code, stdout, stderr := output(t, srv, transport{}); code != 1 || stdout != "" || !strings.HasPrefix(stderr, "careers: ") {
				t.Errorf("exit code %d, %q, %q", code, stdout, stderr)
			}
		})
	}
	for _, args := range [][]string{{"-currency", "euros"}, {"-nonsense"}, {"argument"}} {
		if code, stdout, _ := output(t, company(t), transport{}, args...); code != 2 || stdout != "" {
			t.Errorf("%q: exit code %d, %q", args, code, stdout)
		}
	}
}
