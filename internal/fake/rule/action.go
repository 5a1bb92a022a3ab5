package rule

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// act runs an action that has no behaviour of its own. The action's name and body decide what it
// does: it deletes, copies or changes the records that the body names, or creates records if the
// body names none.
func (c *Call) act() (*reply.Reply, error) {
	verb := c.Op.Verb
	records, err := c.named()
	if err != nil {
		return nil, err
	}
	namesRecords := c.hasBody("id") || c.ListOfIDs() != ""
	t := c.table()
	switch {
	case hasWord(verb, "delete", "destroy", "unassign") && !strings.HasPrefix(verb, "soft"):
		if !namesRecords {
			records = c.matching(t)
		}
		for _, r := range records {
			c.remove(t, r)
		}
	case hasWord(verb, "duplicate", "copy") && namesRecords:
		for i, r := range records {
			f := r.Decode(t.Resource.Shape)
			c.take(t.Resource.Shape, f, c.rest())
			delete(f, "created_at")
			delete(f, "updated_at")
			records[i] = c.insert(t, f)
		}
	case namesRecords && len(records) > 0:
		for i, r := range records {
			records[i] = c.change(t, r, c.effect(t.Resource.Shape, r))
		}
	case namesRecords && !hasWord(verb, "create", "upsert"):
		records = nil
	default:
		records = c.createMany(t)
	}
	if c.Op.Answer != "array" && len(records) == 0 {
		return nil, reply.NotFound()
	}
	return c.respond(records), nil
}

// hasWord reports whether the name of an action contains one of the words.
func hasWord(verb string, words ...string) bool {
	return slices.ContainsFunc(strings.Split(verb, "_"), func(w string) bool { return slices.Contains(words, w) })
}

func (c *Call) hasBody(name string) bool {
	return slices.ContainsFunc(c.Op.Body.Properties, func(p apitable.Property) bool { return p.Name == name })
}

// rest returns the body without the properties that name records.
func (c *Call) rest() value.Fields {
	f := make(value.Fields, len(c.Body))
	ids := c.ListOfIDs()
	for name, v := range c.Body {
		if name != "id" && name != ids {
			f[name] = v
		}
	}
	return f
}

// matching returns the records whose properties equal those in the body. It serves deletions such
// as bulk_delete of a day's time records.
func (c *Call) matching(t *record.Table) []*record.Record {
	s := t.Resource.Shape
	var all []*record.Record
	for _, r := range t.Records {
		matches := false
		for name, v := range c.Body {
			property, several := name, strings.HasSuffix(name, "_ids")
			if several {
				property = strings.TrimSuffix(name, "s")
			}
			if !s.Has(property) {
				continue
			}
			matches = slices.ContainsFunc(value.Elements(v), func(e json.RawMessage) bool { return value.Plain(e) == value.Plain(r.Get(s, property)) })
			if !matches {
				break
			}
		}
		if matches {
			all = append(all, r)
		}
	}
	return all
}

// createMany creates one record for each element of a list of objects, or of a list of other
// records' ids. It creates a single record if the body has no such list.
func (c *Call) createMany(t *record.Table) []*record.Record {
	for _, p := range c.Op.Body.Properties {
		sent := value.Elements(c.Body[p.Name])
		if p.Type != "array" || len(sent) == 0 {
			continue
		}
		singular := strings.TrimSuffix(p.Name, "s")
		objects := sent[0][0] == '{'
		if !objects && (!strings.HasSuffix(p.Name, "_ids") || c.Op.Answer != "array") {
			continue
		}
		var records []*record.Record
		for _, v := range sent {
			f := c.rest()
			delete(f, p.Name)
			if objects {
				for name, member := range value.Members(v) {
					f[name] = member
				}
			} else {
				f[t.Resource.Shape.SuffixOf(singular)] = v
			}
			records = append(records, c.upsert(t, f))
		}
		return records
	}
	return []*record.Record{c.upsert(t, c.rest())}
}

// upsert changes the record with the id in f, or creates a record.
func (c *Call) upsert(t *record.Table, f value.Fields) *record.Record {
	if id := value.Plain(f["id"]); id != "" {
		if r := t.Find(id); r != nil {
			return c.change(t, r, f)
		}
	}
	delete(f, "id")
	return c.insert(t, f)
}
