package factorialhr_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

func TestDateDecodes(t *testing.T) {
	tests := []struct {
		name string
		text string
		want string // "" when not valid
	}{
		{"a date", "2026-12-24", "2026-12-24"},
		{"a leap day", "2024-02-29", "2024-02-29"},
		{"a date-time with milliseconds", "2024-10-06T00:00:00.000Z", "2024-10-06"},
		{"a date-time without milliseconds", "2024-10-06T23:59:59Z", "2024-10-06"},
		{"a date-time with an offset as the day it is written", "2024-08-22T23:30:00-07:00", "2024-08-22"},
		{"a date-time with a zero offset", "2020-09-07T15:00:00.000+00:00", "2020-09-07"},
		{"the date-time of the API's own example", "2020-01-01T00:00:000Z", "2020-01-01"},
		{"a date-time of UTC by name, as the day it is written", "2024-10-06 23:30:15 UTC", "2024-10-06"},
		{"a date-time with an offset without a colon", "2024-10-06T23:30:15,5+0100", "2024-10-06"},
		{"not a leap day of a common year", "2023-02-29", ""},
		{"not month 13", "2026-13-01", ""},
		{"not day 0", "2026-12-00", ""},
		{"not the zero date of a database", "0000-00-00", ""},
		{"not a date with text behind it", "2026-12-24 or later", ""},
		{"not a date with a broken time", "2026-12-24T25:00:00Z", ""},
		{"not a short date", "2026-1-2", ""},
		{"not signs in place of digits", "+026-12-24", ""},
		{"not a word", "tomorrow", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d factorialhr.Date
			if err := json.Unmarshal([]byte(`"`+tt.text+`"`), &d); err != nil {
				t.Fatal(err)
			}
			if d.Valid() != (tt.want != "") || d.Raw() != tt.text {
				t.Errorf("Valid() = %v, Raw() = %q", d.Valid(), d.Raw())
			}
			wantJSON(t, d, `"`+tt.text+`"`)
			if tt.want == "" {
				if d.String() != tt.text || !d.Time().IsZero() {
					t.Errorf("String() = %q, Time() = %v", d, d.Time())
				}
				return
			}
			if d.String() != tt.want || d.Time().Format(time.RFC3339) != tt.want+"T00:00:00Z" {
				t.Errorf("String() = %q, Time() = %v, want %s", d, d.Time(), tt.want)
			}
			parsed, err := factorialhr.ParseDate(tt.text)
			if err != nil || parsed.Raw() != tt.want {
				t.Errorf("ParseDate gave %q, %v", parsed.Raw(), err)
			}
		})
	}
}

func TestNewDateNormalisesAsTimeDateDoes(t *testing.T) {
	if got := factorialhr.NewDate(2026, time.October, 32); got != factorialhr.NewDate(2026, time.November, 1) {
		t.Errorf("32 October became %v", got)
	}
	year, month, day := factorialhr.NewDate(2026, time.December, 24).Date()
	if year != 2026 || month != time.December || day != 24 {
		t.Errorf("Date() = %d, %d, %d", year, month, day)
	}
}

func TestDatesCompareByDayWhateverTheNotation(t *testing.T) {
	day := factorialhr.NewDate(2026, time.December, 24)
	if !day.Equal(date(t, "2026-12-24T00:00:00.000Z")) {
		t.Error("the same day in two notations is not equal")
	}
	if date(t, "soon").Equal(date(t, "later")) || date(t, "soon").Equal(factorialhr.Date{}) {
		t.Error("different unreadable dates are equal")
	}
	dates := []factorialhr.Date{date(t, "2026-12-25T00:00:00Z"), day, date(t, "soon"), {}}
	slices.SortFunc(dates, factorialhr.Date.Compare)
	if got := fmt.Sprint(dates); got != "[ soon 2026-12-24 2026-12-25]" {
		t.Errorf("sorted %s", got)
	}
}

// date decodes a date as the API sends it.
func date(t *testing.T, text string) (d factorialhr.Date) {
	t.Helper()
	if err := d.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return d
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-12-24", "2024-10-06T00:00:00.000Z", "2020-01-01T00:00:000Z", "2024-08-22T14:30:00-07:00", "0000-00-00", "n/a", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := factorialhr.ParseDate(text)
		if err == nil {
			again, err := factorialhr.ParseDate(d.String())
			if err != nil || again != d {
				t.Errorf("%v parsed as %v, %v", d, again, err)
			}
		}
		roundTrip[factorialhr.Date](t, text)
	})
}

// roundTrip checks that any text encodes exactly as it was decoded.
func roundTrip[T value](t *testing.T, text string) {
	t.Helper()
	text = strings.ToValidUTF8(text, "?") // JSON requires UTF-8
	data, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	if text == "" {
		data = []byte("null")
	}
	wantJSON(t, v, string(data))
}

func ExampleNewDate() {
	christmas := factorialhr.NewDate(2026, time.December, 24)
	newYear := factorialhr.NewDate(christmas.Time().AddDate(0, 0, 8).Date())
	fmt.Println(christmas, newYear)
	// Output: 2026-12-24 2027-01-01
}

func ExampleDate_Valid() {
	var record struct {
		BirthdayOn   factorialhr.Date `json:"birthday_on"`
		TerminatedOn factorialhr.Date `json:"terminated_on"`
	}
	_ = json.Unmarshal([]byte(`{"birthday_on": "6 June", "terminated_on": null}`), &record)
	fmt.Println(record.BirthdayOn.Valid(), record.BirthdayOn.Raw())
	fmt.Println(record.TerminatedOn.Valid(), record.TerminatedOn.IsZero())
	// Output:
	// false 6 June
	// false true
}
