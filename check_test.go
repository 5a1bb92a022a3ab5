package factorialhr_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
)

// checkAt runs Check on a day of the client's clock. The list of subscriptions has a handler of its
// own.
func checkAt(t *testing.T, day string, handler http.HandlerFunc, opts ...factorialhr.RequestOption) (got *factorialhr.CheckResult, rec *recorder, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		moment, _ := time.Parse(time.DateOnly, day)
		time.Sleep(time.Until(moment))
		rec = &recorder{answer: func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/api_public/webhook_subscriptions") {
				handler(w, r)
				return
			}
			status(200, `{"data":[{"id":"access-1","company_id":"12","employee_id":null}],"meta":{}}`)(w, r)
		}}
		got, err = serve(t, rec.ServeHTTP, opts...).Check(t.Context())
	})
	return got, rec, err
}

func TestCheckWarnsOfTheVersionOfTheClient(t *testing.T) {
	tests := map[string]struct {
		day, version string
		want         string // in the warning; empty for none
	}{
		"the default version, while it is served":       {"2026-11-25", third, ""},
		"the default version, on its last day":          {"2027-12-31", third, ""},
		"the default version, when a fifth one follows": {"2028-01-01", third, "Factorial no longer serves API version 2026-10-01"},
		"the default version, by a clock of long ago":   {"2001-01-01", third, ""},
		"an older version, while it is served":          {"2027-06-30", oldest, ""},
		"an older version, when a fifth one follows":    {"2027-07-01", oldest, "Factorial no longer serves API version 2026-04-01"},
		"a beta":                                       {"2026-12-31", newest, "API version 2027-01-01 is a beta and may still change; the newest stable version that this module knows is " + factorialhr.DefaultAPIVersion},
		"a beta that has been released":                {"2027-01-01", newest, "API version 2027-01-01 was a beta when this module was generated"},
		"a version of the future":                      {"2026-11-25", "2027-04-01", "this module does not know API version 2027-04-01"},
		"a version of the past that is served":         {"2026-11-25", "2025-10-01", "this module does not know API version 2025-10-01"},
		"a version of the past that is no more served": {"2026-11-25", "2025-07-01", "Factorial no longer serves API version 2025-07-01"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			switch test.version {
			case third:
				needsVersion(t, third)
			case newest:
				needsVersion(t, newest)
				if factorialhr.DefaultAPIVersion >= newest {
					t.Skipf("this module does not know API version %s as a beta", newest)
				}
			}
			got, _, err := checkAt(t, test.day, status(403, ""), factorialhr.APIVersion(test.version))
			if err != nil || got.CompanyID != "12" {
				t.Fatalf("got %+v, %v", got, err)
			}
			if test.want == "" && len(got.Warnings) > 0 || test.want != "" && (len(got.Warnings) != 1 || !strings.Contains(got.Warnings[0], test.want)) {
				t.Errorf("got %q", got.Warnings)
			}
		})
	}
}

