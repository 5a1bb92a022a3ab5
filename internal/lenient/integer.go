package lenient

import (
	"strconv"
	"strings"
)

const (
	maxDigits   = 20      // what the largest uint64 has
	maxExponent = 1 << 40 // more than the digits of any number in memory
)

// plainInteger writes a JSON number without point and exponent. It is not ok
// when the number has a fraction, or more digits than any integer type.
func plainInteger(number string) (plain string, ok bool) {
	digits, negative := strings.CutPrefix(number, "-")
	exponent := 0
	if i := strings.IndexAny(digits, "eE"); i >= 0 {
		exponent, _ = strconv.Atoi(digits[i+1:]) // the nearest int, if it is too large for one
		exponent = max(-maxExponent, min(exponent, maxExponent))
		digits = digits[:i]
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	fraction = strings.TrimRight(fraction, "0")
	digits = strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return "0", true
	}
	exponent -= len(fraction)
	for exponent < 0 && strings.HasSuffix(digits, "0") {
		digits, exponent = digits[:len(digits)-1], exponent+1
	}
	if exponent < 0 || len(digits)+exponent > maxDigits {
		return "", false
	}
	digits += strings.Repeat("0", exponent)
	if negative {
		digits = "-" + digits
	}
	return digits, true
}
