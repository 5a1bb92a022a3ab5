package factorialtest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// fit converts a value of a request to the type of the record's property if that does not change
// its meaning. It completes objects with required properties and drops unknown ones.
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
		return text(string(raw)), true // an id that was sent as a number
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

// fitScalar writes a number as a string, or a numeric string as a number.
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

// fitDate converts a date or date-time to the format of the property: a date-time to its day, a day
// to its beginning. Any other value, such as an empty text, becomes null.
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

// parseDateTime parses a date-time with or without an offset. Without one, it is in UTC.
func parseDateTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
