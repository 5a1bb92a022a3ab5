package serve

import (
	"encoding/json"
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// validateReference checks that the records that a property of the body names exist. An action
// looks up its own records, by id or ids.
func (c *incoming) validateReference(name string, raw json.RawMessage, at string, problems map[string][]string) {
	if c.engine.loose || len(problems[at]) > 0 {
		return
	}
	to, key := c.API.ReferredInRole(c.Op.Resource.Domain(), name)
	if to == nil || to == c.Op.Resource && name == c.ListOfIDs() {
		return
	}
	records, invented := c.Store.RecordsOf(to.Path)
	if invented || len(records) == 0 {
		return
	}
	for _, v := range value.Elements(raw) {
		id := value.Plain(v)
		if id == "" || len(v) > 0 && (v[0] == '{' || v[0] == '[') {
			continue
		}
		if !exists(records, to.Shape, key, id) {
			problems[at] = append(problems[at], "must exist")
			c.request.Hint = at + " refers to a record that " + to.Path + " does not have; LooseReferences, or mock -loose, accepts it"
			return
		}
	}
}

func exists(records []*record.Record, s *spec.Shape, key int, id string) bool {
	if key == s.ID {
		_, found := slices.BinarySearchFunc(records, id, (*record.Record).CompareID)
		return found
	}
	return slices.ContainsFunc(records, func(r *record.Record) bool { return value.Plain(r.Value(key)) == id })
}
