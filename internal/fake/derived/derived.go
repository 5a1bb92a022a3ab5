// Package derived computes the records of resources that follow from others: the contract version
// in force of each employee, the shifts that are open, and the time that an employee worked on a
// day. It imports record and the rooms below it. Package serve imports it.
package derived

import (
	"slices"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

const (
	referenceContracts = "contracts/reference_contracts"
	workedTimes        = "attendance/worked_times"
	openShifts         = "attendance/open_shifts"
	shiftsPath         = "attendance/shifts"
)

// Derivation derives records at the current time. It is a [record.Derivation], and safe for
// concurrent use.
type Derivation struct {
	api *spec.API
	now func() time.Time

	mu   sync.Mutex
	last map[string]result // by path
	days tally
}

// result is what Derive returned last, and from what. Writers replace or extend the records of a
// table, so the same slice means the same records.
type result struct {
	source  []*record.Record
	day     string
	records []*record.Record
}

func (r result) isOf(source []*record.Record, day string) bool {
	return r.records != nil && r.day == day && len(r.source) == len(source) && (len(source) == 0 || &r.source[0] == &source[0])
}

// New returns a derivation for the records of a spec.
func New(a *spec.API, now func() time.Time) *Derivation {
	return &Derivation{api: a, now: now, last: make(map[string]result)}
}

// Derives reports whether the records of a resource follow from others.
func (d *Derivation) Derives(path string) bool {
	return path == referenceContracts || path == workedTimes || path == openShifts
}

// Derive computes the records of a resource, ordered by id. The caller does not hold the lock of
// the store.
func (d *Derivation) Derive(s *record.Store, path string) []*record.Record {
	derive, from := d.referenceContracts, "contracts/contract_versions"
	switch path {
	case workedTimes:
		derive, from = d.workedTimes, shiftsPath
	case openShifts:
		derive, from = d.openShifts, shiftsPath
	}
	if d.api.Resources[path] == nil || d.api.Resources[from] == nil {
		return nil
	}
	source, day := s.Records(from), d.now().Format(time.DateOnly)
	d.mu.Lock()
	defer d.mu.Unlock()
	if last := d.last[path]; last.isOf(source, day) {
		return last.records
	}
	records := derive(s, source, day)
	d.last[path] = result{source, day, records}
	return records
}

// referenceContracts returns the contract version of each employee that is in force: the last one
// that took effect, else the next one. A leaver keeps one: seen.
func (d *Derivation) referenceContracts(_ *record.Store, versions []*record.Record, today string) []*record.Record {
	s := d.api.Resources["contracts/contract_versions"].Shape
	employee, effective := s.At("employee_id"), s.At("effective_on")
	chosen := make(map[string]*record.Record)
	for _, r := range versions {
		id := value.Plain(r.Value(employee))
		before := chosen[id]
		if before == nil {
			chosen[id] = r
			continue
		}
		from, to := value.Plain(before.Value(effective)), value.Plain(r.Value(effective))
		if begun := to <= today; begun && (from > today || from <= to) || !begun && from > to {
			chosen[id] = r
		}
	}
	all := make([]*record.Record, 0, len(chosen))
	for _, r := range chosen {
		all = append(all, r)
	}
	slices.SortFunc(all, byID)
	return all
}

func byID(a, b *record.Record) int { return a.CompareID(b.ID) }
