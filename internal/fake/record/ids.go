package record

import (
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// FirstAccess keeps access ids and employee ids apart, which exposes a client that confuses the
// two.
const FirstAccess = 700_000

// IDLike returns the nth id of a shape.
func IDLike(s *spec.Shape, n int) string {
	digits := strconv.Itoa(n)
	if s.ID < 0 {
		return digits
	}
	example := value.Plain(s.Properties[s.ID].Example)
	switch {
	case isUUID(example):
		return "00000000-0000-4000-8000-" + padded(n)
	case example == "" || strings.Trim(example, "0123456789") == "":
		return digits
	}
	start := strings.IndexAny(example, "0123456789")
	if start < 0 {
		return example + "-" + digits
	}
	end := start
	for end < len(example) && example[end] >= '0' && example[end] <= '9' {
		end++
	}
	return example[:start] + digits + example[end:]
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (s[i] == '-') {
			return false
		}
	}
	return true
}

// padded formats n with twelve digits, for the end of a UUID.
func padded(n int) string {
	digits := strconv.Itoa(n)
	return strings.Repeat("0", max(0, 12-len(digits))) + digits
}
