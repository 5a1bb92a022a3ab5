package factorialhr

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

// An ID identifies a record. It is opaque: most ids consist of digits, often more than a float64 or
// an int64 can hold, but some are composed ("2_2026-12-21", "1/2/2023-10-01") and some are UUIDs.
// Never calculate with an ID.
//
// The API writes ids as JSON strings since version 2026-07-01 and wrote them as numbers before.
// Both decode without losing a digit, and so does a whole number with a point or an exponent. Ids
// always encode as strings. The empty ID means absent: null and "" decode to it, it encodes as
// null, and `omitzero` omits it.
type ID string

// String returns the id unchanged.
func (id ID) String() string { return string(id) }

// IsZero reports whether the id is absent.
func (id ID) IsZero() bool { return id == "" }

// MarshalJSON writes the id as a JSON string, or null if it is absent.
func (id ID) MarshalJSON() ([]byte, error) {
	if id == "" {
		return []byte("null"), nil
	}
	return quote(string(id))
}

// UnmarshalJSON accepts a string or a number and keeps every digit. A whole number with a point or
// an exponent, such as 12345.0, becomes its digits, 12345. For an object, an array or a boolean it
// returns a [*json.UnmarshalTypeError] and leaves the id unchanged.
func (id *ID) UnmarshalJSON(data []byte) error {
	if isNull(data) {
		*id = ""
		return nil
	}
	if text, ok := unquote(data); ok {
		*id = ID(text)
		return nil
	}
	if text := string(data); isDecimal(text) {
		*id = ID(wholeNumber(text))
		return nil
	}
	return wrongKind[ID](data)
}

// wholeNumber returns the digits of a whole number that has a point or an exponent, and any other
// number unchanged.
func wholeNumber(number string) string {
	if strings.ContainsAny(number, ".eE") {
		if digits, ok := lenient.WholeNumber(number); ok {
			return digits
		}
	}
	return number
}

// MarshalText returns the id unchanged. It never fails.
func (id ID) MarshalText() ([]byte, error) { return []byte(id), nil }

// UnmarshalText accepts any text. It never fails.
func (id *ID) UnmarshalText(text []byte) error {
	*id = ID(text)
	return nil
}

// Scan implements [database/sql.Scanner] for text and integer columns. NULL becomes the empty ID.
func (id *ID) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		*id = ""
	case string:
		*id = ID(src)
	case []byte:
		*id = ID(src)
	case int64:
		*id = ID(strconv.FormatInt(src, 10))
	default:
		return fmt.Errorf("factorialhr: cannot scan %T into ID", src)
	}
	return nil
}

// Value implements [driver.Valuer]. It returns the id as text, or NULL if it is absent.
func (id ID) Value() (driver.Value, error) {
	if id == "" {
		return nil, nil
	}
	return string(id), nil
}
