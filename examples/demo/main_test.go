package main

import (
	"net/http"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestTheFakeCompany(t *testing.T) {
	if err := fakeCompany(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Against a real account, the demo reads and changes nothing.
func TestTheAccountIsOnlyRead(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Loopback("127.0.0.1:0"))
	t.Setenv("FACTORIAL_API_KEY", factorialtest.DefaultAPIKey)
	t.Setenv("FACTORIAL_TOKEN", "")
	t.Setenv("FACTORIAL_BASE_URL", srv.URL)
	if err := account(t.Context()); err != nil {
		t.Fatal(err)
	}
	requests := srv.Requests()
	if len(requests) < 2 {
		t.Errorf("%d requests", len(requests))
	}
	for _, r := range requests {
		if r.Method != http.MethodGet || len(r.Changes) > 0 {
			t.Errorf("%s %s changed %v", r.Method, r.Path, r.Changes)
		}
	}
}
