package factorialtest_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// clockStep is a request to the clock with the status that it gets.
type clockStep struct {
	action, now string
	want        int
}

func punchAll(t *testing.T, srv *factorialtest.Server, steps ...clockStep) {
	t.Helper()
	for _, step := range steps {
		body := `{"employee_id":"1","now":"` + step.now + `"}`
		status, got := do(t, srv, http.MethodPost, "attendance/shifts/"+step.action, body)
		if status != step.want && (step.want != http.StatusOK || status != http.StatusCreated) {
			t.Fatalf("%s at %s: %d %s, want %d", step.action, step.now, status, got, step.want)
		}
	}
}

func TestOpenShiftsFollowTheShifts(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	insert(t, srv, "employees/employees", map[string]any{"id": "1"}, map[string]any{"id": "2"})
	open := func(query string) page { return list(t, srv, "attendance/open_shifts"+query) }
	if p := open(""); len(p.Data) != 0 {
		t.Fatalf("a company without shifts has the open shifts %v", p.Data)
	}
	punchAll(t, srv, clockStep{"clock_in", "2026-10-05T09:00:30", 200})
	insert(t, srv, "attendance/shifts",
		map[string]any{"id": "8", "employee_id": "2", "date": "2026-10-05", "clock_in": "08:00", "clock_out": "09:00"},
		map[string]any{"id": "9", "employee_id": "2", "date": "2026-10-05", "clock_in": "10:00", "workable": false},
		map[string]any{"id": "10", "employee_id": "2", "date": "2026-10-05", "half_day": "end_of_day"})
	p := open("")
	if p.ids() != "1 9" {
		t.Fatalf("the open shifts are %q", p.ids())
	}
	for name, want := range map[string]any{
		"employee_id": "1", "date": "2026-10-05", "reference_date": "2026-10-05", "clock_in": "2000-01-01T09:00:30.000Z",
		"clock_out": nil, "status": "opened", "workable": true, "automatic_clock_in": false,
	} {
		if p.Data[0][name] != want {
			t.Errorf("%s is %v, want %v", name, p.Data[0][name], want)
		}
	}
	if p.Data[1]["workable"] != false || p.Data[1]["clock_in"] != "2000-01-01T10:00:00.000Z" {
		t.Errorf("the open break is %v", p.Data[1])
	}
	if got := open("?employee_ids[]=2").ids(); got != "9" {
		t.Errorf("the open shifts of one employee are %q", got)
	}
	punchAll(t, srv, clockStep{"break_start", "2026-10-05T12:00:00", 200})
	if p := open("?employee_ids[]=1"); p.ids() != "11" || p.Data[0]["workable"] != false {
		t.Errorf("during a break: %v", p.Data)
	}
	punchAll(t, srv, clockStep{"clock_out", "2026-10-05T12:30:00", 200})
	if got := open("?employee_ids[]=1").ids(); got != "" {
		t.Errorf("after the end: %q", got)
	}
	if status, body := do(t, srv, http.MethodPut, "attendance/shifts/8", `{"id":"8","clock_out":null}`); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	if got := open("").ids(); got != "8 9" {
		t.Errorf("after an end was taken back: %q", got)
	}
	insert(t, srv, "attendance/open_shifts", map[string]any{"id": "77", "employee_id": "1", "date": "2026-10-01"})
	if got := open("").ids(); got != "77" {
		t.Errorf("the open shifts of a test are %q", got)
	}
}

// Some employees of the seeded company are at work.
func TestTheSeededCompanyHasOpenShifts(t *testing.T) {
	for _, test := range []struct {
		size, open int
		at         time.Time
	}{
		{20, 2, time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)},
		{20, 2, time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)},
		{20, 2, time.Date(2026, 10, 18, 8, 0, 0, 0, time.UTC)},
		{9, 0, time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)},
	} {
		srv := factorialtest.New(t, factorialtest.Seed(test.size), factorialtest.At(test.at))
		p := list(t, srv, "attendance/open_shifts?limit=100")
		if len(p.Data) != test.open {
			t.Errorf("%d of %d employees are at work, want %d", len(p.Data), test.size, test.open)
		}
		for _, s := range p.Data {
			day, _ := s["date"].(string)
			in, _ := s["clock_in"].(string)
			if now := test.at.Format("2006-01-02T15:04"); day != now[:len(day)] || in[len("2000-01-01"):len("2000-01-01T15:04")] > now[len(day):] {
				t.Errorf("at %s, this shift is open: %v", now, s)
			}
			id, _ := s["employee_id"].(string)
			status, body := do(t, srv, http.MethodPost, "attendance/shifts/clock_in", `{"employee_id":"`+id+`","now":"2026-10-20T13:00:00"}`)
			if status != http.StatusUnprocessableEntity {
				t.Errorf("a second clock-in: %d %s", status, body)
			}
		}
	}
}

