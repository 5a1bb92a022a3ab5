package browser_test

import "testing"

func TestAFaultAndItsHintShowInTheLog(t *testing.T) {
	f := start(t)
	b := openTab(t, f.url, wide, "/")
	b.write("#fault-operation", "*.List")
	b.press(`[data-kind="server-error"]`)
	b.sees("#active-faults", "server-error *.List", "0 of 1 struck")
	f.send("GET", api("employees/employees"), "", 502)
	b.sees("#log .line", "employees.Employees.List", "502", "server-error")
	f.send("GET", api("employees/employees?employee_id=2"), "", 200)
	b.sees("#log .hint", "employee_id")
	b.sees("#active-faults", "1 of 1 struck", "spent")

	b.write("#fault-operation", "")
	b.write("#fault-times", "")
	b.write("#fault-share", "50")
	b.press(`[data-kind="reset-before"]`)
	b.sees("#active-faults", "reset-before any request, 50 %")
	b.press(`#active-faults li:first-child .cross`)
	b.losesSight("#active-faults", "server-error")
	b.press(`#active-faults li:first-child .cross`)
	b.losesSight("#active-faults", "reset-before")
	if faults := f.send("GET", "/_fake/faults", "", 200); faults != "[]\n" {
		t.Errorf("the server still has faults: %s", faults)
	}
}

func TestTheMeaningOfAFaultShowsOnItsButton(t *testing.T) {
	b := openTab(t, start(t).url, wide, "/")
	evaluate[any](b, `document.querySelector('[data-kind="repeat-cursor"]').focus()`)
	b.sees("#fault-meaning", "The next cursor points to the same page")
}

func TestAWrongFaultIsRefused(t *testing.T) {
	f := start(t)
	b := openTab(t, f.url, wide, "/")
	b.write("#fault-operation", "[")
	b.press(`[data-kind="truncate"]`)
	b.sees("#faults-error", "400")
	b.losesSight("#active-faults", "truncate")
}

func TestAUserReadsTheLog(t *testing.T) {
	f := start(t)
	b := openTab(t, f.url, wide, "/")
	f.send("POST", api("teams/teams"), `{"name":"Night Watch"}`, 201)
	f.send("GET", api("employees/employeees"), "", 404)
	f.send("GET", api("timeoff/leaves?limit=1"), "", 200)
	b.sees("#log-count", "3 requests", "1 with a hint")
	b.sees("#log .hint", "did you mean employees/employees")

	b.press("#log li:last-child .line")
	b.sees("#log .details", "created teams/teams", `"name": "Night Watch"`, "22 bytes")
	b.press("#log li:last-child .line")
	b.losesSight("#log", `"name": "Night Watch"`)

	b.press("#log-hints")
	b.losesSight("#log", "timeoff.Leaves.List")
	b.sees("#log-count", "1 match the filter")
	b.press("#log-hints")
	b.write("#log-filter", "timeoff.*")
	b.losesSight("#log", "teams.Teams.Create")
	b.sees("#log", "timeoff.Leaves.List")
	b.write("#log-filter", "employeees")
	b.sees("#log", "no such operation")
	b.write("#log-filter", "")
	b.sees("#log", "teams.Teams.Create")

	b.press("#log-pause")
	f.send("GET", api("locations/locations"), "", 200)
	b.sees("#log-count", "paused, 1 waiting")
	b.losesSight("#log", "locations.Locations.List")
	b.press("#log-pause")
	b.sees("#log", "locations.Locations.List")

	b.press("#log-clear")
	b.sees("#log-empty", "No request yet")
	if requests := f.send("GET", "/_fake/requests", "", 200); requests != "[]\n" {
		t.Errorf("the server still has requests: %s", requests)
	}
}

func TestALateReaderSeesTheLatestRequests(t *testing.T) {
	f := start(t)
	for range 130 {
		f.send("GET", api("locations/locations"), "", 200)
	}
	b := openTab(t, f.url, wide, "/")
	b.sees("#log-count", "100 requests", "from number 31 on")
}

func TestABurstDoesNotDrownThePage(t *testing.T) {
	f := start(t)
	b := openTab(t, f.url, wide, "/")
	for range 1500 {
		f.send("GET", api("locations/locations?limit=1"), "", 200)
	}
	f.send("GET", api("timeoff/leaves?limit=1"), "", 200)
	b.sees("#log-count", "500 requests")
	b.sees("#log li:first-child", "timeoff.Leaves.List")
	if n := evaluate[int](b, `document.querySelectorAll("#log li").length`); n != 500 {
		t.Errorf("the page has %d rows", n)
	}
}
