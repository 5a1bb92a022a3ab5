package people

import (
	"cmp"
	"maps"
	"slices"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/contracts"
)

// An employment says whether a person is employed on a day, and on which terms.
type employment struct {
	status Status
	notes  []Note
	start  factorialhr.Date
	end    factorialhr.Date
	terms  *contracts.ContractVersion // nil if no terms are in force or ahead
}

// A span is one contract as seen from a day.
type span struct {
	start, end factorialhr.Date
	terms      *contracts.ContractVersion // nil if no version has taken effect
}

// employmentOn decides the employment from the day of the termination and the contract versions.
func employmentOn(day, terminated factorialhr.Date, versions []contracts.ContractVersion) employment {
	var e employment
	readable := slices.DeleteFunc(slices.Clone(versions), func(v contracts.ContractVersion) bool { return !datesReadable(&v) })
	current, next, past := spansOn(day, readable)
	left := terminated.Valid() && terminated.Compare(day) < 0
	if left { // only a contract that began after the termination is a new employment
		old := func(s span) bool { return s.start.Compare(terminated) <= 0 }
		for _, s := range current {
			if old(s) {
				past = append(past, s)
			}
		}
		current, next = slices.DeleteFunc(current, old), slices.DeleteFunc(next, old)
	}
	latest := func(list []span) span { return slices.MaxFunc(list, bySpanStart) }
	switch {
	case len(current) > 0:
		e.take(Employed, latest(current))
		if len(current) > 1 {
			e.notes = append(e.notes, NoteSeveralContracts)
		}
		if e.terms == nil {
			e.notes = append(e.notes, NoteNoTerms)
		}
	case len(next) > 0:
		e.take(Upcoming, slices.MinFunc(next, bySpanStart))
	case len(past) > 0:
		e.take(Unclear, latest(past))
		e.terms = nil
		if !left {
			e.notes = append(e.notes, NoteContractEnded)
		}
	default:
		e.status = Unclear
		if !left && len(versions) == 0 {
			e.notes = append(e.notes, NoteNoContract)
		}
	}
	if left && e.status == Unclear {
		e.status = Departed
	} else if left {
		e.notes = append(e.notes, NoteRehired)
	}
	if len(readable) < len(versions) || !terminated.IsZero() && !terminated.Valid() {
		e.status, e.notes = Unclear, append(e.notes, NoteUnreadable)
	}
	return e
}

func (e *employment) take(s Status, from span) {
	e.status, e.start, e.end, e.terms = s, from.start, from.end, from.terms
}

// spansOn sorts the contracts of a person by whether they are in force on the day, begin later or
// have ended.
func spansOn(day factorialhr.Date, versions []contracts.ContractVersion) (current, next, past []span) {
	groups := map[string][]*contracts.ContractVersion{}
	for i := range versions {
		v := &versions[i]
		key := "contract " + string(v.ContractsContractID)
		if v.ContractsContractID == "" { // before API version 2026-10-01
			key = "start " + startOf(v).String()
		}
		groups[key] = append(groups[key], v)
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		group := groups[key]
		slices.SortFunc(group, byEffect)
		later := slices.IndexFunc(group, func(v *contracts.ContractVersion) bool { return v.EffectiveOn.Compare(day) > 0 })
		if later < 0 {
			later = len(group)
		}
		var s span
		if later > 0 {
			s = span{startOf(group[later-1]), group[later-1].EndsOn, group[later-1]}
		} else {
			s = span{startOf(group[0]), group[0].EndsOn, nil}
		}
		switch {
		case s.start.Compare(day) > 0:
			if s.terms == nil {
				s.terms = group[0]
			}
			next = append(next, s)
		case s.end.IsZero() || s.end.Compare(day) >= 0:
			current = append(current, s)
		case later < len(group): // it ended and begins again
			next = append(next, span{group[later].EffectiveOn, group[later].EndsOn, group[later]})
		default:
			past = append(past, s)
		}
	}
	return current, next, past
}

// startOf returns the day of hire, or the first day of the terms if the day of hire is hidden.
func startOf(v *contracts.ContractVersion) factorialhr.Date {
	if v.StartsOn.IsZero() {
		return v.EffectiveOn
	}
	return v.StartsOn
}

func datesReadable(v *contracts.ContractVersion) bool {
	return !v.EffectiveOn.IsZero() && v.EffectiveOn.Valid() &&
		(v.StartsOn.IsZero() || v.StartsOn.Valid()) && (v.EndsOn.IsZero() || v.EndsOn.Valid())
}

// byEffect orders versions by the day of their effect. Of two versions of one day, the one that was
// made later comes last.
func byEffect(a, b *contracts.ContractVersion) int {
	return cmp.Or(a.EffectiveOn.Compare(b.EffectiveOn), a.CreatedAt.Compare(b.CreatedAt),
		cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
}

func bySpanStart(a, b span) int {
	if c := a.start.Compare(b.start); c != 0 || a.terms == nil || b.terms == nil {
		return c
	}
	return byEffect(a.terms, b.terms)
}
