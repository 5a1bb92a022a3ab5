package factorialtest

import "encoding/json"

// The functions below change records. Their callers hold the lock of the store.

func (c *call) synthesis() synthesis {
	return synthesis{api: c.server.api, company: c.server.store.company, now: c.now}
}

// create implements POST on the collection.
func (c *call) create() (*reply, error) {
	r := c.insert(c.table(), c.body)
	return c.object(r), nil
}

// update implements PUT. It changes only the properties that were sent.
func (c *call) update() (*reply, error) {
	t := c.table()
	r := t.find(c.id)
	if r == nil {
		return nil, notFound()
	}
	return c.object(c.change(t, r, c.body)), nil
}

// delete implements DELETE and returns the deleted record.
func (c *call) delete() (*reply, error) {
	t := c.table()
	r := t.find(c.id)
	if r == nil {
		return nil, notFound()
	}
	c.remove(t, r)
	return c.object(r), nil
}

// insert adds a record with the sent properties that its shape has, and makes up the others that it
// must have.
func (c *call) insert(t *table, sent fields) *record {
	s := t.resource.shape
	id := t.newID()
	f := make(fields, len(s.properties))
	c.take(s, f, sent)
	if s.id >= 0 {
		f[s.properties[s.id].Name] = text(id)
	}
	c.synthesis().complete(s, f, t.next-1)
	r := s.encode(id, f)
	t.put(r, c.now)
	c.note(Created, t, r)
	c.server.files.keep(t.resource.path, id, c.uploads)
	return r
}

// change replaces properties of a record.
func (c *call) change(t *table, r *record, sent fields) *record {
	s := t.resource.shape
	f := s.decode(r)
	before := s.get(r, "id")
	c.take(s, f, sent)
	if s.has("id") {
		f["id"] = before // the id never changes
	}
	if s.updatedAt >= 0 {
		f["updated_at"] = c.synthesis().moment(&s.properties[s.updatedAt])
	}
	changed := s.encode(r.id, f)
	t.put(changed, c.now)
	c.note(Updated, t, changed)
	return changed
}

func (c *call) remove(t *table, r *record) {
	t.remove(r.id)
	c.note(Deleted, t, r)
}

func (c *call) note(kind ChangeKind, t *table, r *record) {
	c.request.Changes = append(c.request.Changes, Change{kind, t.resource.path, r.id})
}

// take copies the members of sent that the shape has into f. If body and record differ in the type
// of a property, take converts the value, or drops it if that is impossible.
func (c *call) take(s *shape, f, sent fields) {
	y := c.synthesis()
	for name, v := range sent {
		if p := s.property(name); p != nil {
			if v, ok := y.fit(p.Value, v, 0); ok {
				f[name] = v
			}
		}
	}
}

// named returns the records that the body names by id or by a list of ids.
func (c *call) named() ([]*record, error) {
	t := c.table()
	var ids []json.RawMessage
	if id, ok := c.body["id"]; ok {
		ids = elements(id)
	} else if name := c.listOfIDs(); name != "" {
		ids = elements(c.body[name])
	}
	var all []*record
	for _, id := range ids {
		r := t.find(plain(id))
		if r == nil {
			return nil, notFound()
		}
		all = append(all, r)
	}
	return all, nil
}

// listOfIDs returns the property of the body that lists records of this resource: ids, or
// document_ids for documents.
func (c *call) listOfIDs() string {
	for _, p := range c.op.body.Properties {
		if p.Name == "ids" || p.Name == c.op.resource.singular+"_ids" {
			return p.Name
		}
	}
	return ""
}
