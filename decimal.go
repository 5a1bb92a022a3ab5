package factorialhr

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

var errDecimalFormat = errors.New("factorialhr: invalid decimal, want digits and a point, such as -12.50")

// A Decimal is a decimal number that keeps every digit as written: "100.0" stays "100.0". It has no
// arithmetic: use [Decimal.Rat] for exact calculations, or [Decimal.Float64] where rounding does no
// harm.
//
// It decodes from a JSON string or a JSON number and encodes exactly as received, even if the text
// is not a number: then [Decimal.Valid] returns false and [Decimal.Raw] returns the text. The zero
// Decimal means absent, not 0: null and "" decode to it, it encodes as null, and `omitzero` omits
// it.
//
// A Decimal can be a map key, but == compares the notation: "1.0" does not equal "1.00".
type Decimal struct {
	text   string // as received; empty when absent
	number bool   // received as a JSON number
}

// NewDecimal returns unscaled divided by ten to the power of scale, with scale digits after the
// point: NewDecimal(1250, 2) is 12.50. It encodes as a JSON string, as the API writes decimals.
func NewDecimal(unscaled int64, scale uint8) Decimal {
	text := strconv.FormatInt(unscaled, 10)
	if scale == 0 {
		return Decimal{text: text}
	}
	digits, negative := strings.CutPrefix(text, "-")
	if missing := int(scale) + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - int(scale)
	text = digits[:point] + "." + digits[point:]
	if negative {
		text = "-" + text
	}
	return Decimal{text: text}
}

// ParseDecimal parses a decimal from user or program input, in the notation of a JSON number, and
// keeps it as written. The error names the format and does not quote the text.
func ParseDecimal(s string) (Decimal, error) {
	if !isDecimal(s) {
		return Decimal{}, errDecimalFormat
	}
	return Decimal{text: s}, nil
}

// Float64 returns the nearest float64. Check ok, which is false if d is absent, not a number, or
// too large: the 0 of such a d looks like an amount.
func (d Decimal) Float64() (f float64, ok bool) {
	if !isDecimal(d.text) {
		return 0, false
	}
	f, err := strconv.ParseFloat(d.text, 64)
	if err != nil || math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}

// Rat returns the exact value. Check ok, which is false if d is absent, not a number, or has an
// exponent too large for any amount of memory.
func (d Decimal) Rat() (r *big.Rat, ok bool) {
	if !isDecimal(d.text) {
		return nil, false
	}
	return new(big.Rat).SetString(d.text)
}

// String returns the decimal as it was received, or "" if it is absent.
func (d Decimal) String() string { return d.text }

// Raw returns the text as it was received.
func (d Decimal) Raw() string { return d.text }

// Valid reports whether d holds a number. An absent value and an unreadable text are not valid.
func (d Decimal) Valid() bool { return isDecimal(d.text) }

// IsZero reports whether the decimal is absent. It returns false for the number 0.
func (d Decimal) IsZero() bool { return d.text == "" }

// MarshalJSON writes the decimal as it was received, as a string or a number, or null if it is
// absent.
func (d Decimal) MarshalJSON() ([]byte, error) {
	if d.text == "" {
		return []byte("null"), nil
	}
	if d.number {
		return []byte(d.text), nil
	}
	return quote(d.text)
}

// UnmarshalJSON accepts any JSON string or number; [Decimal.Valid] reports whether it is a decimal.
// For an object, an array or a boolean it returns a [*json.UnmarshalTypeError] and leaves d
// unchanged.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	if isNull(data) {
		*d = Decimal{}
		return nil
	}
	if text, ok := unquote(data); ok {
		*d = Decimal{text: text}
		return nil
	}
	if text := string(data); isDecimal(text) {
		*d = Decimal{text: text, number: true}
		return nil
	}
	return wrongKind[Decimal](data)
}

// MarshalText returns the text as it was received. It never fails.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// UnmarshalText accepts any text, as UnmarshalJSON does, and never fails. Use [ParseDecimal] to
// reject a text that is not a number.
func (d *Decimal) UnmarshalText(text []byte) error {
	*d = Decimal{text: string(text)}
	return nil
}

// Scan implements [database/sql.Scanner] for text and numeric columns. NULL becomes the zero
// Decimal.
func (d *Decimal) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		*d = Decimal{}
	case string:
		*d = Decimal{text: src}
	case []byte:
		*d = Decimal{text: string(src)}
	case int64:
		*d = NewDecimal(src, 0)
	case float64:
		*d = Decimal{text: strconv.FormatFloat(src, 'f', -1, 64)}
	default:
		return fmt.Errorf("factorialhr: cannot scan %T into Decimal", src)
	}
	return nil
}

// Value implements [driver.Valuer]. It returns the text, which databases convert without rounding,
// or NULL if the decimal is absent.
func (d Decimal) Value() (driver.Value, error) {
	if d.text == "" {
		return nil, nil
	}
	return d.text, nil
}

// isDecimal reports whether s is a number as JSON writes it (RFC 8259 §6).
func isDecimal(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole := leadingDigits(s)
	if whole == 0 || (whole > 1 && s[0] == '0') {
		return false
	}
	s = s[whole:]
	if fraction, ok := strings.CutPrefix(s, "."); ok {
		n := leadingDigits(fraction)
		if n == 0 {
			return false
		}
		s = fraction[n:]
	}
	if s == "" {
		return true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return false
	}
	exponent := s[1:]
	if exponent != "" && (exponent[0] == '+' || exponent[0] == '-') {
		exponent = exponent[1:]
	}
	return exponent != "" && leadingDigits(exponent) == len(exponent)
}

// leadingDigits counts the digits at the start of s.
func leadingDigits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}
