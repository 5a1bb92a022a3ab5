package factorialhr

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

var errDateFormat = errors.New("factorialhr: invalid date, want YYYY-MM-DD")

// A Date is a calendar day, without a time or a time zone.
//
// It decodes from "2026-12-24", and from a date-time, of which it keeps the day as written. A
// decoded Date encodes exactly as received, even if the text is not a date: then [Date.Valid]
// returns false and [Date.Raw] returns the text. The zero Date means absent: null and "" decode to
// it, it encodes as null, and `omitzero` omits it.
//
// A Date can be a map key, but == compares the notation: use [Date.Equal] if one of the dates may
// have been received as a date-time.
type Date struct {
	text string // as received; empty when absent
}

// NewDate returns the date of a year, a month and a day. It normalises values out of range as
// [time.Date] does: 32 October is 1 November. NewDate(t.Date()) returns the date of a time.Time.
func NewDate(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)}
}

// ParseDate parses a date from user or program input: YYYY-MM-DD, or any form of date-time that
// [DateTime] decodes. The error names the format and does not quote the text.
func ParseDate(s string) (Date, error) {
	t, ok := parseDay(s)
	if !ok {
		return Date{}, errDateFormat
	}
	return NewDate(t.Date()), nil
}

// Date returns the year, the month and the day, or zeros if d is not valid.
func (d Date) Date() (year int, month time.Month, day int) {
	t, ok := parseDay(d.text)
	if !ok {
		return 0, 0, 0
	}
	return t.Date()
}

// Time returns midnight UTC of the date, or the zero Time if d is not valid.
func (d Date) Time() time.Time {
	t, _ := parseDay(d.text)
	return t
}

// String returns the date as YYYY-MM-DD, the received text if it is not a date, and "" if the date
// is absent.
func (d Date) String() string {
	if t, ok := parseDay(d.text); ok {
		return t.Format(time.DateOnly)
	}
	return d.text
}

// Raw returns the text as it was received.
func (d Date) Raw() string { return d.text }

// Valid reports whether d holds a date. An absent value and an unreadable text are not valid.
func (d Date) Valid() bool {
	_, ok := parseDay(d.text)
	return ok
}

// IsZero reports whether the date is absent.
func (d Date) IsZero() bool { return d.text == "" }

// Equal reports whether both are the same day, regardless of notation.
func (d Date) Equal(other Date) bool { return d.Compare(other) == 0 }

// Compare orders dates: -1 if d is earlier than other, 1 if it is later. Invalid values sort before
// valid ones.
func (d Date) Compare(other Date) int {
	t, ok := parseDay(d.text)
	u, otherOK := parseDay(other.text)
	return compareTimes(t, ok, d.text, u, otherOK, other.text)
}

// MarshalJSON writes the date as it was received, or null if it is absent.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.text == "" {
		return []byte("null"), nil
	}
	return quote(d.text)
}

// UnmarshalJSON accepts any JSON string; [Date.Valid] reports whether it is a date. For any other
// JSON value it returns a [*json.UnmarshalTypeError] and leaves d unchanged.
func (d *Date) UnmarshalJSON(data []byte) error {
	if isNull(data) {
		*d = Date{}
		return nil
	}
	text, ok := unquote(data)
	if !ok {
		return wrongKind[Date](data)
	}
	d.text = text
	return nil
}

// MarshalText returns the text as it was received. It never fails.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// UnmarshalText accepts any text, as UnmarshalJSON does, and never fails. Use [ParseDate] to reject
// a text that is not a date.
func (d *Date) UnmarshalText(text []byte) error {
	d.text = string(text)
	return nil
}

// Scan implements [database/sql.Scanner] for text, date and timestamp columns. NULL and the zero
// Time become the zero Date.
func (d *Date) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		*d = Date{}
	case string:
		d.text = src
	case []byte:
		d.text = string(src)
	case time.Time:
		*d = Date{}
		if !src.IsZero() {
			*d = NewDate(src.Date())
		}
	default:
		return fmt.Errorf("factorialhr: cannot scan %T into Date", src)
	}
	return nil
}

// Value implements [driver.Valuer]. It returns the result of String, or NULL if the date is absent.
func (d Date) Value() (driver.Value, error) {
	if d.text == "" {
		return nil, nil
	}
	return d.String(), nil
}

// parseDay parses a date, or a date-time, of which it returns the day as written.
func parseDay(s string) (time.Time, bool) {
	day, rest, ok := cutDay(s)
	if !ok {
		return time.Time{}, false
	}
	if rest != "" {
		if _, _, ok := cutTime(rest); !ok {
			return time.Time{}, false
		}
	}
	return day, true
}

// cutDay reads YYYY-MM-DD at the start of s and returns its midnight UTC.
func cutDay(s string) (day time.Time, rest string, ok bool) {
	if len(s) < len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return time.Time{}, "", false
	}
	year, ok1 := digits(s[:4])
	month, ok2 := digits(s[5:7])
	date, ok3 := digits(s[8:10])
	if !ok1 || !ok2 || !ok3 {
		return time.Time{}, "", false
	}
	day = time.Date(year, time.Month(month), date, 0, 0, 0, 0, time.UTC)
	if day.Month() != time.Month(month) || day.Day() != date {
		return time.Time{}, "", false // 30 February was moved into March
	}
	return day, s[len(time.DateOnly):], true
}

// digits parses a decimal number that consists only of digits.
func digits(s string) (n int, ok bool) {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

// compareTimes orders two values by time. An unreadable value sorts first, by its text.
func compareTimes(t time.Time, tOK bool, tText string, u time.Time, uOK bool, uText string) int {
	switch {
	case tOK && uOK:
		return t.Compare(u)
	case tOK:
		return 1
	case uOK:
		return -1
	}
	return cmp.Compare(tText, uText)
}
