package browser_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAUserTurnsTheClock(t *testing.T) {
	f := start(t)
	b := openTab(t, f.url, wide, "/")
	now := func() time.Time {
		t.Helper()
		moment, err := time.Parse(time.RFC3339Nano, member(t, f.send("GET", "/_fake/clock", "", 200), "now"))
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	for _, test := range []struct {
		button string
		to     func(time.Time) time.Time
	}{
		{"+1 hour", func(m time.Time) time.Time { return m.Add(time.Hour) }},
		{"+1 day", func(m time.Time) time.Time { return m.AddDate(0, 0, 1) }},
		{"+1 week", func(m time.Time) time.Time { return m.AddDate(0, 0, 7) }},
		{"+1 month", nextMonth},
	} {
		before := now()
		b.pressText("#controls", test.button)
		b.sees("#said", "The clock is "+strings.TrimPrefix(test.button, "+")+" later")
		if off := now().Sub(test.to(before)); off < 0 || off > patience {
			t.Errorf("%s: the clock is off by %v", test.button, off)
		}
		b.sees("#now", test.to(before).Format("2 Jan 2006"))
	}
}

// nextMonth returns the same day of the next month, or its last day.
func nextMonth(m time.Time) time.Time {
	next := m.AddDate(0, 1, 0)
	if next.Day() != m.Day() {
		next = next.AddDate(0, 0, -next.Day())
	}
	return next
}

func TestAUserStopsTheClock(t *testing.T) {
	f := start(t)
	b := openTab(t, f.url, wide, "/")
	b.sees("#clock-state", "runs")
	evaluate[any](b, `document.getElementById("stop-at").value = "2027-02-28T08:30:00"`)
	b.press("#stop button")
	b.sees("#clock-state", "stopped")
	b.sees("#now", "28 Feb 2027", "08:30:00 UTC")
	b.pressText("#controls", "+1 month")
	b.sees("#now", "28 Mar 2027", "08:30:00 UTC")
	b.press("#run")
	b.sees("#clock-state", "runs")
}

func TestAUserEndsTokens(t *testing.T) {
	f := start(t)
	b := openTab(t, f.url, wide, "/")
	token := ""
	for end, done := range map[string]string{"Expire access tokens": "tokens are expired", "Revoke all": "tokens are revoked"} {
		b.pressText("#controls", "Log in")
		b.sees("#tokens", "access_token", "refresh_token")
		b.until("never shows another token", "#tokens code", func(text string) bool {
			before := token
			token, _, _ = strings.Cut(text, "\n")
			return token != before
		})
		if status := f.bearer(token); status != 200 {
			t.Fatalf("the token that the page shows: status %d", status)
		}
		b.pressText("#controls", end)
		if end == "Revoke all" {
			b.pressText("#confirm", "Revoke")
		}
		b.sees("#said", done)
		if status := f.bearer(token); status != 401 {
			t.Errorf("%s: status %d for the token", end, status)
		}
	}
}

func TestAUserEmitsAnEvent(t *testing.T) {
	f := start(t)
	url := f.receiver()
	f.send("POST", api("api_public/webhook_subscriptions"),
		`{"subscription_type":"timeoff/leave/create","target_url":"`+url+`","company_id":"1"}`, 201)
	b := openTab(t, f.url, wide, "/#/webhooks")
	b.sees("#deliveries", "Nothing has been delivered")
	b.write("#event", "timeoff/leave/create")
	b.pressText("#emit", "Emit")
	b.sees("#deliveries tbody", "timeoff/leave/create", "200", url)
	b.write("#event", "timeoff/leave/crate")
	b.pressText("#emit", "Emit")
	b.sees("#emit-error", "timeoff/leave/crate")
	b.pressText("#emit", "Record")
	b.write("#event", "timeoff/leave/create")
	b.write("#event-record", "{")
	b.press("#emit button")
	b.sees("#emit-error", "JSON")
}

func TestAUserLoadsAndResets(t *testing.T) {
	f := start(t)
	b := openTab(t, f.url, wide, "/#/records/teams/teams")
	fixture := filepath.Join(t.TempDir(), "company.json")
	load := func(text string) {
		if err := os.WriteFile(fixture, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		b.upload("#load", fixture)
	}
	load(`{"teams/teams": [{"name": "Night Watch"}]}`)
	b.sees("#said", "Loaded company.json")
	b.sees("#resource tbody", "Night Watch")
	load(`{"teams/temas": [{}]}`)
	b.sees("#state-error", "teams/temas")
	b.pressText("#controls", "Reset")
	b.pressText("#confirm", "Reset")
	b.sees("#said", "as it was at the start")
	b.losesSight("#resource", "Night Watch")
	link := evaluate[string](b, `document.getElementById("dump").pathname`)
	if dump := f.send("GET", link, "", 200); !strings.Contains(dump, "employees/employees") {
		t.Errorf("the download has no employees: %.100s", dump)
	}
}
