package factorialtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/payroll"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// A test reads, changes and removes records without a request.
func TestRecordsAreFoundChangedAndRemoved(t *testing.T) {
	at := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	srv := factorialtest.New(t, factorialtest.At(at))
	var before, after timeoff.Leave
	if ok, err := srv.Find("timeoff/leaves", "3", &before); err != nil || !ok || before.ID != "3" {
		t.Fatalf("found %v %+v, %v", ok, before, err)
	}
	if err := srv.Change("timeoff/leaves", "3", map[string]any{"approved": nil, "half_day": "beggining_of_day"}); err != nil {
		t.Fatal(err)
	}
	if ok, err := srv.Find("timeoff/leaves", "3", &after); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if after.Approved != nil || after.HalfDay != "beggining_of_day" || after.EmployeeID != before.EmployeeID || after.StartOn != before.StartOn {
		t.Errorf("was %+v, is %+v", before, after)
	}
	if !after.UpdatedAt.Time().Equal(at) {
		t.Errorf("updated at %v", after.UpdatedAt)
	}
	if ok, err := srv.Remove("timeoff/leaves", "3"); err != nil || !ok {
		t.Error(ok, err)
	}
	for _, ask := range []func() (bool, error){
		func() (bool, error) { return srv.Remove("timeoff/leaves", "3") },
		func() (bool, error) { return srv.Find("timeoff/leaves", "3", &after) },
	} {
		if ok, err := ask(); ok || err != nil {
			t.Errorf("it is gone, and still there: %v %v", ok, err)
		}
	}
	if len(srv.Requests()) > 0 || len(srv.Changes()) > 0 {
		t.Error("they are in the log of requests")
	}
	if status, _ := do(t, srv, http.MethodGet, "timeoff/leaves/3", ""); status != http.StatusNotFound {
		t.Errorf("a client gets %d", status)
	}
}

// Made-up properties are consistent: nothing ends before it begins.
func TestWhatIsMadeUpEndsNotBeforeItBegins(t *testing.T) {
	srv := factorialtest.New(t)
	id, err := srv.Insert("payroll/policy_periods", map[string]any{"starts_on": "2031-05-01"})
	if err != nil {
		t.Fatal(err)
	}
	var period payroll.PolicyPeriod
	if _, err := srv.Find("payroll/policy_periods", id, &period); err != nil || period.EndsOn.String() != "2031-05-01" {
		t.Errorf("it ends on %v, %v", period.EndsOn, err)
	}
}

func TestMistakesOfATestAreExplained(t *testing.T) {
	srv := factorialtest.New(t)
	_, unknown := srv.Insert("timeoff/leave", map[string]any{})
	_, property := srv.Insert("timeoff/leaves", map[string]any{"start_at": "2026-01-01"})
	_, kind := srv.Insert("timeoff/leaves", map[string]any{"days_taken": "many"})
	_, list := srv.Insert("timeoff/leaves", []string{"1"})
	_, found := srv.Find("leaves", "1", nil)
	_, removed := srv.Remove("leaves", "1")
	for name, test := range map[string]struct {
		err  error
		says string
	}{
		"no such resource":            {unknown, "no such resource: timeoff/leave; did you mean timeoff/leaves?"},
		"no such property":            {property, "has no property start_at; did you mean start_on?"},
		"another type":                {kind, "days_taken of a record of timeoff/leaves does not have its documented type"},
		"a list":                      {list, "is not an object"},
		"a change of what is not":     {srv.Change("timeoff/leaves", "777", map[string]any{}), "has no record 777"},
		"a fixture":                   {srv.Load(strings.NewReader(`{"team/teams": [{}]}`)), "did you mean teams/teams?"},
		"finding in no resource":      {found, "no such resource: leaves"},
		"removing from no resource":   {removed, "no such resource: leaves"},
		"changing with what is a nil": {srv.Change("timeoff/leaves", "1", nil), "is not an object"},
	} {
		if test.err == nil || !strings.Contains(test.err.Error(), test.says) {
			t.Errorf("%s: %v", name, test.err)
		}
	}
}
