package clock_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/clock"
)

// tenPercent makes every tenth request fail, in seven ways.
func tenPercent() (list []factorialtest.Fault) {
	const rate = 0.107 / 7 // of the requests that the faults before it spare
	for _, kind := range []factorialtest.FaultKind{
		factorialtest.ResetBefore, factorialtest.ResetAfter, factorialtest.Truncate, factorialtest.ServerError, factorialtest.RateLimit, factorialtest.Malformed,
	} {
		list = append(list, factorialtest.Fault{Kind: kind, Rate: rate, MayMiss: true})
	}
	return append(list, factorialtest.Fault{Kind: factorialtest.ServerError, Acts: true, Rate: rate, MayMiss: true})
}

// A run is a day of a person who calls again after each failure, with the same moments, until the
// day is on the server. Punches go directly, through a queue of a terminal that restarts, or into a
// plan. Nothing may be there twice. FACTORIALHR_SOAK=1 makes 10,000 runs instead of 500.
func TestNothingIsPunchedTwice(t *testing.T) {
	runs, batch := 500, 125
	if os.Getenv("FACTORIALHR_SOAK") != "" {
		runs = 10_000
	}
	var requests, faults, repeats, unknown int
	for first := 0; first < runs; first += batch {
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			o := newOffice(t, factorialtest.FaultSeed(uint64(first+1)))
			p := o.person("1")
			o.inject(tenPercent()...)
			count := func(err error) {
				repeats++
				if errors.Is(err, factorialhr.ErrOutcomeUnknown) {
					unknown++
				}
				time.Sleep(time.Minute)
			}
			var want []string
			for i := range batch {
				day := at("2026-01-05 09:00").AddDate(0, 0, i)
				o.estimate(day.Format(time.DateOnly), 480, 480)
				switch i % 3 {
				case 0:
					punchDay(t, p, day, count)
				case 1:
					queueDay(t, o, filepath.Join(dir, fmt.Sprint(i)), day, count)
				case 2:
					fillDay(t, p, day, count)
				}
				d := day.Format(time.DateOnly)
				want = append(want, d+" 09:00-13:00", d+" 13:00-14:00 break", d+" 14:00-18:00")
			}
			for _, r := range o.Requests() {
				requests++
				if r.Fault != "" {
					faults++
				}
			}
			if got := o.shifts("1"); !slices.Equal(got, want) {
				t.Errorf("runs from %d: %d shifts, want %d: %q", first, len(got), len(want), differing(got, want))
			}
		})
	}
	t.Logf("%d runs, %d requests, %d of them failed (%.1f %%), %d calls repeated, %d of them with an unknown outcome",
		runs, requests, faults, 100*float64(faults)/float64(requests), repeats, unknown)
}

func differing(got, want []string) (list []string) {
	for _, s := range got {
		if !slices.Contains(want, s) {
			list = append(list, "+"+s)
		}
	}
	for _, s := range want {
		if !slices.Contains(got, s) {
			list = append(list, "-"+s)
		}
	}
	return list
}

func dayOfPunches(day time.Time) []clock.Punch {
	return []clock.Punch{
		{Kind: clock.In, At: day}, {Kind: clock.BreakStart, At: day.Add(4 * time.Hour)},
		{Kind: clock.BreakEnd, At: day.Add(5 * time.Hour)}, {Kind: clock.Out, At: day.Add(9 * time.Hour)},
	}
}

// again calls f until it succeeds.
func again(t *testing.T, count func(error), f func() error) {
	t.Helper()
	for range 100 {
		err := f()
		if err == nil {
			return
		}
		count(err)
	}
	t.Fatal("no call succeeds")
}

func punchDay(t *testing.T, p *clock.Person, day time.Time, count func(error)) {
	for _, one := range dayOfPunches(day) {
		again(t, count, func() error {
			_, err := p.Punch(t.Context(), one)
			return err
		})
	}
}

func queueDay(t *testing.T, o *office, path string, day time.Time, count func(error)) {
	q := openQueue(t, path)
	for _, one := range dayOfPunches(day) {
		if _, err := q.Add("1", one); err != nil {
			t.Fatal(err)
		}
	}
	again(t, count, func() error {
		q.Close()
		q = openQueue(t, path)
		_, err := q.Send(t.Context(), o.clock)
		return err
	})
	if n := len(q.Pending()); n > 0 {
		t.Errorf("%d punches wait", n)
	}
	q.Close()
}

func fillDay(t *testing.T, p *clock.Person, day time.Time, count func(error)) {
	var plan *clock.Plan
	options := &clock.FillOptions{BreakAt: factorialhr.NewTimeOfDay(13, 0, 0), BreakLength: time.Hour}
	again(t, count, func() (err error) {
		plan, err = p.Fill(t.Context(), factorialhr.NewDate(day.Date()), factorialhr.NewDate(day.Date()), options)
		return err
	})
	again(t, count, func() error {
		_, err := plan.Do(t.Context())
		return err
	})
}
