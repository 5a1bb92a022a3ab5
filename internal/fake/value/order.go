package value

import (
	"cmp"
	"strings"
)

// CompareIDs orders ids as the API lists them: digits by their number, everything else by bytes. So
// 9 comes before 10, and 2_2026-01-01 before 10_2026-01-01. It returns 0 only for equal ids.
func CompareIDs(a, b string) int {
	whole := strings.Compare(a, b)
	for a != "" && b != "" {
		da, db := Digits(a), Digits(b)
		if da == 0 || db == 0 {
			if a[0] != b[0] {
				return cmp.Compare(a[0], b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		na, nb := strings.TrimLeft(a[:da], "0"), strings.TrimLeft(b[:db], "0")
		if c := cmp.Or(cmp.Compare(len(na), len(nb)), strings.Compare(na, nb)); c != 0 {
			return c
		}
		a, b = a[da:], b[db:]
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), whole)
}

// Digits returns the number of leading digits of s.
func Digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
