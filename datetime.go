package factorialhr

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"
)

// dateTimeLayout is the form that the API itself writes most.
const dateTimeLayout = "2006-01-02T15:04:05.000Z07:00"

var errDateTimeFormat = errors.New("factorialhr: a date-time is written YYYY-MM-DDTHH:MM:SS.000Z or with an offset such as +02:00")

// A DateTime is a moment in time.
//
// It decodes from every form that the API uses: "2024-10-06T08:30:00.000Z",
// without or with a fraction of any length behind a point or a comma, with Z,
// " UTC" or " GMT", an offset ("-07:00", "-0700", "-07") or no zone (taken as
// UTC), even the "2020-01-01T00:00:000Z" of the API's own reference, and from a
// plain date, which is midnight UTC. What was decoded encodes again as it came,
// also a text that is no date-time: that is kept, [DateTime.Valid] is false and
// [DateTime.Raw] returns it. The zero DateTime means absent: null and "" decode
// to it, it encodes as null, and a field with `omitzero` leaves it out.
//
// DateTimes can be map keys, but == compares the notation: use
// [DateTime.Equal] to compare moments.
type DateTime struct {
	text string // as received; empty when absent
}

// NewDateTime returns the moment t in UTC with milliseconds, the form that the
// API itself writes. Smaller fractions are cut off. The zero Time gives the
// zero DateTime.
func NewDateTime(t time.Time) DateTime {
	if t.IsZero() {
		return DateTime{}
	}
	return DateTime{t.UTC().Format(dateTimeLayout)}
}

// ParseDateTime reads a date-time that a person or a program wrote, in any
// form that DateTime decodes, and returns it as [NewDateTime] does. The error
// says the format, not the text.
func ParseDateTime(s string) (DateTime, error) {
	t, ok := parseDateTime(s)
	if !ok {
		return DateTime{}, errDateTimeFormat
	}
	dt := DateTime{t.UTC().Format(dateTimeLayout)}
	if !dt.Valid() { // the year has left 0 to 9999 on the way to UTC
		return DateTime{}, errDateTimeFormat
	}
	return dt, nil
}

// Time returns the moment, in the offset in which it was written, or the zero
// Time when dt is not valid.
func (dt DateTime) Time() time.Time {
	t, _ := parseDateTime(dt.text)
	return t
}

// String returns the date-time as "2024-10-06T08:30:00.000Z", in the offset in
// which it was written, the received text when that is no date-time, and ""
// when it is absent.
func (dt DateTime) String() string {
	if t, ok := parseDateTime(dt.text); ok {
		return t.Format(dateTimeLayout)
	}
	return dt.text
}

// Raw returns the text as it was received.
func (dt DateTime) Raw() string { return dt.text }

// Valid reports whether dt holds a moment: it is neither absent nor a text
// that could not be read.
func (dt DateTime) Valid() bool {
	_, ok := parseDateTime(dt.text)
	return ok
}

// IsZero reports whether the date-time is absent.
func (dt DateTime) IsZero() bool { return dt.text == "" }

// Equal reports whether both are the same moment, in whatever notation.
func (dt DateTime) Equal(other DateTime) bool { return dt.Compare(other) == 0 }

// Compare orders moments: -1 when dt is earlier than other, 1 when it is
// later. What is not valid comes before what is.
func (dt DateTime) Compare(other DateTime) int {
	t, ok := parseDateTime(dt.text)
	u, otherOK := parseDateTime(other.text)
	return compareTimes(t, ok, dt.text, u, otherOK, other.text)
}

// MarshalJSON writes the date-time as it was received, or null when it is
// absent.
func (dt DateTime) MarshalJSON() ([]byte, error) {
	if dt.text == "" {
		return []byte("null"), nil
	}
	return quote(dt.text)
}

// UnmarshalJSON takes any JSON string; [DateTime.Valid] tells whether it is a
// date-time. What is not a string gives a [*json.UnmarshalTypeError] and
// leaves dt unchanged.
func (dt *DateTime) UnmarshalJSON(data []byte) error {
	if isNull(data) {
		*dt = DateTime{}
		return nil
	}
	text, ok := unquote(data)
	if !ok {
		return wrongKind[DateTime](data)
	}
	dt.text = text
	return nil
}

// MarshalText returns the text as it was received. It gives no error.
func (dt DateTime) MarshalText() ([]byte, error) { return []byte(dt.text), nil }

// UnmarshalText takes any text, as UnmarshalJSON does. It gives no error: use
// [ParseDateTime] to refuse what is no date-time.
func (dt *DateTime) UnmarshalText(text []byte) error {
	dt.text = string(text)
	return nil
}

