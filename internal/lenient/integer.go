package lenient

import (
	"strconv"
	"strings"
)

const (
	maxDigits   = 20      // of the largest uint64
	maxZeros    = 40      // that an exponent may add to a number
	maxExponent = 1 << 40 // exceeds the number of digits that fit into memory
)

// WholeNumber returns a JSON number without point and exponent, to the last digit. It is not ok if
// the number has a fraction, or an exponent too large for any plausible count or id.
func WholeNumber(number string) (plain string, ok bool) {
	d := significant(number)
	switch {
	case d.digits == "":
		return "0", true
	case d.exponent < 0 || d.exponent > maxZeros+len(number):
		return "", false
	}
	plain = d.digits + strings.Repeat("0", d.exponent)
	if d.negative {
		plain = "-" + plain
	}
	return plain, true
}

// integer returns a JSON number in the notation that encoding/json accepts for an integer type. It
// is not ok if the type cannot hold the number.
func (sh *shape) integer(number string) (plain string, ok bool) {
	if sh.holds(number) {
		return number, true
	}
	plain, ok = WholeNumber(number)
	return plain, ok && sh.holds(plain)
}

// holds reports whether an integer type can hold a number without point and exponent.
func (sh *shape) holds(text string) bool {
	var err error
	if sh.role == roleInt {
		_, err = strconv.ParseInt(text, 10, sh.typ.Bits())
	} else {
		_, err = strconv.ParseUint(text, 10, sh.typ.Bits())
	}
	return err == nil
}
