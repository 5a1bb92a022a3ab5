package record

import "slices"

// Len returns the number of records of a resource, and whether its table is in use. It fills no
// table.
func (s *Store) Len(path string) (int, bool) {
	s.RLock()
	defer s.RUnlock()
	t := s.tables[path]
	if t == nil {
		return 0, false
	}
	return len(t.Records), true
}

// Keep remembers the tables as they are, for Reset.
func (s *Store) Keep() {
	s.Lock()
	defer s.Unlock()
	s.kept = copies(s.tables)
}

// Reset returns to the tables of the last Keep. The seed fills the other tables again on first use.
func (s *Store) Reset() {
	s.Lock()
	defer s.Unlock()
	s.tables = copies(s.kept)
}

// copies copies tables. A table may append to its slice in place, so the copies do not share the
// space after its end.
func copies(tables map[string]*Table) map[string]*Table {
	all := make(map[string]*Table, len(tables))
	for path, t := range tables {
		all[path] = &Table{Resource: t.Resource, Records: slices.Clip(t.Records), Next: t.Next, Invented: t.Invented}
	}
	return all
}
