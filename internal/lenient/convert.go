package lenient

import (
	"reflect"
	"strconv"
	"strings"
)

// convert writes a value of another JSON type as the one that a type takes. It
// is ok when that loses nothing:
//
//   - a number in a text becomes its digits, as they are written;
//   - a text in an integer or a number has to be a number as JSON writes it,
//     and one that the type holds to the last digit. So zeros before a number
//     are no number: they may mean something;
//   - a text in a boolean has to be true or false.
//
// A boolean is no text: where a server has false for a text, it means that
// there is none. And nothing that is empty is a number or a boolean.
func (sh *shape) convert(literal []byte) (text string, ok bool) {
	switch kindOf(literal[0]) {
	case "number":
		text = `"` + string(literal) + `"`
		switch {
		case sh.role == roleString:
			return text, true
		case sh.role == roleJSON && sh.typ.Kind() == reflect.String:
			return text, sh.takesJSON([]byte(text))
		}
	case "string":
		inner := unquote(literal)
		text = string(inner)
		switch sh.role {
		case roleBool:
			return text, text == "true" || text == "false"
		case roleInt, roleUint:
			if !isNumber(inner) {
				return "", false
			}
			return sh.integer(text)
		case roleFloat:
			return text, isNumber(inner) && isExact(text, sh.typ.Bits())
		}
	}
	return "", false
}

// isExact reports whether a float type writes a JSON number with the digits
// that it has.
func isExact(number string, bits int) bool {
	f, err := strconv.ParseFloat(number, bits)
	return err == nil && significant(number) == significant(strconv.FormatFloat(f, 'e', -1, bits))
}

// A decimal is a number as digits without zeros around them, and a power of ten.
type decimal struct {
	negative bool
	digits   string // empty for zero
	exponent int
}

// significant takes a JSON number apart.
func significant(number string) decimal {
	digits, negative := strings.CutPrefix(number, "-")
	exponent := 0
	if i := strings.IndexAny(digits, "eE"); i >= 0 {
		exponent, _ = strconv.Atoi(digits[i+1:]) // the nearest int, if it is too large for one
		exponent = max(-maxExponent, min(exponent, maxExponent))
		digits = digits[:i]
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	digits = strings.TrimLeft(whole+fraction, "0")
	exponent -= len(fraction)
	trimmed := strings.TrimRight(digits, "0")
	exponent += len(digits) - len(trimmed)
	if trimmed == "" {
		exponent = 0
	}
	return decimal{negative, trimmed, exponent}
}
