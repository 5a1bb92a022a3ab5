package webhook_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/webhook"
)

const base = "https://hooks.test/factorial"

// syncing returns a mux with handlers for two events and for SyncRun.
func syncing(t *testing.T) *webhook.Mux {
	t.Helper()
	mux := newMux(t)
	webhook.On(mux, noteCreate, new(inbox).put)
	webhook.On(mux, noteUpdate, new(inbox).put)
	webhook.OnSyncRun(mux, func(context.Context, webhook.Event[webhook.SyncRun]) error { return nil })
	return mux
}

func TestSync(t *testing.T) {
	create := subscribed("1", "notes/note/create", base+"/notes/note/create")
	update := subscribed("2", "notes/note/update", base+"/notes/note/update")
	old := subscribed("3", "notes/note/destroy", base+"/notes/note/destroy")
	ours := map[string]string{
		"notes/note/create": base + "/notes/note/create",
		"notes/note/update": base + "/notes/note/update",
	}
	and := func(event, target string) map[string]string {
		all := map[string]string{event: target}
		for e, t := range ours {
			if e != event {
				all[e] = t
			}
		}
		return all
	}
	tests := map[string]struct {
		have []record
		opts []webhook.SyncOption
		plan string // one line for each change
		want map[string]string
	}{
		"nothing is there":         {nil, nil, "create notes/note/create\ncreate notes/note/update\n", ours},
		"all is there":             {[]record{create, update}, nil, "", ours},
		"one is missing":           {[]record{update}, nil, "create notes/note/create\n", ours},
		"one is disabled":          {[]record{create.with("enabled", false), update}, nil, "update notes/note/create (disabled)\n", ours},
		"one has another URL":      {[]record{create.with("target_url", base+"/old"), update}, nil, "update notes/note/create (target_url)\n", ours},
		"one has a query":          {[]record{create.with("target_url", base+"/notes/note/create?x=1"), update}, nil, "update notes/note/create (target_url)\n", ours},
		"one has an old challenge": {[]record{create, update.with("challenge", "old")}, nil, "update notes/note/update (challenge)\n", ours},
		"one has no challenge":     {[]record{create, update.with("challenge", nil)}, nil, "update notes/note/update (challenge)\n", ours},
		"one has an old version":   {[]record{create, update.with("api_version", "2026-01-01")}, nil, "update notes/note/update (api_version)\n", ours},
		"an old version is wanted": {[]record{create, update.with("api_version", "2026-01-01")}, []webhook.SyncOption{webhook.Version("2026-01-01")}, "update notes/note/create (api_version)\n", ours},
		"everything is different": {[]record{create, subscribed("2", "notes/note/update", base+"/x").with("enabled", false).with("challenge", "").with("api_version", "")}, nil,
			"update notes/note/update (disabled, target_url, challenge, api_version)\n", ours},
		"one has no handler":             {[]record{create, old, update}, nil, "drop notes/note/destroy\n", ours},
		"one is there twice":             {[]record{create.with("target_url", base+"/old").with("id", "9"), create, update}, nil, "drop notes/note/create\n", ours},
		"one of somebody else":           {[]record{create, update, old.with("target_url", "https://other.test/x")}, nil, "", and("notes/note/destroy", "https://other.test/x")},
		"one of a neighbour":             {[]record{create, update, old.with("target_url", base+"-old/x")}, nil, "", and("notes/note/destroy", base+"-old/x")},
		"one that climbs out":            {[]record{create, update, old.with("target_url", base+"/../x")}, nil, "", and("notes/note/destroy", base+"/../x")},
		"one on another port":            {[]record{create, update, old.with("target_url", "https://hooks.test:8443/factorial/x")}, nil, "", and("notes/note/destroy", "https://hooks.test:8443/factorial/x")},
		"one on the same port, written":  {[]record{create, update, old.with("target_url", "https://HOOKS.test:443/factorial/x")}, nil, "drop notes/note/destroy\n", ours},
		"one over plain HTTP":            {[]record{create, update, old.with("target_url", "http://hooks.test/factorial/x")}, nil, "", and("notes/note/destroy", "http://hooks.test/factorial/x")},
		"one with a URL that is none":    {[]record{create, update, old.with("target_url", "::")}, nil, "", and("notes/note/destroy", "::")},
		"one of another company":         {[]record{create, update, old.with("company_id", "56")}, nil, "", ours},
		"another company has the events": {[]record{create.with("company_id", "56"), update}, nil, "create notes/note/create\n", ours},
		"one leads elsewhere and is taken over": {[]record{create.with("target_url", "https://other.test/x"), update}, []webhook.SyncOption{webhook.TakeOver()},
			"update notes/note/create (target_url)\n", ours},
		"a dry run": {[]record{old, update.with("enabled", false)}, []webhook.SyncOption{webhook.DryRun()},
			"create notes/note/create\ndrop notes/note/destroy\nupdate notes/note/update (disabled)\n",
			map[string]string{"notes/note/destroy": base + "/notes/note/destroy", "notes/note/update": base + "/notes/note/update (disabled)"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, client := newVendor(t, slices.Clone(test.have)...)
			mux := syncing(t)
			plan, err := webhook.Sync(t.Context(), client, mux, base, test.opts...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.plan, plan.String()); diff != "" {
				t.Errorf("want and planned differ:\n%s", diff)
			}
			if diff := cmp.Diff(test.want, v.targets()); diff != "" {
				t.Errorf("want and there differ:\n%s", diff)
			}
			if strings.Contains(name, "dry") {
				if len(v.writes) > 0 {
					t.Errorf("it wrote %v", v.writes)
				}
				return
			}
			if len(v.writes) != len(plan.Pending()) {
				t.Errorf("%v for %v", v.writes, plan)
			}
			v.writes = nil
			plan, err = webhook.Sync(t.Context(), client, mux, base+"/", test.opts...)
			if err != nil || len(plan.Pending()) > 0 || len(v.writes) > 0 {
				t.Errorf("a second time: %v, %v, %v", plan, v.writes, err)
			}
		})
	}
}

