package clock_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/factorialhr-go/factorialhr"
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
