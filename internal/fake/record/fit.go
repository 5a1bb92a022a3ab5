package record

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// Fit converts a value of a request to the type of the record's property if that does not change
// its meaning. It completes objects with required properties and drops unknown ones.
func (y Synthesis) Fit(v apitable.Value, raw json.RawMessage, depth int) (json.RawMessage, bool) {
	switch {
	case len(raw) == 0:
		return nil, false
	case value.IsNull(raw):
		return value.Null, true
	}
	v = y.API.Resolve(v)
	if !spec.Typed(v, raw) {
		return fitScalar(v, raw)
	}
	switch {
	case v.Type == "string" && raw[0] != '"':
		return value.Text(string(raw)), true // an id that was sent as a number
	case v.Type == "string" && strings.HasPrefix(v.Format, "date"):
		return FitDate(v.Format, value.Plain(raw)), true
	case len(v.Enum) > 0:
		return raw, y.AnyWord || slices.Contains(v.Enum, value.Plain(raw))
	case v.Type == "array" && v.Items != nil:
		var kept []json.RawMessage
		for _, e := range value.Elements(raw) {
			if e, ok := y.Fit(*v.Items, e, depth+1); ok && !value.IsNull(e) {
				kept = append(kept, e)
			}
		}
		return value.List(kept), true
	case v.Type == "object" && len(v.Properties) > 0 && depth < spec.MaxDepth:
		s, sent, f := spec.NewShape("", v), value.Members(raw), make(value.Fields)
		for i := range v.Properties {
			p := &v.Properties[i]
			if fitted, ok := y.Fit(p.Value, sent[p.Name], depth+1); ok && !value.IsNull(fitted) {
				f[p.Name] = fitted
			}
		}
		y.Complete(s, f, 1)
		return Encode(s, "", f).Data, true
	}
	return raw, true
}

// fitScalar writes a number as a string, or a numeric string as a number.
func fitScalar(v apitable.Value, raw json.RawMessage) (json.RawMessage, bool) {
	switch v.Type {
	case "integer", "number":
		n := json.RawMessage(value.Plain(raw))
		return n, raw[0] == '"' && json.Valid(n) && len(n) > 0 && spec.Typed(v, n)
	case "string":
		return value.Text(string(raw)), spec.Typed(apitable.Value{Type: "number"}, raw)
	}
	return nil, false
}

// FitDate converts a date or date-time to the format of the property: a date-time to its day, a day
// to its beginning. Any other value, such as an empty text, becomes null.
func FitDate(format, sent string) json.RawMessage {
	day, err := time.Parse(time.DateOnly, sent[:min(len(sent), len(time.DateOnly))])
	switch {
	case err != nil:
		return value.Null
	case format == "date":
		return value.Date(day)
	case len(sent) == len(time.DateOnly):
		return value.DateTime(day)
	}
	if moment, ok := parseDateTime(sent); ok {
		return value.DateTime(moment)
	}
	return value.Null
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