func TestWhatSyncSends(t *testing.T) {
	v, client := newVendor(t)
	mux, err := webhook.NewMux(webhook.Challenge(secret, "old-secret-of-the-tests"))
	if err != nil {
		t.Fatal(err)
	}
	webhook.On(mux, noteCreate, new(inbox).put)
	plan, err := webhook.Sync(t.Context(), client, mux, base, webhook.Company("77"), webhook.Name("notes"), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []record{{
		"id": "100", "type": "notes/note/create", "target_url": base + "/notes/note/create", "company_id": "77", "enabled": true,
		"api_version": factorialhr.DefaultAPIVersion, "challenge": secret, "name": "notes",
	}}
	if diff := cmp.Diff(want, v.records); diff != "" {
		t.Errorf("want and there differ:\n%s", diff)
	}
	if plan[0].SubscriptionID != "100" {
		t.Errorf("got %+v", plan)
	}
}

func TestSyncLeavesAConflictAlone(t *testing.T) {
	foreign := subscribed("1", "notes/note/create", "https://other.test/x")
	v, client := newVendor(t, foreign)
	plan, err := webhook.Sync(t.Context(), client, syncing(t), base)
	if !errors.Is(err, webhook.ErrConflict) || err.Error() != "webhook: conflict notes/note/create: webhook: the existing subscription points elsewhere" {
		t.Errorf("got %v", err)
	}
	if want := "conflict notes/note/create\ncreate notes/note/update\n"; plan.String() != want {
		t.Errorf("got %s", plan)
	}
	if !errors.Is(plan[0].Err, webhook.ErrConflict) || plan[1].Err != nil || plan[0].SubscriptionID != "1" {
		t.Errorf("got %+v", plan)
	}
	if got := v.targets()["notes/note/create"]; got != "https://other.test/x" {
		t.Errorf("it was changed: %s", got)
	}
}

func TestSyncGoesOnAfterAnError(t *testing.T) {
	v, client := newVendor(t, subscribed("1", "notes/note/destroy", base+"/notes/note/destroy"))
	v.fail = map[string]int{"POST notes/note/create": 403}
	plan, err := webhook.Sync(t.Context(), client, syncing(t), base)
	if !errors.Is(err, factorialhr.ErrForbidden) {
		t.Errorf("got %v", err)
	}
	if want := []string{"POST notes/note/create", "POST notes/note/update", "DELETE notes/note/destroy"}; !slices.Equal(v.writes, want) {
		t.Errorf("got %v", v.writes)
	}
	for _, c := range plan {
		if failed := c.Event == "notes/note/create"; failed != (c.Err != nil) {
			t.Errorf("got %+v", c)
		}
	}
	for _, private := range []string{secret, "hooks.test", "55", "taken"} {
		if strings.Contains(err.Error()+plan.String(), private) {
			t.Errorf("%q is in %v", private, err)
		}
	}
}

// Two processes start at once, and the other one is faster.
func TestSyncAtTheSameTime(t *testing.T) {
	same := func(r record) record { return r }
	tests := map[string]struct {
		change func(record) record
		hide   bool
		writes []string
		ok     bool
	}{
		"with the same options":  {same, false, []string{"POST notes/note/create"}, true},
		"with the same, hidden":  {same, true, []string{"POST notes/note/create", "PUT notes/note/create", "PUT notes/note/update"}, true},
		"with another challenge": {func(r record) record { return r.with("challenge", "old") }, false, []string{"POST notes/note/create", "PUT notes/note/create"}, true},
		"with another path":      {func(r record) record { return r.with("target_url", base+"/old") }, false, []string{"POST notes/note/create", "PUT notes/note/create"}, true},
		"with another base URL":  {func(r record) record { return r.with("target_url", "https://other.test/x") }, false, []string{"POST notes/note/create"}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, client := newVendor(t, subscribed("2", "notes/note/update", base+"/notes/note/update"))
			v.race = func(v *vendor, r record) {
				v.records = append(v.records, test.change(r.with("id", "1")))
			}
			v.hide = test.hide
			plan, err := webhook.Sync(t.Context(), client, syncing(t), base)
			if test.ok != (err == nil) || !test.ok && !errors.Is(err, factorialhr.ErrUnprocessable) {
				t.Errorf("got %v", err)
			}
			if diff := cmp.Diff(test.writes, v.writes); diff != "" {
				t.Errorf("want and written differ:\n%s", diff)
			}
			if test.ok && plan[0].SubscriptionID != "1" {
				t.Errorf("got %+v", plan[0])
			}
			if v.hide || !test.ok {
				return
			}
			if again, err := webhook.Sync(t.Context(), client, syncing(t), base); err != nil || len(again.Pending()) > 0 {
				t.Errorf("a second time: %v, %v", again, err)
			}
		})
	}
}

