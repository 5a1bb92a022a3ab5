package factorialtest

import (
	"encoding/json"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// textIDs is the version from which ids are strings. Before, they were numbers.
const textIDs = "2026-07-01"

// visible is an answer as the credential may see it, in the form of the version that was asked for. Stored records are
// not touched.
func (c *call) visible(answer *reply, version string) *reply {
	numbers := version < textIDs
	if !numbers && len(c.credential.Hidden) == 0 {
		return answer
	}
	changed := *answer
	if answer.page != nil {
		p := *answer.page
		p.records = c.seen(answer.shape, p.records, numbers)
		changed.page = &p
	}
	changed.records = c.seen(answer.shape, answer.records, numbers)
	return &changed
}

func (c *call) seen(s *shape, records []*record, numbers bool) []*record {
	all := make([]*record, len(records))
	for i, r := range records {
		f := s.decode(r)
		for j := range s.properties {
			p := &s.properties[j]
			if c.credential.hides(s, p.Name) {
				f[p.Name] = null
			} else if numbers {
				f[p.Name] = c.server.api.numeric(p.Value, f[p.Name], 0)
			}
		}
		all[i] = s.encode(r.id, f)
	}
	return all
}

// numeric writes the ids in a value as numbers, where they are.
func (a *api) numeric(v apitable.Value, raw json.RawMessage, depth int) json.RawMessage {
	if isNull(raw) || depth > maxDepth {
		return raw
	}
	v = a.resolve(v)
	switch {
	case v.Type == "string" && v.Format == "id":
		if id := plain(raw); id != "" && digits(id) == len(id) && (id == "0" || id[0] != '0') {
			return json.RawMessage(id)
		}
	case v.Type == "array" && v.Items != nil && raw[0] == '[':
		all := elements(raw)
		for i := range all {
			all[i] = a.numeric(*v.Items, all[i], depth+1)
		}
		return list(all)
	case v.Type == "object" && len(v.Properties) > 0 && raw[0] == '{':
		f := members(raw)
		for _, p := range v.Properties {
			f[p.Name] = a.numeric(p.Value, f[p.Name], depth+1)
		}
		return newShape("", v).encode("", f).data
	}
	return raw
}
