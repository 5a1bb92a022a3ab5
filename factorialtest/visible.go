package factorialtest

import (
	"encoding/json"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// textIDs is the first version with strings as ids. Before, ids were numbers.
const textIDs = "2026-07-01"

// visible hides the properties of a reply that the credential may not see, and converts ids to the
// form of the requested version. It does not change stored records.
func (c *call) visible(result *reply, version string) *reply {
	numbers := version < textIDs
	if !numbers && len(c.credential.Hidden) == 0 {
		return result
	}
	changed := *result
	if result.page != nil {
		p := *result.page
		p.records = c.seen(result.shape, p.records, numbers)
		changed.page = &p
	}
	changed.records = c.seen(result.shape, result.records, numbers)
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

// numeric writes the ids in a value as numbers if they are numeric.
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
