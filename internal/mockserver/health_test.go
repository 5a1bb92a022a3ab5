package mockserver

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestOnlyAFakeThatRunsIsHealthy(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
		body   string
		ok     bool
	}{
		{"the body of /healthz", 200, `{"status":"ok"}`, true},
		{"the page of another server", 200, `<html>It works!</html>`, false},
		{"no body", 200, "", false},
		{"other JSON", 200, `{"status":"starting"}`, false},
		{"another status", 503, `{"status":"ok"}`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, test.body)
			}))
			defer server.Close()
			if err := Healthy(t.Context(), server.URL); (err == nil) != test.ok {
				t.Errorf("got %v", err)
			}
		})
	}
	srv, err := factorialtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	for _, path := range []string{"", "/", "/healthz"} {
		if err := Healthy(t.Context(), srv.URL+path); err != nil {
			t.Errorf("a server that runs, asked at %q: %v", path, err)
		}
	}
}
