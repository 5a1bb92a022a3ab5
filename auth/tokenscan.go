package auth

import (
	"bytes"
	"encoding/json"
	"strings"
)

// scanObject reads the members of a JSON object one by one, so that a member that is broken, or the
// missing end of the object, costs no other: encoding/json would hand out nothing. It ignores what
// follows the object, such as the script that a proxy appends.
func scanObject(data []byte) tokenResponse {
	found := make(fields)
	rest := data[1:] // behind the brace
	for {
		rest = bytes.TrimLeft(rest, " \t\r\n,")
		switch {
		case len(rest) == 0:
			return found.response(endCut)
		case rest[0] == '}':
			return found.response(endWhole)
		case rest[0] != '"':
			return found.response(endMalformed)
		}
		name, after, ok := scanString(rest)
		if !ok {
			return found.response(endCut)
		}
		rest = bytes.TrimLeft(after, " \t\r\n")
		switch {
		case len(rest) == 0:
			return found.response(endCut)
		case rest[0] != ':':
			return found.response(endMalformed)
		}
		value, after, ok := scanValue(bytes.TrimLeft(rest[1:], " \t\r\n"))
		if !ok {
			return found.response(endCut)
		}
		found.set(name, value)
		rest = after
	}
}

// scanValue returns the text of a string or of a number, and what follows the value. Any other
// value has no text. It is not ok if the value does not end.
func scanValue(data []byte) (text string, rest []byte, ok bool) {
	switch {
	case len(data) == 0:
		return "", nil, false
	case data[0] == '"':
		return scanString(data)
	case data[0] == '{' || data[0] == '[':
		rest, ok := skipNested(data)
		return "", rest, ok
	}
	end := bytes.IndexAny(data, ",}")
	if end < 0 {
		return "", nil, false // a number could go on
	}
	word := string(bytes.TrimSpace(data[:end]))
	if strings.Trim(word, "0123456789.eE+-") != "" { // true, null, NaN
		word = ""
	}
	return word, data[end:], true
}

// scanString returns the text of the string that data begins with, empty if encoding/json refuses
// it.
func scanString(data []byte) (text string, rest []byte, ok bool) {
	end := endOfString(data)
	if end < 0 {
		return "", nil, false
	}
	if json.Unmarshal(data[:end], &text) != nil {
		text = ""
	}
	return text, data[end:], true
}

// endOfString returns the index behind the string that data begins with, or -1.
func endOfString(data []byte) int {
	for i := 1; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// skipNested returns what follows the array or object that data begins with.
func skipNested(data []byte) (rest []byte, ok bool) {
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			length := endOfString(data[i:])
			if length < 0 {
				return nil, false
			}
			i += length - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return data[i+1:], true
			}
		}
	}
	return nil, false
}
