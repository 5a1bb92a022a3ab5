package factorialtest_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestAWebhookThatDoesNotArriveSaysWhy(t *testing.T) {
	status := func(code int) string {
		receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/there")
			w.WriteHeader(code)
		}))
		t.Cleanup(receiver.Close)
		return receiver.URL + "/here"
	}
	hangup := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer hangup.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + l.Addr().String() + "/here"
	l.Close()
	for _, test := range []struct {
		name, target, more string
		hint               string
		early              string // of the request that subscribes
	}{
		{name: "it arrives", target: status(204)},
		{name: "another machine", target: "http://192.0.2.1/here", hint: "the fake delivers only to this machine", early: "the fake delivers only to this machine"},
		{name: "a name of another machine", target: "https://hooks.example/here", hint: "the fake delivers only to this machine", early: "the fake delivers only to this machine"},
		{name: "nothing listens", target: closed, hint: "nothing listens at the target URL"},
		{name: "http to a port of https", target: strings.Replace(secure.URL, "https:", "http:", 1), hint: "the receiver responded with 400"},
		{name: "a certificate that nobody trusts", target: secure.URL, hint: "the certificate of the receiver is not trusted"},
		{name: "https to a port of http", target: strings.Replace(status(204), "http:", "https:", 1), hint: "the receiver does not speak TLS: use http:"},
		{name: "the receiver hangs up", target: hangup.URL, hint: "the receiver cut the connection"},
		{name: "no URL", target: "hooks", hint: "the target URL is not an http or https URL", early: "the target URL is not an http or https URL"},
		{name: "refused, without a challenge", target: status(403), hint: "the receiver responded with 403, and the subscription has no challenge"},
		{name: "refused, with a challenge", target: status(401), more: `,"challenge":"sent-by-the-client"`, hint: "the receiver responded with 401: does it expect another challenge"},
		{name: "no such path", target: status(404), hint: "the receiver responded with 404: its handler is at another path"},
		{name: "no POST", target: status(405), hint: "the receiver responded with 405: it must take a POST"},
		{name: "a redirect", target: status(307), hint: "the receiver responded with 307: deliveries follow no redirect"},
		{name: "a redirect that changes the method", target: status(302), hint: "the receiver responded with 302: deliveries follow no redirect"},
		{name: "a failure", target: status(500), hint: "the receiver responded with 500: only 2xx counts as delivered"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var told []factorialtest.Delivery
			srv := factorialtest.New(t, factorialtest.Loopback(""), factorialtest.At(time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)),
				factorialtest.ObserveDeliveries(func(d factorialtest.Delivery) { told = append(told, d) }))
			subscribe(t, srv, "teams/team/update", test.target, test.more)
			if early := srv.Requests()[0].Hint; (early != "") != (test.early != "") || !strings.Contains(early, test.early) {
				t.Errorf("the subscription has the hint %q", early)
			}
			if err := srv.Emit("teams/team/update", nil); err != nil {
				t.Fatal(err)
			}
			if err := srv.WaitDeliveries(t.Context()); err != nil {
				t.Fatal(err)
			}
			all := srv.Deliveries()
			if len(all) != 1 || all[0].Delivered != (test.hint == "") || (all[0].Hint != "") != (test.hint != "") || !strings.Contains(all[0].Hint, test.hint) {
				t.Errorf("got %+v", all)
			}
			if strings.Contains(all[0].Hint, "sent-by-the-client") {
				t.Error("the hint tells a secret")
			}
			if len(told) != 1 || told[0] != all[0] {
				t.Errorf("the observer got %+v", told)
			}
		})
	}
}

func TestAServerThatDeliversNothingSaysSoAtOnce(t *testing.T) {
	srv := factorialtest.New(t)
	id := subscribe(t, srv, "teams/team/update", "https://receiver.example/", "")
	do(t, srv, http.MethodPut, "api_public/webhook_subscriptions/"+id, `{"name":"Other"}`)
	for _, r := range srv.Requests() {
		if !strings.Contains(r.Hint, "the server delivers no webhooks: use the option DeliverTo") {
			t.Errorf("%s has the hint %q", r.Operation, r.Hint)
		}
	}
}

func TestTheLastAttemptSaysThatTheSubscriptionIsOff(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.DeliverTo(http.NotFoundHandler()), factorialtest.At(time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)))
	subscribe(t, srv, "teams/team/update", "https://receiver.example/", "")
	if err := srv.Emit("teams/team/update", nil); err != nil {
		t.Fatal(err)
	}
	for {
		if err := srv.WaitDeliveries(context.Background()); err != nil {
			t.Fatal(err)
		}
		all := srv.Deliveries()
		last := all[len(all)-1]
		if off := strings.Contains(last.Hint, "the subscription is disabled: PUT enabled true"); off != last.Retry.IsZero() {
			t.Fatalf("attempt %d has the hint %q", last.Attempt, last.Hint)
		}
		if last.Retry.IsZero() {
			break
		}
		srv.Advance(last.Retry.Sub(srv.Now()))
	}
}
