package factorialtest

import (
	"encoding/json"
	"slices"
)

// LooseReferences accepts bodies that refer to missing records. By default, a create or an update
// with the id of a missing employee gets a 422 response, {"errors":{"employee_id":["must exist"]}}.
// This exposes a client that confuses access ids with employee ids. The server checks a reference
// only if its name tells the collection, and if the collection has records from the seeded company,
// a fixture or earlier requests. It does not check references to an empty collection, so a test
// need not load records that it does not use.
func LooseReferences() Option {
	return func(c *config) error {
		c.loose = true
		return nil
	}
}

// validateReference checks that the records that a property of the body names exist. An action
// looks up its own records, by id or ids.
func (c *call) validateReference(name string, raw json.RawMessage, at string, problems map[string][]string) {
	if c.server.config.loose || len(problems[at]) > 0 {
		return
	}
	to, key := c.server.api.referredInRole(c.op.resource.domain(), name)
	if to == nil || to == c.op.resource && name == c.listOfIDs() {
		return
	}
	records, invented := c.server.store.readingOf(to.path)
	if invented || len(records) == 0 {
		return
	}
	for _, v := range elements(raw) {
		id := plain(v)
		if id == "" || len(v) > 0 && (v[0] == '{' || v[0] == '[') {
			continue
		}
		if !exists(records, to.shape, key, id) {
			problems[at] = append(problems[at], "must exist")
			c.request.Hint = at + " refers to a record that " + to.path + " does not have; LooseReferences, or mock -loose, accepts it"
			return
		}
	}
}

func exists(records []*record, s *shape, key int, id string) bool {
	if key == s.id {
		_, found := slices.BinarySearchFunc(records, id, (*record).compareID)
		return found
	}
	return slices.ContainsFunc(records, func(r *record) bool { return plain(r.value(key)) == id })
}
