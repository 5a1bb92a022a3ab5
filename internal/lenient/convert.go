package lenient

import (
	"reflect"
	"strconv"
	"strings"
)

// convert converts a literal of another JSON kind to the one that the type expects. It is ok if the
// conversion loses nothing:
//
//   - A number for a text becomes its digits, as written.
//   - A text for an integer or a number must be a JSON number that the type holds to the last
//     digit. Leading zeros are therefore not accepted: they may have a meaning.
//   - A text for a boolean must be true or false.
//
// A boolean does not become a text: a server that sends false for a text means that there is none.
// An empty value becomes neither a number nor a boolean.
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

// isExact reports whether a float type preserves every digit of a JSON number.
func isExact(number string, bits int) bool {
	f, err := strconv.ParseFloat(number, bits)
	return err == nil && significant(number) == significant(strconv.FormatFloat(f, 'e', -1, bits))
}

// A decimal is a number as its significant digits and a power of ten.
type decimal struct {
	negative bool
	digits   string // empty for zero
	exponent int
}

// significant parses a JSON number.
func significant(number string) decimal {
	digits, negative := strings.CutPrefix(number, "-")
	exponent := 0
	if i := strings.IndexAny(digits, "eE"); i >= 0 {
		exponent, _ = strconv.Atoi(digits[i+1:]) // out of range: the nearest int
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
