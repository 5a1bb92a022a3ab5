package factorialtest_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// A reset undoes everything that a test can do to a server.
func TestAResetReturnsToTheStateOfTheStart(t *testing.T) {
	for name, reset := range map[string]func(*factorialtest.Server) error{
		"in Go": (*factorialtest.Server).Reset,
		"over HTTP": func(srv *factorialtest.Server) error {
			if status, body := steer(t, srv, "POST", "/reset", ""); status != 204 {
				t.Errorf("the reset responds with %d %s", status, body)
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			var delivered atomic.Int32
			receiver := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				delivered.Add(1)
				w.WriteHeader(http.StatusServiceUnavailable)
			})
			srv := factorialtest.New(t, factorialtest.Control(), factorialtest.DeliverTo(receiver),
				factorialtest.At(time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)), factorialtest.LimitPOST(4),
				factorialtest.Faults(factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "tasks.*", Times: 1}))
			if err := srv.Load(strings.NewReader(`{"teams/teams": [{"id": "7", "name": "Night Watch"}]}`)); err != nil {
				t.Fatal(err)
			}
			srv.Keep()
			before := state(t, srv)
			token := srv.Login()

			do(t, srv, "POST", "teams/teams", `{"name":"Kitchen"}`)
			do(t, srv, "POST", "api_public/webhook_subscriptions", `{"company_id":"1","name":"n","subscription_type":"teams/team/update","target_url":"https://hooks.test"}`)
			do(t, srv, "PUT", "teams/teams/7", `{"name":"Day Watch"}`)
			document := upload(t, srv)
			if _, body := steer(t, srv, "GET", "/files/documents/documents/"+document, ""); !strings.Contains(body, `"name":"a.txt"`) {
				t.Errorf("the uploads are %s", body)
			}
			do(t, srv, "GET", "tasks/tasks", "")
			do(t, srv, "DELETE", "employees/employees/1", "")
			if err := srv.WaitDeliveries(t.Context()); err != nil {
				t.Fatal(err)
			}
			srv.ClearFaults()
			if err := srv.Inject(factorialtest.Fault{Kind: factorialtest.Latency, Delay: time.Millisecond}); err != nil {
				t.Fatal(err)
			}
			srv.Advance(24 * time.Hour)
			for range 5 {
				do(t, srv, "POST", "teams/teams", `{}`)
			}
			if after := state(t, srv); after == before || delivered.Load() == 0 {
				t.Fatalf("nothing changed: %d deliveries, %s", delivered.Load(), after)
			}

			if err := reset(srv); err != nil {
				t.Fatal(err)
			}
			tried := delivered.Load()
			if after := state(t, srv); after != before {
				t.Errorf("before\n%s\nafter\n%s", before, after)
			}
			if status := bearer(t, srv, token.AccessToken); status != 401 {
				t.Errorf("a token of before gets %d", status)
			}
			if srv.OAuthCounts() != (factorialtest.OAuthCounts{}) || srv.CredentialsOnFiles() != 0 {
				t.Errorf("the counts are %+v", srv.OAuthCounts())
			}
			if len(srv.Files("documents/documents", document)) > 0 {
				t.Error("the uploads remain")
			}
			srv.Advance(time.Hour) // no delivery is left to try
			if err := srv.WaitDeliveries(t.Context()); err != nil || delivered.Load() != tried {
				t.Errorf("%d deliveries after the reset: %v", delivered.Load()-tried, err)
			}
			if status, _ := do(t, srv, "GET", "tasks/tasks", ""); status != 502 {
				t.Errorf("the fault of the start does not strike: %d", status)
			}
			for want := 3; want > 0; want-- {
				if status, body := do(t, srv, "POST", "teams/teams", `{"name":"x"}`); status != 201 && status != 200 {
					t.Errorf("the limit of POSTs remains: %d %s", status, body)
				}
			}
			if first := srv.Requests()[0]; first.Number != 1 {
				t.Errorf("the numbers go on with %d", first.Number)
			}
		})
	}
}

// state returns everything that the surface shows about a server.
func state(t *testing.T, srv *factorialtest.Server) string {
	t.Helper()
	var all strings.Builder
	for _, path := range []string{"/", "/dump", "/faults", "/clock", "/tokens", "/requests", "/deliveries"} {
		_, body := steer(t, srv, "GET", path, "")
		all.WriteString(path + " " + body + "\n")
	}
	return all.String()
}

func bearer(t *testing.T, srv *factorialtest.Server, token string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", srv.URL+resources+"teams/teams", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := srv.HTTPClient().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// Requests, deliveries and resets at the same time neither race nor block each other.
func TestAResetAmidRequests(t *testing.T) {
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {}))
	defer receiver.Close()
	srv := factorialtest.New(t, factorialtest.Loopback(""), factorialtest.Control())
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
			}
			do(t, srv, "POST", "api_public/webhook_subscriptions", `{"company_id":"1","name":"n","subscription_type":"teams/team/create","target_url":"`+receiver.URL+`"}`)
			do(t, srv, "POST", "teams/teams", `{"name":"Kitchen"}`)
			do(t, srv, "GET", "employees/employees", "")
		}
	}()
	for range 30 {
		if status, body := steer(t, srv, "POST", "/reset", ""); status != 204 {
			t.Errorf("%d %s", status, body)
		}
	}
	close(stop)
	<-done
	if err := srv.Reset(); err != nil {
		t.Fatal(err)
	}
	if n := len(srv.Records("teams/teams")); n == 0 {
		t.Error("the teams are gone")
	}
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Error(err)
	}
}

// upload uploads a document and returns its id.
func upload(t *testing.T, srv *factorialtest.Server) string {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{"public": "true", "space": "employee_my_documents", "employee_id": "2", "author_id": "2",
		"company_id": "1", "is_pending_assignment": "false", "request_esignature": "false", "signee_ids[]": ""} {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", "a.txt")
	if err == nil {
		_, err = io.WriteString(part, "x")
	}
	if err != nil || form.Close() != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), "POST", srv.URL+resources+"documents/documents", &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
	r.Header.Set("Content-Type", form.FormDataContentType())
	resp, err := srv.HTTPClient().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		t.Fatalf("the upload gets %d %s %v", resp.StatusCode, text, err)
	}
	return object(t, string(text))["id"].(string)
}
