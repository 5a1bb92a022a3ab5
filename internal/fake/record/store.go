package record

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// Seed is the company that the tables start with.
type Seed interface {
	// CompanyID returns the id of the company.
	CompanyID() string
	// Count returns the number of seeded records of a resource, 0 if there is no plan for it.
	Count(path string) int
	// Fills reports whether there are seeded records of a resource.
	Fills(r *spec.Resource) bool
	// Name returns a name for the nth employee.
	Name(n int) (given, family string)
	// Fill adds the seeded records to an empty table.
	Fill(t *Table)
}

// Derivation computes the records of resources that follow from others. Records that a test
// inserts, or that a fixture holds, take their place.
type Derivation interface {
	Derives(path string) bool
	Derive(s *Store, path string) []*Record
}

// Store holds the records of the company, one table for each resource. It fills a table on first
// use. The caller of a method other than Records and RecordsOf holds the lock.
type Store struct {
	sync.RWMutex
	api     *spec.API
	Seed    Seed
	Derived Derivation        // may be nil
	tables  map[string]*Table // by path
	kept    map[string]*Table // of the start, for Reset
}

// Derives reports whether the records of a resource follow from others.
func (s *Store) Derives(path string) bool { return s.Derived != nil && s.Derived.Derives(path) }

// Table holds the records of one resource, ordered by id.
type Table struct {
	Resource *spec.Resource
	Records  []*Record
	Next     int  // the number for the next id
	Invented bool // the records were made up from the spec

	indexes map[int]map[string][]*Record // by property and value: see By
}

// NewStore returns a store whose tables start with the seed.
func NewStore(a *spec.API, seed Seed) *Store {
	return &Store{api: a, Seed: seed, tables: make(map[string]*Table)}
}

// Table returns the filled table of a resource. The caller holds the lock for writing.
func (s *Store) Table(path string) *Table {
	if t := s.tables[path]; t != nil {
		return t
	}
	res := s.api.Resources[path]
	if res == nil {
		// This version of the API does not have the name. No client can reach the empty table.
		res = &spec.Resource{Path: path, Shape: spec.NewShape(path, apitable.Value{})}
	}
	t := &Table{Resource: res, Next: 1}
	s.tables[path] = t
	if !s.Derives(path) {
		s.Seed.Fill(t)
	}
	return t
}

// Records returns a snapshot of a table: records never change, and writers replace the slice.
func (s *Store) Records(path string) []*Record {
	records, _ := s.RecordsOf(path)
	return records
}

// RecordsOf is like Records, and also reports whether the table was made up from the spec.
func (s *Store) RecordsOf(path string) (records []*Record, invented bool) {
	records, invented = s.held(path)
	if len(records) == 0 && s.Derives(path) {
		records = s.Derived.Derive(s, path)
	}
	return records, invented
}

// held returns the records in a table.
func (s *Store) held(path string) (records []*Record, invented bool) {
	s.RLock()
	t := s.tables[path]
	if t != nil {
		defer s.RUnlock()
		return t.Records, t.Invented
	}
	s.RUnlock()
	s.Lock()
	defer s.Unlock()
	t = s.Table(path)
	return t.Records, t.Invented
}

// Clear gives a resource an empty table, which the seed does not fill.
func (s *Store) Clear(res *spec.Resource) { s.tables[res.Path] = &Table{Resource: res, Next: 1} }

// Snapshot returns the tables, for Restore.
func (s *Store) Snapshot() map[string]*Table { return maps.Clone(s.tables) }

// Restore undoes Clear and every change to a table that was cleared.
func (s *Store) Restore(tables map[string]*Table) { s.tables = tables }

func (t *Table) search(id string) (int, bool) {
	return slices.BinarySearchFunc(t.Records, id, (*Record).CompareID)
}

// Find returns the record with an id, nil if there is none.
func (t *Table) Find(id string) *Record {
	if i, ok := t.search(id); ok {
		return t.Records[i]
	}
	return nil
}

// Put adds a record, or replaces the one with the same id. Readers may hold the slice, so put
// writes in place only past its end.
func (t *Table) Put(r *Record, now time.Time) {
	r.touched = now.UnixMilli()
	n := len(t.Records)
	if n == 0 || value.CompareIDs(t.Records[n-1].ID, r.ID) < 0 {
		t.Records = append(t.Records, r)
		t.reindex(nil, r)
		return
	}
	i, found := t.search(r.ID)
	if found {
		t.reindex(t.Records[i], r)
		t.Records = slices.Clone(t.Records)
		t.Records[i] = r
		return
	}
	t.Records = slices.Insert(slices.Clip(t.Records), i, r)
	t.reindex(nil, r)
}

// Remove removes the record with an id, if there is one.
func (t *Table) Remove(id string) {
	if i, ok := t.search(id); ok {
		t.reindex(t.Records[i], nil)
		t.Records = slices.Concat(t.Records[:i], t.Records[i+1:])
	}
}

// NewID returns the next id in the form of the spec's example: a number, a UUID, or a text with a
// number such as 1_2026-10-01.
func (t *Table) NewID() string {
	for {
		id := IDLike(t.Resource.Shape, t.Next)
		t.Next++
		if t.Find(id) == nil {
			return id
		}
	}
}
