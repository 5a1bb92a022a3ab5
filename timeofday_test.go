package factorialhr_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

func TestTimeOfDayDecodes(t *testing.T) {
	tests := []struct {
		name string
		text string
		want string // "" when not valid
	}{
		{"hours and minutes", "08:30", "08:30"},
		{"hours, minutes and seconds", "08:30:15", "08:30:15"},
		{"zero seconds", "10:30:00", "10:30"},
		{"midnight", "00:00", "00:00"},
		{"the last second of the day", "23:59:59", "23:59:59"},
		{"a fraction, which does not count", "08:30:15.999", "08:30:15"},
		{"the clock of a date-time on 2000-01-01", "2000-01-01T02:35:25.000Z", "02:35:25"},
		{"the clock of a date-time as written, whatever its zone", "2000-01-01T23:35:00+02:00", "23:35"},
		{"the clock of a date-time without a zone", "2000-01-01T08:30:00", "08:30"},
		{"the clock of a date-time on another day", "2024-10-06T08:30:00.000Z", "08:30"},
		{"the clock of a date-time of UTC by name", "2000-01-01 08:30:00 UTC", "08:30"},
		{"the clock of a date-time with an offset without a colon", "2000-01-01T08:30:00+0100", "08:30"},
		{"a fraction behind a comma, which does not count", "08:30:15,999", "08:30:15"},
		{"not a time with the name of a zone", "08:30 UTC", ""},
		{"not a time with an offset without a colon", "08:30+0100", ""},
		{"not a time with a zone", "08:30Z", ""},
		{"not a time with an offset", "08:30+02:00", ""},
		{"not hour 24", "24:00", ""},
		{"not minute 60", "08:60", ""},
		{"not one digit of hours", "8:30", ""},
		{"not a time with am", "08:30 am", ""},
		{"not a date alone", "2000-01-01", ""},
		{"not a date-time with a broken zone", "2000-01-01T08:30:00+2", ""},
		{"not a word", "noon", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var tod factorialhr.TimeOfDay
			if err := json.Unmarshal([]byte(`"`+tt.text+`"`), &tod); err != nil {
				t.Fatal(err)
			}
			if tod.Valid() != (tt.want != "") || tod.Raw() != tt.text {
				t.Errorf("Valid() = %v, Raw() = %q", tod.Valid(), tod.Raw())
			}
			wantJSON(t, tod, `"`+tt.text+`"`)
			if tt.want == "" {
				if _, _, _, ok := tod.Clock(); ok || tod.String() != tt.text {
					t.Errorf("Clock() is ok, String() = %q", tod)
				}
				return
			}
			if tod.String() != tt.want {
				t.Errorf("String() = %q, want %q", tod, tt.want)
			}
			parsed, err := factorialhr.ParseTimeOfDay(tt.text)
			if err != nil || parsed.Raw() != tt.want {
				t.Errorf("ParseTimeOfDay gave %q, %v", parsed.Raw(), err)
			}
		})
	}
}

func TestNewTimeOfDayDoesNotMoveAWrongTime(t *testing.T) {
	for _, tod := range []factorialhr.TimeOfDay{
		factorialhr.NewTimeOfDay(24, 0, 0),
		factorialhr.NewTimeOfDay(8, 60, 0),
		factorialhr.NewTimeOfDay(8, 0, -1),
		factorialhr.NewTimeOfDay(-1, 0, 0),
		factorialhr.NewTimeOfDay(8, 0, 100),
	} {
		if tod.Valid() {
			t.Errorf("%v is valid", tod)
		}
	}
}

func TestTimesOfDayCompareByClockWhateverTheNotation(t *testing.T) {
	a, b := factorialhr.NewTimeOfDay(8, 30, 0), timeOfDay(t, "2000-01-01T08:30:00.000Z")
	if !a.Equal(b) || a == b {
		t.Error("the same time in two notations: want Equal and not ==")
	}
	if a.Compare(timeOfDay(t, "08:30:01")) != -1 || a.Compare(timeOfDay(t, "noon")) != 1 || timeOfDay(t, "noon").Compare(a) != -1 {
		t.Error("wrong order")
	}
	if timeOfDay(t, "noon").Equal(factorialhr.TimeOfDay{}) {
		t.Error("an unreadable time is equal to an absent one")
	}
}

// timeOfDay decodes a time of day as the API sends it.
func timeOfDay(t *testing.T, text string) (tod factorialhr.TimeOfDay) {
	t.Helper()
	if err := tod.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return tod
}

func FuzzTimeOfDay(f *testing.F) {
	for _, s := range []string{"08:30", "08:30:15", "2000-01-01T02:35:25.000Z", "24:00", "08:30+02:00", "noon", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if tod, err := factorialhr.ParseTimeOfDay(text); err == nil {
			hour, minute, second, ok := tod.Clock()
			if !ok || factorialhr.NewTimeOfDay(hour, minute, second) != tod {
				t.Errorf("%q parsed as %v", text, tod)
			}
		}
		roundTrip[factorialhr.TimeOfDay](t, text)
	})
}

func ExampleTimeOfDay_Clock() {
	var clockIn factorialhr.TimeOfDay
	_ = json.Unmarshal([]byte(`"2000-01-01T08:30:00.000Z"`), &clockIn)
	hour, minute, _, ok := clockIn.Clock()
	fmt.Println(hour, minute, ok, clockIn)
	// Output: 8 30 true 08:30
}
