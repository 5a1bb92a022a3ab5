package factorialtest

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// synthesis makes up missing properties from the spec. Equal inputs give equal values.
type synthesis struct {
	api     *api
	company *company
	now     time.Time
	anyWord bool // accept values outside an enum, since the real API returns such values
}

// maxDepth limits the nesting of objects.
const maxDepth = 4

// complete adds to f the properties that every record of the shape must have, with the nth value.
func (y synthesis) complete(s *shape, f fields, n int) {
	for i := range s.properties {
		p := &s.properties[i]
		if v, ok := f[p.Name]; ok && !(p.Required && isNull(v)) {
			continue
		}
		if v := y.standing(p); v != nil {
			f[p.Name] = v
		} else if start := f[beginnings[p.Name]]; p.Required && !isNull(start) {
			f[p.Name] = start // nothing ends before it begins
		} else if p.Required {
			f[p.Name] = y.value(p, n, 0)
		}
	}
}

// beginnings maps a property for the end of a record to the one for its beginning.
var beginnings = map[string]string{
	"finish_on": "start_on", "end_on": "start_on", "ends_on": "starts_on", "end_date": "start_date", "ends_at": "starts_at",
	"end_at": "start_at",
}

// standing returns a value that every record has, nil if there is none for the property.
func (y synthesis) standing(p *apitable.Property) json.RawMessage {
	switch {
	case p.Ref != "":
		return nil
	case p.Name == "company_id" && p.Type == "string":
		return text(y.company.id)
	case p.Name == "created_at" || p.Name == "updated_at":
		return y.moment(p)
	case p.Type == "array" && p.Required:
		return json.RawMessage("[]")
	}
	return nil
}

// value makes up the value of a property.
func (y synthesis) value(p *apitable.Property, n, depth int) json.RawMessage {
	v := y.api.resolve(p.Value)
	switch {
	case len(v.Enum) > 0:
		return text(y.enum(v, n))
	case len(v.Properties) > 0 && v.Type == "object":
		return y.object(v, n, depth)
	}
	switch v.Type {
	case "string":
		return y.text(p, n)
	case "integer":
		if strings.HasSuffix(p.Name, "_at") {
			return y.moment(p)
		}
		return number(n)
	case "number":
		return number(n)
	case "boolean":
		return jsonFalse
	case "array":
		return json.RawMessage("[]")
	case "object":
		return json.RawMessage("{}")
	}
	if strings.HasSuffix(p.Name, "_at") {
		return dateTime(y.now)
	}
	return null
}

// moment returns the current time in the format of a property: a date-time, a date or Unix seconds.
func (y synthesis) moment(p *apitable.Property) json.RawMessage {
	switch {
	case p.Type == "integer":
		return json.RawMessage(strconv.FormatInt(y.now.Unix(), 10))
	case p.Format == "date":
		return date(y.now)
	}
	return dateTime(y.now)
}

// enum returns the nth value that the server's version has, but avoids an empty one.
func (y synthesis) enum(v apitable.Value, n int) string {
	values := v.Enum
	if len(v.EnumSince)+len(v.EnumUntil) > 0 {
		values = slices.DeleteFunc(slices.Clone(values), func(word string) bool { return !hasEnum(v, word, y.api.version) })
	}
	if len(values) == 0 {
		values = v.Enum
	}
	if v := values[n%len(values)]; v != "" {
		return v
	}
	return values[len(values)-1]
}

func (y synthesis) object(v apitable.Value, n, depth int) json.RawMessage {
	f := make(fields)
	if depth < maxDepth {
		for i := range v.Properties {
			if p := &v.Properties[i]; p.Required {
				f[p.Name] = y.value(p, n, depth+1)
			}
		}
	}
	return newShape("", v).encode("", f).data
}

func (y synthesis) text(p *apitable.Property, n int) json.RawMessage {
	switch p.Format {
	case "id":
		return y.reference(p.Name, n)
	case "date":
		return date(y.now)
	case "date-time":
		return dateTime(y.now)
	case "time":
		return text("09:00")
	case "decimal":
		return text(strconv.Itoa(n) + ".0")
	}
	if example := plain(p.Example); example != "" && p.Example[0] == '"' {
		return text(example)
	}
	switch {
	case strings.HasSuffix(p.Name, "email"):
		return text("person" + strconv.Itoa(n) + "@example.com")
	case strings.Contains(p.Name, "country"):
		return text("es")
	case strings.Contains(p.Name, "currency"):
		return text("EUR")
	case strings.HasSuffix(p.Name, "url"):
		return text("https://example.com/" + strconv.Itoa(n))
	case strings.HasSuffix(p.Name, "uuid"):
		return text("00000000-0000-4000-8000-" + padded(n))
	}
	words := strings.ReplaceAll(p.Name, "_", " ")
	return text(strings.ToUpper(words[:1]) + words[1:] + " " + strconv.Itoa(n))
}

// reference returns the id of the nth record that a name refers to, among the company's records.
func (y synthesis) reference(name string, n int) json.RawMessage {
	to, key := y.api.referredInRole("", name)
	if to == nil {
		return numericID(n)
	}
	if count := y.company.rows[to.path].count; count > 0 {
		n = (n-1)%count + 1
	}
	if key != to.shape.id {
		return numericID(firstAccess + n)
	}
	return text(idLike(to.shape, n))
}

// padded formats n with twelve digits, for the end of a UUID.
func padded(n int) string {
	digits := strconv.Itoa(n)
	return strings.Repeat("0", max(0, 12-len(digits))) + digits
}
