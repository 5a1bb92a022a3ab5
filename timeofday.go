package factorialhr

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

var errTimeOfDayFormat = errors.New("factorialhr: a time of day is written HH:MM or HH:MM:SS")

// A TimeOfDay is what a clock on the company's wall shows. It never has a
// zone: the API takes an offset as an order to convert, and then shows another
// time than the one that was meant.
//
// It decodes from "08:30", from "08:30:15" and from a date-time such as
// "2000-01-01T08:30:00.000Z", of which only the clock counts, as it is
// written. What was decoded encodes again as it came, also a text that is no
// time: that is kept, [TimeOfDay.Valid] is false and [TimeOfDay.Raw] returns
// it. The zero TimeOfDay means absent, not midnight: null and "" decode to it,
// it encodes as null, and a field with `omitzero` leaves it out.
//
// Times of day can be map keys, but == compares the notation: use
// [TimeOfDay.Equal] where they may have come in different forms.
type TimeOfDay struct {
	text string // as received; empty when absent
}

// NewTimeOfDay returns a time of day, written HH:MM, or HH:MM:SS when it has
// seconds. Values out of range are not moved to another time: the result is
// not valid and the server will refuse it. The clock of a time.Time is
// NewTimeOfDay(t.Clock()).
func NewTimeOfDay(hour, minute, second int) TimeOfDay {
	if second == 0 {
		return TimeOfDay{fmt.Sprintf("%02d:%02d", hour, minute)}
	}
	return TimeOfDay{fmt.Sprintf("%02d:%02d:%02d", hour, minute, second)}
}

// ParseTimeOfDay reads a time of day that a person or a program wrote, in any
// form that TimeOfDay decodes, and returns it as [NewTimeOfDay] does. The
// error says the format, not the text.
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	clock, ok := parseTimeOfDay(s)
	if !ok {
		return TimeOfDay{}, errTimeOfDayFormat
	}
	return NewTimeOfDay(splitClock(clock)), nil
}

// Clock returns the hour (0 to 23), the minute and the second. The result is
// ok when t is valid: zeros alone would look like midnight.
func (t TimeOfDay) Clock() (hour, minute, second int, ok bool) {
	clock, ok := parseTimeOfDay(t.text)
	hour, minute, second = splitClock(clock)
	return hour, minute, second, ok
}

// String returns the time as HH:MM, or HH:MM:SS when it has seconds, the
// received text when that is no time, and "" when it is absent.
func (t TimeOfDay) String() string {
	if clock, ok := parseTimeOfDay(t.text); ok {
		return NewTimeOfDay(splitClock(clock)).text
	}
	return t.text
}

// Raw returns the text as it was received.
func (t TimeOfDay) Raw() string { return t.text }

// Valid reports whether t holds a time: it is neither absent nor a text that
// could not be read.
func (t TimeOfDay) Valid() bool {
	_, ok := parseTimeOfDay(t.text)
	return ok
}

// IsZero reports whether the time is absent.
func (t TimeOfDay) IsZero() bool { return t.text == "" }

// Equal reports whether both are the same time, in whatever notation.
func (t TimeOfDay) Equal(other TimeOfDay) bool { return t.Compare(other) == 0 }

// Compare orders times of day: -1 when t is earlier than other, 1 when it is
// later. What is not valid comes before what is.
func (t TimeOfDay) Compare(other TimeOfDay) int {
	a, aOK := parseTimeOfDay(t.text)
	b, bOK := parseTimeOfDay(other.text)
	switch {
	case aOK && bOK:
		return cmp.Compare(a, b)
	case aOK:
		return 1
	case bOK:
		return -1
	}
	return cmp.Compare(t.text, other.text)
}

// MarshalJSON writes the time as it was received, or null when it is absent.
func (t TimeOfDay) MarshalJSON() ([]byte, error) {
	if t.text == "" {
		return []byte("null"), nil
	}
	return quote(t.text)
}

// UnmarshalJSON takes any JSON string; [TimeOfDay.Valid] tells whether it is a
// time. What is not a string gives a [*json.UnmarshalTypeError] and leaves t
// unchanged.
func (t *TimeOfDay) UnmarshalJSON(data []byte) error {
	if isNull(data) {
		*t = TimeOfDay{}
		return nil
	}
	text, ok := unquote(data)
	if !ok {
		return wrongKind[TimeOfDay](data)
	}
	t.text = text
	return nil
}

// MarshalText returns the text as it was received. It gives no error.
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.text), nil }

// UnmarshalText takes any text, as UnmarshalJSON does. It gives no error: use
// [ParseTimeOfDay] to refuse what is no time.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	t.text = string(text)
	return nil
}

// Scan implements [database/sql.Scanner] for time and text columns; NULL gives
// the zero TimeOfDay.
func (t *TimeOfDay) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		*t = TimeOfDay{}
	case string:
		t.text = src
	case []byte:
		t.text = string(src)
	case time.Time:
		*t = NewTimeOfDay(src.Clock())
	default:
		return fmt.Errorf("factorialhr: cannot scan %T into TimeOfDay", src)
	}
	return nil
}

// Value implements [driver.Valuer]: what String returns, or NULL when the time
// is absent.
func (t TimeOfDay) Value() (driver.Value, error) {
	if t.text == "" {
		return nil, nil
	}
	return t.String(), nil
}

// parseTimeOfDay returns the time since midnight. The zone of a date-time is
// checked and ignored.
func parseTimeOfDay(s string) (clock time.Duration, ok bool) {
	if _, rest, isDay := cutDay(s); isDay {
		clock, _, ok = cutTime(rest)
		return clock, ok
	}
	clock, rest, ok := cutClock(s)
	if !ok || rest != "" {
		return 0, false
	}
	return clock, true
}

func splitClock(clock time.Duration) (hour, minute, second int) {
	seconds := int(clock / time.Second)
	return seconds / 3600, seconds / 60 % 60, seconds % 60
}
