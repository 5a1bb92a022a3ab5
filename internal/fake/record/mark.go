package record

// Mark is the state of a table before a request changed it.
type Mark struct {
	Table   *Table
	records []*Record
	next    int
}

// Mark returns the state of the table, for Undo.
func (t *Table) Mark() Mark { return Mark{t, t.Records, t.Next} }

// Undo returns the table to the mark. The caller has held the lock of the store since then.
func (m Mark) Undo() {
	m.Table.Records, m.Table.Next, m.Table.indexes = m.records, m.next, nil
}
