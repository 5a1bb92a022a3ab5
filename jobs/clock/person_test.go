package clock_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/clock"
)

func TestWho(t *testing.T) {
	user := factorialtest.WithCredential(factorialtest.Credential{Key: "user", Bearer: true, EmployeeID: "2"})
	find := map[string]func(*office) (*clock.Person, error){
		"me":         func(o *office) (*clock.Person, error) { return o.clock.Me(o.t.Context()) },
		"id":         func(o *office) (*clock.Person, error) { return o.clock.ByID(o.t.Context(), "2") },
		"email":      func(o *office) (*clock.Person, error) { return o.clock.ByEmail(o.t.Context(), "bea@example.com") },
		"identifier": func(o *office) (*clock.Person, error) { return o.clock.ByCompanyIdentifier(o.t.Context(), "B2") },
	}
	nothing := func(*office) {}
	for _, tt := range []struct {
		name   string
		how    string
		opts   []factorialtest.Option
		before func(*office)
		err    error
	}{
		{"a user's token names its employee", "me", []factorialtest.Option{user}, nothing, nil},
		{"a company's key names no employee", "me", nil, nothing, clock.ErrCompanyCredential},
		{"an id", "id", nil, nothing, nil},
		{"an address", "email", nil, nothing, nil},
		{"a company identifier", "identifier", nil, nothing, nil},
		{"an id of nobody", "id", nil, func(o *office) { o.Remove("employees/employees", "2") }, clock.ErrNoEmployee},
		{"an address of nobody", "email", nil, func(o *office) { o.Remove("employees/employees", "2") }, clock.ErrNoEmployee},
		{"an address of two employees", "email", nil, func(o *office) {
			o.insert("employees/employees", `{"id":"9","email":"bea@example.com","login_email":"bea@example.com","location_id":"1","terminated_on":null}`)
		}, clock.ErrAmbiguous},
		{"an address of an employee who left and returned", "email", nil, func(o *office) {
			o.insert("employees/employees", `{"id":"9","email":"bea@example.com","login_email":"bea@example.com","location_id":"1","terminated_on":"2020-01-31"}`)
		}, nil},
		{"a company identifier of two employees", "identifier", nil, func(o *office) {
			o.insert("employees/employees", `{"id":"9","company_identifier":"B2","location_id":"1","terminated_on":null}`)
		}, clock.ErrAmbiguous},
		{"a workplace without a time zone", "id", nil, func(o *office) { o.insert("locations/locations", `{"id":"2","timezone":null}`) }, clock.ErrNoZone},
		{"a workplace with a time zone that this machine does not know", "id", nil, func(o *office) {
			o.insert("locations/locations", `{"id":"2","timezone":"Mars/Olympus"}`)
		}, clock.ErrNoZone},
		{"a workplace that the credential may not see", "id", nil, func(o *office) { o.Remove("locations/locations", "2") }, clock.ErrNoZone},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t, tt.opts...)
			tt.before(o)
			p, err := find[tt.how](o)
			if !errors.Is(err, tt.err) || err != nil && tt.err == nil {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if err == nil && (p.ID != "2" || p.LocationID != "2" || p.Zone.String() != "Atlantic/Canary") {
				t.Errorf("got %+v", p)
			}
			if err != nil && (strings.Contains(err.Error(), "bea") || strings.Contains(err.Error(), "B2")) {
				t.Errorf("the error names a person: %v", err)
			}
		})
	}

	t.Run("the fallback is for a workplace without a time zone", func(t *testing.T) {
		o := newOffice(t)
		o.insert("locations/locations", `{"id":"2","timezone":null}`)
		p, err := clock.New(o.Client(), clock.Fallback(madrid)).ByID(t.Context(), "2")
		if err != nil || p.Zone != madrid {
			t.Errorf("got %v, %v", p, err)
		}
	})
	t.Run("the fallback does not replace an unknown time zone", func(t *testing.T) {
		o := newOffice(t)
		o.insert("locations/locations", `{"id":"2","timezone":"Mars/Olympus"}`)
		_, err := clock.New(o.Client(), clock.Fallback(madrid)).ByID(t.Context(), "2")
		if !errors.Is(err, clock.ErrNoZone) || !strings.Contains(err.Error(), "time/tzdata") {
			t.Errorf("got %v", err)
		}
	})
}

func TestMoments(t *testing.T) {
	beirut, err := time.LoadLocation("Asia/Beirut")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name      string
		zone      *time.Location
		day, time string
		want      []string
	}{
		{"an ordinary time", madrid, "2026-11-25", "09:00", []string{"2026-11-25T09:00:00+01:00"}},
		{"an hour that the clock skips", madrid, "2026-03-29", "02:30", nil},
		{"the first minute after the change", madrid, "2026-03-29", "03:00", []string{"2026-03-29T03:00:00+02:00"}},
		{"the last minute before the change", madrid, "2026-03-29", "01:59", []string{"2026-03-29T01:59:00+01:00"}},
		{"an hour that comes twice", madrid, "2026-10-25", "02:30", []string{"2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"}},
		{"midnight that the clock skips", beirut, "2026-03-29", "00:00", nil},
		{"no time", madrid, "2026-03-29", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var clockTime factorialhr.TimeOfDay
			if tt.time != "" {
				clockTime, _ = factorialhr.ParseTimeOfDay(tt.time)
			}
			got := (&clock.Person{Zone: tt.zone}).Moments(date(tt.day), clockTime)
			if len(got) != len(tt.want) {
				t.Fatalf("got %v, want %v", got, tt.want)
			}
			for i := range got {
				if got[i].Format(time.RFC3339) != tt.want[i] {
					t.Errorf("got %v, want %v", got[i], tt.want[i])
				}
			}
		})
	}
}
