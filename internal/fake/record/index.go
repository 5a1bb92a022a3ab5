package record

import (
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// By returns the records with a value in a property, ordered by id. The first call indexes the
// table, so that a rule finds the records of one employee among many. The caller holds the lock for
// writing and does not change the result.
func (t *Table) By(property int, wanted string) []*Record {
	index, ok := t.indexes[property]
	if !ok {
		index = make(map[string][]*Record)
		for _, r := range t.Records {
			v := value.Plain(r.Value(property))
			index[v] = append(index[v], r)
		}
		if t.indexes == nil {
			t.indexes = make(map[int]map[string][]*Record)
		}
		t.indexes[property] = index
	}
	return index[wanted]
}

// reindex replaces a record in the indexes: before is nil for a new record, after for a removed
// one.
func (t *Table) reindex(before, after *Record) {
	for property, index := range t.indexes {
		if before != nil {
			v := value.Plain(before.Value(property))
			rest := slices.DeleteFunc(slices.Clone(index[v]), func(r *Record) bool { return r == before })
			if index[v] = rest; len(rest) == 0 {
				delete(index, v)
			}
		}
		if after != nil {
			v := value.Plain(after.Value(property))
			at, _ := slices.BinarySearchFunc(index[v], after.ID, (*Record).CompareID)
			index[v] = slices.Insert(index[v], at, after)
		}
	}
}
