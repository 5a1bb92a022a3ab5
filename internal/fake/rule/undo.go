package rule

import (
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
)

// A refused request changes nothing, also if a rule refuses it after its first change. So the
// functions that change records mark the tables first, and the files follow when the call is done.

// mark remembers the state of a table before its first change.
func (c *Call) mark(t *record.Table) {
	if !slices.ContainsFunc(c.marks, func(m record.Mark) bool { return m.Table == t }) {
		c.marks = append(c.marks, t.Mark())
	}
}

// undo takes back all changes of the call.
func (c *Call) undo() {
	for _, m := range c.marks {
		m.Undo()
	}
	c.marks, c.Changes = nil, nil
}

// keepFiles stores the uploads with the records that the call has created, and deletes the files of
// those that it has deleted.
func (c *Call) keepFiles() {
	for _, change := range c.Changes {
		switch change.Kind {
		case record.Created:
			c.Files.Keep(change.Resource, change.ID, c.Uploads)
		case record.Deleted:
			c.Files.Forget(change.Resource, change.ID)
		}
	}
}
