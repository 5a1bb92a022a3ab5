package factorialhr

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

var errTimeOfDayFormat = errors.New("factorialhr: invalid time of day, want HH:MM or HH:MM:SS")

// A TimeOfDay is the local time of day of the company. It never has a zone: the API converts values
// that carry an offset, and then shows a different time from the one you meant.
//
// It decodes from "08:30", from "08:30:15", and from a date-time such as
// "2000-01-01T08:30:00.000Z", of which it keeps the clock as written. A decoded TimeOfDay encodes
// exactly as received, even if the text is not a time: then [TimeOfDay.Valid] returns false and
// [TimeOfDay.Raw] returns the text. The zero TimeOfDay means absent, not midnight: null and ""
// decode to it, it encodes as null, and `omitzero` omits it.
//
// A TimeOfDay can be a map key, but == compares the notation: use [TimeOfDay.Equal] if the times
// may have been received in different forms.
type TimeOfDay struct {
	text string // as received; empty when absent
}

// NewTimeOfDay returns a time of day, written HH:MM, or HH:MM:SS if second is not 0. It does not
// normalise values out of range: the result is not valid, and the server rejects it.
// NewTimeOfDay(t.Clock()) returns the clock of a time.Time.
func NewTimeOfDay(hour, minute, second int) TimeOfDay {
	if second == 0 {
		return TimeOfDay{fmt.Sprintf("%02d:%02d", hour, minute)}
	}
	return TimeOfDay{fmt.Sprintf("%02d:%02d:%02d", hour, minute, second)}
}

// ParseTimeOfDay parses a time of day from user or program input, in any form that TimeOfDay
// decodes, and returns it as [NewTimeOfDay] does. The error names the format and does not quote the
// text.
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	clock, ok := parseTimeOfDay(s)
	if !ok {
		return TimeOfDay{}, errTimeOfDayFormat
	}
	return NewTimeOfDay(splitClock(clock)), nil
}

// Clock returns the hour (0 to 23), the minute and the second. Check ok, which is false if t is not
// valid: the zeros of an invalid t look like midnight.
func (t TimeOfDay) Clock() (hour, minute, second int, ok bool) {
	clock, ok := parseTimeOfDay(t.text)
	hour, minute, second = splitClock(clock)
	return hour, minute, second, ok
}

// String returns the time as HH:MM, or HH:MM:SS if it has seconds, the received text if it is not a
// time, and "" if it is absent.
func (t TimeOfDay) String() string {
	if clock, ok := parseTimeOfDay(t.text); ok {
		return NewTimeOfDay(splitClock(clock)).text
	}
	return t.text
}

// Raw returns the text as it was received.
func (t TimeOfDay) Raw() string { return t.text }

// Valid reports whether t holds a time. An absent value and an unreadable text are not valid.
func (t TimeOfDay) Valid() bool {
	_, ok := parseTimeOfDay(t.text)
	return ok
}

// IsZero reports whether the time is absent.
func (t TimeOfDay) IsZero() bool { return t.text == "" }

// Equal reports whether both are the same time, regardless of notation.
func (t TimeOfDay) Equal(other TimeOfDay) bool { return t.Compare(other) == 0 }

// Compare orders times of day: -1 if t is earlier than other, 1 if it is later. Invalid values sort
// before valid ones.
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

// MarshalJSON writes the time as it was received, or null if it is absent.
func (t TimeOfDay) MarshalJSON() ([]byte, error) {
	if t.text == "" {
		return []byte("null"), nil
	}
	return quote(t.text)
}

// UnmarshalJSON accepts any JSON string; [TimeOfDay.Valid] reports whether it is a time. For any
// other JSON value it returns a [*json.UnmarshalTypeError] and leaves t unchanged.
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

// MarshalText returns the text as it was received. It never fails.
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.text), nil }

// UnmarshalText accepts any text, as UnmarshalJSON does, and never fails. Use [ParseTimeOfDay] to
// reject a text that is not a time.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	t.text = string(text)
	return nil
}

// Scan implements [database/sql.Scanner] for time and text columns. NULL becomes the zero
// TimeOfDay.
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

// Value implements [driver.Valuer]. It returns the result of String, or NULL if the time is absent.
func (t TimeOfDay) Value() (driver.Value, error) {
	if t.text == "" {
		return nil, nil
	}
	return t.String(), nil
}

// parseTimeOfDay returns the time since midnight. It validates the zone of a date-time and then
// ignores it.
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
