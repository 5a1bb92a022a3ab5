// Package derived computes the records of resources that follow from others: the contract version
// in force of each employee, the shifts that are open, and the time that an employee worked on a
// day. It imports record and the rooms below it. Package serve imports it.
package derived

import (
	"encoding/json"
	"slices"
	"strings"
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
	slices.SortFunc(records, func(a, b *record.Record) int { return a.CompareID(b.ID) })
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
	return all
}

// workedTimes adds up the shifts of each employee and day. It knows neither factors nor approvals,
// so all minutes count as they are.
func (d *Derivation) workedTimes(s *record.Store, shifts []*record.Record, _ string) []*record.Record {
	of, shape := d.api.Resources[shiftsPath].Shape, d.api.Resources[workedTimes].Shape
	type day struct{ employee, date string }
	minutes := make(map[day]int)
	employee, on, date := of.At("employee_id"), of.At("reference_date"), of.At("date")
	length, workable := of.At("minutes"), of.At("workable")
	for _, r := range shifts {
		at := day{value.Plain(r.Value(employee)), value.Plain(r.Value(on))}
		if at.date == "" {
			at.date = value.Plain(r.Value(date))
		}
		n := 0
		if value.Plain(r.Value(workable)) != "false" {
			_ = json.Unmarshal(r.Value(length), &n)
		}
		minutes[at] += n
	}
	y := record.Synthesis{API: d.api, Seed: s.Seed, Now: d.now()}
	all := make([]*record.Record, 0, len(minutes))
	for at, n := range minutes {
		id := at.employee + "_" + at.date
		f := value.Fields{
			"id": value.Text(id), "employee_id": value.Text(at.employee), "date": value.Text(at.date),
			"tracked_minutes": value.Number(n), "multiplied_minutes": value.Number(n), "minutes": value.Number(n), "pending_minutes": value.Number(0),
			"time_unit": value.Text("minute"), "day_type": value.Text(dayType(at.date)),
		}
		y.Complete(shape, f, 1)
		all = append(all, record.Encode(shape, id, f))
	}
	return all
}

// dayType knows no bank holidays.
func dayType(date string) string {
	switch day, _ := time.Parse(time.DateOnly, date); day.Weekday() {
	case time.Saturday, time.Sunday:
		return strings.ToLower(day.Weekday().String())
	}
	return "workday"
}
