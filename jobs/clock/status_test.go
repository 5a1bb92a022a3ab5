package clock_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/clock"
)

func TestStatus(t *testing.T) {
	for _, tt := range []struct {
		name           string
		before         func(*office)
		at             string
		day, since     string
		onBreak        bool
		forgotten      bool
		worked, breaks time.Duration
	}{
		{"clocked out", func(o *office) { o.shift("2026-11-25", "09:00", "13:00") }, "2026-11-25 14:00", "2026-11-25", "", false, false, 4 * time.Hour, 0},
		{"at work", func(o *office) { o.shift("2026-11-25", "09:00", "") }, "2026-11-25 11:30", "2026-11-25", "2026-11-25 09:00", false, false, 150 * time.Minute, 0},
		{"on a break", func(o *office) {
			o.shift("2026-11-25", "09:00", "13:00")
			o.shiftOf("1", "2026-11-25", "13:00", "", false)
		}, "2026-11-25 13:20", "2026-11-25", "2026-11-25 13:00", true, false, 4 * time.Hour, 20 * time.Minute},
		{"in a night shift after midnight", func(o *office) { o.shift("2026-11-24", "22:00", "") }, "2026-11-25 03:00", "2026-11-24", "2026-11-24 22:00", false, false, 5 * time.Hour, 0},
		{"in a night shift after a break after midnight", func(o *office) {
			o.shift("2026-11-24", "22:00", "00:30")
			o.shiftOf("1", "2026-11-25", "00:30", "01:00", false)
			o.shift("2026-11-25", "01:00", "")
		}, "2026-11-25 03:00", "2026-11-24", "2026-11-25 01:00", false, false, 270 * time.Minute, 30 * time.Minute},
		{"in the night in which the clock skips an hour", func(o *office) { o.shift("2026-03-28", "22:00", "") }, "2026-03-29 06:00", "2026-03-28", "2026-03-28 22:00", false, false, 7 * time.Hour, 0},
		{"in the night in which an hour comes twice", func(o *office) { o.shift("2026-10-24", "22:00", "") }, "2026-10-25 06:00", "2026-10-24", "2026-10-24 22:00", false, false, 9 * time.Hour, 0},
		{"a shift of yesterday is open", func(o *office) { o.shift("2026-11-24", "09:00", "") }, "2026-11-25 08:00", "2026-11-25", "2026-11-24 09:00", false, true, 0, 0},
		{"the shifts of another employee do not count", func(o *office) { o.shiftOf("3", "2026-11-25", "09:00", "", true) }, "2026-11-25 11:00", "2026-11-25", "", false, false, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			tt.before(o)
			s, err := o.person("1").Status(t.Context(), at(tt.at))
			if err != nil {
				t.Fatal(err)
			}
			since := ""
			if s.Open != nil {
				since = s.Since.Format("2006-01-02 15:04")
			}
			if s.Day.String() != tt.day || since != tt.since || s.OnBreak != tt.onBreak || s.Forgotten != tt.forgotten || s.Worked != tt.worked || s.Breaks != tt.breaks {
				t.Errorf("got %+v", s)
			}
		})
	}
}

