// Package reply has the two results of an operation: a reply, which is a page of a list or some
// records, and a refusal with the error body of the real API. It imports record and the rooms below
// it. The rooms filter, fault, hook, rule and serve import it.
package reply

import (
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
func (r *Reply) Body() []byte {
	switch {
	case r.Page != nil:
		return r.Page.encode()
	case r.Array:
		return joined(r.Records)
	case len(r.Records) > 0:
		return r.Records[0].Data
	default:
		return []byte("{}")
	}
}

func joined(records []*record.Record) []byte {
	size := 2
	for _, r := range records {
		size += len(r.Data) + 1
	}
	b := make([]byte, 0, size)
	b = append(b, '[')
	for i, r := range records {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, r.Data...)
	}
	return append(b, ']')
}