// Scan implements [database/sql.Scanner] for timestamp and text columns; NULL
// gives the zero DateTime.
func (dt *DateTime) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		*dt = DateTime{}
	case string:
		dt.text = src
	case []byte:
		dt.text = string(src)
	case time.Time:
		*dt = NewDateTime(src)
	default:
		return fmt.Errorf("factorialhr: cannot scan %T into DateTime", src)
	}
	return nil
}

// Value implements [driver.Valuer]: a time.Time, the received text when that
// is no date-time, or NULL when it is absent.
func (dt DateTime) Value() (driver.Value, error) {
	if dt.text == "" {
		return nil, nil
	}
	if t, ok := parseDateTime(dt.text); ok {
		return t, nil
	}
	return dt.text, nil
}

// parseDateTime reads a date-time, or a date as midnight UTC.
func parseDateTime(s string) (time.Time, bool) {
	day, rest, ok := cutDay(s)
	if !ok || rest == "" {
		return day, ok
	}
	clock, offset, ok := cutTime(rest)
	if !ok {
		return time.Time{}, false
	}
	if offset == 0 {
		return day.Add(clock), true
	}
	zone := time.FixedZone("", int(offset/time.Second))
	return day.Add(clock - offset).In(zone), true
}

// cutTime reads the time of a date-time: T, the clock, the zone. The clock is
// the time since midnight, the offset what the zone is ahead of UTC.
func cutTime(s string) (clock, offset time.Duration, ok bool) {
	if s == "" || (s[0] != 'T' && s[0] != 't' && s[0] != ' ') {
		return 0, 0, false
	}
	clock, zone, ok := cutClock(s[1:])
	if !ok {
		return 0, 0, false
	}
	offset, ok = parseOffset(zone)
	return clock, offset, ok
}

// cutClock reads HH:MM, HH:MM:SS or HH:MM:SS.fraction at the start of s and
// returns the time since midnight.
func cutClock(s string) (clock time.Duration, rest string, ok bool) {
	if len(s) < len("00:00") || s[2] != ':' {
		return 0, "", false
	}
	hour, ok1 := digits(s[:2])
	minute, ok2 := digits(s[3:5])
	if !ok1 || !ok2 || hour > 23 || minute > 59 {
		return 0, "", false
	}
	clock = time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute
	rest = s[len("00:00"):]
	if rest == "" || rest[0] != ':' {
		return clock, rest, true
	}
	// The API's reference has 00:00:000Z. With three zeros every reading of it
	// means the same, with other digits none is safe.
	if len(rest) >= len(":000") && rest[:4] == ":000" && (len(rest) == 4 || !isDigit(rest[4])) {
		return clock, rest[4:], true
	}
	if len(rest) < len(":00") {
		return 0, "", false
	}
	second, ok := digits(rest[1:3])
	if !ok || second > 59 {
		return 0, "", false
	}
	fraction, rest, ok := cutFraction(rest[3:])
	return clock + time.Duration(second)*time.Second + fraction, rest, ok
}

// cutFraction reads a fraction of a second at the start of s, behind a point or
// a comma (ISO 8601 has both). Digits beyond the nanosecond do not count.
func cutFraction(s string) (fraction time.Duration, rest string, ok bool) {
	if s == "" || s[0] != '.' && s[0] != ',' {
		return 0, s, true
	}
	i, unit := 1, time.Second/10
	for ; i < len(s) && isDigit(s[i]); i++ {
		fraction += time.Duration(s[i]-'0') * unit
		unit /= 10
	}
	return fraction, s[i:], i > 1
}

// parseOffset reads how far a zone is ahead of UTC: Z, UTC, GMT, +02:00, +0200
// or +02, behind a space or not, or nothing, which stands for UTC. The name of
// any other zone has several meanings.
func parseOffset(s string) (time.Duration, bool) {
	if s == "" {
		return 0, true
	}
	s = strings.TrimPrefix(s, " ")
	switch strings.ToUpper(s) {
	case "Z", "UTC", "GMT":
		return 0, true
	}
	sign, rest := time.Duration(1), strings.TrimPrefix(s, "+")
	if len(rest) == len(s) {
		sign, rest = -1, strings.TrimPrefix(s, "-")
	}
	if len(rest) == len(s) {
		return 0, false
	}
	hourText, minuteText, ok := cutOffset(rest)
	hours, ok1 := digits(hourText)
	minutes, ok2 := digits(minuteText)
	if !ok || !ok1 || !ok2 || hours > 23 || minutes > 59 {
		return 0, false
	}
	return sign * (time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute), true
}

// cutOffset splits 02:00, 0200 or 02.
func cutOffset(s string) (hours, minutes string, ok bool) {
	switch {
	case len(s) == len("02"):
		return s, "00", true
	case len(s) == len("0200"):
		return s[:2], s[2:], true
	case len(s) == len("02:00") && s[2] == ':':
		return s[:2], s[3:], true
	}
	return "", "", false
}