// A refused request changes nothing, also if it is refused after its first change.
func TestARefusedPunchChangesNothing(t *testing.T) {
	for _, test := range []struct {
		name  string
		steps []clockStep
		then  clockStep
		after clockStep
	}{
		{"a break in the minute of the clock-in", []clockStep{{"clock_in", "2026-10-05T09:00:00", 200}},
			clockStep{"break_start", "2026-10-05T09:00:20", 409}, clockStep{"break_start", "2026-10-05T09:01:00", 200}},
		{"work in the minute in which the break began", []clockStep{{"clock_in", "2026-10-05T09:00:00", 200}, {"break_start", "2026-10-05T10:00:00", 200}},
			clockStep{"break_end", "2026-10-05T10:00:50", 409}, clockStep{"break_end", "2026-10-05T10:01:00", 200}},
		{"a break without work", nil, clockStep{"break_start", "2026-10-05T09:00:00", 422}, clockStep{"clock_in", "2026-10-05T09:00:00", 200}},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.Seed(0))
			insert(t, srv, "employees/employees", map[string]any{"id": "1"})
			insert(t, srv, "attendance/shifts", map[string]any{"id": "1", "employee_id": "2", "date": "2026-10-01", "clock_in": "08:00", "clock_out": "09:00"})
			punchAll(t, srv, test.steps...)
			for _, s := range list(t, srv, "attendance/shifts").Data {
				insert(t, srv, "project_management/time_records", map[string]any{"attendance_shift_id": s["id"], "imputed_minutes": 5})
			}
			before := dumped(t, srv)
			punchAll(t, srv, test.then)
			if after := dumped(t, srv); after != before {
				t.Errorf("before:\n%s\nafter:\n%s", before, after)
			}
			all := srv.Requests()
			if changes := all[len(all)-1].Changes; len(changes) != 0 {
				t.Errorf("the log of the refused request has %v", changes)
			}
			punchAll(t, srv, test.after)
			want := fmt.Sprint(len(test.steps) + 2) // no id is lost
			if shifts := list(t, srv, "attendance/shifts?employee_ids[]=1"); !strings.HasSuffix(shifts.ids(), want) {
				t.Errorf("the last id is not %s: %q", want, shifts.ids())
			}
		})
	}
}

