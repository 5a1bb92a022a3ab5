package factorialhr_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

func TestDateTimeDecodes(t *testing.T) {
	tests := []struct {
		name   string
		text   string
		moment string // RFC 3339; "" when not valid
		text2  string // what String returns; "" when it is the text
	}{
		{"milliseconds and Z", "2024-10-06T08:30:15.123Z", "2024-10-06T08:30:15.123Z", ""},
		{"whole seconds and Z", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15.000Z"},
		{"milliseconds and a zero offset", "2020-09-07T15:00:00.000+00:00", "2020-09-07T15:00:00Z", "2020-09-07T15:00:00.000Z"},
		{"an offset behind UTC", "2024-08-22T14:30:00-07:00", "2024-08-22T14:30:00-07:00", "2024-08-22T14:30:00.000-07:00"},
		{"an offset ahead of UTC by half an hour", "2024-08-22T14:30:00.5+05:30", "2024-08-22T14:30:00.5+05:30", "2024-08-22T14:30:00.500+05:30"},
		{"the API's own example with three digits of seconds", "2020-01-01T00:00:000Z", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00.000Z"},
		{"nanoseconds", "2024-10-06T08:30:15.123456789Z", "2024-10-06T08:30:15.123456789Z", "2024-10-06T08:30:15.123Z"},
		{"a fraction longer than nanoseconds", "2024-10-06T08:30:15.1234567891234Z", "2024-10-06T08:30:15.123456789Z", "2024-10-06T08:30:15.123Z"},
		{"no seconds", "2024-10-06T08:30Z", "2024-10-06T08:30:00Z", "2024-10-06T08:30:00.000Z"},
		{"no zone as UTC", "2024-10-06T08:30:15", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15.000Z"},
		{"a space for the T", "2024-10-06 08:30:15Z", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15.000Z"},
		{"a plain date as midnight UTC", "2024-10-06", "2024-10-06T00:00:00Z", "2024-10-06T00:00:00.000Z"},
		{"not three digits of seconds that could mean anything", "2020-01-01T00:00:123Z", "", ""},
		{"not four digits of seconds", "2020-01-01T00:00:0000Z", "", ""},
		{"not hour 24", "2024-10-06T24:00:00Z", "", ""},
		{"not second 60", "2024-10-06T08:30:60Z", "", ""},
		{"not an empty fraction", "2024-10-06T08:30:15.Z", "", ""},
		{"an offset without a colon", "2024-10-06T08:30:15.123+0100", "2024-10-06T08:30:15.123+01:00", "2024-10-06T08:30:15.123+01:00"},
		{"an offset behind UTC without a colon", "2024-10-06T08:30:15-0730", "2024-10-06T08:30:15-07:30", "2024-10-06T08:30:15.000-07:30"},
		{"an offset of hours, as PostgreSQL writes it", "2024-10-06 08:30:15.123+02", "2024-10-06T08:30:15.123+02:00", "2024-10-06T08:30:15.123+02:00"},
		{"a zero offset without a colon", "2024-10-06T08:30:15+0000", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15.000Z"},
		{"a negative zero offset", "2024-10-06T08:30:15-00:00", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15.000Z"},
		{"a space before the offset, as Ruby writes it", "2024-10-06 08:30:15 +0200", "2024-10-06T08:30:15+02:00", "2024-10-06T08:30:15.000+02:00"},
		{"a space before an offset with a colon", "2024-10-06T08:30:15.5 -07:00", "2024-10-06T08:30:15.5-07:00", "2024-10-06T08:30:15.500-07:00"},
		{"a space before Z", "2024-10-06T08:30:15 Z", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15.000Z"},
		{"the name UTC", "2024-10-06 08:30:15 UTC", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15.000Z"},
		{"the name UTC after a T and a fraction", "2024-10-06T08:30:15.123 UTC", "2024-10-06T08:30:15.123Z", "2024-10-06T08:30:15.123Z"},
		{"the name UTC without a space", "2024-10-06T08:30:15UTC", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15.000Z"},
		{"the name UTC in lower case", "2024-10-06 08:30:15 utc", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15.000Z"},
		{"the name GMT", "2024-10-06 08:30:15 GMT", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15.000Z"},
		{"UTC without seconds", "2024-10-06 08:30 UTC", "2024-10-06T08:30:00Z", "2024-10-06T08:30:00.000Z"},
		{"a comma before the fraction", "2024-10-06T08:30:15,123Z", "2024-10-06T08:30:15.123Z", "2024-10-06T08:30:15.123Z"},
		{"a comma of zeros before the fraction", "2024-10-06T08:30:15,000Z", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15.000Z"},
		{"a comma before the fraction, and an offset without a colon", "2024-10-06T08:30:15,5+0100", "2024-10-06T08:30:15.5+01:00", "2024-10-06T08:30:15.500+01:00"},
		{"lower case", "2024-10-06t08:30:15z", "2024-10-06T08:30:15Z", "2024-10-06T08:30:15.000Z"},
		{"the API's own example with a space and UTC", "2020-01-01 00:00:000 UTC", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00.000Z"},
		{"the last day of February of a leap year", "2024-02-29 08:30:15 UTC", "2024-02-29T08:30:15Z", "2024-02-29T08:30:15.000Z"},
		{"not a day that February does not have", "2026-02-30T08:30:15Z", "", ""},
		{"not the 29th of February of a common year", "2026-02-29 08:30:15 UTC", "", ""},
		{"not an empty fraction behind a comma", "2024-10-06T08:30:15,Z", "", ""},
		{"not an offset of one digit", "2024-10-06T08:30:15+2", "", ""},
		{"not an offset of three digits", "2024-10-06T08:30:15+200", "", ""},
		{"not an offset with seconds", "2024-10-06T08:30:15+02:00:00", "", ""},
		{"not an offset of 24 hours", "2024-10-06T08:30:15+2400", "", ""},
		{"not an offset of 60 minutes", "2024-10-06T08:30:15+0260", "", ""},
		{"not a sign alone", "2024-10-06T08:30:15+", "", ""},
		{"not an offset with a minus that is no ASCII", "2024-10-06T08:30:15−02:00", "", ""},
		{"not the name of a zone that has two offsets", "2024-10-06T08:30:15 CET", "", ""},
		{"not the name of a zone that is in several countries", "2024-10-06 08:30:15 IST", "", ""},
		{"not a zone of the database", "2024-10-06T08:30:15[Europe/Madrid]", "", ""},
		{"not UTC with an offset", "2024-10-06T08:30:15 UTC+1", "", ""},
		{"not Z with an offset", "2024-10-06T08:30:15Z+01:00", "", ""},
		{"not two spaces", "2024-10-06 08:30:15  UTC", "", ""},
		{"not a space at the end", "2024-10-06 08:30:15 ", "", ""},
		{"not a date with a zone", "2024-10-06 UTC", "", ""},
		{"not a date that ends in T", "2024-10-06T", "", ""},
		{"not a time alone", "08:30:15", "", ""},
		{"not a period", "20 aug - 13 sep 2021", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var dt factorialhr.DateTime
			if err := json.Unmarshal([]byte(`"`+tt.text+`"`), &dt); err != nil {
				t.Fatal(err)
			}
			if dt.Valid() != (tt.moment != "") || dt.Raw() != tt.text {
				t.Errorf("Valid() = %v, Raw() = %q", dt.Valid(), dt.Raw())
			}
			wantJSON(t, dt, `"`+tt.text+`"`)
			want := tt.text2
			if want == "" {
				want = tt.text
			}
			if dt.String() != want {
				t.Errorf("String() = %q, want %q", dt, want)
			}
			if tt.moment == "" {
				if !dt.Time().IsZero() {
					t.Errorf("Time() = %v", dt.Time())
				}
				return
			}
			if got := dt.Time().Format(time.RFC3339Nano); got != tt.moment {
				t.Errorf("Time() = %s, want %s", got, tt.moment)
			}
			parsed, err := factorialhr.ParseDateTime(tt.text)
			if err != nil || parsed != factorialhr.NewDateTime(dt.Time()) {
				t.Errorf("ParseDateTime gave %v, %v", parsed, err)
			}
		})
	}
}

func TestNewDateTimeWritesUTCWithMilliseconds(t *testing.T) {
	madrid := time.FixedZone("CET", 3600)
	dt := factorialhr.NewDateTime(time.Date(2026, time.December, 24, 8, 30, 0, 123_999_999, madrid))
	wantJSON(t, dt, `"2026-12-24T07:30:00.123Z"`)
	if !factorialhr.NewDateTime(time.Time{}).IsZero() {
		t.Error("the zero Time did not give the zero DateTime")
	}
}

func TestDateTimesCompareByMomentWhateverTheNotation(t *testing.T) {
	moment := func(text string) (dt factorialhr.DateTime) {
		if err := dt.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		return dt
	}
	a, b := moment("2024-08-22T14:30:00-07:00"), moment("2024-08-22T21:30:00.000Z")
	if !a.Equal(b) || a == b {
		t.Error("the same moment in two notations: want Equal and not ==")
	}
	if moment("2024-08-22T14:30:00Z").Compare(b) != -1 || b.Compare(moment("n/a")) != 1 {
		t.Error("wrong order")
	}
}

var rfc3339 = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

func FuzzDateTime(f *testing.F) {
	for _, s := range []string{"2024-10-06T08:30:15.123Z", "2020-01-01T00:00:000Z", "2024-08-22T14:30:00-07:00", "2020-09-07T15:00:00.000+00:00", "2024-10-06", "0000-01-01T00:00:00+23:59", "0000-01-01T0:00:00+00:00", "n/a", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want, err := time.Parse(time.RFC3339Nano, text)
		// Package time also accepts an hour of one digit and a comma, which RFC 3339 does not
		// allow.
		if year := want.UTC().Year(); err == nil && rfc3339.MatchString(text) && 0 <= year && year <= 9999 {
			got, err := factorialhr.ParseDateTime(text)
			if err != nil || !got.Time().Equal(want.Truncate(time.Millisecond)) {
				t.Errorf("%s: got %v, %v", text, got.Time(), err)
			}
		}
		roundTrip[factorialhr.DateTime](t, text)
	})
}

func ExampleNewDateTime() {
	berlin := time.FixedZone("CET", 3600)
	fmt.Println(factorialhr.NewDateTime(time.Date(2026, time.December, 24, 8, 30, 0, 0, berlin)))
	// Output: 2026-12-24T07:30:00.000Z
}

func ExampleDateTime_Time() {
	var updatedAt factorialhr.DateTime
	_ = json.Unmarshal([]byte(`"2024-08-22T14:30:00-07:00"`), &updatedAt)
	fmt.Println(updatedAt.Time().UTC())
	// Output: 2024-08-22 21:30:00 +0000 UTC
}
