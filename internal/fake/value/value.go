// Package value writes and reads single JSON values: texts, numbers, dates, lists, the members of
// an object, and ids with their order. Every room may import it; it imports none.
package value

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// Fields holds the members of a JSON object, still encoded.
type Fields map[string]json.RawMessage

// JSON constants.
var (
	Null  = json.RawMessage("null")
	True  = json.RawMessage("true")
	False = json.RawMessage("false")
)

// Text encodes a string.
func Text(s string) json.RawMessage {
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

// TextOrNull returns null for an empty string.
func TextOrNull(s string) json.RawMessage {
	if s == "" {
		return Null
	}
	return Text(s)
}

// Number encodes a number.
func Number(n int) json.RawMessage { return strconv.AppendInt(nil, int64(n), 10) }

// Bool encodes a boolean.
func Bool(b bool) json.RawMessage {
	if b {
		return True
	}
	return False
}

// NumericID returns an id in the usual form of the API: digits in a string.
func NumericID(n int) json.RawMessage { return Text(strconv.Itoa(n)) }

// Date encodes the day of a time.
func Date(t time.Time) json.RawMessage { return Text(t.Format(time.DateOnly)) }

// DateTime encodes a time in UTC, as the API writes it.
func DateTime(t time.Time) json.RawMessage { return Text(t.UTC().Format("2006-01-02T15:04:05.000Z")) }

// List encodes an array of encoded values.
func List(values []json.RawMessage) json.RawMessage {
	b := append([]byte(nil), '[')
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, v...)
	}
	return append(b, ']')
}

// Plain returns the text that filters and indexes compare: the content of a string, the digits of a
// number, true or false, and "" for null.
func Plain(v json.RawMessage) string {
	if IsNull(v) {
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

// In reports whether values contain Plain(v). It makes no copy of v, for filters of long lists.
func In(v json.RawMessage, values []string) bool {
	inner, ok := content(v)
	if !ok {
		return slices.Contains(values, Plain(v))
	}
	return slices.ContainsFunc(values, func(s string) bool { return s == string(inner) })
}

// InSet reports whether a set has Plain(v). Like In, it makes no copy of v.
func InSet(v json.RawMessage, set map[string]bool) bool {
	inner, ok := content(v)
	if !ok {
		return set[Plain(v)]
	}
	return set[string(inner)]
}

// content returns the bytes of Plain(v) if they are a part of v.
func content(v json.RawMessage) (inner []byte, ok bool) {
	switch {
	case IsNull(v):
		return nil, true
	case v[0] != '"':
		return v, true
	}
	return v[1 : len(v)-1], bytes.IndexByte(v, '\\') < 0
}

// IsNull reports whether an encoded value is null or absent.
func IsNull(v json.RawMessage) bool { return len(v) == 0 || v[0] == 'n' }

// Elements returns the elements of an array. Any other value counts as one element, and null as
// none.
func Elements(v json.RawMessage) []json.RawMessage {
	if IsNull(v) {
		return nil
	}
	if v[0] != '[' {
		return []json.RawMessage{v}
	}
	var all []json.RawMessage
	_ = json.Unmarshal(v, &all)
	return all
}

// Members returns the members of an object, nil for anything else.
func Members(v json.RawMessage) Fields {
	if len(v) == 0 || v[0] != '{' {
		return nil
	}
	var f Fields
	_ = json.Unmarshal(v, &f)
	return f
}

// Marshal is json.Marshal for values that cannot fail.
func Marshal(v any) json.RawMessage {
	b, _ := json.Marshal(v)
	return b
}
