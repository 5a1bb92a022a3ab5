package serve

import (
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// visible hides the properties of a reply that the credential may not see, and writes its records
// in the form of the requested version. It does not change stored records.
func (c *incoming) visible(result *reply.Reply) *reply.Reply {
	if !c.API.Differs(result.Shape, c.Version) && len(c.credential.Hidden) == 0 {
		return result
	}
	changed := *result
	changed.Shape = c.API.ShapeAt(result.Shape, c.Version)
	if result.Page != nil {
		p := *result.Page
		p.Records = c.seen(result.Shape, changed.Shape, p.Records)
		changed.Page = &p
	}
	changed.Records = c.seen(result.Shape, changed.Shape, result.Records)
	return &changed
}

// seen rewrites records from the shape that they are stored in to the shape of the version.
func (c *incoming) seen(stored, shown *spec.Shape, records []*record.Record) []*record.Record {
	differs := c.API.Differs(stored, c.Version)
	all := make([]*record.Record, len(records))
	for i, r := range records {
		f := r.Decode(stored)
		for j := range shown.Properties {
			p := &shown.Properties[j]
			if c.credential.hides(stored, p.Name) {
				f[p.Name] = value.Null
			} else if differs {
				f[p.Name] = record.ValueAt(c.API, c.Version, p.Value, f[p.Name], 0)
			}
		}
		all[i] = record.Encode(shown, r.ID, f)
	}
	return all
}
