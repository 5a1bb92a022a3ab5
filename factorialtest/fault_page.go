package factorialtest

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
)

// afterCursor ends the id in the cursor of an empty page: it sorts behind the id and before every other one.
const afterCursor = "\x00"

// distort changes the page of a list as a fault has it. all is the list that the page was cut from.
func (f *Fault) distort(p *page, query url.Values, number int) {
	switch f.Kind {
	case NullLimit:
		p.meta.Limit = nil
	case MovingTotal:
		p.meta.Total += 1 + number%7
	case MissingCursor:
		p.meta.HasNext, p.meta.EndCursor = true, nil
	case RepeatCursor:
		p.meta.HasNext = true
		if came := query.Get("after_id"); came != "" {
			p.meta.EndCursor = &came
		}
	case ShortPage:
		if half := len(p.records) / 2; half > 0 {
			p.records = p.records[:half]
			p.meta.HasNext, p.meta.EndCursor = true, cursor(p.records[half-1].id)
		}
	case EmptyPage:
		came, _ := base64.StdEncoding.DecodeString(query.Get("after_id"))
		if len(p.records) > 0 && !strings.HasSuffix(string(came), afterCursor) {
			p.records = nil
			p.meta.HasNext, p.meta.StartCursor, p.meta.EndCursor = true, nil, cursor(string(came)+afterCursor)
		}
	}
}

// malform gives one property of one record another type. It works on a copy.
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

// otherType is a value that does not have the type. Types that a client may well read leniently are left alone.
func otherType(kind string) json.RawMessage {
	switch kind {
	case "integer", "number", "boolean":
		return json.RawMessage(`"n/a"`)
	case "array":
		return json.RawMessage(`"none"`)
	}
	return nil
}