func dumped(t *testing.T, srv *factorialtest.Server) string {
	t.Helper()
	var b bytes.Buffer
	if err := srv.Dump(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The parts of a night shift count for the day on which it began.
func TestThePartsOfANightShiftBelongToOneDay(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	insert(t, srv, "employees/employees", map[string]any{"id": "1", "attendable": true})
	punchAll(t, srv,
		clockStep{"clock_in", "2026-10-05T22:00:00", 200},
		clockStep{"break_start", "2026-10-06T00:30:00", 200},
		clockStep{"break_end", "2026-10-06T01:00:00", 200},
		clockStep{"break_start", "2026-10-06T03:00:00", 200},
		clockStep{"break_end", "2026-10-06T03:15:00", 200},
		clockStep{"clock_out", "2026-10-06T06:00:00", 200},
		clockStep{"clock_in", "2026-10-06T22:00:00", 200}, // the next night is another day
	)
	p := list(t, srv, "attendance/shifts?employee_ids[]=1")
	want := []string{
		"2026-10-05 2026-10-05 150", "2026-10-06 2026-10-05 30", "2026-10-06 2026-10-05 120", "2026-10-06 2026-10-05 15",
		"2026-10-06 2026-10-05 165", "2026-10-06 2026-10-06 0",
	}
	if len(p.Data) != len(want) {
		t.Fatalf("the shifts are %v", p.Data)
	}
	for i, s := range p.Data {
		if got := fmt.Sprint(s["date"], " ", s["reference_date"], " ", s["minutes"]); got != want[i] {
			t.Errorf("part %d is %s, want %s", i+1, got, want[i])
		}
	}
	if days := list(t, srv, "attendance/worked_times?employee_ids[]=1"); days.Data[0]["tracked_minutes"] != 435.0 {
		t.Errorf("the day is %v", days.Data)
	}
}

// A shift that nobody ended is not a night shift of the day after next.
func TestAForgottenShiftDoesNotTakeALaterBreak(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	insert(t, srv, "employees/employees", map[string]any{"id": "1"})
	punchAll(t, srv, clockStep{"clock_in", "2026-10-05T22:00:00", 200}, clockStep{"break_start", "2026-10-07T09:00:00", 200})
	if p := list(t, srv, "attendance/shifts?employee_ids[]=1"); p.Data[1]["reference_date"] != "2026-10-07" {
		t.Errorf("the break is %v", p.Data[1])
	}
}

// The length of a shift follows its times.
func TestAnUpdateOfAShiftKeepsItsLengthInLine(t *testing.T) {
	for _, test := range []struct {
		name, sent string
		minutes    float64
		seconds    any
	}{
		{"an earlier beginning", `"clock_in":"08:30"`, 210, "08:30:00"},
		{"a beginning with seconds", `"clock_in":"08:30:20"`, 210, "08:30:20"},
		{"a beginning with a day", `"clock_in":"2000-01-01T08:30:00Z"`, 210, "08:30:00"},
		{"a later end", `"clock_out":"13:15"`, 255, "09:00:00"},
		{"both", `"clock_in":"10:00","clock_out":"10:45"`, 45, "10:00:00"},
		{"an end after midnight", `"clock_out":"01:00"`, 960, "09:00:00"},
		{"no end", `"clock_out":null`, 0, "09:00:00"},
		{"no beginning", `"clock_in":null`, 0, nil},
		{"neither", `"clock_in":null,"clock_out":null`, 0, nil},
		{"something else", `"observations":"x"`, 180, "09:00:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.Seed(0))
			insert(t, srv, "employees/employees", map[string]any{"id": "1"})
			punchAll(t, srv, clockStep{"clock_in", "2026-10-05T09:00:00", 200}, clockStep{"clock_out", "2026-10-05T12:00:00", 200})
			insert(t, srv, "project_management/time_records", map[string]any{"id": "1", "attendance_shift_id": "1", "imputed_minutes": 180})
			status, body := do(t, srv, http.MethodPut, "attendance/shifts/1", `{"id":"1",`+test.sent+`}`)
			s := object(t, body)
			if status != http.StatusOK || s["minutes"] != test.minutes || s["clock_in_with_seconds"] != test.seconds {
				t.Errorf("%d %s, want %v minutes from %v", status, body, test.minutes, test.seconds)
			}
			if open := s["clock_out"] == nil; open != (s["out_source"] == nil) {
				t.Errorf("the source of the end is %v", s["out_source"])
			}
			if got := fieldsOf(t, srv, "project_management/time_records", "imputed_minutes"); got != fmt.Sprintf("1=%v", test.minutes) {
				t.Errorf("the time record has %s", got)
			}
		})
	}
}

// What follows from the shifts is the same after many changes as if it were computed once.
func TestWorkedTimesFollowEveryChange(t *testing.T) {
	const days = "attendance/worked_times?include_non_attendable_employees=true&limit=100"
	srv := factorialtest.New(t, factorialtest.Seed(12), factorialtest.At(time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)))
	random := rand.New(rand.NewPCG(1, 2))
	for step := range 60 {
		shift := map[string]any{
			"employee_id": fmt.Sprint(1 + random.IntN(3)), "date": "2026-10-20", "reference_date": fmt.Sprintf("2026-10-%02d", 20+random.IntN(3)),
			"minutes": random.IntN(500), "workable": random.IntN(4) > 0, "clock_in": "09:00", "clock_out": "10:00",
		}
		all := list(t, srv, "attendance/shifts")
		id, _ := all.Data[random.IntN(len(all.Data))]["id"].(string)
		switch random.IntN(4) {
		case 0:
			do(t, srv, http.MethodDelete, "attendance/shifts/"+id, "")
		case 1:
			shift["id"] = id
			fallthrough
		default:
			insert(t, srv, "attendance/shifts", shift)
		}
		if step%7 == 0 {
			continue // several changes between two lists
		}
		fresh := factorialtest.New(t, factorialtest.At(time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)))
		if err := fresh.Load(strings.NewReader(dumped(t, srv))); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{days, "attendance/open_shifts"} {
			if _, got := do(t, srv, http.MethodGet, path, ""); got == "" {
				t.Fatal("no response")
			} else if _, want := do(t, fresh, http.MethodGet, path, ""); got != want {
				t.Fatalf("step %d, %s:\n%s\nwant\n%s", step, path, got, want)
			}
		}
	}
}
