package clock_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/clock"
)

// The fake refuses a punch only where its records say so. Here the responses differ from the
// records.
func TestAPunchInDoubtIsLookedUp(t *testing.T) {
	done := func(r *http.Request, next func() *http.Response, status int, body string) *http.Response {
		next().Body.Close()
		return response(r, status, body)
	}
	tests := []struct {
		name    string
		respond func(o *office, r *http.Request, next func() *http.Response) *http.Response // to the clock-in
		want    []string
		err     error
	}{
		{
			"success without an id, and the shift is there",
			func(_ *office, r *http.Request, next func() *http.Response) *http.Response {
				return done(r, next, 200, `{}`)
			},
			[]string{"2026-11-25 09:00-"}, nil,
		},
		{
			"success without a body, and the shift is there",
			func(_ *office, r *http.Request, next func() *http.Response) *http.Response {
				return done(r, next, 204, ``)
			},
			[]string{"2026-11-25 09:00-"}, nil,
		},
		{
			"success without an id, and no shift is there",
			func(_ *office, r *http.Request, _ func() *http.Response) *http.Response {
				return response(r, 200, `{}`)
			},
			[]string{}, factorialhr.ErrOutcomeUnknown,
		},
		{
			"409, and the shift is there",
			func(_ *office, r *http.Request, next func() *http.Response) *http.Response {
				return done(r, next, 409, `{"errors":{"exception":["Ya existe"]}}`)
			},
			[]string{"2026-11-25 09:00-"}, nil,
		},
		{
			"409, and no shift is there",
			func(_ *office, r *http.Request, _ func() *http.Response) *http.Response {
				return response(r, 409, `{"errors":{"exception":["Ya existe"]}}`)
			},
			[]string{}, factorialhr.ErrConflict,
		},
		{
			"422 because another device was faster",
			func(o *office, _ *http.Request, next func() *http.Response) *http.Response {
				o.shift("2026-11-25", "08:58", "")
				return next()
			},
			[]string{"2026-11-25 08:58-"}, clock.ErrOpenShift,
		},
		{
			"422 because another device punched in the same minute",
			func(o *office, _ *http.Request, next func() *http.Response) *http.Response {
				o.shift("2026-11-25", "09:00", "")
				return next()
			},
			[]string{"2026-11-25 09:00-"}, nil,
		},
		{
			"404 for a project that is not the employee's",
			func(_ *office, r *http.Request, _ func() *http.Response) *http.Response {
				return response(r, 404, `{"errors":null}`)
			},
			[]string{}, factorialhr.ErrNotFound,
		},
		{
			"404 from a gateway, and the shift is there",
			func(_ *office, r *http.Request, next func() *http.Response) *http.Response {
				return done(r, next, 404, ``)
			},
			[]string{"2026-11-25 09:00-"}, nil,
		},
		{
			"HTML with a success status",
			func(_ *office, r *http.Request, next func() *http.Response) *http.Response {
				return done(r, next, 200, `<html>Welcome`)
			},
			[]string{"2026-11-25 09:00-"}, nil,
		},
		{
			"403",
			func(_ *office, r *http.Request, _ func() *http.Response) *http.Response {
				return response(r, 403, `{}`)
			},
			[]string{}, factorialhr.ErrForbidden,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o, punches := newOffice(t), 0
				o.via(func(r *http.Request, next func() *http.Response) *http.Response {
					if !strings.HasSuffix(r.URL.Path, "/clock_in") {
						return next()
					}
					punches++
					return tt.respond(o, r, next)
				})
				done, err := o.person("1").In(t.Context(), at("2026-11-25 09:00"))
				if !errors.Is(err, tt.err) || err != nil && tt.err == nil {
					t.Fatalf("error %v, want %v", err, tt.err)
				}
				if got := o.shifts("1"); !slices.Equal(got, tt.want) {
					t.Errorf("shifts %q, want %q", got, tt.want)
				}
				if err == nil && done.Shift.ID == "" {
					t.Errorf("got %+v", done)
				}
				if punches != 1 {
					t.Errorf("%d punches were sent", punches)
				}
				if err != nil && strings.Contains(err.Error(), "Ya existe") {
					t.Errorf("the error repeats the server: %v", err)
				}
			})
		})
	}
}

