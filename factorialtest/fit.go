package factorialtest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// fit writes a value of a request in the type that the record has, if that can be done without changing what it says.
// Objects get what they must have and lose what the record does not know.
func (y synthesis) fit(v apitable.Value, raw json.RawMessage, depth int) (json.RawMessage, bool) {
	switch {
	case len(raw) == 0:
		return nil, false
	case isNull(raw):
		return null, true
	}
	v = y.api.resolve(v)
	if !typed(v, raw) {
		return fitScalar(v, raw)
	}
	switch {
	case v.Type == "string" && raw[0] != '"':
		return text(string(raw)), true // an id that came as a number
	case v.Type == "string" && strings.HasPrefix(v.Format, "date"):
		return fitDate(v.Format, plain(raw)), true
	case len(v.Enum) > 0:
		return raw, y.anyWord || slices.Contains(v.Enum, plain(raw))
	case v.Type == "array" && v.Items != nil:
		var kept []json.RawMessage
		for _, e := range elements(raw) {
			if e, ok := y.fit(*v.Items, e, depth+1); ok && !isNull(e) {
				kept = append(kept, e)
			}
		}
		return list(kept), true
	case v.Type == "object" && len(v.Properties) > 0 && depth < maxDepth:
		s, sent, f := newShape("", v), members(raw), make(fields)
		for i := range v.Properties {
			p := &v.Properties[i]
			if value, ok := y.fit(p.Value, sent[p.Name], depth+1); ok && !isNull(value) {
				f[p.Name] = value
			}
		}
		y.complete(s, f, 1)
		return s.encode("", f).data, true
	}
	return raw, true
}

// fitScalar writes a number as a string, or a string of digits as a number.
func fitScalar(v apitable.Value, raw json.RawMessage) (json.RawMessage, bool) {
	switch v.Type {
	case "integer", "number":
		n := json.RawMessage(plain(raw))
		return n, raw[0] == '"' && json.Valid(n) && len(n) > 0 && typed(v, n)
	case "string":
		return text(string(raw)), typed(apitable.Value{Type: "number"}, raw)
	}
	return nil, false
}

// fitDate writes a date or a date-time in the form that the record has: the day of a date-time, the beginning of a day.
// What is neither becomes null, as an empty text does.
func fitDate(format, sent string) json.RawMessage {
	day, err := time.Parse(time.DateOnly, sent[:min(len(sent), len(time.DateOnly))])
	switch {
	case err != nil:
		return null
	case format == "date":
		return date(day)
	case len(sent) == len(time.DateOnly):
		return dateTime(day)
	}
	if moment, ok := parseDateTime(sent); ok {
		return dateTime(moment)
	}
	return null
}

// parseDateTime reads a date-time with an offset or without one, which is UTC.
func parseDateTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
