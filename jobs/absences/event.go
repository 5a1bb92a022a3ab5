package absences

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// An Event is a leave or a holiday.
type Event struct {
	// UID identifies the event: leave-123@factorialhr, holiday-4@factorialhr. It never changes.
	UID string `json:"uid"`
	// Revision is a short text that changes whenever another field of the event changes. Two
	// changes do not count: other employees of a holiday, and another spelling of the same half of
	// a day.
	Revision string `json:"revision"`
	Kind     Kind   `json:"kind"`
	// ID is the id of the leave or of the holiday.
	ID factorialhr.ID `json:"id"`
	// EmployeeIDs has the employee of a leave, or the selected employees that a holiday concerns.
	EmployeeIDs []factorialhr.ID `json:"employee_ids"`
	// LocationID is the location of a holiday, or the default workplace of the employee. It is
	// empty if the credential does not see the employee.
	LocationID factorialhr.ID `json:"location_id,omitzero"`
	// TimeZone is the zone of the location, an IANA name. It applies to Start and to midnight.
	TimeZone string `json:"time_zone,omitzero"`

	From factorialhr.Date `json:"from"`        // the first day
	To   factorialhr.Date `json:"to,omitzero"` // the last day, inclusive; zero if there is no end

	Part Part `json:"part"`
	// HalfDay is the word that the API sends for the half of the day.
	HalfDay string `json:"half_day,omitzero"`
	// Start is the local time of day at which [Hours] begin. It is zero if the leave has none.
	Start factorialhr.TimeOfDay `json:"start,omitzero"`
	// Length is the length of [Hours], in JSON in nanoseconds. It is zero if the leave has none.
	Length time.Duration `json:"length,omitzero"`

	Status Status `json:"status"`
	// TypeID is the leave type. It is empty unless Query.Types demands it.
	TypeID factorialhr.ID `json:"type_id,omitzero"`
	// TypeName is the name of the leave type. It is empty unless Query.Types is [TypeNames].
	TypeName string `json:"type_name,omitzero"`
	// HolidayName is the name of a holiday.
	HolidayName string `json:"holiday_name,omitzero"`
}

// Kind says what an event is.
type Kind string

// The kinds of events.
const (
	Leave   Kind = "leave"
	Holiday Kind = "holiday"
)

// Part says which part of its days an event takes.
type Part string

// The parts of a day. An event that does not take whole days has one day.
const (
	WholeDay  Part = "whole_day"
	Morning   Part = "morning"
	Afternoon Part = "afternoon"
	Hours     Part = "hours"
	// UnknownPart means that the package cannot tell which part the event takes: the word is
	// unknown, or a leave of half a day or of hours has several days.
	UnknownPart Part = "unknown"
)

// Status is the decision about a leave.
type Status string

// The states of a leave. A holiday is Approved.
const (
	Approved Status = "approved"
	Pending  Status = "pending" // nobody has decided
	Rejected Status = "rejected"
	Deleted  Status = "deleted" // whatever was decided before
)

// Covers reports whether the event takes the day or a part of it.
func (e *Event) Covers(day factorialhr.Date) bool { return e.overlaps(day, day) }

// Concerns reports whether the event is about the employee.
func (e *Event) Concerns(employee factorialhr.ID) bool {
	return slices.Contains(e.EmployeeIDs, employee)
}

// overlaps reports whether the event takes a day of the period.
func (e *Event) overlaps(from, to factorialhr.Date) bool {
	return e.From.Compare(to) <= 0 && (e.To.IsZero() || e.To.Compare(from) >= 0)
}

func uid(kind Kind, id factorialhr.ID) string {
	return string(kind) + "-" + string(id) + "@factorialhr"
}

// revise fills Revision.
func (e *Event) revise() {
	hashed := *e
	hashed.Revision = ""
	if e.Kind == Holiday {
		hashed.EmployeeIDs = nil // a joiner does not change the holidays
	}
	if e.Part != UnknownPart {
		hashed.HalfDay = ""
	}
	text, err := json.Marshal(hashed)
	if err != nil {
		return // no field of an event fails to encode
	}
	sum := sha256.Sum256(text)
	e.Revision = hex.EncodeToString(sum[:8])
}

// day returns d in the one notation that events have, or zero if it is not a date.
func day(d factorialhr.Date) factorialhr.Date {
	if !d.Valid() {
		return factorialhr.Date{}
	}
	return factorialhr.NewDate(d.Date())
}
