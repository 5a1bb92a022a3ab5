package factorialtest

// visible hides the properties of a reply that the credential may not see, and writes its records
// in the form of the requested version. It does not change stored records.
func (c *call) visible(result *reply) *reply {
	if !c.server.api.differs(result.shape, c.version) && len(c.credential.Hidden) == 0 {
		return result
	}
	changed := *result
	changed.shape = c.server.api.shapeAt(result.shape, c.version)
	if result.page != nil {
		p := *result.page
		p.records = c.seen(result.shape, changed.shape, p.records)
		changed.page = &p
	}
	changed.records = c.seen(result.shape, changed.shape, result.records)
	return &changed
}

// seen rewrites records from the shape that they are stored in to the shape of the version.
func (c *call) seen(stored, shown *shape, records []*record) []*record {
	differs := c.server.api.differs(stored, c.version)
	all := make([]*record, len(records))
	for i, r := range records {
		f := stored.decode(r)
		for j := range shown.properties {
			p := &shown.properties[j]
			if c.credential.hides(stored, p.Name) {
				f[p.Name] = null
			} else if differs {
				f[p.Name] = c.server.api.valueAt(c.version, p.Value, f[p.Name], 0)
			}
		}
		all[i] = shown.encode(r.id, f)
	}
	return all
}
