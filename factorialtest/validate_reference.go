package factorialtest

import (
	"encoding/json"
	"slices"
)

// LooseReferences takes bodies that refer to records which do not exist. Without it, a create or an update with the id of
// an employee that the company does not have answers 422, {"errors":{"employee_id":["must exist"]}}: a client that confuses
// the id of an access with that of an employee is found out. What is checked either way are references of which the name
// tells the collection, and collections that somebody filled: those of the seeded company, of a fixture, or of the
// requests so far. An empty one is never checked, so that a test need not load what it does not care about.
func LooseReferences() Option {
	return func(c *config) error {
		c.loose = true
		return nil
	}
}

// validateReference checks that the records exist which a property of the body names. What an action is about, by id or
// ids, is looked up by the action.
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
			c.request.Hint = at + " names a record that " + to.path + " does not have; LooseReferences, or mock -loose, takes it nevertheless"
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
