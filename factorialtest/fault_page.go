package factorialtest

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
)

// afterCursor ends the id in the cursor of an empty page. The cursor sorts after that id and before
// every other id.
const afterCursor = "\x00"

// distort applies a fault to a page of a list. If the client reads backwards, a fault of the next
// page and its cursor applies to the previous ones.
func (f *Fault) distort(p *page, query url.Values, number int) {
	came, more, cursorOut := query.Get("after_id"), &p.meta.HasNext, &p.meta.EndCursor
	backwards := came == "" && query.Get("before_id") != ""
	if backwards {
		came, more, cursorOut = query.Get("before_id"), &p.meta.HasPrevious, &p.meta.StartCursor
	}
	switch f.Kind {
	case NullLimit:
		p.meta.Limit = nil
	case MovingTotal:
		p.meta.Total += 1 + number%7
	case MissingCursor:
		*more, *cursorOut = true, nil
	case RepeatCursor:
		*more = true
		if came != "" {
			*cursorOut = &came
		}
	case ShortPage:
		p.shorten(backwards)
	case EmptyPage:
		id, _ := base64.StdEncoding.DecodeString(came)
		if len(p.records) == 0 || strings.HasSuffix(string(id), afterCursor) {
			return
		}
		at := string(id)
		if backwards {
			at = p.records[len(p.records)-1].id
		}
		p.records = nil
		p.meta.StartCursor, p.meta.EndCursor = nil, nil
		*more, *cursorOut = true, cursor(at+afterCursor)
	}
}

// shorten keeps the half of a page that the client reads first.
func (p *page) shorten(backwards bool) {
	half := len(p.records) / 2
	switch {
	case half == 0:
	case backwards:
		p.records = p.records[len(p.records)-half:]
		p.meta.HasPrevious, p.meta.StartCursor = true, cursor(p.records[0].id)
	default:
		p.records = p.records[:half]
		p.meta.HasNext, p.meta.EndCursor = true, cursor(p.records[half-1].id)
	}
}

// malform gives one property of one record a value of another type. It works on a copy.
func malform(a *reply, number int) {
	records := &a.records
	if a.page != nil {
		records = &a.page.records
	}
	if len(*records) == 0 {
		return
	}
	changed := append([]*record(nil), *records...)
	place := number % len(changed)
	f := a.shape.decode(changed[place])
	for i := range a.shape.properties {
		p := &a.shape.properties[(i+number)%len(a.shape.properties)]
		if wrong := otherType(p.Type); wrong != nil && p.Name != "id" && len(p.Enum) == 0 {
			f[p.Name] = wrong
			break
		}
	}
	changed[place] = a.shape.encode(changed[place].id, f)
	*records = changed
}

// otherType returns a value that does not have the type kind. It returns nil for types that a
// client may decode leniently.
func otherType(kind string) json.RawMessage {
	switch kind {
	case "integer", "number", "boolean":
		return json.RawMessage(`"n/a"`)
	case "array":
		return json.RawMessage(`"none"`)
	}
	return nil
}
