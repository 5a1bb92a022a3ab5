package factorialhr

import (
	"encoding/json"
	"reflect"
)

// The value types treat JSON alike: they accept any text, keep it, and write it back unchanged.
// They reject any other JSON value with the *json.UnmarshalTypeError that a Go string would return.
// So one json.Unmarshal decodes a page, and the decoder notices a value of the wrong kind without a
// second pass.

// unquote returns the text of a JSON string. It allocates only the text.
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

// unescape is a separate function because the string that json.Unmarshal fills escapes to the heap,
// a cost that most texts avoid.
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

// isPlain reports whether text needs no escaping in JSON.
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

// wrongKind returns the error for a JSON value that is not a text. The error names the kind of the
// value and never the value.
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
