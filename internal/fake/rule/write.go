package rule

import (
	"encoding/json"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// The functions below change records. Their callers hold the lock of the store.

func (c *Call) synthesis() record.Synthesis {
	return record.Synthesis{API: c.API, Seed: c.Store.Seed, Now: c.Now}
}

// create implements POST on the collection.
func (c *Call) create() (*reply.Reply, error) {
	r := c.insert(c.table(), c.Body)
	return c.object(r), nil
}

// update implements PUT. It changes only the properties that were sent.
func (c *Call) update() (*reply.Reply, error) {
	t := c.table()
	r := t.Find(c.ID)
	if r == nil {
		return nil, reply.NotFound()
	}
	return c.object(c.change(t, r, c.Body)), nil
}

// delete implements DELETE and returns the deleted record.
func (c *Call) delete() (*reply.Reply, error) {
	t := c.table()
	r := t.Find(c.ID)
	if r == nil {
		return nil, reply.NotFound()
	}
	c.remove(t, r)
	return c.object(r), nil
}

// insert adds a record with the sent properties that its shape has, and makes up the others that it
// must have.
func (c *Call) insert(t *record.Table, sent value.Fields) *record.Record {
	c.mark(t)
	s := t.Resource.Shape
	id := t.NewID()
	f := make(value.Fields, len(s.Properties))
	c.take(s, f, sent)
	if s.ID >= 0 {
		f[s.Properties[s.ID].Name] = value.Text(id)
	}
	y := c.synthesis()
	y.Plausible(c.Store, t, id, f)
	y.Complete(s, f, t.Next-1)
	r := record.Encode(s, id, f)
	t.Put(r, c.Now)
	c.note(record.Created, t, r)
	return r
}

// change replaces properties of a record.
func (c *Call) change(t *record.Table, r *record.Record, sent value.Fields) *record.Record {
	c.mark(t)
	s := t.Resource.Shape
	f := r.Decode(s)
	before := r.Get(s, "id")
	c.take(s, f, sent)
	if s.Has("id") {
		f["id"] = before // the id never changes
	}
	if s.UpdatedAt >= 0 {
		f["updated_at"] = c.synthesis().Moment(&s.Properties[s.UpdatedAt])
	}
	changed := record.Encode(s, r.ID, f)
	t.Put(changed, c.Now)
	c.note(record.Updated, t, changed)
	return changed
}

func (c *Call) remove(t *record.Table, r *record.Record) {
	c.mark(t)
	t.Remove(r.ID)
	c.note(record.Deleted, t, r)
}

func (c *Call) note(kind record.ChangeKind, t *record.Table, r *record.Record) {
	c.Changes = append(c.Changes, record.Change{Kind: kind, Resource: t.Resource.Path, ID: r.ID})
}

// take copies the members of sent that the shape has into f. If body and record differ in the type
// of a property, take converts the value, or drops it if that is impossible.
func (c *Call) take(s *spec.Shape, f, sent value.Fields) {
	y := c.synthesis()
	for name, v := range sent {
		name, v := recorded(s, name, v)
		if p := s.Property(name); p != nil {
			if v, ok := y.Fit(p.Value, v, 0); ok {
				f[name] = v
			}
		}
	}
}

// named returns the records that the body names by id or by a list of ids.
func (c *Call) named() ([]*record.Record, error) {
	t := c.table()
	var ids []json.RawMessage
	if id, ok := c.Body["id"]; ok {
		ids = value.Elements(id)
	} else if name := c.ListOfIDs(); name != "" {
		ids = value.Elements(c.Body[name])
	}
	var all []*record.Record
	for _, id := range ids {
		r := t.Find(value.Plain(id))
		if r == nil {
			return nil, reply.NotFound()
		}
		all = append(all, r)
	}
	return all, nil
}

// ListOfIDs returns the property of the body that lists records of this resource: ids, or
// document_ids for documents.
func (c *Call) ListOfIDs() string {
	for _, p := range c.Op.Body.Properties {
		if p.Name == "ids" || p.Name == c.Op.Resource.Singular+"_ids" {
			return p.Name
		}
	}
	return ""
}
