package fault

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
)

// afterCursor ends the id in the cursor of an empty page. The cursor sorts after that id and before
// every other id.
const afterCursor = "\x00"

// Distort applies a fault to a page of a list. If the client reads backwards, a fault of the next
// page and its cursor applies to the previous ones.
func (f *Fault) Distort(p *reply.Page, query url.Values, number int) {
	came, more, cursorOut := query.Get("after_id"), &p.Meta.HasNext, &p.Meta.EndCursor
	backwards := came == "" && query.Get("before_id") != ""
	if backwards {
		came, more, cursorOut = query.Get("before_id"), &p.Meta.HasPrevious, &p.Meta.StartCursor
	}
	switch f.Kind {
	case NullLimit:
		p.Meta.Limit = nil
	case MovingTotal:
		p.Meta.Total += 1 + number%7
	case MissingCursor:
		*more, *cursorOut = true, nil
	case RepeatCursor:
		*more = true
		if came != "" {
			*cursorOut = &came
		}
	case ShortPage:
		shorten(p, backwards)
	case EmptyPage:
		id, _ := base64.StdEncoding.DecodeString(came)
		if len(p.Records) == 0 || strings.HasSuffix(string(id), afterCursor) {
			return
		}
		at := string(id)
		if backwards {
			at = p.Records[len(p.Records)-1].ID
		}
		p.Records = nil
		p.Meta.StartCursor, p.Meta.EndCursor = nil, nil
		*more, *cursorOut = true, reply.Cursor(at+afterCursor)
	}
}

// shorten keeps the half of a page that the client reads first.
func shorten(p *reply.Page, backwards bool) {
	half := len(p.Records) / 2
	switch {
	case half == 0:
	case backwards:
		p.Records = p.Records[len(p.Records)-half:]
		p.Meta.HasPrevious, p.Meta.StartCursor = true, reply.Cursor(p.Records[0].ID)
	default:
		p.Records = p.Records[:half]
		p.Meta.HasNext, p.Meta.EndCursor = true, reply.Cursor(p.Records[half-1].ID)
	}
}

// Malform gives one property of one record a value of another type. It works on a copy.
func Malform(a *reply.Reply, number int) {
	records := &a.Records
	if a.Page != nil {
		records = &a.Page.Records
	}
	if len(*records) == 0 {
		return
	}
	changed := append([]*record.Record(nil), *records...)
	place := number % len(changed)
	f := changed[place].Decode(a.Shape)
	for i := range a.Shape.Properties {
		p := &a.Shape.Properties[(i+number)%len(a.Shape.Properties)]
		if wrong := otherType(p.Type); wrong != nil && p.Name != "id" && len(p.Enum) == 0 {
			f[p.Name] = wrong
			break
		}
	}
	changed[place] = record.Encode(a.Shape, changed[place].ID, f)
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
