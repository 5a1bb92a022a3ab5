//go:build unix

package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

func TestTheOAuthApplicationIsThatOfTheFlags(t *testing.T) {
	p := start(t, "-oauth-client-id", "app", "-oauth-client-secret", "hidden", "-oauth-redirect", "http://127.0.0.1:9/callback")
	p.client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, test := range []struct {
		id, redirect string
		status       int
	}{
		{"app", "http://127.0.0.1:9/callback", http.StatusFound},
		{"app", "http://127.0.0.1:9/other", http.StatusBadRequest},
		{"client", "http://127.0.0.1:9/callback", http.StatusBadRequest},
	} {
		query := url.Values{"client_id": {test.id}, "redirect_uri": {test.redirect}, "response_type": {"code"}, "state": {"s"}}
		if status, body := p.request(http.MethodGet, "/oauth/authorize?"+query.Encode(), ""); status/100 != test.status/100 {
			t.Errorf("%s, %s: got %d %s", test.id, test.redirect, status, body)
		}
	}
	p.end(syscall.SIGTERM)
}

func TestItPrintsWhatBecomesOfWebhooks(t *testing.T) {
	receiver := httptest.NewServer(http.NotFoundHandler())
	defer receiver.Close()
	p := start(t)
	subscription := `{"subscription_type":"teams/team/create","company_id":"1","target_url":"` + receiver.URL + `/hooks?token=s3cret"}`
	if status, body := p.call(http.MethodPost, "api_public/webhook_subscriptions", subscription); status/100 != 2 {
		t.Fatalf("got %d %s", status, body)
	}
	p.create("Night Watch")
	if status, body := p.request(http.MethodPost, "/_fake/deliveries/wait?timeout=10s", ""); status != http.StatusOK {
		t.Fatalf("got %d %s", status, body)
	}
	p.end(syscall.SIGTERM)
	if want := "webhook teams/team/create to " + receiver.URL + "/hooks, attempt 1: 404"; !strings.Contains(p.out.String(), want) {
		t.Errorf("it prints %s", &p.out)
	}
	if strings.Contains(p.out.String(), "s3cret") {
		t.Error("it prints the query of the target URL")
	}
}

func TestTheControlSurfaceIsWhereTheFlagSays(t *testing.T) {
	page := regexp.MustCompile(`page +(\S+)/\n`)
	for _, test := range []struct {
		control   string
		here, own bool // on the port of the API, on a port of its own
	}{
		{"on", true, false},
		{"off", false, false},
		{"127.0.0.1:0", false, true},
	} {
		t.Run(test.control, func(t *testing.T) {
			p := start(t, "-control", test.control)
			if status, _ := p.request(http.MethodGet, "/_fake/", ""); (status == http.StatusOK) != test.here {
				t.Errorf("the port of the API responds with %d", status)
			}
			found := page.FindStringSubmatch(p.out.String())
			if (found != nil) != (test.here || test.own) || found != nil && (found[1] == p.url) != test.here {
				t.Fatalf("it prints the page %q", found)
			}
			if found != nil {
				p.url = found[1]
				for _, path := range []string{"/", "/_fake/"} {
					if status, _ := p.request(http.MethodGet, path, ""); status != http.StatusOK {
						t.Errorf("%s responds with %d", path, status)
					}
				}
			}
			p.end(syscall.SIGTERM)
		})
	}
	if code, printed := fails(t, "-port", "0", "-control", "0.0.0.0:0"); code != 1 || !strings.Contains(printed, "this machine") {
		t.Errorf("an address that others reach: it ends with %d: %s", code, printed)
	}
}
