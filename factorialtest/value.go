package factorialtest

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
)

// fields holds the members of a JSON object, still encoded.
type fields map[string]json.RawMessage

// JSON constants.
var (
	null      = json.RawMessage("null")
	jsonTrue  = json.RawMessage("true")
	jsonFalse = json.RawMessage("false")
)

func text(s string) json.RawMessage {
	plain := true
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			plain = false
			break
		}
	}
	if plain {
		b := make([]byte, 0, len(s)+2)
		b = append(b, '"')
		b = append(b, s...)
		return append(b, '"')
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s)
	return bytes.TrimSpace(b.Bytes())
}

// textOrNull returns null for an empty string.
func textOrNull(s string) json.RawMessage {
	if s == "" {
		return null
	}
	return text(s)
}

func number(n int) json.RawMessage { return strconv.AppendInt(nil, int64(n), 10) }

func boolean(b bool) json.RawMessage {
	if b {
		return jsonTrue
	}
	return jsonFalse
}

// numericID returns an id in the usual form of the API: digits in a string.
func numericID(n int) json.RawMessage { return text(strconv.Itoa(n)) }

func date(t time.Time) json.RawMessage { return text(t.Format(time.DateOnly)) }

func dateTime(t time.Time) json.RawMessage { return text(t.UTC().Format("2006-01-02T15:04:05.000Z")) }

func list(values []json.RawMessage) json.RawMessage {
	b := append([]byte(nil), '[')
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, v...)
	}
	return append(b, ']')
}

// plain returns the text that filters and indexes compare: the content of a string, the digits of a
// number, true or false, and "" for null.
func plain(v json.RawMessage) string {
	if isNull(v) {
		return ""
	}
	if v[0] != '"' {
		return string(v)
	}
	if bytes.IndexByte(v, '\\') < 0 {
		return string(v[1 : len(v)-1])
	}
	var s string
	if json.Unmarshal(v, &s) != nil {
		return string(v)
	}
	return s
}

func isNull(v json.RawMessage) bool { return len(v) == 0 || v[0] == 'n' }

// elements returns the elements of an array. Any other value counts as one element, and null as
// none.
func elements(v json.RawMessage) []json.RawMessage {
	if isNull(v) {
		return nil
	}
	if v[0] != '[' {
		return []json.RawMessage{v}
	}
	var all []json.RawMessage
	_ = json.Unmarshal(v, &all)
	return all
}

// members returns the members of an object, nil for anything else.
func members(v json.RawMessage) fields {
	if len(v) == 0 || v[0] != '{' {
		return nil
	}
	var f fields
	_ = json.Unmarshal(v, &f)
	return f
}
