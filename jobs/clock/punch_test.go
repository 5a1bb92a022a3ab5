package clock_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/clock"
)

func punch(kind clock.Kind, s string) []clock.Punch { return []clock.Punch{{Kind: kind, At: at(s)}} }

func TestPunches(t *testing.T) {
	const morning = "2026-11-25 09:00"
	tests := []struct {
		name    string
		before  func(*office)
		who     factorialhr.ID // Ada by default
		punches []clock.Punch
		want    []string // the shifts afterwards
		err     error    // of the last punch
		sent    int      // requests that change something
		there   bool     // the last punch was there already
		unclear bool     // the last punch is ambiguous
	}{
		{name: "the first punch of a day opens a shift", punches: punch(clock.In, morning), want: []string{"2026-11-25 09:00-"}, sent: 1},
		{
			name: "a day with a break", sent: 4,
			punches: slices.Concat(punch(clock.In, morning), punch(clock.BreakStart, "2026-11-25 13:00"), punch(clock.BreakEnd, "2026-11-25 13:45"), punch(clock.Out, "2026-11-25 17:30")),
			want:    []string{"2026-11-25 09:00-13:00", "2026-11-25 13:00-13:45 break", "2026-11-25 13:45-17:30"},
		},
		{
			name: "a moment becomes the wall time of the workplace", who: "2", punches: punch(clock.In, "2026-11-25T08:30:00Z"),
			want: []string{"2026-11-25 08:30-"}, sent: 1,
		},
		{
			name: "the day is the one of the workplace", who: "2", punches: punch(clock.In, "2026-11-26 00:30"),
			want: []string{"2026-11-25 23:30-"}, sent: 1,
		},
		{
			name: "an open shift refuses another one before the request", before: func(o *office) { o.shift("2026-11-25", "08:00", "") },
			punches: punch(clock.In, morning), want: []string{"2026-11-25 08:00-"}, err: clock.ErrOpenShift,
		},
		{
			name: "an open shift of last week refuses another one", before: func(o *office) {
				o.insert("attendance/open_shifts", `{"id":"77","employee_id":"1","date":"2026-11-18","reference_date":"2026-11-18","clock_in":"2000-01-01T08:00:00Z","clock_out":null,"status":"opened","workable":true}`)
			},
			punches: punch(clock.In, morning), want: []string{}, err: clock.ErrOpenShift,
		},
		{
			name: "the list of open shifts is late", before: func(o *office) {
				id := o.shift("2026-11-25", "08:00", "08:30")
				o.insert("attendance/open_shifts", `{"id":"`+id+`","employee_id":"1","date":"2026-11-25","reference_date":"2026-11-25","clock_in":"2000-01-01T08:00:00Z","clock_out":null,"status":"opened","workable":true}`)
			},
			punches: punch(clock.In, morning), want: []string{"2026-11-25 08:00-08:30", "2026-11-25 09:00-"}, sent: 1,
		},
		{
			name: "a second punch in the same minute sends nothing", sent: 1, there: true,
			punches: slices.Concat(punch(clock.In, morning), punch(clock.In, morning)), want: []string{"2026-11-25 09:00-"},
		},
		{
			name: "a second end in the same minute sends nothing", sent: 2, there: true,
			punches: slices.Concat(punch(clock.In, morning), punch(clock.Out, "2026-11-25 17:00"), punch(clock.Out, "2026-11-25 17:00")),
			want:    []string{"2026-11-25 09:00-17:00"},
		},
		{
			name: "an end and a beginning in one minute are two punches", sent: 3, there: true,
			punches: slices.Concat(punch(clock.In, morning), punch(clock.Out, "2026-11-25 12:00"), punch(clock.In, "2026-11-25 12:00"), punch(clock.Out, "2026-11-25 12:00")),
			want:    []string{"2026-11-25 09:00-12:00", "2026-11-25 12:00-"},
		},
		{name: "an end without a beginning", punches: punch(clock.Out, "2026-11-25 17:00"), want: []string{}, err: clock.ErrNoOpenShift},
		{
			name: "an end during a break ends the break", sent: 3,
			punches: slices.Concat(punch(clock.In, morning), punch(clock.BreakStart, "2026-11-25 13:00"), punch(clock.Out, "2026-11-25 13:30")),
			want:    []string{"2026-11-25 09:00-13:00", "2026-11-25 13:00-13:30 break"},
		},
		{
			name: "a break during a break", sent: 2, err: clock.ErrOpenShift,
			punches: slices.Concat(punch(clock.In, morning), punch(clock.BreakStart, "2026-11-25 13:00"), punch(clock.BreakStart, "2026-11-25 13:10")),
			want:    []string{"2026-11-25 09:00-13:00", "2026-11-25 13:00- break"},
		},
		{
			name: "the end of a break without a break", sent: 1, err: clock.ErrNoOpenShift,
			punches: slices.Concat(punch(clock.In, morning), punch(clock.BreakEnd, "2026-11-25 13:10")), want: []string{"2026-11-25 09:00-"},
		},
		{
			name: "a beginning in the minute in which a break ends", sent: 3, err: clock.ErrOpenShift,
			punches: slices.Concat(punch(clock.In, morning), punch(clock.BreakStart, "2026-11-25 13:00"), punch(clock.BreakEnd, "2026-11-25 13:30"), punch(clock.In, "2026-11-25 13:30")),
			want:    []string{"2026-11-25 09:00-13:00", "2026-11-25 13:00-13:30 break", "2026-11-25 13:30-"},
		},
		{
			name: "an end before the beginning", before: func(o *office) { o.shift("2026-11-25", "09:00", "") },
			punches: punch(clock.Out, "2026-11-25 08:00"), want: []string{"2026-11-25 09:00-"}, err: clock.ErrOrder,
		},
		{
			name: "a late punch within a shift that is there", before: func(o *office) { o.shift("2026-11-25", "08:00", "16:00") },
			punches: punch(clock.In, morning), want: []string{"2026-11-25 08:00-16:00"}, err: clock.ErrOverlap,
		},
		{
			name: "a night shift ends after midnight", sent: 2,
			punches: slices.Concat(punch(clock.In, "2026-11-25 22:00"), punch(clock.Out, "2026-11-26 06:00")), want: []string{"2026-11-25 22:00-06:00"},
		},
		{
			name: "a forgotten shift does not end at the next day's end", before: func(o *office) { o.shift("2026-11-24", "09:00", "") },
			punches: punch(clock.Out, "2026-11-25 17:00"), want: []string{"2026-11-24 09:00-"}, err: clock.ErrForgotten,
		},
		{
			name: "the clock skips an hour during a night shift", sent: 2,
			punches: slices.Concat(punch(clock.In, "2026-03-28 22:00"), punch(clock.Out, "2026-03-29T01:30:00Z")), want: []string{"2026-03-28 22:00-03:30"},
		},
		{
			name: "the first pass of the hour that comes twice", sent: 1, unclear: true,
			punches: punch(clock.In, "2026-10-25T02:30:00+02:00"), want: []string{"2026-10-25 02:30-"},
		},
		{
			name: "the second pass of the hour that comes twice", sent: 1, unclear: true,
			punches: punch(clock.In, "2026-10-25T02:30:00+01:00"), want: []string{"2026-10-25 02:30-"},
		},
		{
			name: "a shift that the wall time cannot express", sent: 1, err: clock.ErrOrder, // 02:50 to 02:10, twenty minutes later
			punches: slices.Concat(punch(clock.In, "2026-10-25T02:50:00+02:00"), punch(clock.Out, "2026-10-25T02:10:00+01:00")),
			want:    []string{"2026-10-25 02:50-"},
		},
		{
			name: "the response to the first punch is lost", before: func(o *office) {
				o.inject(factorialtest.Fault{Kind: factorialtest.ResetAfter, Operation: "attendance.Shifts.ClockIn"})
			},
			punches: punch(clock.In, morning), want: []string{"2026-11-25 09:00-"}, sent: 1,
		},
		{
			name: "the response to the last punch is cut", before: func(o *office) {
				o.shift("2026-11-25", "09:00", "")
				o.inject(factorialtest.Fault{Kind: factorialtest.Truncate, Operation: "attendance.Shifts.ClockOut"})
			},
			punches: punch(clock.Out, "2026-11-25 17:00"), want: []string{"2026-11-25 09:00-17:00"}, sent: 1,
		},
		{
			name: "a proxy fails after the beginning of a break", before: func(o *office) {
				o.shift("2026-11-25", "09:00", "")
				o.inject(factorialtest.Fault{Kind: factorialtest.ServerError, Acts: true, Operation: "attendance.Shifts.BreakStart"})
			},
			punches: punch(clock.BreakStart, "2026-11-25 13:00"), want: []string{"2026-11-25 09:00-13:00", "2026-11-25 13:00- break"}, sent: 1,
		},
		{
			name: "a proxy fails before the punch, and nothing repeats it", before: func(o *office) {
				o.inject(factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "attendance.Shifts.ClockIn"})
			},
			punches: punch(clock.In, morning), want: []string{}, sent: 1, err: factorialhr.ErrOutcomeUnknown,
		},
		{
			name: "the next call after a failed one punches", before: func(o *office) {
				o.inject(factorialtest.Fault{Kind: factorialtest.ResetBefore, Operation: "attendance.Shifts.ClockIn", Times: 1})
			},
			punches: slices.Concat(punch(clock.In, morning), punch(clock.In, morning)), want: []string{"2026-11-25 09:00-"}, sent: 2,
		},
		{
			name: "neither the punch nor the look gets a response", before: func(o *office) {
				o.inject(factorialtest.Fault{Kind: factorialtest.ResetAfter, Operation: "attendance.Shifts.ClockIn"},
					factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "attendance.Shifts.List", Skip: 1})
			},
			punches: punch(clock.In, morning), want: []string{"2026-11-25 09:00-"}, sent: 1, err: factorialhr.ErrOutcomeUnknown,
		},
		{
			name: "the times of a shift cannot be read", before: func(o *office) {
				o.insert("attendance/shifts", `{"employee_id":"1","date":"2026-11-25","reference_date":"2026-11-25","clock_in":"early","clock_out":null,"workable":true}`)
			},
			punches: punch(clock.In, morning), want: nil, err: clock.ErrUnreadable,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOffice(t)
				if tt.before != nil {
					tt.before(o)
				}
				p := o.person(max(tt.who, "1"))
				var done *clock.Punched
				var err error
				for _, one := range tt.punches {
					done, err = p.Punch(t.Context(), one)
				}
				if !errors.Is(err, tt.err) || err != nil && tt.err == nil {
					t.Fatalf("error %v, want %v", err, tt.err)
				}
				if got := o.shifts(string(p.ID)); tt.want != nil && !slices.Equal(got, tt.want) {
					t.Errorf("shifts %q, want %q", got, tt.want)
				}
				if got := o.writes(); got != tt.sent {
					t.Errorf("%d writes, want %d", got, tt.sent)
				}
				if err == nil && (done.Sent == tt.there || done.Ambiguous != tt.unclear || done.Shift.ID == "") {
					t.Errorf("got %+v", done)
				}
				for _, r := range o.Requests() {
					if r.Method == http.MethodPost && r.Body != nil && !sentWithoutZone(r.Body) {
						t.Errorf("a time with a zone: %s", r.Body)
					}
				}
			})
		})
	}
}
