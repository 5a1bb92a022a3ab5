package people

import (
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// A Person is the view of one employee on the day of a [Snapshot]. A field that was not asked for
// is zero and absent from the JSON. So is a field that is empty in HR or hidden from the
// credential: the API does not tell these apart.
type Person struct {
	ID        factorialhr.ID       `json:"id"` // of the employee record
	Status    Status               `json:"status"`
	Notes     []Note               `json:"notes,omitzero"` // what is odd about the records
	CreatedAt factorialhr.DateTime `json:"created_at,omitzero"`
	// StartsOn is the day of hire and EndsOn the agreed last day of the contract in force. If none
	// is in force, they come from the next contract of an upcoming person, else from the last one.
	StartsOn factorialhr.Date `json:"starts_on,omitzero"`
	EndsOn   factorialhr.Date `json:"ends_on,omitzero"`
	// TerminatedOn is the day on which the employment ends, past or future.
	TerminatedOn factorialhr.Date `json:"terminated_on,omitzero"`

	FirstName     string `json:"first_name,omitzero"` // FieldName
	LastName      string `json:"last_name,omitzero"`
	PreferredName string `json:"preferred_name,omitzero"` // show it instead of FirstName if set
	FullName      string `json:"full_name,omitzero"`

	LoginEmail        string `json:"login_email,omitzero"`
	Email             string `json:"email,omitzero"` // the address for company mail
	CompanyIdentifier string `json:"company_identifier,omitzero"`

	// JobTitle, Hours and Salary are the terms in force on the day, or those of the next contract
	// if the person is upcoming. A leaver has none.
	JobTitle string  `json:"job_title,omitzero"`
	Hours    *Hours  `json:"hours,omitzero"`
	Salary   *Salary `json:"salary,omitzero"`

	Teams       []Team `json:"teams,omitzero"` // of which the person is a direct member, ordered by id
	Manager     Ref    `json:"manager,omitzero"`
	Location    Ref    `json:"location,omitzero"` // the default workplace
	LegalEntity Ref    `json:"legal_entity,omitzero"`

	// TerminationReason is the kind of reason as a key of the company. The free text that HR wrote
	// is not available.
	TerminationReason string `json:"termination_reason,omitzero"`
}

// LastDay returns the last day of the employment: the day of the termination, else the agreed end
// of the contract. It is zero if no end is known. An end that lies before StartsOn belongs to an
// earlier employment and does not count.
func (p Person) LastDay() factorialhr.Date {
	for _, d := range []factorialhr.Date{p.TerminatedOn, p.EndsOn} {
		if d.Valid() && !d.IsZero() && d.Compare(p.StartsOn) >= 0 {
			return d
		}
	}
	return factorialhr.Date{}
}

// Has reports whether p has the note.
func (p Person) Has(n Note) bool { return slices.Contains(p.Notes, n) }

// Status says whether a person is employed on the day of the snapshot.
type Status string

// The values of Status.
const (
	Employed Status = "employed"
	Upcoming Status = "upcoming" // the contract begins after the day
	Departed Status = "departed" // the employment ended before the day
	Unclear  Status = "unclear"  // the notes say why
)

// A Note names something odd in the records of a person.
type Note string

// The notes. Those marked with U make the status [Unclear].
const (
	// NoteNoContract (U): there is no termination, and the credential sees no contract.
	NoteNoContract Note = "no_contract"
	// NoteContractEnded (U): the last contract ended before the day, without a termination.
	NoteContractEnded Note = "contract_ended"
	// NoteUnreadable (U): a date or another value in the records is not what its field expects.
	NoteUnreadable Note = "unreadable"
	// NoteSeveralContracts: two or more contracts are in force. The view shows the one that began
	// last.
	NoteSeveralContracts Note = "several_contracts"
	// NoteNoTerms: a contract is in force, but none of its versions has taken effect.
	NoteNoTerms Note = "no_terms"
	// NoteRehired: the contract began after the termination on record, which counts for an earlier
	// employment.
	NoteRehired Note = "rehired"
)

// A Ref names another record.
type Ref struct {
	ID factorialhr.ID `json:"id"`
	// Name is empty if the credential does not see the record. The name of a manager is also empty
	// if the allow-list has no FieldName.
	Name string `json:"name,omitzero"`
}

// A Team is a team that a person belongs to.
type Team struct {
	ID   factorialhr.ID `json:"id"`
	Name string         `json:"name,omitzero"`
	Lead bool           `json:"lead,omitzero"` // the person leads the team
}

// A Salary is the amount that a contract agrees for each period.
type Salary struct {
	Amount   factorialhr.Cents `json:"amount_in_cents"`
	Per      string            `json:"per,omitzero"`      // the period as the API names it; unknown if empty
	Currency string            `json:"currency,omitzero"` // of the contract, else of the legal entity
}

// Hours are the working hours that a contract agrees for each period.
type Hours struct {
	Agreed time.Duration // in JSON a text such as 37h30m0s
	Per    string        // day, week, month or year; unknown if empty
	Days   int           // working days a week, 0 if unknown
}

// Week returns the hours of a week. It is false if the contract agrees hours a month or a year,
// because how many weeks these have is a matter of the agreement, or if the period is unknown.
func (h *Hours) Week() (time.Duration, bool) {
	switch {
	case h == nil:
		return 0, false
	case h.Per == "week":
		return h.Agreed, true
	case h.Per == "day" && h.Days > 0:
		return h.Agreed * time.Duration(h.Days), true
	}
	return 0, false
}
