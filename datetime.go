package factorialhr

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"
)

// dateTimeLayout is the form that the API writes most often.
const dateTimeLayout = "2006-01-02T15:04:05.000Z07:00"

var errDateTimeFormat = errors.New("factorialhr: invalid date-time, want YYYY-MM-DDTHH:MM:SS.000Z or an offset such as +02:00 for Z")

// A DateTime is a moment in time.
//
// It decodes from every form that the API uses: "2024-10-06T08:30:00.000Z", with or without a
// fraction of any length after a point or a comma; with Z, " UTC", " GMT", an offset ("-07:00",
// "-0700", "-07") or no zone, which means UTC; even the "2020-01-01T00:00:000Z" of the API
// reference; and a plain date, which means midnight UTC. A decoded DateTime encodes exactly as
// received, even if the text is not a date-time: then [DateTime.Valid] returns false and
// [DateTime.Raw] returns the text. The zero DateTime means absent: null and "" decode to it, it
// encodes as null, and `omitzero` omits it.
//
// A DateTime can be a map key, but == compares the notation: use [DateTime.Equal] to compare
// moments.
type DateTime struct {
	text string // as received; empty when absent
}

// NewDateTime returns the moment t in UTC with milliseconds, the form that the API writes. It
// truncates smaller fractions. The zero Time becomes the zero DateTime.
func NewDateTime(t time.Time) DateTime {
	if t.IsZero() {
		return DateTime{}
	}
	return DateTime{t.UTC().Format(dateTimeLayout)}
}

// ParseDateTime parses a date-time from user or program input, in any form that DateTime decodes,
// and returns it as [NewDateTime] does. The error names the format and does not quote the text.
func ParseDateTime(s string) (DateTime, error) {
	t, ok := parseDateTime(s)
	if !ok {
		return DateTime{}, errDateTimeFormat
	}
	dt := DateTime{t.UTC().Format(dateTimeLayout)}
	if !dt.Valid() { // the conversion to UTC moved the year out of 0 to 9999
		return DateTime{}, errDateTimeFormat
	}
	return dt, nil
}

// Time returns the moment with the offset as written, or the zero Time if dt is not valid.
func (dt DateTime) Time() time.Time {
	t, _ := parseDateTime(dt.text)
	return t
}

// String returns the date-time as "2024-10-06T08:30:00.000Z", with the offset as written, the
// received text if it is not a date-time, and "" if it is absent.
func (dt DateTime) String() string {
	if t, ok := parseDateTime(dt.text); ok {
		return t.Format(dateTimeLayout)
	}
	return dt.text
}

// Raw returns the text as it was received.
func (dt DateTime) Raw() string { return dt.text }

// Valid reports whether dt holds a moment. An absent value and an unreadable text are not valid.
func (dt DateTime) Valid() bool {
	_, ok := parseDateTime(dt.text)
	return ok
}

// IsZero reports whether the date-time is absent.
func (dt DateTime) IsZero() bool { return dt.text == "" }

// Equal reports whether both are the same moment, regardless of notation.
func (dt DateTime) Equal(other DateTime) bool { return dt.Compare(other) == 0 }

// Compare orders moments: -1 if dt is earlier than other, 1 if it is later. Invalid values sort
// before valid ones.
func (dt DateTime) Compare(other DateTime) int {
	t, ok := parseDateTime(dt.text)
	u, otherOK := parseDateTime(other.text)
	return compareTimes(t, ok, dt.text, u, otherOK, other.text)
}

// MarshalJSON writes the date-time as it was received, or null if it is absent.
func (dt DateTime) MarshalJSON() ([]byte, error) {
	if dt.text == "" {
		return []byte("null"), nil
	}
	return quote(dt.text)
}

// UnmarshalJSON accepts any JSON string; [DateTime.Valid] reports whether it is a date-time. For
// any other JSON value it returns a [*json.UnmarshalTypeError] and leaves dt unchanged.
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

// MarshalText returns the text as it was received. It never fails.
func (dt DateTime) MarshalText() ([]byte, error) { return []byte(dt.text), nil }

// UnmarshalText accepts any text, as UnmarshalJSON does, and never fails. Use [ParseDateTime] to
// reject a text that is not a date-time.
func (dt *DateTime) UnmarshalText(text []byte) error {
	dt.text = string(text)
	return nil
}

// Scan implements [database/sql.Scanner] for timestamp and text columns. NULL becomes the zero
// DateTime.
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

// Value implements [driver.Valuer]. It returns a time.Time, the received text if it is not a
// date-time, or NULL if it is absent.
func (dt DateTime) Value() (driver.Value, error) {
	if dt.text == "" {
		return nil, nil
	}
	if t, ok := parseDateTime(dt.text); ok {
		return t, nil
	}
	return dt.text, nil
}

// parseDateTime parses a date-time, or a date as midnight UTC.
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

// cutTime parses the time of a date-time: T, the clock, the zone. It returns the clock as the time
// since midnight, and the offset of the zone ahead of UTC.
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

// cutClock parses HH:MM, HH:MM:SS or HH:MM:SS.fraction at the start of s and returns the time since
// midnight.
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
	// The API reference has times such as 00:00:000Z. Three zeros mean the same however they are
	// read; other digits would be ambiguous.
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

// cutFraction parses a fraction of a second at the start of s, after a point or a comma (ISO 8601
// allows both). It ignores digits beyond the nanosecond.
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

// parseOffset parses the offset of a zone ahead of UTC: Z, UTC, GMT, +02:00, +0200 or +02, with or
// without a space before it, or nothing, which means UTC. It rejects the name of any other zone,
// because such names are ambiguous.
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
