package factorialtest

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// store holds the records of the company, one table for each resource. It fills a table on first
// use.
type store struct {
	mu      sync.RWMutex
	api     *api
	company *company
	tables  map[string]*table // by path
}

// table holds the records of one resource, ordered by id.
type table struct {
	resource *resource
	records  []*record
	next     int  // the number for the next id
	invented bool // the records were made up from the spec
}

func newStore(a *api, c *company) *store {
	return &store{api: a, company: c, tables: make(map[string]*table)}
}

// table returns the filled table of a resource. The caller holds the lock for writing.
func (s *store) table(path string) *table {
	if t := s.tables[path]; t != nil {
		return t
	}
	res := s.api.resources[path]
	if res == nil {
		// This version of the API does not have the name. No client can reach the empty table.
		res = &resource{path: path, shape: newShape(path, apitable.Value{})}
	}
	t := &table{resource: res, next: 1}
	s.tables[path] = t
	s.company.fill(t)
	return t
}

// reading returns a snapshot of a table: records never change, and writers replace the slice.
func (s *store) reading(path string) []*record {
	records, _ := s.readingOf(path)
	return records
}

// readingOf is like reading, and also reports whether the table was made up from the spec.
func (s *store) readingOf(path string) (records []*record, invented bool) {
	s.mu.RLock()
	t := s.tables[path]
	if t != nil {
		defer s.mu.RUnlock()
		return t.records, t.invented
	}
	s.mu.RUnlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	t = s.table(path)
	return t.records, t.invented
}

func (t *table) search(id string) (int, bool) {
	return slices.BinarySearchFunc(t.records, id, (*record).compareID)
}

func (t *table) find(id string) *record {
	if i, ok := t.search(id); ok {
		return t.records[i]
	}
	return nil
}

// put adds a record, or replaces the one with the same id. Readers may hold the slice, so put
// writes in place only past its end.
func (t *table) put(r *record, now time.Time) {
	r.touched = now
	n := len(t.records)
	if n == 0 || compareIDs(t.records[n-1].id, r.id) < 0 {
		t.records = append(t.records, r)
		return
	}
	i, found := t.search(r.id)
	if found {
		t.records = slices.Clone(t.records)
		t.records[i] = r
		return
	}
	t.records = slices.Insert(slices.Clip(t.records), i, r)
}

func (t *table) remove(id string) {
	if i, ok := t.search(id); ok {
		t.records = slices.Concat(t.records[:i], t.records[i+1:])
	}
}

// newID returns the next id in the form of the spec's example: a number, a UUID, or a text with a
// number such as 1_2026-10-01.
func (t *table) newID() string {
	for {
		id := idLike(t.resource.shape, t.next)
		t.next++
		if t.find(id) == nil {
			return id
		}
	}
}

// idLike returns the nth id of a shape.
func idLike(s *shape, n int) string {
	digits := strconv.Itoa(n)
	if s.id < 0 {
		return digits
	}
	example := plain(s.properties[s.id].Example)
	switch {
	case isUUID(example):
		return "00000000-0000-4000-8000-" + padded(n)
	case example == "" || strings.Trim(example, "0123456789") == "":
		return digits
	}
	start := strings.IndexAny(example, "0123456789")
	if start < 0 {
		return example + "-" + digits
	}
	end := start
	for end < len(example) && example[end] >= '0' && example[end] <= '9' {
		end++
	}
	return example[:start] + digits + example[end:]
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (s[i] == '-') {
			return false
		}
	}
	return true
}
