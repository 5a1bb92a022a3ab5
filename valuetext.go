package factorialhr

import (
	"encoding/json"
	"reflect"
)

// The value types treat JSON alike: any text is taken and kept, and written
// again as it came. Only what is not a text at all is refused, with the
// *json.UnmarshalTypeError that a Go string would give. So a page is decoded
// by one json.Unmarshal, and a wrong kind is noticed without a second pass.

// unquote returns the text of a JSON string. It allocates the text only.
func unquote(data []byte) (text string, ok bool) {
	n := len(data)
	if n < 2 || data[0] != '"' || data[n-1] != '"' {
		return "", false
	}
	if isPlain(data[1 : n-1]) {
		return string(data[1 : n-1]), true
	}
	return unescape(data)
}

// unescape is apart because the string that json.Unmarshal fills lives on the
// heap, which most texts need not pay for.
func unescape(data []byte) (text string, ok bool) {
	err := json.Unmarshal(data, &text)
	return text, err == nil
}

// quote writes a text as a JSON string.
func quote(text string) ([]byte, error) {
	if !isPlain(text) {
		return json.Marshal(text)
	}
	out := make([]byte, 0, len(text)+2)
	out = append(out, '"')
	out = append(out, text...)
	return append(out, '"'), nil
}

// isPlain reports whether text stands in JSON as it is.
func isPlain[T string | []byte](text T) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ', c > '~', c == '"', c == '\\':
			return false
		case c == '<', c == '>', c == '&': // encoding/json escapes these for HTML
			return false
		}
	}
	return true
}

// isNull reports whether data is the JSON null.
func isNull(data []byte) bool { return string(data) == "null" }

// wrongKind is the error for JSON that is not a text. It names the kind that
// was found and never the value.
func wrongKind[T any](data []byte) error {
	return &json.UnmarshalTypeError{Value: kindOf(data), Type: reflect.TypeFor[T]()}
}

// kindOf names the kind of a JSON value by its first byte.
func kindOf(data []byte) string {
	if len(data) == 0 {
		return "nothing"
	}
	switch data[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 't', 'f':
		return "bool"
	case 'n':
		return "null"
	default:
		return "number"
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
