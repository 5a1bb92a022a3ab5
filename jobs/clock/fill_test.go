package clock_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
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

// rows prints the days of a plan: the reason, and the missing shifts.
func rows(plan *clock.Plan) (list []string) {
	for _, d := range plan.Days {
		row := d.Date.String()[5:] + " " + string(d.Reason)
		for _, i := range d.Missing {
			row = strings.TrimSpace(row) + " " + i.From.String()[:5] + "-" + i.To.String()[:5]
			if i.Break {
				row += " break"
			}
		}
		list = append(list, row)
	}
	return list
}

func leave(o *office, rest string) {
	o.insert("timeoff/leaves", `{"employee_id":"1","start_on":"2026-11-25","finish_on":"2026-11-25","half_day":null,"start_time":null,"hours_amount_in_cents":null,"deleted_at":null,"approved":true`+rest+`}`)
}

func holiday(o *office, location, day, half string) {
	o.insert("holidays/company_holidays", fmt.Sprintf(`{"location_id":%q,"date":%q,"half_day":%s}`, location, day, half))
}

func TestFillOneDay(t *testing.T) {
	lunch := &clock.FillOptions{BreakAt: factorialhr.NewTimeOfDay(13, 0, 0), BreakLength: time.Hour}
	for _, tt := range []struct {
		name   string
		before func(*office)
		opts   *clock.FillOptions
		want   string
	}{
		{"a full day", func(o *office) {}, nil, "11-25 09:00-17:00"},
		{"a full day with a break", func(o *office) {}, lunch, "11-25 09:00-13:00 13:00-14:00 break 14:00-18:00"},
		{"another start", func(o *office) {}, &clock.FillOptions{Start: factorialhr.NewTimeOfDay(7, 30, 0)}, "11-25 07:30-15:30"},
		{"no plan", func(o *office) { o.estimate("2026-11-25", -1, 0) }, nil, "11-25 no_plan"},
		{"a day off", func(o *office) { o.estimate("2026-11-25", 0, 0) }, nil, "11-25 day_off"},
		{"a company that counts half days", func(o *office) {
			if err := o.Change("attendance/estimated_times", "1-2026-11-25", map[string]any{"time_unit": "half_day", "estimated_half_days": 2}); err != nil {
				t.Fatal(err)
			}
		}, nil, "11-25 counts_halves"},
		{"a holiday that the server leaves in its count", func(o *office) { holiday(o, "1", "2026-11-25", "null") }, nil, "11-25 holiday"},
		{"a holiday of another location", func(o *office) { holiday(o, "2", "2026-11-25", "null") }, nil, "11-25 09:00-17:00"},
		{"a holiday in the afternoon", func(o *office) { holiday(o, "1", "2026-11-25", `"end_of_day"`) }, lunch, "11-25 09:00-13:00"},
		{"a holiday for an employee who works on holidays", func(o *office) {
			holiday(o, "1", "2026-11-25", "null")
			o.insert("contracts/reference_contracts", `{"id":"5","employee_id":"1","bank_holiday_treatment":"workable"}`)
		}, nil, "11-25 09:00-17:00"},
		{"a leave", func(o *office) { leave(o, "") }, nil, "11-25 leave"},
		{"a leave without an end", func(o *office) { leave(o, `,"start_on":"2026-10-01","finish_on":null`) }, nil, "11-25 leave"},
		{"a rejected leave", func(o *office) { leave(o, `,"approved":false`) }, nil, "11-25 09:00-17:00"},
		{"a deleted leave", func(o *office) { leave(o, `,"deleted_at":"2026-11-01T10:00:00Z"`) }, nil, "11-25 09:00-17:00"},
		{"a leave of another employee", func(o *office) { leave(o, `,"employee_id":"3"`) }, nil, "11-25 09:00-17:00"},
		{"a pending leave", func(o *office) { leave(o, `,"approved":null`) }, nil, "11-25 09:00-17:00"},
		{"a pending leave that counts", func(o *office) { leave(o, `,"approved":null`) }, &clock.FillOptions{PendingLeaves: true}, "11-25 leave"},
		{"a leave in the morning, misspelt as the API has it", func(o *office) { leave(o, `,"half_day":"beggining_of_day"`) }, lunch, "11-25 14:00-18:00"},
		{"a leave in the morning", func(o *office) { leave(o, `,"half_day":"beginning_of_day"`) }, nil, "11-25 13:00-17:00"},
		{"a leave in the afternoon", func(o *office) { leave(o, `,"half_day":"end_of_day"`) }, lunch, "11-25 09:00-13:00"},
		{"a leave in the afternoon that the server has taken off", func(o *office) {
			o.estimate("2026-11-25", 480, 240)
			leave(o, `,"half_day":"end_of_day"`)
		}, nil, "11-25 09:00-13:00"},
		{"a leave in the morning and a holiday in the afternoon", func(o *office) {
			leave(o, `,"half_day":"beginning_of_day"`)
			holiday(o, "1", "2026-11-25", `"end_of_day"`)
		}, nil, "11-25 leave"},
		{"a leave of two hours", func(o *office) { leave(o, `,"hours_amount_in_cents":200`) }, nil, "11-25 09:00-15:00"},
		{"a leave of two hours in the morning", func(o *office) { leave(o, `,"hours_amount_in_cents":200,"start_time":"10:00"`) }, nil, "11-25 09:00-10:00 12:00-17:00"},
		{"the day is complete", func(o *office) { o.shift("2026-11-25", "08:00", "16:00") }, nil, "11-25 complete"},
		{"the morning is there", func(o *office) { o.shift("2026-11-25", "08:00", "12:00") }, nil, "11-25 12:00-16:00"},
		{"the afternoon is there", func(o *office) { o.shift("2026-11-25", "13:00", "17:00") }, nil, "11-25 09:00-13:00"},
		{"the morning is there, and the break is added", func(o *office) { o.shift("2026-11-25", "09:00", "13:00") }, lunch, "11-25 13:00-14:00 break 14:00-18:00"},
		{"a break is there and no work", func(o *office) { o.shiftOf("1", "2026-11-25", "12:30", "13:30", false) }, nil, "11-25 09:00-12:30 13:30-18:00"},
		{"a night shift of the day before reaches into the day", func(o *office) { o.shift("2026-11-24", "22:00", "10:00") }, nil, "11-25 10:00-18:00"},
		{"a shift is open", func(o *office) { o.shift("2026-11-25", "08:00", "") }, nil, "11-25 shift_open"},
		{"a shift of the day before is open", func(o *office) { o.shift("2026-11-24", "08:00", "") }, nil, "11-25 shift_open"},
		{"no room before midnight", func(o *office) {}, &clock.FillOptions{Start: factorialhr.NewTimeOfDay(20, 0, 0)}, "11-25 not_enough_room 20:00-00:00"},
		{"until midnight", func(o *office) {}, &clock.FillOptions{Start: factorialhr.NewTimeOfDay(16, 0, 0)}, "11-25 16:00-00:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			o.estimate("2026-11-25", 480, 480)
			tt.before(o)
			p := o.person("1")
			plan, err := p.Fill(t.Context(), date("2026-11-25"), date("2026-11-25"), tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			if got := rows(plan); len(got) != 1 || got[0] != tt.want {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
			if n := o.writes(); n != 0 {
				t.Fatalf("Fill made %d writes", n)
			}
			created, err := plan.Do(t.Context())
			if err != nil || len(created) != len(plan.Days[0].Missing) {
				t.Fatalf("created %d, %v", len(created), err)
			}
			after := o.shifts("1")
			if created, err = plan.Do(t.Context()); err != nil || len(created) > 0 {
				t.Errorf("the second Do created %d, %v", len(created), err)
			}
			if plan, err = p.Fill(t.Context(), date("2026-11-25"), date("2026-11-25"), tt.opts); err != nil || len(plan.Days[0].Missing) > 0 {
				t.Errorf("the second Fill: %q, %v", rows(plan), err)
			}
			if got := o.shifts("1"); !slices.Equal(got, after) {
				t.Errorf("the second time changed %q to %q", after, got)
			}
		})
	}
}

// Whatever a day has, the missing shifts are in order, overlap nothing and reach the target.
func TestFillAnything(t *testing.T) {
	const days = 300
	o, random := newOffice(t), rand.New(rand.NewPCG(1, 2))
	first := at("2026-01-01 00:00")
	for i := range days {
		day := first.AddDate(0, 0, i).Format(time.DateOnly)
		o.estimate(day, 30*random.IntN(24), 30*random.IntN(24))
		for at := 0; random.IntN(3) > 0; { // a shift or a break
			from := at + 15*random.IntN(20)
			to := from + 15*(1+random.IntN(16))
			if at = to; to >= 24*60 {
				break
			}
			o.shiftOf("1", day, fmt.Sprintf("%02d:%02d", from/60, from%60), fmt.Sprintf("%02d:%02d", to/60, to%60), random.IntN(3) > 0)
		}
		half := []string{"null", "null", `"beginning_of_day"`, `"end_of_day"`}[random.IntN(4)]
		if random.IntN(4) == 0 {
			holiday(o, "1", day, half)
		}
		if random.IntN(4) == 0 {
			leave(o, fmt.Sprintf(`,"start_on":%q,"finish_on":%[1]q,"half_day":%s,"hours_amount_in_cents":%d,"start_time":"%02d:15"`, day, half, 50*random.IntN(10), 8+random.IntN(10)))
		}
	}
	p := o.person("1")
	opts := &clock.FillOptions{BreakAt: factorialhr.NewTimeOfDay(12, 30, 0), BreakLength: 45 * time.Minute}
	from, to := factorialhr.NewDate(first.Date()), factorialhr.NewDate(first.AddDate(0, 0, days-1).Date())
	plan, err := p.Fill(t.Context(), from, to, opts)
	if err != nil {
		t.Fatal(err)
	}
	missing := 0
	for _, d := range plan.Days {
		sum, last := d.Recorded, ""
		for _, i := range d.Missing {
			in, _ := time.Parse("15:04", i.From.String()[:5])
			out, _ := time.Parse("15:04", i.To.String()[:5])
			if i.To.String()[:5] == "00:00" {
				out = out.AddDate(0, 0, 1)
			}
			if !i.Break {
				sum += out.Sub(in)
			}
			if !out.After(in) || i.From.String() < last {
				t.Errorf("%s: %v", d.Date, d.Missing)
			}
			last = i.To.String()
			missing++
		}
		if d.Reason == "" && sum != d.Target || len(d.Missing) > 0 && sum > d.Target || d.Target > d.Planned {
			t.Errorf("%+v", d)
		}
	}
	created, err := plan.Do(t.Context()) // ErrOverlap if a missing shift overlaps
	if err != nil || len(created) != missing || missing < 100 {
		t.Errorf("created %d of %d, %v", len(created), missing, err)
	}
	if plan, err = p.Fill(t.Context(), from, to, opts); err != nil {
		t.Fatal(err)
	}
	for _, d := range plan.Days {
		if len(d.Missing) > 0 {
			t.Errorf("then missing: %+v", d)
		}
	}
}

func TestFillTheNightsInWhichTheClockChanges(t *testing.T) {
	for day, want := range map[string]string{
		"2026-03-29": "03-29 01:00-02:00 03:00-07:00", // five hours of work
		"2026-10-25": "10-25 01:00-06:00",             // five hours for the server, which counts wall time
	} {
		o := newOffice(t)
		o.estimate(day, 300, 300)
		plan, err := o.person("1").Fill(t.Context(), date(day), date(day), &clock.FillOptions{Start: factorialhr.NewTimeOfDay(1, 0, 0)})
		if err != nil || rows(plan)[0] != want {
			t.Errorf("got %q, %v, want %q", rows(plan), err, want)
		}
	}
}

func week(o *office) {
	for day, minutes := range map[string]int{"23": 480, "24": 480, "25": 480, "26": 480, "27": 360, "28": 0, "29": 0} {
		o.estimate("2026-11-"+day, minutes, minutes)
	}
}

func TestFillAWeek(t *testing.T) {
	o := newOffice(t)
	week(o)
	leave(o, "")
	holiday(o, "1", "2026-11-26", "null")
	o.shift("2026-11-23", "09:00", "17:00")
	plan, err := o.person("1").Fill(t.Context(), date("2026-11-23"), date("2026-11-29"), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"11-23 complete", "11-24 09:00-17:00", "11-25 leave", "11-26 holiday", "11-27 09:00-15:00", "11-28 day_off", "11-29 day_off"}
	if got := rows(plan); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	for _, period := range [][2]factorialhr.Date{{date("2026-11-29"), date("2026-11-23")}, {}} {
		if _, err := o.person("1").Fill(t.Context(), period[0], period[1], nil); !errors.Is(err, factorialhr.ErrInvalidRequest) {
			t.Errorf("got %v", err)
		}
	}
}

func TestFillContinuesAfterAFailure(t *testing.T) {
	all := []string{"2026-11-23 09:00-17:00", "2026-11-24 09:00-17:00", "2026-11-25 09:00-17:00", "2026-11-26 09:00-17:00", "2026-11-27 09:00-15:00"}
	const create = "attendance.Shifts.Create"
	for _, tt := range []struct {
		name    string
		fault   factorialtest.Fault
		status  int // of the third creation
		created int // by the first Do
		err     error
	}{
		{name: "the server fails before it acts", fault: factorialtest.Fault{Kind: factorialtest.ServerError, Operation: create, Skip: 2, Times: 1}, created: 2, err: factorialhr.ErrOutcomeUnknown},
		{name: "the response is lost", fault: factorialtest.Fault{Kind: factorialtest.ResetAfter, Operation: create, Skip: 2, Times: 1}, created: 5},
		{name: "the credential loses its right", status: 403, created: 2, err: factorialhr.ErrForbidden},
		{name: "the server refuses one day", status: 422, created: 4, err: factorialhr.ErrUnprocessable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o, creations := newOffice(t), 0
				week(o)
				if tt.fault.Kind != "" {
					o.inject(tt.fault)
				}
				o.via(func(r *http.Request, next func() *http.Response) *http.Response {
					if r.Method == http.MethodPost && tt.status != 0 {
						if creations++; creations == 3 {
							return response(r, tt.status, `{}`)
						}
					}
					return next()
				})
				plan, err := o.person("1").Fill(t.Context(), date("2026-11-23"), date("2026-11-29"), nil)
				if err != nil {
					t.Fatal(err)
				}
				created, err := plan.Do(t.Context())
				if !errors.Is(err, tt.err) || err != nil && tt.err == nil || len(created) != tt.created {
					t.Fatalf("created %d, %v", len(created), err)
				}
				if created, err = plan.Do(t.Context()); err != nil || len(created) != 5-tt.created {
					t.Errorf("then created %d, %v", len(created), err)
				}
				if got := o.shifts("1"); !slices.Equal(got, all) {
					t.Errorf("got %q", got)
				}
			})
		})
	}

	t.Run("another shift came after the plan", func(t *testing.T) {
		o := newOffice(t)
		week(o)
		plan, err := o.person("1").Fill(t.Context(), date("2026-11-23"), date("2026-11-27"), nil)
		if err != nil {
			t.Fatal(err)
		}
		o.shift("2026-11-25", "10:00", "12:00")
		created, err := plan.Do(t.Context())
		if len(created) != 4 || !errors.Is(err, clock.ErrOverlap) || !strings.Contains(err.Error(), "2026-11-25") {
			t.Errorf("created %d, %v", len(created), err)
		}
	})
}
