package factorialtest

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// act runs an action that has no behaviour of its own. The action's name and body decide what it
// does: it deletes, copies or changes the records that the body names, or creates records if the
// body names none.
func (c *call) act() (*reply, error) {
	verb := c.op.verb
	records, err := c.named()
	if err != nil {
		return nil, err
	}
	namesRecords := c.hasBody("id") || c.listOfIDs() != ""
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
			f := t.resource.shape.decode(r)
			c.take(t.resource.shape, f, c.rest())
			delete(f, "created_at")
			delete(f, "updated_at")
			records[i] = c.insert(t, f)
		}
	case namesRecords && len(records) > 0:
		for i, r := range records {
			records[i] = c.change(t, r, c.effect(t.resource.shape, r))
		}
	case namesRecords && !hasWord(verb, "create", "upsert"):
		records = nil
	default:
		records = c.createMany(t)
	}
	if c.op.Answer != "array" && len(records) == 0 {
		return nil, notFound()
	}
	return c.respond(records), nil
}

// hasWord reports whether the name of an action contains one of the words.
func hasWord(verb string, words ...string) bool {
	return slices.ContainsFunc(strings.Split(verb, "_"), func(w string) bool { return slices.Contains(words, w) })
}

func (c *call) hasBody(name string) bool {
	return slices.ContainsFunc(c.op.body.Properties, func(p apitable.Property) bool { return p.Name == name })
}

// rest returns the body without the properties that name records.
func (c *call) rest() fields {
	f := make(fields, len(c.body))
	ids := c.listOfIDs()
	for name, v := range c.body {
		if name != "id" && name != ids {
			f[name] = v
		}
	}
	return f
}

// matching returns the records whose properties equal those in the body. It serves deletions such
// as bulk_delete of a day's time records.
func (c *call) matching(t *table) []*record {
	s := t.resource.shape
	var all []*record
	for _, r := range t.records {
		matches := false
		for name, v := range c.body {
			property, several := name, strings.HasSuffix(name, "_ids")
			if several {
				property = strings.TrimSuffix(name, "s")
			}
			if !s.has(property) {
				continue
			}
			matches = slices.ContainsFunc(elements(v), func(e json.RawMessage) bool { return plain(e) == plain(s.get(r, property)) })
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
func (c *call) createMany(t *table) []*record {
	for _, p := range c.op.body.Properties {
		sent := elements(c.body[p.Name])
		if p.Type != "array" || len(sent) == 0 {
			continue
		}
		singular := strings.TrimSuffix(p.Name, "s")
		objects := sent[0][0] == '{'
		if !objects && (!strings.HasSuffix(p.Name, "_ids") || c.op.Answer != "array") {
			continue
		}
		var records []*record
		for _, v := range sent {
			f := c.rest()
			delete(f, p.Name)
			if objects {
				for name, member := range members(v) {
					f[name] = member
				}
			} else {
				f[suffixOf(t.resource.shape, singular)] = v
			}
			records = append(records, c.upsert(t, f))
		}
		return records
	}
	return []*record{c.upsert(t, c.rest())}
}

// upsert changes the record with the id in f, or creates a record.
func (c *call) upsert(t *table, f fields) *record {
	if id := plain(f["id"]); id != "" {
		if r := t.find(id); r != nil {
			return c.change(t, r, f)
		}
	}
	delete(f, "id")
	return c.insert(t, f)
}

// suffixOf returns the property of s that a name refers to: name itself, or its longest suffix that
// is a property, such as access_id for target_access_id. It returns name if there is none.
func suffixOf(s *shape, name string) string {
	for rest := name; ; {
		if s.has(rest) {
			return rest
		}
		_, after, ok := strings.Cut(rest, "_")
		if !ok || after == "id" {
			return name
		}
		rest = after
	}
}
