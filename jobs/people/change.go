package people

import (
	"slices"
)

// Changes are the differences between two snapshots. Each person is in at most one of the five
// lists, in the order of ids.
type Changes struct {
	Joined  []Change `json:"joined"`  // employed now, and not before
	Moved   []Change `json:"moved"`   // there in both, with other values
	Left    []Change `json:"left"`    // the employment ended
	Planned []Change `json:"planned"` // hired, and the contract begins later
	Unclear []Change `json:"unclear"` // for a person to decide

	// Ignored lists the fields that only one of the snapshots has. Compare cannot compare them.
	Ignored []Field `json:"ignored,omitzero"`
	// Blank lists the fields that some people had before and none has now. The credential has
	// probably lost the right to see them, so do not clear them in another system.
	Blank []Field `json:"blank,omitzero"`
}

// Empty reports whether no person changed.
func (c *Changes) Empty() bool { return len(c.All()) == 0 }

// All returns the changes of all lists.
func (c *Changes) All() []Change {
	return slices.Concat(c.Joined, c.Moved, c.Left, c.Planned, c.Unclear)
}

// A Change is what happened to one person.
type Change struct {
	Reason Reason  `json:"reason"`
	Before *Person `json:"before,omitzero"` // nil if the person was absent
	After  *Person `json:"after,omitzero"`  // nil if the person is absent
	// Fields lists what differs. It is empty if the person is absent from one snapshot.
	Fields []Difference `json:"fields,omitzero"`
}

// Person returns the person as last seen.
func (c Change) Person() Person {
	if c.After != nil {
		return *c.After
	}
	if c.Before != nil {
		return *c.Before
	}
	return Person{}
}

// A Difference is a field with another value. From and To are texts for people: names of teams and
// managers, dates, amounts. Read [Change.Before] and [Change.After] for the values.
type Difference struct {
	// Field is a field of the allow-list, or one of those that are always there: status, notes,
	// created_at, starts_on, ends_on, terminated_on.
	Field Field  `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// A Reason says why a change is in its list.
type Reason string

// The reasons.
const (
	// Joined.

	Started    Reason = "started"    // the contract began after the day of the first snapshot
	Registered Reason = "registered" // HR made the record after that day, for an earlier start
	Rehired    Reason = "rehired"    // a leaver has a new contract
	Reinstated Reason = "reinstated" // HR took the termination back

	// Left and planned.

	Terminated Reason = "terminated" // the day of the termination has passed
	Hired      Reason = "hired"      // a contract begins later

	// Moved.

	Edited Reason = "edited" // the fields say what changed

	// Unclear.

	Missing    Reason = "missing"      // not in the second snapshot: hidden, not gone
	Appeared   Reason = "appeared"     // not in the first snapshot, but in HR at that time
	NotInForce Reason = "not_in_force" // employed before, and now the contract begins later
	Doubtful   Reason = "doubtful"     // the status is unclear: see Person.Notes
)