// The response is lost, but the subscription exists.
func TestSyncWhenTheOutcomeIsUnknown(t *testing.T) {
	v, client := newVendor(t, subscribed("2", "notes/note/update", base+"/notes/note/update"))
	v.race = func(v *vendor, r record) { v.records = append(v.records, r) }
	v.fail = map[string]int{"POST notes/note/create": 502}
	plan, err := webhook.Sync(t.Context(), client, syncing(t), base)
	if err != nil || plan[0].SubscriptionID != "100" {
		t.Errorf("got %v, %+v", err, plan)
	}
}

func TestSyncWhenSomebodyElseDrops(t *testing.T) {
	_, client := newVendor(t, subscribed("3", "notes/note/destroy", base+"/notes/note/destroy"))
	mux := newMux(t)
	plan, err := webhook.Sync(t.Context(), client, mux, base, webhook.DryRun())
	if err != nil || plan.String() != "drop notes/note/destroy\n" {
		t.Fatalf("got %v, %v", plan, err)
	}
	v, client := newVendor(t, subscribed("3", "notes/note/destroy", base+"/notes/note/destroy"))
	v.fail = map[string]int{"DELETE notes/note/destroy": 404}
	if _, err := webhook.Sync(t.Context(), client, mux, base); err != nil {
		t.Errorf("got %v", err)
	}
}

// If the API does not show challenges, Sync sends them each time: a subscription without one would
// be useless.
func TestSyncWhenTheChallengeIsHidden(t *testing.T) {
	v, client := newVendor(t)
	v.hide = true
	for range 2 {
		if _, err := webhook.Sync(t.Context(), client, syncing(t), base); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"POST notes/note/create", "POST notes/note/update", "PUT notes/note/create", "PUT notes/note/update"}; !slices.Equal(v.writes, want) {
		t.Errorf("got %v", v.writes)
	}
}

func TestSyncRefusesWhatCannotWork(t *testing.T) {
	tests := map[string]struct {
		base string
		opts []webhook.SyncOption
	}{
		"no base URL":                {"", nil},
		"a path":                     {"/factorial", nil},
		"plain HTTP":                 {"http://hooks.test", nil},
		"a query":                    {base + "?token=1", nil},
		"an empty query":             {base + "?", nil},
		"a fragment":                 {base + "#x", nil},
		"a user":                     {"https://user@hooks.test", nil},
		"dots":                       {base + "/../x", nil},
		"another scheme":             {"ftp://hooks.test", nil},
		"a URL that is none":         {"https://hooks.test/%zz", nil},
		"a named host, another port": {"http://app:8080", []webhook.SyncOption{webhook.InsecureHTTP("app:8081")}},
		"a host below the named one": {"http://a.app", []webhook.SyncOption{webhook.InsecureHTTP("app")}},
		"a host that is a URL":       {base, []webhook.SyncOption{webhook.InsecureHTTP("http://app")}},
		"a host of Factorial":        {base, []webhook.SyncOption{webhook.InsecureHTTP("api.factorialhr.com")}},
		"a version that is none":     {base, []webhook.SyncOption{webhook.Version("v2")}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, client := newVendor(t)
			plan, err := webhook.Sync(t.Context(), client, syncing(t), test.base, test.opts...)
			if err == nil || plan != nil || len(v.writes) > 0 {
				t.Errorf("got %v, %v", plan, err)
			}
			if err != nil && test.base != "" && strings.Contains(err.Error(), test.base) {
				t.Errorf("the URL is in %v", err)
			}
		})
	}
}

func TestSyncToANamedHostOverPlainHTTP(t *testing.T) {
	for host, base := range map[string]string{"app:8080": "http://app:8080/hooks", "app": "http://app:80", "10.0.0.7:81": "http://10.0.0.7:81"} {
		v, client := newVendor(t)
		if _, err := webhook.Sync(t.Context(), client, syncing(t), base, webhook.InsecureHTTP("other"), webhook.InsecureHTTP(host)); err != nil {
			t.Errorf("%s: %v", base, err)
		}
		if len(v.writes) == 0 {
			t.Errorf("%s: nothing was subscribed", base)
		}
	}
}

func TestSyncToThisMachine(t *testing.T) {
	for _, base := range []string{"http://localhost:8080", "http://127.0.0.1:8080/x/", "http://[::1]/x"} {
		_, client := newVendor(t)
		if _, err := webhook.Sync(t.Context(), client, syncing(t), base); err != nil {
			t.Errorf("%s: %v", base, err)
		}
	}
}
