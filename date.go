package factorialhr

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

var errDateFormat = errors.New("factorialhr: a date is written YYYY-MM-DD")

// A Date is a day of the calendar, without a time and without a zone.
//
// It decodes from "2026-12-24" and from a date-time, of which it takes the day
// as written. What was decoded encodes again as it came, also a text that is
// no date: that is kept, [Date.Valid] is false and [Date.Raw] returns it. The
// zero Date means absent: null and "" decode to it, it encodes as null, and a
// field with `omitzero` leaves it out.
//
// Dates can be map keys, but == compares the notation: use [Date.Equal] where
// one of them may have come as a date-time.
type Date struct {
	text string // as received; empty when absent
}

// NewDate returns the date of a year, a month and a day. Values out of range
// are normalised as [time.Date] does it: 32 October is 1 November. The date of
// a time.Time is NewDate(t.Date()).
func NewDate(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)}
}

// ParseDate reads a date that a person or a program wrote: YYYY-MM-DD, or any
// date-time form that [DateTime] knows. The error says the format, not the
// text.
func ParseDate(s string) (Date, error) {
	t, ok := parseDay(s)
	if !ok {
		return Date{}, errDateFormat
	}
	return NewDate(t.Date()), nil
}

// Date returns the year, the month and the day: zeros when d is not valid.
func (d Date) Date() (year int, month time.Month, day int) {
	t, ok := parseDay(d.text)
	if !ok {
		return 0, 0, 0
	}
	return t.Date()
}

// Time returns midnight UTC of the date, or the zero Time when d is not valid.
func (d Date) Time() time.Time {
	t, _ := parseDay(d.text)
	return t
}

// String returns the date as YYYY-MM-DD, the received text when that is no
// date, and "" when it is absent.
func (d Date) String() string {
	if t, ok := parseDay(d.text); ok {
		return t.Format(time.DateOnly)
	}
	return d.text
}

// Raw returns the text as it was received.
func (d Date) Raw() string { return d.text }

// Valid reports whether d holds a date: it is neither absent nor a text that
// could not be read.
func (d Date) Valid() bool {
	_, ok := parseDay(d.text)
	return ok
}

// IsZero reports whether the date is absent.
func (d Date) IsZero() bool { return d.text == "" }

// Equal reports whether both are the same day, in whatever notation.
func (d Date) Equal(other Date) bool { return d.Compare(other) == 0 }

// Compare orders dates: -1 when d is earlier than other, 1 when it is later.
// What is not valid comes before what is.
func (d Date) Compare(other Date) int {
	t, ok := parseDay(d.text)
	u, otherOK := parseDay(other.text)
	return compareTimes(t, ok, d.text, u, otherOK, other.text)
}

// MarshalJSON writes the date as it was received, or null when it is absent.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.text == "" {
		return []byte("null"), nil
	}
	return quote(d.text)
}

// UnmarshalJSON takes any JSON string; [Date.Valid] tells whether it is a
// date. What is not a string gives a [*json.UnmarshalTypeError] and leaves d
// unchanged.
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

// MarshalText returns the text as it was received. It gives no error.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// UnmarshalText takes any text, as UnmarshalJSON does. It gives no error: use
// [ParseDate] to refuse what is no date.
func (d *Date) UnmarshalText(text []byte) error {
	d.text = string(text)
	return nil
}

// Scan implements [database/sql.Scanner] for text, date and timestamp columns;
// NULL and the zero Time give the zero Date.
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

// Value implements [driver.Valuer]: what String returns, or NULL when the date
// is absent.
func (d Date) Value() (driver.Value, error) {
	if d.text == "" {
		return nil, nil
	}
	return d.String(), nil
}

// parseDay reads a date, or the date of a date-time as it is written.
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

// digits reads a decimal number that has nothing but digits.
func digits(s string) (n int, ok bool) {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

// compareTimes orders two values by time; what could not be read comes first,
// ordered by its text.
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
