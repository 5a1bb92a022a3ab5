package people

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/factorialhr-go/factorialhr"
)

// Version is the version of the JSON form of a Snapshot.
const Version = 1

// ErrFormat is the error for JSON that is not a snapshot of this [Version].
var ErrFormat = errors.New("not a snapshot of people that this version can read")

// A Snapshot holds the people of a company on a day. A program may store it as JSON and load it
// again. It contains personal data. Its methods only read, so any number of goroutines may call
// them.
type Snapshot struct {
	Version    int              `json:"version"` // of the JSON form
	Day        factorialhr.Date `json:"day"`
	APIVersion string           `json:"api_version"` // of the client that read it
	CompanyID  factorialhr.ID   `json:"company_id"`  // empty if hidden
	Fields     []Field          `json:"fields"`      // the allow-list of the read
	People     []Person         `json:"people"`      // ordered by id
}

// Employed returns the people who are employed on the day.
func (s *Snapshot) Employed() []Person { return s.with(Employed) }

// Unclear returns the people whose employment the records do not settle.
func (s *Snapshot) Unclear() []Person { return s.with(Unclear) }

func (s *Snapshot) with(status Status) []Person {
	return slices.DeleteFunc(slices.Clone(s.People), func(p Person) bool { return p.Status != status })
}

// Find returns the person with an employee id.
func (s *Snapshot) Find(id factorialhr.ID) (Person, bool) {
	i := slices.IndexFunc(s.People, func(p Person) bool { return p.ID == id })
	if i < 0 {
		return Person{}, false
	}
	return s.People[i], true
}

// UnmarshalJSON decodes a stored snapshot. It returns [ErrFormat] if the version is another one, or
// if the day or an id is missing: a damaged file must not look like a company without people.
func (s *Snapshot) UnmarshalJSON(data []byte) error {
	type plain Snapshot
	var in plain
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("%w: the JSON does not fit", ErrFormat)
	}
	out := Snapshot(in)
	if err := out.check(); err != nil {
		return err
	}
	*s = out
	return nil
}

// check refuses a snapshot that cannot be compared.
func (s *Snapshot) check() error {
	if s.Version != Version {
		return fmt.Errorf("%w: version %d, want %d", ErrFormat, s.Version, Version)
	}
	if s.Day.IsZero() || !s.Day.Valid() {
		return fmt.Errorf("%w: no day", ErrFormat)
	}
	if len(s.People) == 0 {
		return fmt.Errorf("%w: no people", ErrFormat)
	}
	seen := map[factorialhr.ID]bool{}
	for i, p := range s.People {
		if p.ID == "" || seen[p.ID] {
			return fmt.Errorf("%w: people[%d] has no id, or that of another person", ErrFormat, i)
		}
		switch p.Status {
		case Employed, Upcoming, Departed, Unclear:
		default:
			return fmt.Errorf("%w: people[%d] has an unknown status", ErrFormat, i)
		}
		seen[p.ID] = true
	}
	return nil
}
