package auth

import (
	"bytes"
	"encoding/json"
	"strings"
)

// scanObject reads the members of a JSON object one by one. So it can read the complete members of
// an object that is broken or cut off, of which encoding/json returns nothing. It ignores
// everything after the object, such as a script that a proxy appends.
func scanObject(data []byte) tokenResponse {
	found := make(fields)
	rest := data[1:] // after the brace
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

// scanValue returns the text of a string or a number, and the rest after the value. It returns no
// text for other values. It is not ok if the value is cut off.
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
		return "", nil, false // a number may be cut off
	}
	word := string(bytes.TrimSpace(data[:end]))
	if strings.Trim(word, "0123456789.eE+-") != "" { // true, null, NaN
		word = ""
	}
	return word, data[end:], true
}

// scanString returns the text of the string at the beginning of data, and the rest after it. The
// text is empty if encoding/json refuses the string.
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

// endOfString returns the index after the string at the beginning of data, or -1.
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

// skipNested returns the rest after the array or object at the beginning of data.
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
