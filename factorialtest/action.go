package factorialtest

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// act is what an action does that has no behaviour of its own. Its name and its body tell: something that names records
// deletes, copies or changes them; something that names none creates.
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
	return c.answer(records), nil
}

// hasWord tells whether one of the words is in the name of an action.
func hasWord(verb string, words ...string) bool {
	return slices.ContainsFunc(strings.Split(verb, "_"), func(w string) bool { return slices.Contains(words, w) })
}

func (c *call) hasBody(name string) bool {
	return slices.ContainsFunc(c.op.body.Properties, func(p apitable.Property) bool { return p.Name == name })
}

// rest is the body without what names the records.
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

// matching returns the records whose properties are what the body says, as bulk_delete of a day's time records does.
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

// createMany creates what the body describes: one record for each element of a list of objects, or of a list of other
// records' ids; otherwise one.
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

// upsert changes the record that f names, or creates one.
func (c *call) upsert(t *table, f fields) *record {
	if id := plain(f["id"]); id != "" {
		if r := t.find(id); r != nil {
			return c.change(t, r, f)
		}
	}
	delete(f, "id")
	return c.insert(t, f)
}

// suffixOf finds the property of a shape that a name means: name itself, or the longest end of it that is a property,
// as target_access_id is access_id. It returns name where there is none.
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
