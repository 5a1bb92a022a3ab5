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

// tally holds what the employees worked on each day. A change of some shifts costs the days of
// these shifts, not those of the whole company.
type tally struct {
	shifts  []*record.Record // that the days add up
	on      string           // when the records were made up
	days    map[string]sum   // by id
	records []*record.Record // ordered by id
}

type sum struct{ shifts, minutes int }

// workedTimes adds up the shifts of each employee and day. It knows neither factors nor approvals,
// so all minutes count as they are.
func (d *Derivation) workedTimes(s *record.Store, shifts []*record.Record, today string) []*record.Record {
	if d.days.on != today {
		d.days = tally{on: today, days: make(map[string]sum)}
	}
	t := &d.days
	changed := t.take(d.api.Resources[shiftsPath].Shape, shifts)
	y := record.Synthesis{API: d.api, Seed: s.Seed, Now: d.now()}
	shape := d.api.Resources[workedTimes].Shape
	if len(changed) > len(t.records)/8 {
		t.records = make([]*record.Record, 0, len(t.days))
		for id, of := range t.days {
			t.records = append(t.records, workedTime(y, shape, id, of.minutes))
		}
		slices.SortFunc(t.records, byID)
		return t.records
	}
	t.records = slices.Clone(t.records) // readers may hold the slice
	for id := range changed {
		i, found := slices.BinarySearchFunc(t.records, id, (*record.Record).CompareID)
		switch of := t.days[id]; {
		case found && of.shifts == 0:
			t.records = slices.Delete(t.records, i, i+1)
		case found:
			t.records[i] = workedTime(y, shape, id, of.minutes)
		default:
			t.records = slices.Insert(t.records, i, workedTime(y, shape, id, of.minutes))
		}
	}
	return t.records
}

// take adds up the shifts, both lists ordered by id, and returns the ids of the days that differ.
func (t *tally) take(s *spec.Shape, shifts []*record.Record) map[string]bool {
	before := t.shifts
	t.shifts = shifts
	changed := make(map[string]bool)
	count := func(r *record.Record, sign int) {
		id, minutes := dayOf(s, r)
		of := t.days[id]
		of.shifts, of.minutes = of.shifts+sign, of.minutes+sign*minutes
		if t.days[id] = of; of.shifts == 0 {
			delete(t.days, id)
		}
		changed[id] = true
	}
	for len(before) > 0 || len(shifts) > 0 {
		order := 0
		switch {
		case len(before) == 0:
			order = 1
		case len(shifts) == 0:
			order = -1
		case before[0] != shifts[0]:
			order = before[0].CompareID(shifts[0].ID)
		default:
			before, shifts = before[1:], shifts[1:]
			continue
		}
		if order <= 0 {
			count(before[0], -1)
			before = before[1:]
		}
		if order >= 0 {
			count(shifts[0], 1)
			shifts = shifts[1:]
		}
	}
	return changed
}

// dayOf returns the id of the day that a shift counts for, and its minutes.
func dayOf(s *spec.Shape, r *record.Record) (id string, minutes int) {
	date := value.Plain(r.Get(s, "reference_date"))
	if date == "" {
		date = value.Plain(r.Get(s, "date"))
	}
	if value.Plain(r.Get(s, "workable")) != "false" {
		_ = json.Unmarshal(r.Get(s, "minutes"), &minutes)
	}
	return value.Plain(r.Get(s, "employee_id")) + "_" + date, minutes
}

func workedTime(y record.Synthesis, s *spec.Shape, id string, minutes int) *record.Record {
	at := strings.LastIndexByte(id, '_')
	employee, date, n := id[:at], id[at+1:], value.Number(minutes)
	f := value.Fields{
		"id": value.Text(id), "employee_id": value.Text(employee), "date": value.Text(date),
		"tracked_minutes": n, "multiplied_minutes": n, "minutes": n, "pending_minutes": value.Number(0),
		"time_unit": value.Text("minute"), "day_type": value.Text(dayType(date)),
	}
	y.Complete(s, f, 1)
	return record.Encode(s, id, f)
}

// dayType knows no bank holidays.
func dayType(date string) string {
	switch day, _ := time.Parse(time.DateOnly, date); day.Weekday() {
	case time.Saturday, time.Sunday:
		return strings.ToLower(day.Weekday().String())
	}
	return "workday"
}
