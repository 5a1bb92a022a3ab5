package openapi

import "slices"

// A Range says which of the merged versions have a part of the API: those from Since to Until. An
// empty Since is the oldest version and an empty Until the newest; Until is the last version that
// has the part.
//
// The range of an operation, a component or an event is absolute. The range of a part of them, such
// as a parameter, a property or a value, is relative: it is empty if the part is in every version
// that has its owner.
type Range struct{ Since, Until string }

// rangeOf returns the range of a part that the versions in have know, of an owner that the versions
// in all know. Both are in ascending order.
func rangeOf(have, all []string) Range {
	var r Range
	if len(have) == 0 || len(all) == 0 {
		return r
	}
	if have[0] != all[0] {
		r.Since = have[0]
	}
	if last := have[len(have)-1]; last != all[len(all)-1] {
		r.Until = last
	}
	return r
}

// Limited reports whether some version lacks the part.
func (r Range) Limited() bool { return r != Range{} }

// or returns the range of what has either range.
func (r Range) or(other Range) Range {
	r.Since = min(r.Since, other.Since) // an empty one is the oldest
	if r.Until == "" || other.Until == "" {
		r.Until = ""
	} else {
		r.Until = max(r.Until, other.Until)
	}
	return r
}

// within returns the absolute range of a part with the relative range r in an owner.
func (r Range) within(owner Range) Range {
	if r.Since == "" {
		r.Since = owner.Since
	}
	if r.Until == "" {
		r.Until = owner.Until
	}
	return r
}

// mergeOrder joins lists of names, of which the last decides the order. A name that only an earlier
// list has comes behind its neighbour there, or last if it has none.
func mergeOrder(lists [][]string) []string {
	var order []string
	for _, list := range slices.Backward(lists) {
		previous := -1
		for _, name := range list {
			if i := slices.Index(order, name); i >= 0 {
				previous = i
				continue
			}
			if previous < 0 {
				order = append(order, name)
				previous = len(order) - 1
				continue
			}
			previous++
			order = slices.Insert(order, previous, name)
		}
	}
	return order
}
