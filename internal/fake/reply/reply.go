// Package reply has the two results of an operation: a reply, which is a page of a list or some
// records, and a refusal with the error body of the real API. It imports record and the rooms below
// it. The rooms filter, fault, hook, rule and serve import it.
package reply

import (
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

// Reply is a successful response: a page or records.
type Reply struct {
	Status  int
	Page    *Page
	Shape   *spec.Shape
	Records []*record.Record
	Array   bool // encode records as a bare array
}

// Body encodes the reply.
func (r *Reply) Body() []byte { return r.AppendBody(nil) }

// AppendBody appends the encoded reply to b.
func (r *Reply) AppendBody(b []byte) []byte {
	switch {
	case r.Page != nil:
		return r.Page.append(b)
	case r.Array:
		return appendAll(b, r.Records)
	case len(r.Records) > 0:
		return r.Records[0].AppendJSON(b)
	default:
		return append(b, "{}"...)
	}
}

func appendAll(b []byte, records []*record.Record) []byte {
	size := len("[]")
	for _, r := range records {
		size += r.Size() + 1
	}
	b = append(slices.Grow(b, size), '[')
	for i, r := range records {
		if i > 0 {
			b = append(b, ',')
		}
		b = r.AppendJSON(b)
	}
	return append(b, ']')
}