// Two terminals, or two goroutines, punch at the same time.
func TestOneOfManyPunchesAtOnceOpensAShift(t *testing.T) {
	for _, tt := range []struct {
		name  string
		same  bool // one Person for all
		apart time.Duration
	}{
		{"one person in the same minute", true, 0},
		{"one person in different minutes", true, time.Minute},
		{"many programs in the same minute", false, 0},
		{"many programs in different minutes", false, time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			one := o.person("1")
			var wait sync.WaitGroup
			var punched, sent, open atomic.Int32
			for i := range 10 {
				p := one
				if !tt.same {
					p = o.person("1")
				}
				wait.Go(func() {
					done, err := p.In(t.Context(), at("2026-11-25 09:00").Add(time.Duration(i)*tt.apart))
					switch {
					case errors.Is(err, clock.ErrOpenShift):
						open.Add(1)
					case err != nil && !errors.Is(err, clock.ErrOverlap):
						t.Error(err)
					case err == nil:
						punched.Add(1)
						if done.Sent {
							sent.Add(1)
						}
					}
				})
			}
			wait.Wait()
			if got := o.shifts("1"); len(got) != 1 || tt.same && sent.Load() != 1 {
				t.Errorf("shifts %q, %d sent", got, sent.Load())
			}
			if want := int32(10); tt.apart == 0 && punched.Load() != want || tt.apart > 0 && (punched.Load() != 1 || open.Load() != want-1) {
				t.Errorf("%d punched, %d found an open shift", punched.Load(), open.Load())
			}
		})
	}
}

// The caller of a punch that takes too long learns that the server may have it.
func TestAPunchEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.inject(factorialtest.Fault{Kind: factorialtest.Latency, Operation: "attendance.Shifts.ClockIn", Delay: 10 * time.Second})
		p, began := o.person("1"), time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := p.In(ctx, at("2026-11-25 09:00"))
		if !errors.Is(err, factorialhr.ErrOutcomeUnknown) || !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > time.Second {
			t.Errorf("got %v after %v", err, time.Since(began))
		}
		if _, err := p.In(ctx, at("2026-11-25 09:00")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		time.Sleep(time.Minute)
		o.ClearFaults()
		if _, err := p.In(t.Context(), at("2026-11-25 09:00")); err != nil || len(o.shifts("1")) != 1 {
			t.Errorf("got %v, %q", err, o.shifts("1"))
		}
	})
}

func TestAPersonWithoutAClockIsAnError(t *testing.T) {
	p := &clock.Person{ID: "1", Zone: madrid}
	_, in := p.In(t.Context(), time.Now())
	_, status := p.Status(t.Context(), time.Now())
	_, forgotten := p.CloseForgotten(t.Context(), time.Now(), time.Time{})
	_, fill := p.Fill(t.Context(), date("2026-11-25"), date("2026-11-25"), nil)
	for _, err := range []error{in, status, forgotten, fill} {
		if !errors.Is(err, factorialhr.ErrInvalidRequest) {
			t.Errorf("got %v", err)
		}
	}
}

// A server may act after the client gave up.
func TestAPunchThatTheServerFinishesLateIsFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		looks := 0
		o.via(func(r *http.Request, next func() *http.Response) *http.Response {
			switch {
			case strings.HasSuffix(r.URL.Path, "/clock_in"):
				return response(r, 504, ``)
			case strings.HasSuffix(r.URL.Path, "/attendance/shifts"):
				if looks++; looks == 3 { // before the punch, after it, after the pause
					o.shift("2026-11-25", "09:00", "")
				}
			}
			return next()
		})
		if _, err := o.person("1").In(t.Context(), at("2026-11-25 09:00")); err != nil {
			t.Error(err)
		}
	})
}
