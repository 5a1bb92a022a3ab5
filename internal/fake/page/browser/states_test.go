package browser_test

import "testing"

func TestThePageSaysThatTheServerIsGone(t *testing.T) {
	f := start(t)
	b := openTab(t, f.url, wide, "/")
	f.send("GET", api("employees/employees"), "", 200)
	b.sees("#log", "employees.Employees.List")
	f.stop()
	b.sees("#connection", "Not connected")
	b.sees("#gone", "The server does not respond", "connects by itself")
	b.sees("#log", "employees.Employees.List")
	b.press(`[data-kind="truncate"]`)
	b.sees("#faults-error", "The server does not respond")
	f.again()
	b.sees("#connection", "Live")
	b.losesSight("#gone", "The server does not respond")
	b.losesSight("#log", "employees.Employees.List") // it belongs to the server that is gone
	b.sees("#log-empty", "No request yet")
	f.send("GET", api("timeoff/leaves"), "", 200)
	b.sees("#log", "timeoff.Leaves.List")
}

func TestRefusalsAreText(t *testing.T) {
	f := start(t)
	b := openTab(t, f.url, wide, "/")
	for _, address := range []string{
		"#/records/employees/employeees",
		"#/records/employees/employees/none",
		"#/records/%E0%A4%A/x",
	} {
		t.Run(address, func(t *testing.T) {
			b.visit("#/records/teams/teams")
			b.sees("#resource h2", "teams/teams")
			b.visit(address)
			b.sees("#resource .error", "404")
		})
	}
}

func TestAnEmptyResourceSaysSo(t *testing.T) {
	f := start(t)
	f.send("POST", "/_fake/records/teams/teams", `{"id":"of-a-test"}`, 201)
	b := openTab(t, f.url, wide, "/#/records/teams/teams")
	for {
		text := b.text("#resource tbody tr:first-child th")
		if text == "" {
			break
		}
		f.send("DELETE", "/_fake/records/teams/teams/"+text, "", 204)
		b.until("still shows "+text, "#resource tbody tr:first-child th", func(now string) bool { return now != text })
	}
	b.sees("#resource", "This resource has no records.")
}
