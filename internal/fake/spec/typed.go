package spec

import (
	"encoding/json"
	"strconv"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// Typed reports whether a value has its documented JSON type. An id may be a whole number, as
// before 2026-07-01.
func Typed(v apitable.Value, raw json.RawMessage) bool {
	first := raw[0]
	isNumber := first == '-' || first >= '0' && first <= '9'
	switch v.Type {
	case "string":
		return first == '"' || v.Format == "id" && isWhole(raw) || v.Format == "decimal" && isNumber
	case "integer":
		_, err := strconv.ParseInt(string(raw), 10, 64)
		return err == nil
	case "number":
		_, err := strconv.ParseFloat(string(raw), 64)
		return isNumber && err == nil
	case "boolean":
		return first == 't' || first == 'f'
	case "array":
		return first == '['
	case "object":
		return first == '{'
	}
	return true
}

// isWhole reports whether a value is a number in digits only. Ids may exceed 64 bits.
func isWhole(raw json.RawMessage) bool {
	for _, b := range raw {
		if b < '0' || b > '9' {
			return false
		}
	}
	return true
}