func TestCloseForgotten(t *testing.T) {
	const now = "2026-11-25 08:00"
	full := func(o *office) { o.estimate("2026-11-24", 480, 480) }
	for _, tt := range []struct {
		name      string
		before    func(*office)
		now, end  string
		forbidden bool
		faults    []factorialtest.Fault
		want      []string
		requests  int // open edit timesheet requests afterwards
		closed    int
		err       error
	}{
		{name: "after the estimated minutes", before: func(o *office) { full(o); o.shift("2026-11-24", "09:00", "") }, want: []string{"2026-11-24 09:00-17:00"}, closed: 1},
		{name: "the other shifts of the day count", before: func(o *office) {
			full(o)
			o.shift("2026-11-24", "09:00", "13:00")
			o.shiftOf("1", "2026-11-24", "13:00", "14:00", false)
			o.shift("2026-11-24", "14:00", "")
		}, want: []string{"2026-11-24 09:00-13:00", "2026-11-24 13:00-14:00 break", "2026-11-24 14:00-18:00"}, closed: 1},
		{name: "at a given time", before: func(o *office) { o.shift("2026-11-24", "09:00", "") }, end: "2026-11-24 15:30", want: []string{"2026-11-24 09:00-15:30"}, closed: 1},
		{name: "a night shift in the night in which the clock skips an hour", before: func(o *office) {
			o.estimate("2026-03-28", 480, 480)
			o.shift("2026-03-28", "22:00", "")
		}, now: "2026-03-29 20:00", want: []string{"2026-03-28 22:00-07:00"}, closed: 1},
		{name: "a night shift in the night in which an hour comes twice", before: func(o *office) {
			o.estimate("2026-10-24", 480, 480)
			o.shift("2026-10-24", "22:00", "")
		}, now: "2026-10-25 20:00", want: []string{"2026-10-24 22:00-05:00"}, closed: 1},
		{name: "nothing is open", before: full, want: []string{}},
		{name: "the shift of today is not forgotten", before: func(o *office) { o.shift("2026-11-25", "06:00", "") }, want: []string{"2026-11-25 06:00-"}},
		{name: "a night shift is not forgotten in the morning", before: func(o *office) { o.shift("2026-11-24", "22:00", "") }, want: []string{"2026-11-24 22:00-"}},
		{name: "a shift of the evening before, at a given time", before: func(o *office) { o.shift("2026-11-24", "20:00", "") }, end: "2026-11-24 23:00", want: []string{"2026-11-24 20:00-23:00"}, closed: 1},
		{name: "the shift of today stays open, also with a given time", before: func(o *office) { o.shift("2026-11-25", "06:00", "") }, end: "2026-11-25 07:00", want: []string{"2026-11-25 06:00-"}},
		{name: "no plan", before: func(o *office) { o.estimate("2026-11-24", -1, 0); o.shift("2026-11-24", "09:00", "") }, want: []string{"2026-11-24 09:00-"}, err: clock.ErrNoEnd},
		{name: "a break without a given time", before: func(o *office) { full(o); o.shiftOf("1", "2026-11-24", "13:00", "", false) }, want: []string{"2026-11-24 13:00- break"}, err: clock.ErrNoEnd},
		{name: "an end before the beginning", before: func(o *office) { o.shift("2026-11-24", "09:00", "") }, end: "2026-11-24 08:00", want: []string{"2026-11-24 09:00-"}, err: clock.ErrOrder},
		{name: "an end in the future", before: func(o *office) { o.shift("2026-11-24", "09:00", "") }, end: "2026-11-25 08:30", want: []string{"2026-11-24 09:00-"}, err: clock.ErrNoEnd},
		{name: "without the right to edit", before: func(o *office) { full(o); o.shift("2026-11-24", "09:00", "") }, forbidden: true, want: []string{"2026-11-24 09:00-"}, requests: 1, closed: 1},
		{name: "without the right to edit, with a pending request", before: func(o *office) {
			full(o)
			id := o.shift("2026-11-24", "09:00", "")
			o.insert("attendance/edit_timesheet_requests", `{"employee_id":"1","attendance_shift_id":"`+id+`","request_type":"update_shift","approved":null,"date":"2026-11-24"}`)
		}, forbidden: true, want: []string{"2026-11-24 09:00-"}, requests: 1, closed: 1},
		{name: "the response to the request is lost", before: func(o *office) { full(o); o.shift("2026-11-24", "09:00", "") }, forbidden: true,
			faults: []factorialtest.Fault{{Kind: factorialtest.ResetAfter, Operation: "attendance.EditTimesheetRequests.Create"}},
			want:   []string{"2026-11-24 09:00-"}, requests: 1, closed: 1},
		{name: "the response to the change is lost", before: func(o *office) { full(o); o.shift("2026-11-24", "09:00", "") },
			faults: []factorialtest.Fault{{Kind: factorialtest.ResetAfter, Operation: "attendance.Shifts.Update", Times: 1}},
			want:   []string{"2026-11-24 09:00-17:00"}, closed: 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOffice(t)
				tt.before(o)
				o.inject(tt.faults...)
				o.via(func(r *http.Request, next func() *http.Response) *http.Response {
					if tt.forbidden && r.Method == http.MethodPut {
						return response(r, 403, `{}`)
					}
					return next()
				})
				var end time.Time
				if tt.end != "" {
					end = at(tt.end)
				}
				p, moment := o.person("1"), at(now)
				if tt.now != "" {
					moment = at(tt.now)
				}
				closed, err := p.CloseForgotten(t.Context(), moment, end)
				if !errors.Is(err, tt.err) || err != nil && tt.err == nil {
					t.Fatalf("error %v, want %v", err, tt.err)
				}
				if len(closed) != tt.closed {
					t.Fatalf("closed %+v", closed)
				}
				for _, c := range closed {
					if (c.Request != nil) != tt.forbidden || c.Shift.ID == "" || c.End.IsZero() {
						t.Errorf("closed %+v", c)
					}
				}
				if again, err := p.CloseForgotten(t.Context(), moment, end); !tt.forbidden && (len(again) > 0 || !errors.Is(err, tt.err)) {
					t.Errorf("the second time: %v, %v", again, err)
				}
				if got := o.shifts("1"); !slices.Equal(got, tt.want) {
					t.Errorf("shifts %q, want %q", got, tt.want)
				}
				if got := len(o.Records("attendance/edit_timesheet_requests")); got != tt.requests {
					t.Errorf("%d requests, want %d", got, tt.requests)
				}
			})
		})
	}
}

func TestErrorsNameNobody(t *testing.T) {
	o := newOffice(t)
	o.shift("2026-11-25", "09:00", "")
	_, err := o.person("1").In(t.Context(), at("2026-11-25 10:00"))
	if err == nil || strings.Contains(err.Error(), "ada") || !strings.HasPrefix(err.Error(), "clock: In: ") {
		t.Errorf("got %v", err)
	}
	if _, err := o.person("1").Punch(t.Context(), clock.Punch{Kind: clock.In}); !errors.Is(err, factorialhr.ErrInvalidRequest) {
		t.Errorf("got %v", err)
	}
}