func TestCheckWarnsOfSubscriptions(t *testing.T) {
	list := func(records ...string) http.HandlerFunc {
		return status(200, `{"data":[`+strings.Join(records, ",")+`],"meta":{}}`)
	}
	one := func(event, version string, enabled any) string {
		return fmt.Sprintf(`{"id":"secret-7","type":%q,"api_version":%q,"enabled":%v,"target_url":"https://secret.example","challenge":"secret"}`, event, version, enabled)
	}
	const (
		disabled = ": disabled; the API delivers nothing to them. It disables a subscription after 20 failed attempts to deliver; webhook.Sync enables it again"
		ending   = ": API version 2026-04-01, which Factorial serves until 2027-07-01. webhook.Sync moves them to another version"
		ended    = ": API version 2026-04-01, which Factorial has not served since 2027-07-01. webhook.Sync moves them to another version"
		failed   = "the webhook subscriptions could not be read, so they are not checked"
	)
	many := []string{}
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		many = append(many, one(name+"/b/create", third, false))
	}
	tests := map[string]struct {
		day    string
		answer http.HandlerFunc
		want   []string
	}{
		"none":                                    {"2026-11-25", list(), nil},
		"one in order":                            {"2026-11-25", list(one("timeoff/leave/create", third, true)), nil},
		"one without its properties":              {"2026-11-25", list(`{"id":"1"}`), nil},
		"one that is disabled":                    {"2026-11-25", list(one("timeoff/leave/create", third, false)), []string{"1 webhook subscription (timeoff/leave/create)" + disabled}},
		"one whose state is null":                 {"2026-11-25", list(one("timeoff/leave/create", third, "null")), nil},
		"seven that are disabled":                 {"2026-11-25", list(many...), []string{"7 webhook subscriptions (a/b/create, b/b/create, c/b/create, d/b/create, e/b/create, …)" + disabled}},
		"one that is disabled, with an odd name":  {"2026-11-25", list(one("Leave of Ada", third, false)), []string{"1 webhook subscription" + disabled}},
		"91 days before the end of the version":   {"2027-04-01", list(one("timeoff/leave/create", oldest, true)), nil},
		"89 days before the end of the version":   {"2027-04-03", list(one("timeoff/leave/create", oldest, true)), []string{"1 webhook subscription (timeoff/leave/create)" + ending}},
		"after the end of the version":            {"2027-07-01", list(one("b/c/create", oldest, true), one("a/b/create", oldest, true)), []string{"2 webhook subscriptions (a/b/create, b/c/create)" + ended}},
		"a version that is no date":               {"2027-07-01", list(one("a/b/create", "latest", true)), nil},
		"two faults":                              {"2027-07-01", list(one("b/c/create", oldest, false), one("a/b/create", third, true)), []string{"1 webhook subscription (b/c/create)" + disabled, "1 webhook subscription (b/c/create)" + ended}},
		"a credential that may not read them":     {"2026-11-25", status(403, ""), nil},
		"an API that has none":                    {"2026-11-25", status(404, ""), nil},
		"a server that fails":                     {"2026-11-25", status(500, ""), []string{failed}},
		"a response that is no list":              {"2026-11-25", status(200, `{"error":"secret"}`), []string{failed}},
		"values of another type, with the others": {"2026-11-25", list(`{"type":7,"enabled":"no","api_version":{}}`, one("a/b/create", third, false)), []string{"1 webhook subscription (a/b/create)" + disabled}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, rec, err := checkAt(t, test.day, test.answer, factorialhr.ReadOnly(), factorialhr.Strict())
			if err != nil || got.CompanyID != "12" {
				t.Fatalf("got %+v, %v", got, err)
			}
			if d := cmp.Diff(test.want, got.Warnings); d != "" {
				t.Error(d)
			}
			if strings.Contains(strings.Join(got.Warnings, ""), "secret") || len(rec.requests) < 2 {
				t.Errorf("got %q after %d requests", got.Warnings, len(rec.requests))
			}
		})
	}
}

// The credential is known by then, so the end of the context is no error.
func TestCheckReturnsTheCredentialIfTheContextEndsAfterwards(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	rec := recorder{answer: func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/credentials") {
			status(200, `{"data":[{"company_id":"12"}],"meta":{}}`)(w, r)
			return
		}
		cancel()
		<-r.Context().Done()
	}}
	got, err := serve(t, rec.ServeHTTP).Check(ctx)
	if err != nil || got.CompanyID != "12" || len(got.Warnings) != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestCheckAsksForNothingMoreThanAnUnknownCredential(t *testing.T) {
	rec := recorder{answer: status(401, "")}
	if _, err := serve(t, rec.ServeHTTP).Check(t.Context()); !errors.Is(err, factorialhr.ErrUnauthorized) || len(rec.requests) != 1 {
		t.Errorf("%d requests, %v", len(rec.requests), err)
	}
}
