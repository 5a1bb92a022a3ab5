package record

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// Synthesis makes up missing properties from the spec. Equal inputs give equal values.
type Synthesis struct {
	API     *spec.API
	Seed    Seed
	Now     time.Time
	AnyWord bool // accept values outside an enum, since the real API returns such values
	// KeepNull keeps null in required properties, as the real API does for users with few
	// permissions.
	KeepNull bool
}

// Complete adds to f the properties that every record of the shape must have, with the nth value.
func (y Synthesis) Complete(s *spec.Shape, f value.Fields, n int) { y.complete(s.Properties, f, n) }

func (y Synthesis) complete(properties []apitable.Property, f value.Fields, n int) {
	for i := range properties {
		p := &properties[i]
		if v, ok := f[p.Name]; ok && (y.KeepNull || !p.Required || !value.IsNull(v)) {
			continue
		}
		if v := y.standing(p); v != nil {
			f[p.Name] = v
		} else if start := f[beginnings[p.Name]]; p.Required && !value.IsNull(start) {
			f[p.Name] = start // nothing ends before it begins
		} else if p.Required {
			f[p.Name] = y.value(p, n, 0)
		}
	}
}

// beginnings maps a property for the end of a record to the one for its beginning, and the day that
// a shift counts for to its day.
var beginnings = map[string]string{
	"finish_on": "start_on", "end_on": "start_on", "ends_on": "starts_on", "end_date": "start_date", "ends_at": "starts_at",
	"end_at": "start_at", "reference_date": "date",
}

// standing returns a value that every record has, nil if there is none for the property.
func (y Synthesis) standing(p *apitable.Property) json.RawMessage {
	switch {
	case p.Ref != "":
		return nil
	case p.Name == "company_id" && p.Type == "string":
		return value.Text(y.Seed.CompanyID())
	case p.Name == "created_at" || p.Name == "updated_at":
		return y.Moment(p)
	case p.Type == "array" && p.Required:
		return json.RawMessage("[]")
	}
	return nil
}

// value makes up the value of a property.
func (y Synthesis) value(p *apitable.Property, n, depth int) json.RawMessage {
	v := y.API.Resolve(p.Value)
	switch {
	case len(v.Enum) > 0:
		return value.Text(y.enum(v, n))
	case len(v.Properties) > 0 && v.Type == "object":
		return y.object(v, n, depth)
	}
	switch v.Type {
	case "string":
		return y.text(p, n)
	case "integer":
		if strings.HasSuffix(p.Name, "_at") {
			return y.Moment(p)
		}
		return value.Number(n)
	case "number":
		return value.Number(n)
	case "boolean":
		return value.False
	case "array":
		return json.RawMessage("[]")
	case "object":
		return json.RawMessage("{}")
	}
	if strings.HasSuffix(p.Name, "_at") {
		return value.DateTime(y.Now)
	}
	return value.Null
}

// Moment returns the current time in the format of a property: a date-time, a date or Unix seconds.
func (y Synthesis) Moment(p *apitable.Property) json.RawMessage {
	switch {
	case p.Type == "integer":
		return json.RawMessage(strconv.FormatInt(y.Now.Unix(), 10))
	case p.Format == "date":
		return value.Date(y.Now)
	}
	return value.DateTime(y.Now)
}

// enum returns the nth value that every version has, else the server's version, but avoids an empty
// one.
func (y Synthesis) enum(v apitable.Value, n int) string {
	values := v.Enum
	if len(v.EnumSince)+len(v.EnumUntil) > 0 {
		values = slices.DeleteFunc(slices.Clone(values), func(word string) bool { return v.EnumSince[word]+v.EnumUntil[word] != "" })
	}
	if len(values) == 0 {
		values = slices.DeleteFunc(slices.Clone(v.Enum), func(word string) bool { return !spec.HasEnum(v, word, y.API.Version) })
	}
	if len(values) == 0 {
		values = v.Enum
	}
	if v := values[n%len(values)]; v != "" {
		return v
	}
	return values[len(values)-1]
}

func (y Synthesis) object(v apitable.Value, n, depth int) json.RawMessage {
	f := make(value.Fields)
	if depth < spec.MaxDepth {
		for i := range v.Properties {
			if p := &v.Properties[i]; p.Required {
				f[p.Name] = y.value(p, n, depth+1)
			}
		}
	}
	return Object(v.Properties, f)
}

func (y Synthesis) text(p *apitable.Property, n int) json.RawMessage {
	switch p.Format {
	case "id":
		return y.reference(p.Name, n)
	case "date":
		return value.Date(y.Now)
	case "date-time":
		return value.DateTime(y.Now)
	case "time":
		return value.Text("09:00")
	case "decimal":
		return value.Text(strconv.Itoa(n) + ".0")
	}
	if example := value.Plain(p.Example); example != "" && p.Example[0] == '"' {
		return value.Text(example)
	}
	switch {
	case strings.HasSuffix(p.Name, "email"):
		return value.Text("person" + strconv.Itoa(n) + "@example.com")
	case strings.Contains(p.Name, "country"):
		return value.Text("es")
	case strings.Contains(p.Name, "currency"):
		return value.Text("EUR")
	case strings.HasSuffix(p.Name, "url"):
		return value.Text("https://example.com/" + strconv.Itoa(n))
	case strings.HasSuffix(p.Name, "uuid"):
		return value.Text("00000000-0000-4000-8000-" + padded(n))
	}
	words := strings.ReplaceAll(p.Name, "_", " ")
	return value.Text(strings.ToUpper(words[:1]) + words[1:] + " " + strconv.Itoa(n))
}

// reference returns the id of the nth record that a name refers to, among the company's records.
func (y Synthesis) reference(name string, n int) json.RawMessage {
	to, key := y.API.ReferredInRole("", name)
	if to == nil {
		return value.NumericID(n)
	}
	if count := y.Seed.Count(to.Path); count > 0 {
		n = (n-1)%count + 1
	}
	if key != to.Shape.ID {
		return value.NumericID(FirstAccess + n)
	}
	return value.Text(IDLike(to.Shape, n))
}
