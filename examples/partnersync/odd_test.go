package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/integrations"
)

// odd replaces a text in the responses.
type odd struct {
	next     http.RoundTripper
	old, new string
}

func (o odd) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := o.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	body = bytes.ReplaceAll(body, []byte(o.old), []byte(o.new))
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	res.Header.Del("Content-Length")
	return res, err
}

func TestOddExpenses(t *testing.T) {
	for name, test := range map[string]struct {
		old, new string
		want     string // in the error, else in the log
	}{
		"a status that is a list":     {`"approved"`, `["approved"]`, "/data/0/status has another type"},
		"a day that is a number":      {`"effective_on":"2026-10-05"`, `"effective_on":{}`, "/data/0/effective_on has another type"},
		"an amount that is a word":    {`"amount":1250`, `"amount":"plenty"`, ""},
		"a status that is null":       {`"approved"`, `null`, "without an id or a status"},
		"an amount that is in quotes": {`"amount":1250`, `"amount":"1250"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s, srv, log := start(t, dir, object{"id": "71"})
			call(t, srv, integration)
			client, err := srv.NewClient(nil, factorialhr.HTTPClient(&http.Client{Transport: odd{srv.HTTPClient().Transport, test.old, test.new}}))
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			s.client = client
			err = s.workOnce(t.Context())
			text := fmt.Sprint(log, err)
			if !strings.Contains(text, test.want) || strings.Contains(text, "plenty") {
				t.Errorf("got %s", text)
			}
			want := []string(nil)
			if name == "an amount that is a word" {
				want = []string{"expense-71:invalid:amount"}
			} else if test.want == "" {
				want = []string{"expense-71:success"}
			}
			if got := reported(t, srv); !slices.Equal(got, want) {
				t.Errorf("reported %q, want %q", got, want)
			}
		})
	}
}

func TestCallsThatAreIgnored(t *testing.T) {
	for name, change := range map[string]object{
		"another integration": {"integration_uuid": "6f3c1b0a-0000-4000-8000-000000000002"},
		"another company":     {"company_id": "2"},
		"a run that ended":    {"status": "succeeded"},
		"a run that failed":   {"status": "errored"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s, srv, _ := start(t, dir, object{"id": "71"})
			run := call(t, srv, integration)
			if err := srv.Change("integrations/sync_runs", run, change); err != nil {
				t.Fatal(err)
			}
			if err := s.workOnce(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := reported(t, srv); len(got) != 0 || entries(t, dir) != 0 {
				t.Errorf("reported %q", got)
			}
		})
	}
	t.Run("a call that names another integration", func(t *testing.T) {
		s, srv, _ := start(t, t.TempDir())
		call(t, srv, "6f3c1b0a-0000-4000-8000-000000000002")
		if open, err := s.runs.open(); err != nil || len(open) != 0 || !srv.Deliveries()[0].Delivered {
			t.Errorf("stored %v, %v", open, err)
		}
	})
}

func TestChangedAndDamagedEntries(t *testing.T) {
	for name, test := range map[string]struct {
		before string
		want   string
	}{
		"the same entry":           {`{"expense":"71","on":"2026-10-05","cents":1250,"currency":"EUR"}`, "expense-71:success"},
		"an entry of other cents":  {`{"expense":"71","on":"2026-10-05","cents":1300,"currency":"EUR"}`, "expense-71:invalid:amount"},
		"an entry that is damaged": {`{"expense":"71","on`, "expense-71:failed:books"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s, srv, _ := start(t, dir, object{"id": "71"})
			path := filepath.Join(dir, "books", "expense-71.json")
			if err := os.WriteFile(path, []byte(test.before), 0o600); err != nil {
				t.Fatal(err)
			}
			call(t, srv, integration)
			if err := s.workOnce(t.Context()); err != nil {
				t.Fatal(err)
			}
			content, err := os.ReadFile(path)
			if got := strings.Join(reported(t, srv), "; "); got != test.want || err != nil || string(content) != test.before {
				t.Errorf("reported %q, the entry is %s", got, content)
			}
		})
	}
}

func TestAPeriodThatIsNoDate(t *testing.T) {
	for _, c := range []*integrations.SyncRunContext{{From: "October"}, {To: "2026-13-01"}, {From: "2026-10-01", To: "01/11/2026"}} {
		if _, err := periodOf(c); err == nil {
			t.Errorf("%+v: no error", *c)
		}
	}
}

func TestADamagedRunDoesNotHideTheOthers(t *testing.T) {
	s, srv, _ := start(t, t.TempDir(), object{"id": "71"})
	if err := os.WriteFile(filepath.Join(s.runs.dir, "run-1.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	call(t, srv, integration)
	if err := s.workOnce(t.Context()); err == nil || len(reported(t, srv)) != 1 {
		t.Errorf("reported %q, %v", reported(t, srv), err)
	}
}

// The service as a process: a call over the network, a wrong challenge, and the end.
func TestTheService(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Loopback(""))
	run, err := srv.StartSyncRun(integration)
	if err != nil {
		t.Fatal(err)
	}
	s, err := newService(srv.Client(), challenge, t.TempDir(), integration, "1", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.serve(ctx, l, time.Hour) }()
	for _, secret := range []string{"another-secret-altogether", challenge, challenge} {
		body := `{"sync_run_id":"` + run + `","integration_uuid":"` + integration + `","company_id":"1"}`
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+l.Addr().String()+"/factorial/integrations/sync_run", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("X-Factorial-Wh-Challenge", secret)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if (res.StatusCode == http.StatusOK) != (secret == challenge) {
			t.Errorf("status %d", res.StatusCode)
		}
	}
	for begun := time.Now(); len(srv.RequestsTo(upsert)) == 0 && time.Since(begun) < 10*time.Second; {
		time.Sleep(10 * time.Millisecond)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if got := len(srv.RequestsTo(upsert)); got != 1 {
		t.Errorf("%d reports", got)
	}
}
