package openapi_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestHelperOfANumber(t *testing.T) {
	const integer, number, text = `{"type": "integer"}`, `{"type": "number"}`, `{"type": "string"}`
	for _, tc := range []struct {
		name    string
		label   string // of the property, which has another named total and one named period beside it
		schema  string
		overlay string
		want    string // method, type and per; or a part of the error
	}{
		{"cents by the name", "fee_cents", integer, "", "Fee cents "},
		{"cents by the longer ending", "fee_in_cents", integer, "", "Fee cents "},
		{"a fraction of a cent has none", "fee_cents", number, "", "none"},
		{"a text has none", "fee_cents", text, "", "none"},
		{"hundredths of an hour", "hours_amount_in_cents", integer, "", "HoursAmount hundredths of an hour "},
		{"hundredths of a minute", "raw_minutes_in_cents", integer, "", "RawDuration hundredths of a minute "},
		{"hundredths of a day", "days_in_cents", integer, "", "Days hundredths "},
		{"hundredths of a percent", "share_percentage_cents", integer, "", "SharePercentage hundredths "},
		{"minutes", "tracked_minutes", integer, "", "TrackedDuration minutes "},
		{"minutes alone", "minutes", number, "", "Duration minutes "},
		{"seconds", "wait_in_seconds", integer, "", "Wait seconds "},
		{"percent has none", "percentage", number, "", "none"},
		{"a moment in seconds has none", "made", integer, "{at: a_thing.made, why: w, unit: seconds since 1970}", "none"},
		{"a unit without a name has none", "salary", integer, "{at: a_thing.salary, why: w, unit: cents}", "none"},
		{"a unit and a name of the overlay", "salary", integer, "{at: a_thing.salary, why: w, unit: cents, helper: Pay, per: period}", "Pay cents period"},
		{"the overlay refuses", "fee_cents", integer, "{at: a_thing.fee_cents, why: w, helper: none}", "none"},
		{"a field has the name", "total_cents", integer, "", "the helper Total has the name of total; name or refuse it"},
		{"a helper without a unit", "salary", integer, "{at: a_thing.salary, why: w, helper: Pay}", "a helper needs a number with a unit"},
		{"a helper of a text", "salary", text, "{at: a_thing.salary, why: w, unit: cents, helper: Pay}", "a helper needs a number with a unit"},
		{"what it counts for is missing", "fee_cents", integer, "{at: a_thing.fee_cents, why: w, per: week}", `per: "week" is not a text beside it`},
		{"what it counts for is no text", "fee_cents", integer, "{at: a_thing.fee_cents, why: w, per: id}", `per: "id" is not a text beside it`},
		{"the name is not a Go name", "fee_cents", integer, "{at: a_thing.fee_cents, why: w, helper: pay}", `"pay" is not a Go name`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			properties := fmt.Sprintf(`%s, "total": %s, "period": %s, %q: %s`, text, text, text, tc.label, tc.schema)
			d, err := normalised(properties, text, text, "["+tc.overlay+"]")
			if err != nil {
				if !strings.Contains(err.Error(), tc.want) {
					t.Errorf("got  %v\nwant %s", err, tc.want)
				}
				return
			}
			got := "none"
			if h := d.Component("a_thing").Schema.Property(tc.label).Schema.Helper; h != nil {
				got = h.Method + " " + h.Type + " " + h.Per
			}
			if got != tc.want {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}

func TestOnlyAQueryParameterIsDemanded(t *testing.T) {
	const text = `{"type": "string"}`
	d, err := normalised(text, text, text, `[{at: "GET a/things ?x", why: w, demanded: true}]`)
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range d.Operations {
		for _, p := range op.Params {
			if !p.Schema.Demanded {
				t.Error("the parameter is not demanded")
			}
		}
	}
	for _, place := range []string{"a_thing.x", "POST a/things.x"} {
		if _, err := normalised(text, text, text, "[{at: "+place+", why: w, demanded: true}]"); err == nil {
			t.Errorf("%s: no error", place)
		}
	}
}
