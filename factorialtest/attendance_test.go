package factorialtest_test

import (
	"net/http"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestTheClockOfAttendance(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	at := func(clock string) string { return `{"employee_id":"7","now":"2026-10-05T` + clock + `:00"}` }
	for _, step := range []struct {
		name, path, body string
		status           int
		contains         map[string]any
	}{
		{"leaving before coming", "clock_out", at("08:00"), 422, nil},
		{"coming", "clock_in", at("08:00"), 200, map[string]any{"clock_in": "08:00", "clock_out": nil, "date": "2026-10-05", "workable": true}},
		{"coming again", "clock_in", at("08:10"), 422, nil},
		{"a break", "break_start", at("10:00"), 200, map[string]any{"clock_in": "10:00", "workable": false}},
		{"a break within the break", "break_start", at("10:05"), 422, nil},
		{"the end of the break", "break_end", at("10:15"), 200, map[string]any{"clock_in": "10:15", "workable": true}},
		{"leaving", "clock_out", at("16:45"), 200, map[string]any{"clock_out": "16:45", "minutes": 390.0}},
		{"the same punch again", "clock_in", at("10:15"), 409, nil},
		{"toggling in", "toggle_clock", `{"employee_id":"7","clock_time":"2026-10-05T18:00:00"}`, 200, map[string]any{"clock_out": nil}},
		{"toggling out", "toggle_clock", `{"employee_id":"7","clock_time":"2026-10-06T01:30:00"}`, 200, map[string]any{"clock_out": "01:30", "minutes": 450.0}},
		{"nobody", "clock_in", `{"now":"2026-10-05T08:00:00"}`, 404, nil},
		{"no time", "clock_in", `{"now":"soon","employee_id":"7"}`, 422, nil},
	} {
		status, body := do(t, srv, http.MethodPost, "attendance/shifts/"+step.path, step.body)
		if status != step.status {
			t.Fatalf("%s: %d %s", step.name, status, body)
		}
		shift := object(t, body)
		for name, want := range step.contains {
			if shift[name] != want {
				t.Errorf("%s: %s is %v, want %v", step.name, name, shift[name], want)
			}
		}
	}
	status, body := do(t, srv, http.MethodPost, "attendance/shifts/autofill", `{"employee_ids":["7","8"],"start_on":"2026-10-02","end_on":"2026-10-05"}`)
	if status != http.StatusOK || len(srv.Changes()) == 0 {
		t.Fatalf("%d %s", status, body)
	}
	// Employee 8 gets shifts on Friday and Monday. Employee 7 already has one on Monday.
	if p := list(t, srv, "attendance/shifts?start_on=2026-10-02&end_on=2026-10-05&employee_ids[]=8"); len(p.Data) != 2 {
		t.Errorf("got %d shifts", len(p.Data))
	}
}
