// Package derived computes the records of resources that follow from others: the contract version
// in force of each employee, and the time that an employee worked on a day. It imports record and
// the rooms below it. Package serve imports it.
package derived

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

const (
	referenceContracts = "contracts/reference_contracts"
	workedTimes        = "attendance/worked_times"
)

// Derivation derives records at the current time. It is a [record.Derivation].
type Derivation struct {
	API *spec.API
	Now func() time.Time
}

// Derives reports whether the records of a resource follow from others.
func (d Derivation) Derives(path string) bool {
	return path == referenceContracts || path == workedTimes
}

// Derive computes the records of a resource, ordered by id. The caller does not hold the lock of
// the store.
func (d Derivation) Derive(s *record.Store, path string) []*record.Record {
	switch path {
	case referenceContracts:
		return d.referenceContracts(s)
	case workedTimes:
		return d.workedTimes(s)
	}
	return nil
}

// referenceContracts returns the contract version of each employee that is in force: the last one
// that took effect, else the next one. A leaver keeps one: seen.
func (d Derivation) referenceContracts(s *record.Store) []*record.Record {
	versions := s.Records("contracts/contract_versions")
	res := d.API.Resources["contracts/contract_versions"]
	if res == nil {
		return nil
	}
	employee, effective := res.Shape.At("employee_id"), res.Shape.At("effective_on")
	today := d.Now().Format(time.DateOnly)
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
	slices.SortFunc(all, func(a, b *record.Record) int { return a.CompareID(b.ID) })
	return all
}

// workedTimes adds up the shifts of each employee and day. It knows neither factors nor approvals,
// so all minutes count as they are.
func (d Derivation) workedTimes(s *record.Store) []*record.Record {
	shifts, worked := d.API.Resources["attendance/shifts"], d.API.Resources["attendance/worked_times"]
	if shifts == nil || worked == nil {
		return nil
	}
	type day struct{ employee, date string }
	minutes := make(map[day]int)
	employee, on, date := shifts.Shape.At("employee_id"), shifts.Shape.At("reference_date"), shifts.Shape.At("date")
	length, workable := shifts.Shape.At("minutes"), shifts.Shape.At("workable")
	for _, r := range s.Records("attendance/shifts") {
		of := day{value.Plain(r.Value(employee)), value.Plain(r.Value(on))}
		if of.date == "" {
			of.date = value.Plain(r.Value(date))
		}
		n := 0
		if value.Plain(r.Value(workable)) != "false" {
			_ = json.Unmarshal(r.Value(length), &n)
		}
		minutes[of] += n
	}
	y := record.Synthesis{API: d.API, Seed: s.Seed, Now: d.Now()}
	all := make([]*record.Record, 0, len(minutes))
	for of, n := range minutes {
		id := of.employee + "_" + of.date
		f := value.Fields{
			"id": value.Text(id), "employee_id": value.Text(of.employee), "date": value.Text(of.date), "tracked_minutes": value.Number(n),
			"multiplied_minutes": value.Number(n), "minutes": value.Number(n), "pending_minutes": value.Number(0),
			"time_unit": value.Text("minute"), "day_type": value.Text(dayType(of.date)),
		}
		y.Complete(worked.Shape, f, 1)
		all = append(all, record.Encode(worked.Shape, id, f))
	}
	slices.SortFunc(all, func(a, b *record.Record) int { return a.CompareID(b.ID) })
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
