package lenient

import (
	"strconv"
	"strings"
)

const (
	maxDigits   = 20      // what the largest uint64 has
	maxZeros    = 40      // that an exponent may add to an id
	maxExponent = 1 << 40 // more than the digits of any number in memory
)

// WholeNumber writes a JSON number without point and exponent, to the last
// digit. It is not ok when the number has a fraction, or an exponent that no
// program writes for a number that counts or names something.
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

// integer returns how encoding/json reads a JSON number into an integer type.
// It is not ok when the type does not hold it.
func (sh *shape) integer(number string) (plain string, ok bool) {
	if sh.holds(number) {
		return number, true
	}
	plain, ok = WholeNumber(number)
	return plain, ok && sh.holds(plain)
}

// holds reports whether an integer type holds a number without point and
// exponent.
func (sh *shape) holds(text string) bool {
	var err error
	if sh.role == roleInt {
		_, err = strconv.ParseInt(text, 10, sh.typ.Bits())
	} else {
		_, err = strconv.ParseUint(text, 10, sh.typ.Bits())
	}
	return err == nil
}
